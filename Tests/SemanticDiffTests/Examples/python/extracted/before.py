def total(order):
    if not order.lines:
        raise ValueError("no lines")
    if order.customer is None:
        raise ValueError("no customer")
    return sum(line.price for line in order.lines)
