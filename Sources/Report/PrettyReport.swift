import SemanticDiff
import Source
import Verification

/// A verdict made to be read: the change, its declarations, the gates, what they found, the answer.
public struct PrettyReport {
  private let verdict: Verdict
  private let style: Style

  public init(_ verdict: Verdict, _ style: Style) {
    self.verdict = verdict
    self.style = style
  }

  public func text() -> String {
    var blocks: [[String]] = [heading()]
    let entities = EntityList(files: verdict.files, style: style).lines()
    if !entities.isEmpty { blocks.append(entities) }
    if !verdict.gates.isEmpty { blocks.append(gates()) }
    blocks += findings()
    if !verdict.unverified.isEmpty { blocks.append(unverified()) }
    blocks.append([answer()])
    return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private func heading() -> [String] {
    var heading = ChangeHeading(
      change: verdict.change, detected: verdict.detected, claimed: verdict.claimed, style: style)
    // Something did change where the policy excludes all of it.
    if verdict.unverified.contains(where: { $0.gate == "policy" }) {
      heading.nothing = "nothing to judge"
    }
    return heading.lines()
  }

  /// A row for each gate that ran; those that had nothing to do, or did not run for the same reason, share
  /// one.
  private func gates() -> [String] {
    let (own, shared) = grouped()
    let width = own.map { Display.width($0.id) }.max() ?? 0
    let outcomeWidth = verdict.gates.map { Display.width($0.outcome.title) }.max() ?? 0
    let times = own.map { gate in
      gate.isCached ? "cached" : gate.outcome.ran ? Milliseconds.text(gate.durationMs) : ""
    }
    let timeWidth = times.map(Display.width).max() ?? 0
    func head(_ outcome: Outcome) -> String {
      style.paint(
        "\(outcome.sign) \(Display.padded(outcome.title, to: outcomeWidth))", outcome.role)
    }
    func row(_ head: String, _ indent: Int, _ text: String) -> [String] {
      let lines = Display.wrapped(Display.safe(text), to: max(20, style.width - indent))
      return lines.enumerated().map { index, line in
        index > 0
          ? String(repeating: " ", count: indent) + line : line.isEmpty ? head : head + "  " + line
      }
    }
    let rows = zip(own, times).flatMap { gate, time in
      row(
        head(gate.outcome) + "  " + Display.padded(gate.id, to: width) + "  "
          + style.paint(
            String(repeating: " ", count: timeWidth - Display.width(time)) + time, .faint),
        2 + outcomeWidth + 2 + width + 2 + timeWidth + 2, gate.message ?? "")
    }
    return rows
      + shared.flatMap { group in
        row(
          head(group.outcome), 2 + outcomeWidth + 2,
          group.ids.joined(separator: ", ") + (group.message.map { ": \($0)" } ?? ""))
      }
  }

  private typealias SharedRow = (outcome: Outcome, message: String?, ids: [String])

  private func grouped() -> (own: [GateReport], shared: [SharedRow]) {
    if style.isVerbose { return (verdict.gates, []) }
    var own: [GateReport] = []
    var shared: [SharedRow] = []
    for gate in verdict.gates {
      let isIdle = gate.outcome == .notApplicable
      guard isIdle || gate.outcome == .skipped || gate.outcome == .deferred else {
        own.append(gate)
        continue
      }
      let message = isIdle ? nil : gate.message
      if let place = shared.firstIndex(where: {
        $0.outcome == gate.outcome && $0.message == message
      }) {
        shared[place].ids.append(gate.id)
      } else {
        shared.append((gate.outcome, message, [gate.id]))
      }
    }
    return (own, shared)
  }

  private func findings() -> [[String]] {
    let all = verdict.gates.flatMap(\.findings)
    let new = all.filter(\.counts).sorted { $0.severity > $1.severity }
    let shown = style.isVerbose ? all : Array(new.prefix(PrettyReport.mostFindings))
    var blocks = shown.map { Diagnostic($0).lines(style) }
    let waived = all.count { $0.waiver != nil }
    let old = all.count - new.count - waived
    var rest: [String] = []
    if new.count > shown.count { rest.append("\(new.count - shown.count) more findings") }
    if waived > 0 { rest.append("\(plural(waived, "finding")) forgiven") }
    if old > 0 { rest.append("\(plural(old, "finding")) that stood before the change") }
    if !rest.isEmpty, !style.isVerbose {
      blocks.append([style.paint("… and \(rest.joined(separator: ", ")); -v shows all", .faint)])
    }
    return blocks
  }

  private static let mostFindings = 20

  private func unverified() -> [String] {
    var lines = [style.paint("Not verified", .strong)]
    for item in verdict.unverifiedByReason {
      let label = "  \(item.gates.joined(separator: ", ")): "
      let isLong = label.utf8.count > style.width / 2
      let indent = isLong ? 4 : label.utf8.count
      if isLong {
        lines += Display.wrapped(label, to: style.width - 2).map {
          "  " + style.paint($0, .caution)
        }
      }
      let wrapped = Display.wrapped(Display.safe(item.why), to: max(20, style.width - indent))
      for (index, line) in wrapped.enumerated() {
        lines.append(
          (index == 0 && !isLong
            ? style.paint(label, .caution) : String(repeating: " ", count: indent)) + line)
      }
    }
    return lines
  }

  private func answer() -> String {
    let title = style.paint(
      verdict.decision.title, verdict.decision.role, .strong)
    let isLetThrough = verdict.decision == .inconclusive && verdict.exitCode == 0
    return "\(title)  \(DecisionReason.text(verdict))\(isLetThrough ? "; let through" : "")"
  }
}

extension Verdict {
  /// What it does not vouch for, each reason once with the gates that give it.
  var unverifiedByReason: [(gates: [String], why: String)] {
    var found: [(gates: [String], why: String)] = []
    for item in unverified {
      if let place = found.firstIndex(where: { $0.why == item.why }) {
        if !found[place].gates.contains(item.gate) { found[place].gates.append(item.gate) }
      } else {
        found.append(([item.gate], item.why))
      }
    }
    return found
  }
}

/// The first lines of a report: what is judged, how large it is, what kind of work it is.
struct ChangeHeading {
  let change: ChangeSummary
  let detected: DetectedType
  let claimed: ChangeType?
  let style: Style
  /// What is said of a change without files.
  var nothing = "nothing changed"

