def add(a, b):
    """Adds numbers."""
    return a + b


def negate(a):
    return -a
