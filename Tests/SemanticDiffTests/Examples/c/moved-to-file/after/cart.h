int rate = 20;
