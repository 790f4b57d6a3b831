def area(width, height):
    return width * height


class Box:
    def volume(self):
        return self.width ** 3


def _helper():
    pass
