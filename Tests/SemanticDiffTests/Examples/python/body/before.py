LIMIT = 10


def limit():
    return 10


class Box:
    size = 1
