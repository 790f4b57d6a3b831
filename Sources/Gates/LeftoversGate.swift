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
    var placeholders = PlaceholderDetector(windows: windows, lines: lines)
    placeholders.run()
    var suspicions = placeholders.suspicions.filter { $0.confidence >= 0.6 }
    for window in windows { suspicions += LeftoversGate.leftovers(window, lines) }
    suspicions += FocusDetector.suspicions(ChangedCode(subject))
    suspicions.sort {
      ($0.path, $0.range?.start ?? 0, $0.rule) < ($1.path, $1.range?.start ?? 0, $1.rule)
    }
    let findings = suspicions.map { $0.finding(gate: "leftovers") }
    let outcome = findings.outcome
    let unread = subject.unreadCode
    let count = windows.count - unread.count
    return GateResult(
      outcome != .fail && !unread.isEmpty ? .inconclusive : outcome,
      "\(count) file\(count == 1 ? "" : "s") searched", findings: findings, unverified: unread)
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
      let part = index..<max(index + 1, code.statementEnd(index, within: 40))
      // Asked last: a line can be the whole file.
      func isNew() -> Bool { lines.isNew(at: code.range(index).start, of: file.text.bytes) }
      if stops {
        // The statement of JavaScript, or a call; a name alone may be anything.
        let isCall = code.kind(index + 1) == .open
        let isStatement =
          code.kind(index) == .keyword
          || code.startsLine(index) && (index + 1 >= code.count || code.startsLine(index + 1))
          || code.isSymbol(index - 1, ".") && code.bytes(index - 2).elementsEqual("binding".utf8)
        guard isCall || isStatement, !isDeclared(code, index), isNew() else { continue }
        found.append(
          Suspicion(
            "breakpoint", 0.93, "a breakpoint: `\(file.flattened(code.range(part)).prefix(60))`",
            help: "take it out", in: file, window.pair.path, at: code.range(index)))
      } else if code.kind(index + 1) == .open || code.isSymbol(index + 1, "!")
        || code.kind(index + 1).isStringPiece,
        PathRole(window.pair.path) == .code, !isDeclared(code, index),
        part.contains(where: { code.kind($0).isStringPiece && speaksOfDebugging(code.bytes($0)) }),
        isNew()
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
    let letters = text.dropFirst().dropLast().lazy.filter { $0.isLetter }
    return debugTexts.contains(Word(letters.map { $0.lowered }))
      || text.holds(any: [
        "debug:", "[debug]", "xxx", "!!!!", "====>", "---->", ">>>>", "####", "i am here",
        "got here",
      ])
  }

  private static let debugTexts: WordSet = [
    "here", "debug", "test", "foo", "bar", "xxx", "asdf", "wtf", "hello", "todo",
  ]

  private static func isDeclared(_ code: CodeSlice, _ index: Int) -> Bool {
    declaring.contains(code.word(index - 1))
  }

  private static let declaring: WordSet = [
    "def", "func", "function", "fn", "fun", "import", "from", "new", "class",
  ]
}
