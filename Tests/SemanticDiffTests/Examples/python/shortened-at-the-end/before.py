X = 12


def f():
    return x, y
