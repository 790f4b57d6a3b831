/// What a gate came to; the raw values are those of the JSON contract.
public enum Outcome: String, Sendable, Codable, CaseIterable {
  /// Looked at all that was there and found nothing wrong.
  case pass
  /// Found something that is not done.
  case fail
  /// Found something worth saying that does not decide.
  case warn
  /// Ran, and cannot tell.
  case inconclusive
  /// Broke.
  case error
  /// Left out on purpose.
  case skipped
  /// There is nothing for it in this change.
  case notApplicable
  /// Belongs to a later stage.
  case deferred

  /// Whether a required gate with this outcome leaves the verdict open.
  public var leavesOpen: Bool { self == .inconclusive || self == .error || self == .skipped }

  /// How much an outcome weighs where several are one.
  public var weight: Int {
    switch self {
    case .fail: 7
    case .error: 6
    case .inconclusive: 5
    case .skipped: 4
    case .warn: 3
    case .deferred: 2
    case .pass: 1
    case .notApplicable: 0
    }
  }
}

/// Where in the life of a change a verdict is asked for; the raw values are those of `--stage`.
public enum Stage: String, Sendable, Codable, CaseIterable {
  case preCommit = "pre-commit"
  case prePush = "pre-push"
  case ci
}

extension Stage {
  /// The stage that comes after this one; nil for the last one.
  public var next: Stage? {
    switch self {
    case .preCommit: .prePush
    case .prePush: .ci
    case .ci: nil
    }
  }
}

/// The answer to "is it done?".
public enum Decision: String, Sendable, Codable, CaseIterable {
  case done, notDone, inconclusive

  /// A required gate that fails gives *not done*; else a required gate that is inconclusive, broke or
  /// was skipped gives *inconclusive*; else *done*.
  public init(_ gates: [GateReport]) {
    let required = gates.filter(\.isRequired)
    if required.contains(where: { $0.outcome == .fail }) {
      self = .notDone
    } else if required.contains(where: \.outcome.leavesOpen) {
      self = .inconclusive
    } else {
      self = .done
    }
  }

  /// The exit code for this decision where nobody lets an open one through.
  var exitCode: Int32 {
    switch self {
    case .done: 0
    case .notDone: 1
    case .inconclusive: 3
    }
  }
}
