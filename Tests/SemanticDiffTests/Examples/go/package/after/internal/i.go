package internal

func F(a string) {}
