class Shape:
    def area(self):
        return 3.14
