class Basket:
    def __init__(self):
        self.prices = []

    def total(self):
        return sum(self.prices)

    def add(self, price):
        self.prices.append(price)
