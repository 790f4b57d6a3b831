#define LIMIT 20
int limit(void) { return LIMIT + 1; }
int most = 20;
enum color { RED, GREEN = 4 };
