import Git
import Policy
import Programs
import Source
import Store
import Syntax
import Verification

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Where programs are looked for, which of them may run, and where they work.
public struct ToolContext: Sendable {
  /// The environment that programs get a part of; its `PATH` is where they are looked for.
  public let environment: [String: String]
  /// The work tree, which brings no program; nil for a bare repository.
  public let workTree: String?
  /// The folder below which scratch folders are made.
  public let scratchParent: String
  /// Whether the user agreed to an item.
  public let isTrusted: @Sendable (TrustItem) -> Bool
  /// The files of either side on disk, shared by all tools of a run.
  let workshop: Workshop
  private let taskList = TaskList()
  /// Where the reports of tools are kept; nil keeps none.
  let cache: ResultCache?
  /// Tells a person what is run.
  let progress: @Sendable (String) -> Void

  /// - Parameter open: opens the repository; nil where there is none, and no project.
  public init(
    environment: [String: String], workTree: String?, scratchParent: String, cores: Int = 1,
    cache: ResultCache? = nil,
    progress: @escaping @Sendable (String) -> Void = { _ in },
    open: (@Sendable () throws(GitError) -> Repository)? = nil,
    isTrusted: @escaping @Sendable (TrustItem) -> Bool
  ) {
    self.environment = environment
    self.workTree = workTree
    self.scratchParent = scratchParent
    self.cache = cache
    self.progress = progress
    self.isTrusted = isTrusted
    workshop = Workshop(folder: scratchParent + "/trees", cores: cores, open: open)
  }

  /// Variables, none of them secret, that tell programs where their parts and packages are; a trailing
  /// `*` stands for any ending.
  static let kept = [
    "CARGO_HOME", "DEVELOPER_DIR", "DOTNET_ROOT", "GOCACHE", "GOFLAGS", "GOMODCACHE", "GOPATH",
    "GOPROXY", "GOROOT", "GOTOOLCHAIN", "JAVA_HOME", "M2_HOME", "MAVEN_HOME", "NVM_DIR", "PYENV_*",
    "RUSTUP_HOME", "RUSTUP_TOOLCHAIN", "SDKROOT", "TOOLCHAINS", "VIRTUAL_ENV", "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME", "XDG_DATA_HOME",
  ]

  func lookup(_ side: Change.Side) -> ProjectLookup? {
    guard let open = workshop.open else { return nil }
    return ProjectLookup(open, side)
  }

  func tasks(_ role: Tool.Role, _ subject: Subject) -> [ToolTask] {
    taskList.tasks(role, subject) { lookup(subject.change.after) }
  }

  /// The contents of a file on a side; nil where they cannot be read.
  func contents(of path: SourcePath, in side: Change.Side) -> [UInt8]? {
    guard let repository = try? workshop.open?() else { return nil }
    return (try? repository.file(at: path, in: side)) ?? nil
  }

  func find(_ checker: Checker) -> Program? { find(checker.programs) }

  /// The first program of these names.
  func find(_ names: [String]) -> Program? {
    for name in names {
      if let found = Program.find(name, searchPath: environment["PATH"] ?? "", outside: workTree) {
        return found
      }
    }
    return nil
  }

  /// What changes when other programs are found by these names.
  func witness(_ programs: [String]) -> String {
    find(programs).map { "\($0.path) \($0.resolvedPath) \($0.identity)" } ?? "none"
  }

  func isTrusted(_ program: Program, _ checker: Checker) -> Bool {
    isTrusted(checker.trustItem(program))
  }
}

extension Checker {
  func reads(extension ending: String) -> Bool {
    Language.detect(path: SourcePath("a.\(ending)"), bytes: []).map { languages.contains($0.name) }
      ?? false
  }

  func trustItem(_ program: Program) -> TrustItem {
    TrustItem(
      .program, name: program.name, path: program.resolvedPath,
      arguments: arguments + ["{files}"])
  }
}

extension Program {
  /// What changes when another version of the program takes its place: size and time of its file.
  var identity: String {
    var status = stat()
    guard stat(resolvedPath, &status) == 0 else { return "gone" }
    return "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }
}
