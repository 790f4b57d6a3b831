int up(int a) { return a; }
static int down(int a) { return a; }
