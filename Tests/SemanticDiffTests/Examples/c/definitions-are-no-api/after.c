int area(int x, int y) { return x * y; }
