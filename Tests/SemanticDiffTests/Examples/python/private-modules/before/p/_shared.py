def used(a):
    pass


def unused(a):
    pass
