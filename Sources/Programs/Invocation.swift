/// One run of a program: all that decides what it does, nothing inherited.
public struct Invocation: Sendable {
  public var program: Program
  public var arguments: [String]
  /// An absolute path.
  public var workingDirectory: String
  /// The whole environment of the program.
  public var environment: [String: String]
  /// What the program reads from its standard input, which ends after it.
  public var standardInput: [UInt8]
  /// How long it may run before it is killed.
  public var timeLimit: Duration
  /// How many bytes of standard output and standard error together are kept; a program that writes
  /// more is killed.
  public var outputLimit: Int
  /// How many bytes of data each of its processes may have (`ulimit -d`), as far as the system heeds it;
  /// nil is no limit.
  public var memoryLimit: Int?

  public init(
    _ program: Program, _ arguments: [String] = [], workingDirectory: String,
    environment: [String: String], standardInput: [UInt8] = [],
    timeLimit: Duration = .seconds(600), outputLimit: Int = 16 << 20,
    memoryLimit: Int? = nil
  ) {
    self.program = program
    self.arguments = arguments
    self.workingDirectory = workingDirectory
    self.environment = environment
    self.standardInput = standardInput
    self.timeLimit = timeLimit
    self.outputLimit = outputLimit
    self.memoryLimit = memoryLimit
  }
}

/// How a program ended and what it wrote.
public struct Completion: Sendable, Hashable {
  public enum Status: Sendable, Hashable {
    /// It ended by itself with this exit code.
    case exited(Int32)
    /// A signal ended it that was not ours.
    case signalled(Int32)
    /// It ran longer than `Invocation.timeLimit` and was killed.
    case timedOut
    /// It wrote more than `Invocation.outputLimit` and was killed.
    case outputLimitExceeded
  }

  public let status: Status
  /// What was written before the end or the limit.
  public let standardOutput: [UInt8]
  public let standardError: [UInt8]
  /// From the start to the end of the program.
  public let duration: Duration

  public init(
    status: Status, standardOutput: [UInt8], standardError: [UInt8], duration: Duration
  ) {
    self.status = status
    self.standardOutput = standardOutput
    self.standardError = standardError
    self.duration = duration
  }

  /// Whether it ended by itself with exit code 0.
  public var succeeded: Bool { status == .exited(0) }
}
