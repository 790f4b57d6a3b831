import Policy
import SemanticDiff
import Source
import Syntax
import Verification

/// What was meant for the author's eyes alone and is still there: breakpoints, debug output, placeholder
/// text, focused tests.
public struct LeftoversGate: Gate {
  public init() {}

  public let schema = GateSchema(
    "leftovers", "nothing of the work is left behind", defaultLevel: .warn)

  public let rules = [
    Rule(
      "leftovers/breakpoint", "a breakpoint in the code",
      why: "It stops the program for everyone who runs it.",
      mend: "Take it out.",
      bad: Rule.Example("load.py", "def load(path):\n    breakpoint()\n    return read(path)\n"),
      good: Rule.Example("load.py", "def load(path):\n    return read(path)\n")),
    Rule(
      "leftovers/debug-output", "output that helped to find a fault",
      why: "It reaches the users, and tells them nothing.",
      mend: "Take it out, or write it to the program's log.",
      bad: Rule.Example(
        "load.js", "function load(path) {\n  console.log('here', path)\n  return read(path)\n}\n"),
      good: Rule.Example("load.js", "function load(path) {\n  return read(path)\n}\n")),
    Rule(
      "leftovers/placeholder", "a text that stands for what is still to be written",
      why: "It was to be replaced and was not.", mend: "Write it, or take the text out.",
      bad: Rule.Example(
        "load.py", "def load(path):\n    # your code here\n    return read(path)\n"),
      good: Rule.Example("load.py", "def load(path):\n    return read(path)\n")),
    Rule(
      "leftovers/focused-test", "a test that keeps the others from running",
      why: "With `.only` and its like the suite runs this test alone and passes.",
      mend: "Take the mark out.",
      bad: Rule.Example(
        "load.test.js", "it.only('loads', () => {\n  expect(load('a')).toBe(1)\n})\n"),
      good: Rule.Example("load.test.js", "it('loads', () => {\n  expect(load('a')).toBe(1)\n})\n")),
  ]

  public func witnesses() -> [String]? { [] }

  public func judge(_ subject: Subject, _ settings: GateSettings) async -> GateResult {
    let windows = subject.files.compactMap { FileWindow($0.pair) }.filter { !$0.isBuilt }
    guard !windows.isEmpty else { return GateResult(.notApplicable, "no program code changed") }
    let lines = ChangedLines(windows)
    var comments = CommentDetector(windows, lines, Announcement(subject.change.commits))
    comments.run()
    var suspicions = comments.suspicions.filter { $0.rule == "placeholder" && $0.confidence >= 0.6 }
    for window in windows { suspicions += LeftoversGate.leftovers(window, lines) }
    suspicions += FocusDetector.suspicions(ChangedCode(subject))
    suspicions.sort {
      ($0.path, $0.range?.start ?? 0, $0.rule) < ($1.path, $1.range?.start ?? 0, $1.rule)
    }
    let findings = suspicions.map { $0.finding(gate: "leftovers") }
    let count = windows.count
    return GateResult(
      findings.outcome, "\(count) file\(count == 1 ? "" : "s") searched", findings: findings)
  }

  private static func leftovers(_ window: FileWindow, _ lines: ChangedLines) -> [Suspicion] {
    guard let file = window.pair.after, !window.after.isEmpty else { return [] }
    let conventions = window.conventions
    let code = CodeSlice(file, window.after)
    var found: [Suspicion] = []
    for index in 0..<code.count where code.isName(index) {
      let word = code.word(index)
      let stops = conventions.breakpoints.contains(word)
      guard stops || conventions.debugPrints.contains(word) else { continue }
      let end = code.statementEnd(index)
      let part = index..<max(index + 1, min(end, index + 40))
      guard isNew(code.range(index), file, lines) else { continue }
      if stops {
        // The statement of JavaScript, or a call; a name alone may be anything.
        let isCall = code.kind(index + 1) == .open
        let isStatement =
          code.kind(index) == .keyword
          || code.startsLine(index) && (index + 1 >= code.count || code.startsLine(index + 1))
          || code.isSymbol(index - 1, ".") && code.bytes(index - 2).elementsEqual("binding".utf8)
        guard isCall || isStatement, !isDeclared(code, index) else { continue }
        found.append(
          Suspicion(
            "breakpoint", 0.93, "a breakpoint: `\(file.flattened(code.range(part)).prefix(60))`",
            help: "take it out", in: file, window.pair.path, at: code.range(index)))
      } else if code.kind(index + 1) == .open || code.isSymbol(index + 1, "!")
        || code.kind(index + 1).isStringPiece,
        PathRole(window.pair.path) == .code, !isDeclared(code, index),
        part.contains(where: { code.kind($0).isStringPiece && speaksOfDebugging(code.bytes($0)) })
      {
        found.append(
          Suspicion(
            "debug-output", 0.7, "debug output: `\(file.flattened(code.range(part)).prefix(60))`",
            help: "take it out, or write it to the program's log", in: file, window.pair.path,
            at: code.range(index)))
      }
    }
    return found
  }

  /// Whether a text is one that people print to see where a program is.
  private static func speaksOfDebugging(_ text: ArraySlice<UInt8>) -> Bool {
    let inner = text.dropFirst().dropLast().filter { $0.isLetter }
    let words: [String] = [
      "here", "debug", "test", "foo", "bar", "xxx", "asdf", "wtf", "hello", "todo",
    ]
    return words.contains { inner.map(\.lowered).elementsEqual($0.utf8) }
      || text.holds(any: [
        "debug:", "[debug]", "xxx", "!!!!", "====>", "---->", ">>>>", "####", "i am here",
        "got here",
      ])
  }

  private static func isDeclared(_ code: CodeSlice, _ index: Int) -> Bool {
    let words: WordSet = ["def", "func", "function", "fn", "fun", "import", "from", "new", "class"]
    return words.contains(code.word(index - 1))
  }

  private static func isNew(_ range: ByteRange, _ file: SyntaxFile, _ lines: ChangedLines) -> Bool {
    let bytes = file.text.bytes
    var start = range.start
    while start > 0, bytes[start - 1] != 10 { start -= 1 }
    var end = range.start
    while end < bytes.count, bytes[end] != 10 { end += 1 }
    return ChangedLines.word(bytes[start..<end]).map(lines.isNew) ?? false
  }
}
