struct point {
  int x;
};
enum color { RED };
int area(const struct point *p);
void old(void);
static int hidden(int a) { return a; }
typedef unsigned int size;
