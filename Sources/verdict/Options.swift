import ArgumentParser
import Engine
import Git
import Policy
import Report
import Source

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Options of every command.
struct CommonOptions: ParsableArguments {
  @Option(
    name: .customShort("C"), help: .init("Act as if started in this folder.", valueName: "dir"))
  var folder: String?

  @Option(help: "auto, always or never; NO_COLOR and CLICOLOR_FORCE count too. (default: auto)")
  var color: ColorChoice?

  @Flag(name: [.short, .long], help: "Print only what is wrong.")
  var quiet = false

  @Flag(name: [.short, .long], help: "Print long lists whole.")
  var verbose = false

  var choices: CommonChoices {
    CommonChoices(folder: folder, color: color, isQuiet: quiet, isVerbose: verbose)
  }

  var currentFolder: String { get throws(Problem) { try choices.currentFolder } }
  var surroundings: Surroundings { get throws(Problem) { try choices.surroundings } }
  func repository() throws -> Repository { try choices.repository() }
  var style: Style { choices.style }
}

/// What the options of every command come to, without the parser.
struct CommonChoices {
  var folder: String?
  /// Nil for what the user's settings say.
  var color: ColorChoice?
  var isQuiet = false
  var isVerbose = false

  /// The absolute path of the folder to start from.
  var currentFolder: String {
    get throws(Problem) {
      guard let here = getcwd(nil, 0) else {
        throw Problem(.usage, "the current folder is gone", help: "go to a folder that exists")
      }
      defer { free(here) }
      let current = String(cString: here)
      guard let folder else { return current }
      let path = folder.hasPrefix("/") ? folder : "\(current)/\(folder)"
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        throw Problem(.usage, "`\(folder)` is not a folder", help: "-C takes an existing folder")
      }
      return path
    }
  }

  /// What the process was started with.
  var surroundings: Surroundings {
    get throws(Problem) {
      Surroundings(
        environment: Environment.all, currentFolder: try currentFolder, version: version,
        program: Paths.program)
    }
  }

  /// The repository around the current folder. Git's variables count as for Git.
  func repository() throws -> Repository {
    var environment = GitEnvironment(Environment.all)
    if folder != nil {
      // An explicit -C means the repository there, whatever hook this runs in.
      environment = GitEnvironment(ignoresReplacements: environment.ignoresReplacements)
    }
    return try Repository.open(at: try currentFolder, environment: environment)
  }

  /// The user's own settings; what is wrong with them is said by those commands that need them.
  var settings: UserSettings {
    (try? UserSettings.load(from: surroundings)) ?? UserSettings()
  }

  var style: Style {
    let color = color ?? settings.color.flatMap(ColorChoice.init) ?? .auto
    return Terminal.style(of: .standard, color: color, isVerbose: isVerbose)
  }
}

enum Environment {
  /// The variables of the process.
  static var all: [String: String] {
    var result: [String: String] = [:]
    var entry = environ
    while let pointer = entry.pointee {
      let text = String(cString: pointer)
      if let equals = text.firstIndex(of: "=") {
        result[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      entry += 1
    }
    // Without it the user's own folders are still theirs, not a folder that everybody can write.
    if result["HOME"]?.isEmpty ?? true, let user = getpwuid(getuid()),
      let home = user.pointee.pw_dir
    {
      result["HOME"] = String(cString: home)
    }
    return result
  }
}

/// Which change is meant.
struct ChangeOptions: ParsableArguments {
  @Argument(
    help: .init(
      "A commit (against its first parent), or a..b (from their merge base to b).",
      valueName: "commit | a..b"))
  var revision: String?

  /// Only for commands that compare two places; the parser wants it before `paths`.
  @Argument(help: .init(visibility: .hidden))
  var second: String?

  @Flag(help: "What is staged, against HEAD.")
  var staged = false

  @Flag(help: "The files on disk, against HEAD.")
  var worktree = false

  @Flag(
    help:
      "Every file of HEAD, or of the commit that is named, as if it were new, against the baseline."
  )
  var all = false

  @Option(help: .init("From the merge base with this revision.", valueName: "ref"))
  var base: String?

  @Option(help: .init("With --base: to this revision instead of HEAD.", valueName: "ref"))
  var head: String?

  @Argument(parsing: .postTerminator, help: "Only these files and folders.")
  var paths: [String] = []

  func validate() throws {
    let given = [revision != nil && !all, staged, worktree, base != nil, all].count { $0 }
    guard given < 2 else {
      throw ValidationError("a commit, --staged, --worktree, --base and --all exclude one another")
    }
    guard !all || revision?.contains("..") != true else {
      throw ValidationError("--all takes a commit, not a range")
    }
    guard head == nil || base != nil else { throw ValidationError("--head goes with --base") }
  }

  /// For commands that judge one change.
  func refuseSecond() throws {
    guard let second else { return }
    throw ValidationError(
      "`\(second)` is one argument too many: a range is written `a..b`, and files and folders stand "
        + "behind `--`")
  }

  var selector: ChangeSelector {
    if staged { return .staged }
    if all { return .all(revision) }
    if worktree { return .workTree }
    if let base { return .base(base, head: head) }
    guard let revision else { return .automatic }
    for dots in ["...", ".."] {
      if let range = revision.range(of: dots) {
        let left = String(revision[..<range.lowerBound])
        let right = String(revision[range.upperBound...])
        return .range(left.isEmpty ? "HEAD" : left, right.isEmpty ? "HEAD" : right)
      }
    }
    return .commit(revision)
  }

  /// The paths as they are relative to the repository's root.
  ///
  /// - Throws: `Problem` for a path outside the repository.
  func sourcePaths(in repository: Repository, from folder: String) throws(Problem) -> [SourcePath] {
    try repository.sourcePaths(paths, from: folder)
  }
}

extension Repository {
  /// Paths of the command line as they are relative to the repository's root; none where one is the root.
  ///
  /// - Throws: `Problem` for a path outside the repository.
  func sourcePaths(
    _ paths: [String], from folder: String
  ) throws(Problem) -> [SourcePath] {
    var result: [SourcePath] = []
    for path in paths {
      guard let root = workDirectory else {
        result.append(SourcePath(path))
        continue
      }
      let absolute = path.hasPrefix("/") ? path : Paths.resolved(folder) + "/" + path
      let parts = Paths.normalized(absolute)
      let rootParts = Paths.normalized(Paths.resolved(root))
      guard parts.starts(with: rootParts) else {
        throw Problem(
          .usage, "`\(path)` is outside the repository",
          help: "name files and folders below \(root)")
      }
      result.append(SourcePath(parts.dropFirst(rootParts.count).joined(separator: "/")))
    }
    // The root itself is everything.
    return result.contains { $0.bytes.isEmpty } ? [] : result
  }
}

enum Paths {
  /// The absolute path of this program; nil where the system does not tell.
  static var program: String? {
    #if canImport(Darwin)
      var size = UInt32(PATH_MAX)
      var buffer = [CChar](repeating: 0, count: Int(size))
      guard _NSGetExecutablePath(&buffer, &size) == 0 else { return nil }
      return resolved(String(cString: buffer))
    #else
      let path = resolved("/proc/self/exe")
      return path == "/proc/self/exe" ? nil : path
    #endif
  }

  /// The path without symbolic links, where it exists.
  static func resolved(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The components without `.` and `..`.
  static func normalized(_ path: String) -> [Substring] {
    path.split(separator: "/").reduce(into: []) { parts, part in
      if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
    }
  }
}
