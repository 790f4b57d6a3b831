import Commits
import Git
import Policy
import SemanticDiff
import Source
import Verification

/// Whether a change that breaks callers of the public API says so: one of its commits must announce the break.
/// It judges the change as a whole; a break that a later commit takes back is none.
public struct ApiGate: Gate {
  public init() {}

  public let schema = GateSchema(
    "api", "a break of the public API is announced", defaultLevel: .warn)

  public let rules = [
    Rule(
      "api/unannounced-break", "a break of the public API that no commit announces",
      why: """
        Callers outside of the project no longer find a public declaration, or have to call it in another way; \
        the next version, which is derived from the messages, would not say so. What only may break someone, as \
        a type that became wider, is not counted, nor is what stands in folders that hold no library's face \
        (`internal`, `cmd`, `tools` and the like). Any message of the change that speaks of a break, a \
        migration or something deprecated announces it.
        """,
      mend: """
        Write `!` behind the type of a commit, and a footer `BREAKING CHANGE: ` that tells callers what to do; \
        or keep the old declaration beside the new one.
        """,
      bad: Rule.Example(
        "commit with its difference",
        """
        fix: count empty files

        --- Sources/Count.swift
        -public func count(_ path: String) -> Int { 1 }
        +public func count(_ path: String, _ isEmpty: Bool) -> Int { 1 }

        """),
      good: Rule.Example(
        "commit with its difference",
        """
        fix!: count empty files

        BREAKING CHANGE: `count` asks whether the file is empty.

        --- Sources/Count.swift
        -public func count(_ path: String) -> Int { 1 }
        +public func count(_ path: String, _ isEmpty: Bool) -> Int { 1 }

        """))
  ]

  public var judgesMessages: Bool { true }

  public func witnesses() -> [String]? { [] }

  public func judge(_ subject: Subject, _ settings: GateSettings) async -> GateResult {
    let commits = subject.change.commits
    guard !commits.isEmpty else {
      return GateResult(.notApplicable, "no commit in the change")
    }
    let evidence = CommitEvidence(subject)
    guard !evidence.changes.isEmpty else {
      return GateResult(.notApplicable, "no declaration of code is changed")
    }
    let breaks = evidence.changes.filter { change in
      // A namespace is gone with its last declaration, which is told.
      ![.namespace, .module, .import].contains(change.entity.kind) && OfferedAPI.breaks(change)
    }
    let metrics = [
      Metric("breaks", of: "change", after: Double(breaks.count), unit: "declarations")
    ]
    if breaks.isEmpty {
      return GateResult(.pass, "no public declaration breaks its callers", metrics: metrics)
    }
    let count = breaks.count == 1 ? "1 break" : "\(breaks.count) breaks"
    let announcing = commits.first { commit in
      let claims = CommitClaims(CommitMessage(commit.message))
      return claims.breaking != nil || claims.warnsOfBreak
    }
    if let announcing {
      let who = announcing.isPending ? "the message" : announcing.id.short
      return GateResult(.pass, "\(count), announced by \(who)", metrics: metrics)
    }
    // Where messages have no type, no version is derived from them: who does not ask for more is told only.
    let isTyped = commits.contains { commit in
      CommitClaims(CommitMessage(commit.message)).work.map {
        $0.isStated && ApiGate.types.contains($0.type)
      } ?? false
    }
    let severity: Severity = isTyped || settings.level == .required ? .error : .note
    let findings = breaks.map { finding($0, severity) }
    return GateResult(
      findings.outcome, "\(count), announced by nobody", findings: findings, metrics: metrics)
  }

  /// The types of Conventional Commits; `server: ` is the name of a part of the program.
  private static let types: Set<String> = [
    "build", "chore", "ci", "docs", "feat", "fix", "perf", "refactor", "revert", "style", "test",
  ]

  private func finding(_ change: CommitEvidence.Change, _ severity: Severity) -> Finding {
    let entity = change.entity
    let reason = OfferedAPI.reason(change) ?? entity.reasons.first ?? "callers have to be changed"
    let isGone = entity.after == nil
    let text = (isGone ? change.pair.before : change.pair.after)?.text
    // Of what is gone the place is in a file that is no more as it was.
    return Finding(
      rule: "api/unannounced-break", severity: severity,
      message:
        "`\(entity.oldQualifiedName ?? entity.qualifiedName)`: \(reason), and no message announces it",
      help:
        "write `!` behind the type, and a footer `BREAKING CHANGE: ` that says what callers must do",
      path: entity.path, text: isGone ? nil : text,
      range: isGone ? nil : entity.after.map { head($0, text) },
      entity: entity.qualifiedName, subject: entity.reasons.joined(separator: " "), confidence: 0.8)
  }

  /// The first line of a declaration.
  private func head(_ range: SourceRange, _ text: SourceText?) -> ByteRange {
    guard let text else { return range.bytes }
    let end = text.line(range.start.line).endIndex
    return ByteRange(range.bytes.start, max(range.bytes.start, min(range.bytes.end, end)))
  }
}
