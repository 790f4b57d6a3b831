package internal

func F(a int) {}
