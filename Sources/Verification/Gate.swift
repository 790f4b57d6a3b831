import Policy
import Secrets
import Source

/// One check of the Definition of Done.
public protocol Gate: Sendable {
  /// The gate's name, its default level and its options, as the policy reads them.
  var schema: GateSchema { get }
  /// The rules that its findings can name.
  var rules: [Rule] { get }
  /// Whether it judges what the messages of commits say, alone or beside what the commits do.
  var judgesMessages: Bool { get }
  /// Whether it has nothing to say before there is a message.
  var waitsForMessage: Bool { get }

  /// Whether the command line asks for it, so that it runs as `warn` where the policy has it off.
  var isAskedFor: Bool { get }

  /// The digest of all that its result depends on, under which the result is kept; nil when judging
  /// is cheaper than looking it up, or the result must not be kept.
  func inputs(_ subject: Subject, _ settings: GateSettings) -> Digest?

  /// What its results depend on beside the change, the policy and Verdict itself: the programs that it
  /// would run, say. Nil when that cannot be told; then a verdict is never given again unjudged.
  func witnesses() -> [String]?

  /// The options under which what was measured passes, for a policy that is written for a repository as it
  /// is: with each the limit, and what it was set from, in a few words.
  ///
  /// - Parameter result: of all files as if they were new; they were judged in parts, so that a metric is
  ///   there for each part.
  func limits(_ result: GateResult, _ settings: GateSettings) -> [Limit]

  /// Judges a change. Never throws: a gate that breaks says so in its outcome.
  func judge(_ subject: Subject, _ settings: GateSettings) async -> GateResult
}

extension Gate {
  public var id: String { schema.id }

  public var judgesMessages: Bool { false }

  public var isAskedFor: Bool { false }

  public var waitsForMessage: Bool { judgesMessages }

  public func inputs(_ subject: Subject, _ settings: GateSettings) -> Digest? { nil }

  public func witnesses() -> [String]? { nil }

  public func limits(_ result: GateResult, _ settings: GateSettings) -> [Limit] { [] }
}

/// A value for an option of a gate, with what it was set from.
public struct Limit: Sendable, Hashable {
  public var option: String
  public var value: OptionValue
  /// For people: `the largest file has 8.1 MB (a.bin)`.
  public var reason: String

  public init(_ option: String, _ value: OptionValue, _ reason: String) {
    self.option = option
    self.value = value
    self.reason = reason
  }
}

/// What one run of a gate came to.
public struct GateResult: Sendable, Codable {
  public var outcome: Outcome
  /// One line for people: what was looked at, or why it could not be.
  public var message: String?
  public var findings: [Finding]
  public var metrics: [Metric]
  /// What the gate did not verify, though its outcome stands.
  public var unverified: [String]
  /// What it comes to where none of its findings counts: `inconclusive`, say, for what could not be read.
  /// Nil where the gate does not say; then what it did not verify leaves it open.
  public var remainder: Outcome?
  /// Whether it was kept from an earlier run.
  public var isCached = false
  /// Whether the same inputs would give it again; not when something broke or took too long.
  public var isRepeatable: Bool

  public init(
    _ outcome: Outcome, _ message: String? = nil, findings: [Finding] = [], metrics: [Metric] = [],
    unverified: [String] = [], isRepeatable: Bool = true, remainder: Outcome? = nil
  ) {
    self.outcome = outcome
    self.remainder = remainder
    // A program's own words can be among them.
    self.message = message.map(Secret.masked)
    self.findings = findings
    self.metrics = metrics
    self.unverified = unverified.map(Secret.masked)
    self.isRepeatable = isRepeatable
  }
}

/// A gate's result as it stands in a verdict.
public struct GateReport: Sendable, Hashable, Codable {
  public var id: String
  public var outcome: Outcome
  public var isRequired: Bool
  public var durationMs: Double
  public var isCached: Bool
  public var message: String?
  public var findings: [Finding]
  public var metrics: [Metric]

  /// - Parameter level: `warn` turns a failure into a warning.
  public init(_ id: String, _ result: GateResult, level: Level, durationMs: Double) {
    self.id = id
    outcome = level == .required || result.outcome != .fail ? result.outcome : .warn
    isRequired = level == .required
    self.durationMs = durationMs
    isCached = result.isCached
    message = result.message
    // What only warns must not read like an error.
    findings = result.findings.map { finding in
      var finding = finding
      if level != .required { finding.severity = min(finding.severity, .warning) }
      return finding
    }
    metrics = result.metrics
  }
}
