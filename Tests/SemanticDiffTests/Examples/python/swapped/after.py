def second():
    return ",".join(["a", "b"])


def first():
    return sum([1, 2, 3, 4])
