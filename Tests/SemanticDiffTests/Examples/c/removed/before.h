int area(int width, int height) {
  return width * height;
}

static void helper(void) {}

struct box {
  int width;
  int height;
};
