import Git
import Policy
import SemanticDiff
import Source
import Syntax
import Verification

/// A report of coverage that was named on the command line.
public struct CoverageInput: Sendable {
  /// The tree that the report was made from, beside the one that is judged.
  public enum Tree: Sendable, Equatable {
    case same
    /// Another one, as it was named.
    case other(String)
    /// None was named.
    case unnamed
    /// What was named is none, with the reason.
    case unknown(String)
  }

  public let name: String
  /// Nil where the file could not be read.
  public let contents: [UInt8]?
  /// Why it could not be.
  public let failure: String?
  public let tree: Tree

  public init(name: String, contents: [UInt8]?, failure: String? = nil, tree: Tree) {
    self.name = name
    self.contents = contents
    self.failure = failure
    self.tree = tree
  }
}

/// Which of the changed lines and functions tests ran, by reports that test runners wrote.
public struct CoverageGate: Gate {
  private let inputs: [CoverageInput]

  public init(_ inputs: [CoverageInput] = []) { self.inputs = inputs }

  public let schema = GateSchema(
    "coverage", "tests run the changed lines", defaultLevel: .off,
    options: [
      OptionSchema(
        "changedLines", "the share of the changed lines that tests must run", .percent,
        default: .percent(80)),
      OptionSchema(
        "changedFunctions", "the share of the changed functions that tests must run", .percent,
        default: .percent(0)),
    ])

  public var rules: [Rule] { CoverageGate.ruleTexts }

  public var isAskedFor: Bool { !inputs.isEmpty }

  public func witnesses() -> [String]? { inputs.isEmpty ? [] : nil }

  public func judge(_ subject: Subject, _ settings: GateSettings) async -> GateResult {
    let changed = subject.files.compactMap { CoverableLines($0) }
    guard !changed.isEmpty else { return GateResult(.notApplicable, "no line of code is changed") }
    guard !inputs.isEmpty else {
      let why = "no report was named: `--coverage FILE@TREE`"
      return GateResult(subject.stage == .preCommit ? .deferred : .inconclusive, why)
    }
    var reports: [CoverageReport] = []
    for input in inputs {
      switch read(input) {
      case .success(let report): reports.append(report)
      case .failure(let unreadable): return GateResult(.inconclusive, unreadable.reason)
      }
    }
    var coverage = TreeCoverage(reports, subject)
    coverage.compare(changed, subject)
    return coverage.result(settings)
  }

  private func read(_ input: CoverageInput) -> Result<CoverageReport, CoverageReport.Unreadable> {
    func failure(_ reason: String) -> Result<CoverageReport, CoverageReport.Unreadable> {
      .failure(CoverageReport.Unreadable(reason: reason))
    }
    switch input.tree {
    case .same: break
    case .other(let name):
      return failure("\(input.name) was made from \(name), which is not what is judged")
    case .unknown(let why):
      return failure("which tree \(input.name) was made from is not known: \(why)")
    case .unnamed:
      return failure(
        "which tree \(input.name) was made from is not known: `--coverage \(input.name)@TREE`")
    }
    guard let bytes = input.contents else {
      return failure("\(input.name) cannot be read: \(input.failure ?? "no reason is known")")
    }
    do {
      return .success(try CoverageReport(bytes))
    } catch {
      return failure("\(input.name) cannot be read: \(error.reason)")
    }
  }
}

/// The lines of code that a change brings into one file.
private struct CoverableLines {
  let file: SubjectFile
  let syntax: SyntaxFile
  /// Those on which code stands, ascending; of lines with nothing but closing brackets too.
  let lines: [Int]
  /// Those of them with more than closing brackets.
  let full: Set<Int>

  /// Nil for what tests do not run: documents, data, tests themselves, generated files.
  init?(_ file: SubjectFile) {
    guard PathRole(file.path) == .code, !file.path.isVendored,
      file.pair.language?.hasFunctions == true,
      let syntax = file.pair.after, !GeneratedMark.isGenerated(file.pair)
    else { return nil }
    let changes = LineChanges(before: file.before, after: file.after)
    guard !changes.added.isEmpty else { return nil }
    var lines: Set<Int> = []
    var full: Set<Int> = []
    let tokens = syntax.tokens
    for range in changes.added {
      var index = tokens.firstIndex(startingAt: syntax.text.offset(ofLine: range.lowerBound))
      let end = syntax.text.offset(ofLine: range.upperBound)
      while index < tokens.count, tokens.start(index) < end {
        defer { index += 1 }
        let kind = tokens.kind(index)
        if kind.isComment { continue }
        let line = syntax.text.position(at: tokens.start(index)).line
        lines.insert(line)
        if kind != .close, kind != .punctuation { full.insert(line) }
      }
    }
    guard !lines.isEmpty else { return nil }
    self.file = file
    self.syntax = syntax
    self.lines = lines.sorted()
    self.full = full
  }
}

/// What reports say of the files of a tree.
private struct TreeCoverage {
  private var files: [SourcePath: CoverageReport.Lines] = [:]
  /// The names of the languages of which a report tells anything.
  private var languages: Set<String> = []
  private let format: String
  private var findings: [Finding] = []
  private var unverified: [String] = []
  private var isOpen = false
  private var measured = 0
  private var run = 0
  private var functions = 0
  private var runFunctions = 0
  private var uncoveredFunctions: [Finding] = []
  private var perFile: [Metric] = []

