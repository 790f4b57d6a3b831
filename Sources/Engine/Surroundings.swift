import Source

/// What the process was started with. Only the executable reads it from the system; the engine is
/// handed it.
public struct Surroundings: Sendable {
  public var environment: [String: String]
  /// The absolute path of the folder that relative paths start from.
  public var currentFolder: String
  /// The version of Verdict, part of every cache key.
  public var version: String
  /// Tells a person who waits what is run now; an empty text, that nothing is any more.
  public var progress: @Sendable (String) -> Void = { _ in }

  public init(environment: [String: String], currentFolder: String, version: String) {
    self.environment = environment
    self.currentFolder = currentFolder
    self.version = version
  }

  /// The user's home folder, else the folder for temporary files.
  private var home: String { environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp" }

  /// `$XDG_CACHE_HOME/verdict`. A relative value does not count (XDG Base Directory Specification).
  public var cacheFolder: String { folder("XDG_CACHE_HOME", else: "\(home)/.cache") }

  /// What is kept for one repository, named by the folder that its work trees share.
  func cacheFolder(of commonDirectory: String) -> String {
    "\(cacheFolder)/\(Digest(commonDirectory).hex.prefix(16))"
  }

  /// `$XDG_CONFIG_HOME/verdict`.
  public var configurationFolder: String { folder("XDG_CONFIG_HOME", else: "\(home)/.config") }

  /// The value of `PATH`.
  public var searchPath: String { environment["PATH"] ?? "" }

  /// Where the user's trust is kept.
  public var trustFile: String { configurationFolder + "/trust.json" }

  private func folder(_ variable: String, else fallback: String) -> String {
    let base = environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? fallback
    return base + "/verdict"
  }
}
