LIMIT = 10
__version__ = "1.0"


class Base:
    pass


class Held(Base, dict):
    flag: bool | None = None

    def moved_up(self):
        pass

    @property
    def used(self):
        return 1


class Parent:
    pass


class Child(Parent):
    def inherited(self):
        return 1


def place_only(x, /):
    pass


def by_name(x, y):
    pass


def swallowed(*, x):
    pass


def default(x=0):
    pass


def annotated(x: Optional[int]) -> List[str]:
    pass


def waits():
    pass


def kind():
    pass
