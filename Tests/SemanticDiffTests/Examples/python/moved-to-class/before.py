class Cart:
    prices = []

    def total(self, prices):
        return sum(price for price in prices if price > 0)


class Order:
    number = 1
