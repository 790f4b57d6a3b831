def total(prices, rate):
    # Prices without tax.
    amount = sum(prices)
    return amount * rate


class Box:
    def area(self):
        return self.width
