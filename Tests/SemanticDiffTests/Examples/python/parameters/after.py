def added(a, b):
    pass


def added_with_default(a, b=0):
    pass


def removed(a):
    pass


def renamed(b):
    pass


def reordered(b, a):
    pass


def retyped(a: float):
    pass


def default_lost(a):
    pass


def returned() -> float:
    pass


def _hidden(a, b):
    pass


def rest(a, *args, **kwargs):
    pass