  func lines() -> [String] {
    let size =
      change.files == 0
      ? nothing
      : "\(plural(change.files, "file")), +\(change.addedLines) −\(change.removedLines)"
    let what = Display.cut(
      Display.safe(change.description), to: max(20, style.width - Display.width(size) - 3))
    var lines = [style.paint(what, .strong) + " · " + size]
    for commit in change.commits.suffix(ChangeHeading.mostCommits).reversed() {
      let text = commit.subject.isEmpty ? "(no message)" : Display.safe(commit.subject)
      let subject = Display.cut(text, to: style.width - 11)
      lines.append("  \(style.paint(String(commit.id.prefix(8)), .accent)) \(subject)")
    }
    if change.commits.count > ChangeHeading.mostCommits {
      lines.append(
        style.paint("  … and \(change.commits.count - ChangeHeading.mostCommits) older", .faint))
    }
    if change.files > 0 {
      var type = "  looks like \(detected.type.rawValue)"
      if let claimed, claimed != detected.type { type += ", says it is \(claimed.rawValue)" }
      lines.append(style.paint(type, .faint))
    }
    return lines
  }

  private static let mostCommits = 5
}

/// Why a verdict is what it is, in a few words.
enum DecisionReason {
  static func text(_ verdict: Verdict) -> String {
    let required = verdict.gates.filter(\.isRequired)
    switch verdict.decision {
    case .notDone:
      let failed = required.filter { $0.outcome == .fail }
      let count = failed.flatMap(\.findings).count { $0.counts && $0.severity == .error }
      return "\(names(failed)) failed with \(plural(count, "finding"))"
    case .inconclusive:
      let open = required.filter(\.outcome.leavesOpen)
      if open.isEmpty { return "nothing was judged" }
      return "\(names(open)) could not be decided"
    case .done:
      let passed = required.filter { $0.outcome == .pass || $0.outcome == .warn }
      let warned = verdict.gates.filter { $0.outcome == .warn }
      return
        (passed.isEmpty
        ? "no required gate has anything to look at" : "\(names(passed)) passed")
        + (warned.isEmpty ? "" : "; \(names(warned)) warned")
    }
  }

  private static func names(_ gates: [GateReport]) -> String {
    let ids = gates.map(\.id)
    return ids.count < 2
      ? ids.joined() : ids.dropLast().joined(separator: ", ") + " and " + ids.last!
  }
}

extension Decision {
  public var title: String {
    switch self {
    case .done: "DONE"
    case .notDone: "NOT DONE"
    case .inconclusive: "INCONCLUSIVE"
    }
  }

  var role: Style.Role {
    switch self {
    case .done: .good
    case .notDone: .bad
    case .inconclusive: .caution
    }
  }
}

extension Outcome {
  /// The outcome in words.
  var title: String { self == .notApplicable ? "n/a" : rawValue }

  /// Whether the gate looked at something.
  var ran: Bool { self == .pass || self == .fail || self == .warn || self == .inconclusive }

  var sign: String {
    switch self {
    case .pass: "✓"
    case .fail, .error: "✗"
    case .warn: "!"
    case .inconclusive, .skipped: "?"
    case .notApplicable, .deferred: "·"
    }
  }

  var role: Style.Role {
    switch self {
    case .pass: .good
    case .fail, .error: .bad
    case .warn, .inconclusive, .skipped: .caution
    case .notApplicable, .deferred: .faint
    }
  }
}

enum Milliseconds {
  /// A time for people: `0.4 ms`, `38 ms`, `2.1 s`.
  static func text(_ milliseconds: Double) -> String {
    func decimal(_ value: Double, _ unit: String) -> String {
      let tenths = Int((value * 10).rounded())
      return tenths >= 100
        ? "\((tenths + 5) / 10) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
    }
    return milliseconds >= 1_000
      ? decimal(milliseconds / 1_000, "s") : decimal(milliseconds, "ms")
  }
}
