union value {
  int number;
  double fraction;
};
