def total_with_tax(prices, rate):
    result = 0
    for price in prices:
        result += price
        result += price * rate / 100
    print("the total is", result)
    return result
