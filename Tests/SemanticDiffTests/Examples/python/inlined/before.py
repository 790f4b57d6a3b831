def check(order):
    if not order.lines:
        raise ValueError("no lines")
    if order.customer is None:
        raise ValueError("no customer")


def total(order):
    check(order)
    return sum(line.price for line in order.lines)
