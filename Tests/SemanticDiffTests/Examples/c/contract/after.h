struct point {
  int x;
  int y;
};
enum color { RED, GREEN };
int area(struct point *p, int scale);
void old(void) __attribute__((deprecated));
static int hidden(int a, int b) { return a; }
typedef unsigned long size;
