import Policy
import SemanticDiff
import Source
import Syntax
import Verification

/// Whether tests changed with what they test, and which of them no longer run.
public struct TestsChangedGate: Gate {
  public init() {}

  public let schema = GateSchema(
    "testsChanged", "changed behaviour comes with changed tests", defaultLevel: .warn)

  public let rules = [
    Rule(
      "testsChanged/untested-change", "functions that do something else, and no test that changed",
      why: """
        What no test asked for before and no test asks for now can break unseen. Moves, renames and what \
        other changes explain are left out.
        """,
      mend: "Add a test that fails without the change."),
    Rule(
      "testsChanged/removed-test", "a test that is gone",
      why: "What a test checked is checked no more, whatever the reason.",
      mend: "See whether another test checks the same."),
    Rule(
      "testsChanged/skipped-test", "a test that no longer runs",
      why: "A skipped test passes for ever.",
      mend: "Let it run, or write down when it is to run again."),
    Rule(
      "testsChanged/focused-test", "a test that keeps the others from running",
      why: "With `.only` and its like the suite runs this test alone and passes.",
      mend: "Take the mark out."),
  ]

  public func witnesses() -> [String]? { [] }

  public func judge(_ subject: Subject, _ settings: GateSettings) async -> GateResult {
    var code = ChangedCode(subject)
    code.pairTests()
    let unread = subject.unreadCode
    let changed = changedFunctions(subject)
    let hasTests =
      !code.tests.isEmpty || !code.testHelpers.isEmpty
      || subject.files.contains { PathRole($0.path) == .test }
    guard !changed.isEmpty || hasTests else {
      return unread.isEmpty
        ? GateResult(.notApplicable, "no function and no test changed")
        : GateResult(.inconclusive, unverified: unread)
    }
    var findings = Self.marked(code).map { $0.finding(gate: "testsChanged") }
    if !hasTests, let first = changed.first {
      let shown = changed.prefix(3).map { "`\($0.qualifiedName)`" }.joined(separator: ", ")
      let rest = changed.count > 3 ? " and \(changed.count - 3) more" : ""
      let file = subject.files.first { $0.path == first.path }
      findings.append(
        Finding(
          rule: "testsChanged/untested-change", severity: .error,
          message: "\(shown)\(rest) changed, and no test did",
          help: "add a test that fails without the change", path: first.path, text: file?.after,
          range: first.after?.bytes, entity: first.qualifiedName, confidence: 0.7))
    }
    let added = code.tests.count { $0.before == nil }
    let removed = code.tests.count { $0.after == nil }
    let outcome = findings.outcome
    return GateResult(
      outcome != .fail && !unread.isEmpty ? .inconclusive : outcome,
      "\(changed.count) function\(changed.count == 1 ? "" : "s") changed; tests: \(added) added, \(code.tests.count - added - removed) changed, \(removed) removed",
      findings: findings,
      metrics: [
        Metric("testsAdded", of: "change", after: Double(added), unit: "tests"),
        Metric("testsRemoved", of: "change", after: Double(removed), unit: "tests"),
      ], unverified: unread)
  }

  /// The functions of the program that do something else, or are new.
  private func changedFunctions(_ subject: Subject) -> [EntityChange] {
    let pairs = Dictionary(subject.files.map { ($0.path, $0.pair) }) { first, _ in first }
    return subject.diff.files.flatMap { diff -> [EntityChange] in
      guard PathRole(diff.path) == .code, let pair = pairs[diff.path],
        pair.language?.hasFunctions == true
      else { return [] }
      return diff.entities.filter { change in
        change.kind.isCallable && change.after != nil && !change.isExplained
          && (change.changes.contains(.body) || change.changes.contains(.added))
          && ChangeParts(change, pair) == .code
      }
    }
  }

  private static func marked(_ code: ChangedCode) -> [Suspicion] {
    var found: [Suspicion] = []
    for change in code.tests {
      if let gone = change.before, change.after == nil {
        found.append(
          Suspicion(
            "removed-test", 0.8, "the test `\(gone.qualifiedName)` is gone",
            help: "see whether another test checks the same", removed: gone))
      }
    }
    for change in code.tests + code.testHelpers {
      guard let site = change.after, site.isTest else { continue }
      if let reason = site.skipReason, change.before?.skipReason == nil {
        found.append(
          Suspicion(
            "skipped-test", 0.8, "`\(site.qualifiedName)` does not run: `\(reason)`",
            help: "let it run, or write down when it is to run again", in: site))
      }
    }
    return found + FocusDetector.suspicions(code)
  }
}

/// Tests that keep the others from running.
enum FocusDetector {
  static func suspicions(_ code: ChangedCode) -> [Suspicion] {
    (code.tests + code.testHelpers).compactMap { change in
      guard let site = change.after, let mark = site.focusMark, change.before?.focusMark == nil
      else { return nil }
      return Suspicion(
        "focused-test", 0.95,
        "`\(site.qualifiedName)` keeps the other tests from running: `\(mark)`",
        help: "take the mark out", in: site)
    }
  }
}

extension FunctionSite {
  /// What makes the test the only one that runs; nil where others run too.
  fileprivate var focusMark: String? {
    let conventions = conventions
    guard entity.kind == .test, !conventions.focusMarks.isEmpty,
      entity.nameRange.start > entity.range.start
    else { return nil }
    // From the call on: comments in front are left out.
    let end = entity.bodyRange?.start ?? entity.nameRange.end
    let head = CodeSlice(file, ByteRange(entity.range.start, max(entity.range.start, end)))
    let index = head.words.firstIndex(where: conventions.focusMarks.contains)
    return index.map(head.text)
  }
}
