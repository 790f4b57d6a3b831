def first():
    return sum([1, 2, 3, 4])


def second():
    return ",".join(["a", "b"])
