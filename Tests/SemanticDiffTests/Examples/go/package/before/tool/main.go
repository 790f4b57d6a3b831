package main

func F(a int) {}
