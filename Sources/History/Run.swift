import Verification

/// What a list of runs shows of one.
public struct RunSummary: Sendable, Hashable {
  /// From 1, in the order in which they were recorded.
  public let id: Int
  /// Seconds since 1970.
  public let startedAt: Double
  public let durationMs: Double
  public let stage: Stage?
  public let description: String
  public let decision: Decision
  public let files: Int
  public let addedLines: Int
  public let removedLines: Int
}

/// One verdict as it is stored.
public struct Run: Sendable, Hashable {
  public let summary: RunSummary
  public let verdict: Verdict
  /// Where the policy came from.
  public let policyOrigin: String
  /// The version of Verdict that gave it.
  public let version: String
}
