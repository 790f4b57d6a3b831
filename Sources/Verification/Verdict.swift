import Policy
import Secrets
import SemanticDiff
import Source

/// The change that a verdict is about, as far as it is kept.
public struct ChangeSummary: Sendable, Hashable, Codable {
  public struct CommitLine: Sendable, Hashable, Codable {
    /// The full hexadecimal name of the commit.
    public var id: String
    /// The first line of its message.
    public var subject: String

    public init(id: String, subject: String) {
      self.id = id
      self.subject = Secret.masked(subject)
    }
  }

  /// What is compared with what, for people.
  public var description: String
  /// A commit's full name, `index`, `worktree`, `nothing`, or a path.
  public var before: String
  public var after: String
  /// From the oldest to the newest.
  public var commits: [CommitLine]
  /// Paths that the change touches, without excluded ones.
  public var files: Int
  /// Lines that only the after or only the before side has, over all text files.
  public var addedLines: Int
  public var removedLines: Int

  public init(
    description: String, before: String, after: String, commits: [CommitLine], files: Int,
    addedLines: Int, removedLines: Int
  ) {
    self.description = description
    self.before = before
    self.after = after
    self.commits = commits
    self.files = files
    self.addedLines = addedLines
    self.removedLines = removedLines
  }
}

/// Something that a verdict does not vouch for.
public struct Unverified: Sendable, Hashable, Codable {
  /// The gate it belongs to, or `policy`.
  public var gate: String
  public var why: String

  public init(gate: String, why: String) {
    self.gate = gate
    self.why = why
  }
}

/// The answer for one change, with all that it rests on.
public struct Verdict: Sendable, Hashable, Codable {
  public var change: ChangeSummary
  public var detected: DetectedType
  /// The type that the commit messages claim, where they agree on one.
  public var claimed: ChangeType?
  public var decision: Decision
  public var files: [FileDiff]
  public var gates: [GateReport]
  public var unverified: [Unverified]
  public var stage: Stage?
  /// The exit code of the command that gives it.
  public var exitCode: Int32

  /// - Parameter onInconclusive: what the policy says; nil leaves it to the stage: hooks let an open
  ///   verdict through, CI and commands that are typed do not.
  public init(
    change: ChangeSummary, detected: DetectedType, claimed: ChangeType?, files: [FileDiff],
    gates: [GateReport], unverified: [Unverified], stage: Stage?,
    onInconclusive: InconclusiveAction?
  ) {
    self.change = change
    self.detected = detected
    self.claimed = claimed
    let decision = Decision(gates)
    self.decision = decision
    let isHook = stage == .preCommit || stage == .prePush
    let isLetThrough = (onInconclusive ?? (isHook ? .allow : .block)) == .allow
    exitCode = decision == .inconclusive && isLetThrough ? 0 : decision.exitCode
    self.files = files
    self.gates = gates
    self.unverified = unverified
    self.stage = stage
  }

  /// The verdict on a change that nobody judged: inconclusive, and let through.
  public init(unjudged change: ChangeSummary, why: String, stage: Stage) {
    self.change = change
    detected = DetectedType(.code, confidence: 0)
    decision = .inconclusive
    exitCode = 0
    files = []
    gates = []
    unverified = [Unverified(gate: "hook", why: why)]
    self.stage = stage
  }
}
