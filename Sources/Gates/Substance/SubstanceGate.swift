import Policy
import SemanticDiff
import Source
import Syntax
import Verification

/// Whether real work was done: stubs, values in place of computations, tests that test nothing, silenced
/// checks and the like.
public struct SubstanceGate: Gate {
  public init() {}

  public let schema = GateSchema(
    "substance", "real work was done", defaultLevel: .required,
    options: [
      OptionSchema(
        "minConfidence", "the confidence below which a finding is not reported", .percent,
        default: .percent(60))
    ])

  public var rules: [Rule] { SubstanceGate.ruleTexts }

  public func witnesses() -> [String]? { [] }

  public func judge(_ subject: Subject, _ settings: GateSettings) async -> GateResult {
    let reading = SubstanceReading(subject)
    let unread = subject.unreadCode
    guard reading.hasProgram else {
      return unread.isEmpty
        ? GateResult(.notApplicable, "no program code changed")
        : GateResult(.inconclusive, unverified: unread)
    }
    let least = settings.percent("minConfidence") / 100
    let findings = reading.suspicions.filter { $0.confidence >= least }.map {
      $0.finding(gate: "substance")
    }
    let looked =
      "\(reading.functions) function\(reading.functions == 1 ? "" : "s") and \(reading.tests) test\(reading.tests == 1 ? "" : "s") looked at"
    let outcome = findings.outcome
    return GateResult(
      outcome != .fail && !unread.isEmpty ? .inconclusive : outcome, looked, findings: findings,
      metrics: [
        Metric(
          "substance", of: "change", after: (reading.score * 1_000).rounded() / 1_000, unit: "share"
        ),
        Metric(
          "changedUnits", of: "change", after: Double(reading.units), unit: "functions and tests"),
      ], unverified: unread)
  }
}

/// All that a change shows of work that was not done.
struct SubstanceReading {
  private(set) var suspicions: [Suspicion] = []
  /// Whether code of a program changed at all.
  let hasProgram: Bool
  let functions: Int
  let tests: Int

  /// What is judged: changed functions and tests, at least one.
  var units: Int { max(1, functions + tests) }

  init(_ subject: Subject) {
    let windows = subject.files.compactMap { FileWindow($0.pair) }.filter { !$0.isBuilt }
    hasProgram = !windows.isEmpty
    guard hasProgram else {
      (functions, tests) = (0, 0)
      return
    }
    let announcement = Announcement(subject.change.commits)
    var code = ChangedCode(subject)
    code.pairTests()
    if code.tests.contains(where: { $0.before != nil }) { code.findGoneWords(windows) }
    functions = code.functions.count { $0.after != nil }
    tests = code.tests.count
    let lines = ChangedLines(windows)
    let values = TestValues(windows)

    var stubs = StubDetector(code, announcement, values)
    stubs.run()
    suspicions += stubs.suspicions
    var cases = SpecialCaseDetector(code, tested: values)
    cases.run()
    suspicions += cases.suspicions
    var tested = TestDetector(code, announcement)
    tested.run()
    suspicions += tested.suspicions
    var mocks = MockDetector(code)
    mocks.run()
    suspicions += mocks.suspicions
    var handlers = HandlerDetector(windows: windows, lines: lines)
    handlers.run()
    suspicions += handlers.suspicions
    var marks = SuppressionDetector(windows: windows, lines: lines, announcement: announcement)
    marks.run()
    suspicions += marks.suspicions
    var comments = CommentDetector(windows: windows, lines: lines, announcement: announcement)
    comments.run()
    suspicions += comments.suspicions
    var placeholders = PlaceholderDetector(windows: windows, lines: lines)
    placeholders.run()
    suspicions += placeholders.suspicions
    var fix = ClaimedFixDetector(windows, subject.change.commits)
    fix.run(subject)
    suspicions += fix.suspicions
    suspicions.sort {
      ($0.path, $0.range?.start ?? 0, $0.rule, $0.message) < (
        $1.path, $1.range?.start ?? 0, $1.rule, $1.message
      )
    }
  }

  /// How much of the change is work, in [0, 1]: one minus the share of its functions and tests that are
  /// none, each counted by the confidence that it is none. Several suspicions of one function are taken for
  /// independent.
  var score: Double {
    var left: [String: Double] = [:]
    for suspicion in suspicions {
      left["\(suspicion.path)\n\(suspicion.entity ?? "")", default: 1] *= 1 - suspicion.confidence
    }
    // In an order of their own: sums of fractions depend on it.
    let lost = left.sorted { $0.key < $1.key }.reduce(0) { $0 + 1 - $1.value }
    return max(0, 1 - lost / Double(max(units, left.count)))
  }
}

/// The names and values that stand in the tests of a change, as they are after it.
struct TestValues {
  private(set) var names: Set<Word> = []
  private(set) var values: Set<Word> = []
  /// What differs in the tests.
  private var texts: [ArraySlice<UInt8>] = []

  /// Whether a text stands within the code of the tests.
  func hold(_ text: ArraySlice<UInt8>) -> Bool { texts.contains { $0.holds(exactly: text) } }

  init(_ windows: [FileWindow]) {
    for window in windows where PathRole(window.pair.path) == .test || window.holdsTests {
      guard let file = window.pair.after else { continue }
      texts.append(file.text.slice(window.after))
      file.text.bytes.withUnsafeBufferPointer { bytes in
        FileWindow.forEachToken(file, window.after) { file, index in
          let kind = file.tokens.kind(index)
          switch kind {
          case .identifier: names.insert(Word(bytes, file.tokens.range(index)))
          case .number, .string, .character, .keyword:
            values.insert(Word(bytes, file.tokens.range(index)))
          default: break
          }
        }
      }
    }
  }
}

extension FileWindow {
  /// Whether tests stand in a file of the program itself (Rust).
  fileprivate var holdsTests: Bool {
    pair.after?.entities.contains { $0.kind == .test } ?? false
  }
}
