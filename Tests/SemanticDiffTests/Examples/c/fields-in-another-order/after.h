struct point {
  char y;
  int x;
};
