class Cart:
    prices = []


class Order:
    number = 1

    def total(self, prices):
        return sum(price for price in prices if price > 0)
