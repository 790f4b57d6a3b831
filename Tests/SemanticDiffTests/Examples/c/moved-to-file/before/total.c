int limit = 10;
