def total(prices, rate):
    result = 0
    for price in prices:
        result += price
        result += price * rate / 100
    print("total is", result)
    return result
