int added(int a, int b) { return 0; }
int removed(int a) { return 0; }
int renamed(int b) { return 0; }
int reordered(char b, int a) { return 0; }
int retyped(long a) { return 0; }
long returned(int a) { return 0; }
static int hidden(int a, int b) { return 0; }
