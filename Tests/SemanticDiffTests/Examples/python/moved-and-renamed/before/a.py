def total(orders):
    result = 0
    for order in orders:
        if order.is_paid:
            result += order.price * order.count
    return result


def double(x):
    return [2 * y for y in x if y]
