static int up(int a) { return a; }
int down(int a) { return a; }
