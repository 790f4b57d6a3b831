#define LIMIT 10

int area(int width, int height) {
  return width * height;
}

struct box {
  int width;
};

static void helper(void) {}
