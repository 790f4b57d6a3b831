def added(a):
    pass


def added_with_default(a):
    pass


def removed(a, b):
    pass


def renamed(a):
    pass


def reordered(a, b):
    pass


def retyped(a: int):
    pass


def default_lost(a=1):
    pass


def returned() -> int:
    pass


def _hidden(a):
    pass


def rest(a, *args):
    pass
