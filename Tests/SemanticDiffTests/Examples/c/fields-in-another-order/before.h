struct point {
  int x;
  char y;
};
