struct box {
  int width;
};
