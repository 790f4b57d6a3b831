import Source

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What the process was started with. Only the executable reads it from the system; the engine is
/// handed it.
public struct Surroundings: Sendable {
  public var environment: [String: String]
  /// The absolute path of the folder that relative paths start from.
  public var currentFolder: String
  /// The version of Verdict.
  public var version: String
  /// The path of this program; nil where it is not known.
  public var program: String?
  /// The day on which a waiver still counts or does not any more, in UTC.
  public var today: Day
  /// Tells a person who waits what is run now; an empty text, that nothing is any more.
  public var progress: @Sendable (String) -> Void = { _ in }

  public init(
    environment: [String: String], currentFolder: String, version: String, program: String? = nil
  ) {
    self.environment = environment
    self.currentFolder = currentFolder
    self.version = version
    self.program = program
    today = Day(secondsSince1970: time(nil))
  }

  /// What is different for each build of the program, part of every key of what is kept.
  public var build: String {
    "\(version) \(program.map(Disk.identity) ?? "")"
  }

  /// The user's home folder, else the folder for temporary files.
  var home: String { environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp" }

  /// `$XDG_CACHE_HOME/verdict`. A relative value does not count (XDG Base Directory Specification).
  public var cacheFolder: String { folder("XDG_CACHE_HOME", else: "\(home)/.cache") }

  /// What is kept for one repository, named by the folder that its work trees share.
  func cacheFolder(of commonDirectory: String) -> String {
    "\(cacheFolder)/\(Digest(commonDirectory).hex.prefix(16))"
  }

  /// `$XDG_CONFIG_HOME/verdict`.
  public var configurationFolder: String { folder("XDG_CONFIG_HOME", else: "\(home)/.config") }

  /// The user's settings.
  public var settingsFile: String { configurationFolder + "/config.yml" }

  /// A path as a person gives it, from the root of the file system on.
  func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(currentFolder)/\(path)"
  }

  /// The value of `PATH`.
  public var searchPath: String { environment["PATH"] ?? "" }

  /// Where the user's trust is kept.
  public var trustFile: String { configurationFolder + "/trust.json" }

  private func folder(_ variable: String, else fallback: String) -> String {
    let base = environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? fallback
    return base + "/verdict"
  }
}
