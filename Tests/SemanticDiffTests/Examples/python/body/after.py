LIMIT = 20


def limit():
    return 20


class Box:
    size = 2
