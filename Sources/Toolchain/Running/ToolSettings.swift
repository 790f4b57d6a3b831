import Policy

/// What a policy says about the programs of a gate.
struct ToolSettings: Sendable {
  var timeLimit: Duration
  /// In bytes, of each process; nil is none.
  var memoryLimit: Int?
  /// A command that is run instead of what is found; empty for none.
  var command: [String]
  var format: OutputFormat?
  /// What the command reports, as the path of a file or of a folder with files.
  var report: String
  /// Whether tools that the repository is configured for are run.
  var isDetected: Bool
  var leftOut: Set<String>
  /// A command that brings what tools need, once for each state of the lock files.
  var setup: [String]
  var environment: [String]
  var isSandboxed: Bool

  init(_ settings: GateSettings) {
    timeLimit = .seconds(settings.integer("timeLimit"))
    memoryLimit = settings.size("memoryLimit") > 0 ? settings.size("memoryLimit") : nil
    command = settings.strings("command")
    format = OutputFormat.named(settings.string("format"))
    report = settings.string("report")
    isDetected = settings.boolean("detect")
    leftOut = Set(settings.strings("leaveOut"))
    setup = settings.strings("setup")
    environment = settings.strings("environment")
    isSandboxed = settings.boolean("sandbox")
  }

  /// The options of a gate that runs programs.
  ///
  /// - Parameter timeLimit: the default, in seconds.
  static func options(timeLimit: Int) -> [OptionSchema] {
    [
      OptionSchema(
        "command", "a program with its arguments that is run at the root instead of what is found",
        .strings, default: .strings([])),
      OptionSchema(
        "format", "what the command writes",
        .choice(OutputFormat.all.map(\.name)), default: .string("text")),
      OptionSchema(
        "report", "a file, or a folder of files, that the command writes its report to", .string,
        default: .string("")),
      OptionSchema(
        "detect", "run what the repository is configured for", .boolean, default: .boolean(true)),
      OptionSchema(
        "leaveOut", "names of tools that are not run though the repository is configured for them",
        .strings, default: .strings([])),
      OptionSchema(
        "setup", "a program with its arguments that installs what tools need", .strings,
        default: .strings([])),
      OptionSchema(
        "environment", "variables that programs get besides the usual ones", .strings,
        default: .strings([])),
      OptionSchema(
        "timeLimit", "seconds that one run of a program may take", .integer(1...86_400),
        default: .integer(timeLimit)),
      OptionSchema(
        "memoryLimit", "memory that each process may take; 0 is no limit", .size,
        default: .size(8 << 30)),
      OptionSchema(
        "sandbox", "run programs by bubblewrap, without network and with only the copy writable",
        .boolean, default: .boolean(false)),
    ]
  }
}
