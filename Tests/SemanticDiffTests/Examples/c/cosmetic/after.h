int
total(int a,
      int b)
{
	/* their sum */
	return a+b;
}
