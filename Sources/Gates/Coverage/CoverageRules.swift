import Verification

extension CoverageGate {
  static let ruleTexts: [Rule] = [
    Rule(
      "coverage/uncovered-lines", "changed lines that no test runs",
      why: """
        A line that no test runs can do anything. Only lines that the change adds or edits count, and only \
        those that the report says can be run; they are named where the share of those that are run is \
        below `changedLines`.
        """,
      mend: """
        Add a test that takes that path. Where none can, lower `changedLines` for the gate `coverage` in \
        `.verdict.yml`.
        """),
    Rule(
      "coverage/uncovered-function", "a changed function that no test calls",
      why: """
        None of the lines of its body is run. They are named where the share of changed functions that \
        are called is below `changedFunctions`.
        """,
      mend: "Add a test that calls it, or lower `changedFunctions` for the gate `coverage`."),
  ]
}
