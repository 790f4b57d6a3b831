def total(
    prices,
    rate
):
  # Prices before tax.
  amount = sum(
      prices)

  return amount * rate


class Box:
  def area(self):
    return self.width
