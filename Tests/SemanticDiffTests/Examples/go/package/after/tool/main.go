package main

func F(a string) {}
