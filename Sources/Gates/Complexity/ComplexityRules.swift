import Verification

extension ComplexityGate {
  /// The examples are judged with limits of 3.
  static let ruleTexts: [Rule] = [
    Rule(
      "complexity/cyclomatic", "a function with too many paths",
      why: """
        Cyclomatic complexity (McCabe, 1976) is the least number of tests that take every branch once: 1, \
        and 1 more for each decision. Beyond about 25 nobody writes them all. A function that was beyond \
        the limit and did not get worse is not reported as new.
        """,
      mend: """
        Move a part that has a name into a function of its own, replace a chain of comparisons by a table, \
        or raise `max` for the gate `complexity` in `.verdict.yml`.
        """,
      bad: Rule.Example(
        "level.py",
        """
        def level(n):
            if n < 0: return "low"
            if n == 0: return "zero"
            if n == 1: return "one"
            return "many"

        """),
      good: Rule.Example(
        "level.py",
        """
        NAMES = {0: "zero", 1: "one"}

        def level(n):
            return "low" if n < 0 else NAMES.get(n, "many")

        """)),
    Rule(
      "complexity/cognitive", "a function that is hard to follow",
      why: """
        Cognitive complexity (Campbell, 2018) counts each break in the flow, and each once more for every \
        level that it is nested in: what a reader has to keep in mind. A function that was beyond the limit \
        and did not get worse is not reported as new.
        """,
      mend: """
        Return early, turn conditions around so that less is nested, move an inner loop into a function of \
        its own, or raise `maxCognitive` for the gate `complexity` in `.verdict.yml`.
        """,
      bad: Rule.Example(
        "find.go",
        """
        package find

        func Find(rows [][]int, n int) bool {
          for _, row := range rows {
            for _, cell := range row {
              consume(cell)
            }
            consume(row)
            for len(row) > 9 {
            }
          }
          return false
        }

        """),
      good: Rule.Example(
        "find.go",
        """
        package find

        func Find(rows [][]int, n int) bool {
          for _, row := range rows {
            consume(row)
          }
          return false
        }

        """)),
  ]
}
