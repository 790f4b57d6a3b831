import Source

/// The hooks of Git that Verdict runs in (githooks(5)).
public enum HookName: String, Sendable, CaseIterable {
  case preCommit = "pre-commit"
  case preMergeCommit = "pre-merge-commit"
  case prepareCommitMessage = "prepare-commit-msg"
  case commitMessage = "commit-msg"
  case postCommit = "post-commit"
  case prePush = "pre-push"
  case postRewrite = "post-rewrite"
  case preReceive = "pre-receive"
  case update

  /// Whether Git runs it where a push arrives.
  var isServers: Bool { self == .preReceive || self == .update }

  /// Whether it is installed without being asked for.
  var isDefault: Bool { self != .prepareCommitMessage }

  /// Those that `hook install` writes into a repository. Of the two on a server `pre-receive` is
  /// enough: it sees a push whole.
  static func installable(isBare: Bool) -> [HookName] {
    allCases.filter { $0.isServers == isBare && $0 != .update }
  }
}

/// What Git hands a hook.
public struct HookCall: Sendable {
  public let name: HookName
  public let arguments: [String]
  /// What Git wrote into the standard input; nil where it is still to be read.
  private let standardInput: [UInt8]?

  /// - Parameter standardInput: nil is that of the process, read when it is asked for.
  public init(_ name: HookName, _ arguments: [String], standardInput: [UInt8]? = nil) {
    self.name = name
    self.arguments = arguments
    self.standardInput = standardInput
  }

  /// The lines of the standard input.
  ///
  /// - Throws: `Problem` when it cannot be read.
  func lines() throws(Problem) -> [String] {
    let bytes: [UInt8]
    if let standardInput { bytes = standardInput } else { bytes = try Disk.standardInput() }
    return bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
  }
}
