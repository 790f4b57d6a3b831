struct cart {
  int count;
  int prices[100];
  char owner[64];
};
