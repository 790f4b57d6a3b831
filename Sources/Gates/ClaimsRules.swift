import Verification

extension ClaimsGate {
  /// The examples are a message and, below a line `--- PATH` for each file, its lines with `-`, `+` or a
  /// blank in front, as a difference has them.
  static let ruleTexts: [Rule] = [
    rule(
      "docs-changes-code", "a commit of documentation that changes code",
      why: """
        Who reads `docs:` in the history, or a tool that makes a changelog or a version of it, passes \
        over the commit. A change of strings alone, and of examples, is left alone.
        """,
      mend: "Call the commit by what it does to the code, or commit the two apart.",
      bad: """
        docs: explain the retry

        --- client.py
         def retry(count):
        -    return send(count)
        +    return send(count, wait=True)
        """,
      good: """
        docs: explain the retry

        --- client.py
        +# Waits between the tries.
         def retry(count):
             return send(count)
        """),
    rule(
      "refactor-changes-api", "a refactoring after which callers see something else",
      why: """
        A refactoring changes how a program does what it does. A public declaration that comes, goes or \
        has another signature is a feature or a break, and version numbers are derived from the type. A \
        warning, since what is public in its language need not be offered to anyone.
        """,
      mend: """
        Call it `feat`, announce the break with `!`, or make what changed invisible from outside.
        """,
      bad: """
        refactor: simplify the total

        --- Sources/Total.swift
        -public func total(_ a: Int) -> Int { a }
        +public func total(_ a: Int, _ b: Int) -> Int { a }
        """,
      good: """
        refactor: simplify the total

        --- Sources/Total.swift
        -func total(_ a: Int) -> Int { a }
        +func total(_ a: Int, _ b: Int) -> Int { a }
        """),
    rule(
      "refactor-changes-body", "a refactoring that changes what a body computes",
      why: """
        Where the same names stand in the same order, and only a number, a truth value or an operator is \
        another one, the code does something else. Bodies that changed otherwise, and that no rename, \
        extraction or inlining explains, are named in a note: that they do what they did is not shown.
        """,
      mend: "Call it `fix` or `feat`, or put that part into a commit of its own.",
      bad: """
        refactor: tidy up

        --- limit.js
        -function isFull(n) { return n > 10 }
        +function isFull(n) { return n >= 10 }
        """,
      good: """
        refactor: tidy up

        --- limit.js
        -function isFull(n) { return n > 10 }
        +function isFull(n) {
        +  return n > 10
        +}
        """),
    rule(
      "no-code-changed", "a feature or a fix without a change of code",
      why: """
        `feat` and `fix` make a new version of the program (Conventional Commits 1.0). Where only \
        documentation, tests or layout changed, there is nothing new in it. `fix(docs)`, `fix(test)` \
        and the like say so themselves and are left alone.
        """,
      mend: "Call it `docs`, `test` or `style`, or add the code that is missing from the commit.",
      bad: """
        fix: describe the limit

        --- README.md
        -At most 10 files.
        +At most 20 files.
        """,
      good: """
        docs: describe the limit

        --- README.md
        -At most 10 files.
        +At most 20 files.
        """),
    rule(
      "no-test-added", "tests that the message adds and the commit does not",
      why: "A file that was not staged is forgotten most easily, and the message hides that.",
      mend: "Add the tests that are missing from the commit, or mend the message.",
      bad: """
        fix: read empty files and add tests

        --- read.go
         package read
        -func Lines(s string) int { return 1 }
        +func Lines(s string) int { return 0 }
        """,
      good: """
        fix: read empty files and add tests

        --- read.go
         package read
        -func Lines(s string) int { return 1 }
        +func Lines(s string) int { return 0 }
        --- read_test.go
        +package read
        +func TestLines(t *testing.T) { check(Lines("") == 0) }
        """),
    rule(
      "not-added", "something that the message adds and the commit does not",
      why: """
        The name stands in the changed files, and in none of them more often than before. Names count \
        where they are written as code: `name()`, a qualified name, camelCase, snake_case or between \
        backticks.
        """,
      mend: "Mend the message, or add what is missing from the commit.",
      bad: """
        feat: add `readLines()`

        --- read.js
        -function readLines() { return 1 }
        +function readLines() { return 2 }
        """,
      good: """
        feat: add `readLines()`

        --- read.js
        +function readLines() { return 2 }
        """),
    rule(
      "not-removed", "something that the message removes and the commit does not",
      why: """
        The name stands in the changed files, and in none of them less often than before. Names count \
        where they are written as code, as for `claims/not-added`.
        """,
      mend: "Mend the message, or add what is missing from the commit.",
      bad: """
        chore: remove _read_lines

        --- read.py
         def _read_lines():
        -    return 1
        +    return 2
        """,
      good: """
        chore: remove _read_lines

        --- read.py
        -def _read_lines():
        -    return 1
        +def _read_all():
        +    return 2
        """),
    rule(
      "not-renamed", "something that the message renames and the commit does not",
      why: """
        The old name stands in no changed file less often than before, and the new one in none more \
        often. Names count where they are written as code, as for `claims/not-added`.
        """,
      mend: "Mend the message, or add what is missing from the commit.",
      bad: """
        refactor: rename readLines to readAll

        --- read.js
         function readLines() {
        -  return  1
        +  return 1
         }
        """,
      good: """
        refactor: rename readLines to readAll

        --- read.js
        -function readLines() {
        +function readAll() {
           return 1
         }
        """),
    rule(
      "not-moved", "something that the message moves and the commit does not touch",
      why: """
        The name stands where it did, and in nothing that changed. Names count where they are written as \
        code, as for `claims/not-added`.
        """,
      mend: "Mend the message, or add what is missing from the commit.",
      bad: """
        refactor: move readLines to the end

        --- read.js
         function readLines() { return 1 }
         function other() {
        -  return  2
        +  return 2
         }
        """,
      good: """
        refactor: move readLines to the end

        --- read.js
        -function readLines() { return 1 }
         function other() { return 2 }
        +function readLines() { return 1 }
        """),
    rule(
      "nothing-breaks", "a break that is announced and not there",
      why: """
        An announced break makes a new major version, and work for everyone who reads it. Where nothing \
        that runs for callers changed, or declarations were only added, no one can break. Where bodies \
        changed it is a note: only what they do may differ.
        """,
      mend: "Remove the announcement, or add the change that is missing from the commit.",
      bad: """
        feat!: count lines

        --- Sources/Count.swift
        +public func count() -> Int { 1 }
        """,
      good: """
        feat!: count lines

        --- Sources/Count.swift
        -public func count() -> Int? { 1 }
        +public func count() -> Int { 1 }
        """),
  ]

  private static func rule(
    _ id: String, _ title: String, why: String, mend: String, bad: String, good: String
  ) -> Rule {
    Rule(
      "claims/\(id)", title, why: why, mend: mend,
      bad: Rule.Example("commit with its difference", bad + "\n"),
      good: Rule.Example("commit with its difference", good + "\n"))
  }
}