  init(_ reports: [CoverageReport], _ subject: Subject) {
    format = Set(reports.map(\.format)).sorted().joined(separator: ", ")
    var paths = Set(subject.files.compactMap { $0.pair.after == nil ? nil : $0.path })
    if let snapshot = try? subject.snapshots?.snapshot(of: subject.change.after) {
      paths.formUnion(snapshot.files.map(\.path))
    }
    let match = CoverageMatch(paths.sorted())
    for report in reports {
      for (reported, lines) in report.files.sorted(by: { $0.key < $1.key }) {
        guard let path = match.file(reported) else { continue }
        files[path, default: CoverageReport.Lines()].merge(lines)
        if let language = Language.detect(path: path, bytes: []) {
          languages.insert(CloneTokens.family(language))
        }
      }
    }
  }

  mutating func compare(_ changed: [CoverableLines], _ subject: Subject) {
    for own in changed {
      guard let report = files[own.file.path] else {
        unverified.append("\(own.file.path) is in no report")
        // A report of one language says nothing of the others.
        if own.file.pair.language.map({ languages.contains(CloneTokens.family($0)) }) ?? true
          || languages.isEmpty
        {
          isOpen = true
        }
        continue
      }
      let lines = own.lines.filter {
        report.isRun[$0] != nil && (!report.hasStretches || own.full.contains($0))
      }
      let uncovered = lines.filter { report.isRun[$0] == false }
      measured += lines.count
      run += lines.count - uncovered.count
      if !lines.isEmpty {
        perFile.append(
          Metric(
            "changedLines", of: own.file.path.description,
            after: TreeCoverage.percent(lines.count - uncovered.count, lines.count), unit: "percent"
          ))
      }
      findings += TreeCoverage.stretches(uncovered, among: lines).map {
        TreeCoverage.finding($0, own)
      }
    }
    countFunctions(subject)
  }

  private mutating func countFunctions(_ subject: Subject) {
    let changed = ChangedEntity.all(subject) { file, change in
      PathRole(file.path) == .code
        && (change.changes.contains(.added) || change.changes.contains(.body)
          || change.changes.contains(.extracted))
    }
    for function in changed
    where function.after.entity.kind.isCallable && function.after.entity.kind != .test {
      guard let report = files[function.path], let body = function.after.entity.bodyRange else {
        continue
      }
      let text = function.after.file.text
      let lines = text.range(body)
      let known = (lines.start.line...lines.end.line).compactMap { report.isRun[$0] }
      if known.isEmpty { continue }
      functions += 1
      if known.contains(true) {
        runFunctions += 1
      } else {
        uncoveredFunctions.append(
          Finding(
            rule: "coverage/uncovered-function", severity: .error,
            message: "no test runs `\(function.after.qualifiedName)`",
            help: "add a test that calls it, or lower `changedFunctions`", path: function.path,
            text: text, range: function.after.entity.nameRange,
            entity: function.after.qualifiedName))
      }
    }
  }

  func result(_ settings: GateSettings) -> GateResult {
    guard measured > 0 || functions > 0 else {
      return isOpen || files.isEmpty
        ? GateResult(
          .inconclusive, "the report tells nothing of the changed files", unverified: unverified)
        : GateResult(.notApplicable, "no changed line can be run", unverified: unverified)
    }
    let lines = TreeCoverage.percent(run, measured)
    let called = TreeCoverage.percent(runFunctions, functions)
    var found: [Finding] = []
    if measured > 0, lines < settings.percent("changedLines") { found += findings }
    if functions > 0, called < settings.percent("changedFunctions") { found += uncoveredFunctions }
    var metrics: [Metric] = []
    if measured > 0 {
      metrics.append(Metric("changedLines", of: "change", after: lines, unit: "percent"))
    }
    if functions > 0 {
      metrics.append(Metric("changedFunctions", of: "change", after: called, unit: "percent"))
    }
    var outcome = found.outcome
    if outcome == .pass, isOpen { outcome = .inconclusive }
    return GateResult(
      outcome,
      "\(run) of \(measured) changed lines are run (\(TreeCoverage.text(lines))), \(runFunctions) of \(functions) \(functions == 1 ? "function" : "functions"); \(format)",
      findings: found, metrics: metrics + perFile, unverified: unverified)
  }

  private static func percent(_ part: Int, _ whole: Int) -> Double {
    whole == 0 ? 100 : (Double(part) * 1000 / Double(whole)).rounded(.down) / 10
  }

  private static func text(_ percent: Double) -> String {
    percent == percent.rounded() ? "\(Int(percent))%" : "\(percent)%"
  }

  /// Runs of lines that are close together and have no other line that can be run between them.
  private static func stretches(_ uncovered: [Int], among lines: [Int]) -> [ClosedRange<Int>] {
    let bad = Set(uncovered)
    var result: [ClosedRange<Int>] = []
    var isOpen = false
    for line in lines {
      let isBad = bad.contains(line)
      if isBad, isOpen, let last = result.last, line - last.upperBound <= 3 {
        result[result.count - 1] = last.lowerBound...line
      } else if isBad {
        result.append(line...line)
      }
      isOpen = isBad
    }
    return result
  }

  private static func finding(_ lines: ClosedRange<Int>, _ own: CoverableLines) -> Finding {
    let text = own.syntax.text
    let start = text.offset(ofLine: lines.lowerBound)
    let first = text.bytes[start...].firstIndex { $0 > 32 } ?? start
    let end = max(first, text.line(lines.upperBound).endIndex)
    let entity = own.syntax.innermostEntity(at: first)
    let place =
      lines.count == 1
      ? "line \(lines.lowerBound)" : "lines \(lines.lowerBound) to \(lines.upperBound)"
    return Finding(
      rule: "coverage/uncovered-lines", severity: .error, message: "no test runs \(place)",
      help: "add a test that runs them, or lower `changedLines`", path: own.file.path, text: text,
      range: ByteRange(first, end), entity: entity.map { own.syntax.qualifiedName($0) })
  }
}
