import os


def total(prices):
    return sum(price for price in prices if price > 0)
