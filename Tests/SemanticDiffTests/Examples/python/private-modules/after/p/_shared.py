def used(a, b):
    pass


def unused(a, b):
    pass
