int added(int a) { return 0; }
int removed(int a, int b) { return 0; }
int renamed(int a) { return 0; }
int reordered(int a, char b) { return 0; }
int retyped(int a) { return 0; }
int returned(int a) { return 0; }
static int hidden(int a) { return 0; }
