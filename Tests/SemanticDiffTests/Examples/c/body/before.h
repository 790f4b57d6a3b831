#define LIMIT 10
int limit(void) { return LIMIT; }
int most = 10;
enum color { RED, GREEN };
