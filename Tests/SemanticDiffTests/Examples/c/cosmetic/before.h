int total(int a, int b) {
  /* the sum */
  return a + b;
}
