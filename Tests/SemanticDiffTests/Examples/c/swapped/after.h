int second(void) {
  return 4 * 3 * 2 * 1;
}

int first(void) {
  return 1 + 2 + 3 + 4;
}
