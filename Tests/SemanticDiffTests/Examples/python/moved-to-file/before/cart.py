RATE = 20


def total(prices):
    return sum(price for price in prices if price > 0)
