def add(a, b):
    """Adds two numbers."""
    return a + b


def negate(a):
    """Turns the sign."""
    return -a
