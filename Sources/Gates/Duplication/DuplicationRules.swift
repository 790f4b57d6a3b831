import Verification

extension DuplicationGate {
  /// What stands in both examples.
  private static let netTotal = """
    def net_total(orders, rate):
        total = 0
        for order in orders:
            if order.cancelled or order.amount < 0:
                continue
            amount = order.amount * order.count
            if order.discount:
                amount = amount - amount * order.discount / 100
            total += amount + amount * rate
        return round(total, 2)

    """

  static let ruleTexts: [Rule] = [
    Rule(
      "duplication/copied-code", "code that stands in the repository already",
      why: """
        Two copies are mended once: the other one keeps the fault. Names may differ, as long as one name of \
        the one stands for one name of the other. Imports, comments, data, generated files, what was moved \
        and what was there before are no copies.
        """,
      mend: """
        Call what is there, or move what both have in common into one place. Where the likeness is a chance, \
        raise `tokens` for the gate `duplication` in `.verdict.yml`.
        """,
      bad: Rule.Example(
        "totals.py",
        """
        \(netTotal)
        def gross_sum(items, tax):
            result = 0
            for item in items:
                if item.cancelled or item.amount < 0:
                    continue
                value = item.amount * item.count
                if item.discount:
                    value = value - value * item.discount / 100
                result += value + value * tax
            return round(result, 2)

        """),
      good: Rule.Example(
        "totals.py",
        """
        \(netTotal)
        def gross_sum(items, tax):
            return net_total(items, tax)

        """))
  ]
}
