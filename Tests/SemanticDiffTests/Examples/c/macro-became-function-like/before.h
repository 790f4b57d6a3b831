#define TWICE (x)
