LIMIT = 20
__version__ = "2.0"


class Base:
    pass


class Held(Base):
    flag: bool | None

    def moved_up(self):
        pass

    def used(self):
        return 1


class Parent:
    def inherited(self):
        return 1


class Child(Parent):
    pass


def place_only(y, /):
    pass


def by_name(x, *, y):
    pass


def swallowed(**kwargs):
    pass


def default(x=1):
    pass


def annotated(x: int | None) -> list[str]:
    pass


async def waits():
    pass


class kind:
    pass
