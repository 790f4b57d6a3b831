#define TWICE(x)
