struct value {
  int number;
  double fraction;
};
