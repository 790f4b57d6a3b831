import Commits
import Git
import Policy
import SemanticDiff
import Source
import Verification

/// Whether each commit does what its message says: the kind of work, what it says to add, remove,
/// rename and move, and what it says to break.
public struct ClaimsGate: Gate {
  public init() {}

  public let schema = GateSchema(
    "claims", "commits do what their messages say", defaultLevel: .warn)

  public var rules: [Rule] { ClaimsGate.ruleTexts }

  /// The most commits of one change whose differences are read.
  private static let mostCommits = 200

  public var judgesMessages: Bool { true }

  public func witnesses() -> [String]? { [] }

  /// Where commits are read one by one, that is worth keeping.
  public func inputs(_ subject: Subject, _ settings: GateSettings) -> Digest? {
    subject.commitReading.map { reading in
      Digest(reading.digest.hex, subject.change.commits.map(\.id.hex).joined(separator: " "))
    }
  }

  public func judge(_ subject: Subject, _ settings: GateSettings) async -> GateResult {
    let commits = subject.change.commits
    guard !commits.isEmpty else {
      return GateResult(.notApplicable, "no commit in the change")
    }
    // A merge says what was merged; the rest says what another commit says.
    let claiming = commits.filter {
      $0.parents.count < 2 && CommitMessage($0.message).kind == .ordinary
    }
    guard !claiming.isEmpty else {
      return GateResult(.notApplicable, "no message that says what its commit does")
    }
    var findings: [Finding] = []
    var unread: [String] = []
    for commit in claiming.suffix(ClaimsGate.mostCommits) {
      if Task.isCancelled {
        unread.append("it was stopped before all messages were compared")
        break
      }
      var own: Subject? = subject
      if let reading = subject.commitReading { own = await reading.subject(of: commit) }
      guard let own else {
        unread.append("\(commit.id.short) could not be read, or is too large")
        continue
      }
      findings += self.findings(in: commit.message, of: commit.id, CommitEvidence(own))
    }
    let left = claiming.count - min(claiming.count, ClaimsGate.mostCommits)
    if left > 0 { unread.append("the oldest \(left) commits are not compared") }
    let count = claiming.count == 1 ? "1 message" : "\(claiming.count) messages"
    let isOpen = findings.outcome == .pass && !unread.isEmpty
    return GateResult(
      isOpen ? .inconclusive : findings.outcome, "\(count) compared with what changed",
      findings: findings, unverified: unread)
  }

  /// What one message says that the difference of its commit refutes.
  ///
  /// - Parameter commit: zero for a commit that is still to be made.
  func findings(in raw: String, of commit: ObjectID, _ evidence: CommitEvidence) -> [Finding] {
    // A commit without a change has nothing that could refute anything.
    if evidence.parts.isEmpty { return [] }
    let message = CommitMessage(raw)
    let claims = CommitClaims(message)
    var comparison = ClaimsComparison(claims, evidence) { rule, severity, said, help, range in
      Finding(
        rule: "claims/\(rule)", severity: severity,
        message: (commit.isZero ? "" : "\(commit.short): ") + said,
        help: help, text: SourceText(raw), range: range, subject: commit.hex)
    }
    comparison.compareWork()
    comparison.compareBreaks()
    comparison.compareStatements()
    return comparison.findings
  }
}
