import FoundationEssentials
import Git
import Programs
import Source

/// Installs, removes and reports the hooks of one repository.
public struct Hooks {
  /// The hooks that can be installed here.
  public let names: [HookName]
  private let folder: HooksFolder
  /// The repository's Git folders and its work tree, all links resolved.
  private let ownFolders: [String]

  /// Why Git runs no hook here; nil when it does.
  private let whyNone: String?

  /// Finds the folder, as Git itself names it where Git is installed: its configuration can come from
  /// places that libgit2 does not read (`GIT_CONFIG_GLOBAL`, `git -c`, a worktree's own file).
  ///
  /// - Throws: `GitError`.
  public init(_ repository: Repository, _ surroundings: Surroundings) async throws {
    let found = try repository.hooksFolder()
    let root = repository.workDirectory ?? repository.gitDirectory
    let answer = await Hooks.askGit(repository, surroundings)
    names = HookName.installable(isBare: repository.isBare)
    let path = answer.map { $0.hasPrefix("/") ? $0 : "\(root)/\($0)" } ?? found.path
    let place = Hooks.resolved(path)
    if place == Hooks.resolved(found.path) {
      folder = found
    } else {
      let isDefault = place == Hooks.resolved(repository.commonDirectory + "/hooks")
      folder = HooksFolder(
        path: path, origin: isDefault ? .default : .global, isTracked: false)
    }
    // Git prints an empty path as `./`.
    whyNone =
      answer == "" || answer == "./"
      ? "core.hooksPath is empty, so that Git runs no hook"
      : Disk.kind(of: path) == .file
        ? "core.hooksPath is no folder, so that Git runs no hook: \(path)" : nil
    ownFolders = [repository.gitDirectory, repository.commonDirectory, root].map(Hooks.resolved)
  }

  /// The hooks folder in Git's words; nil when Git cannot be asked.
  private static func askGit(
    _ repository: Repository, _ surroundings: Surroundings
  ) async -> String? {
    guard
      let git = Program.find(
        "git", searchPath: surroundings.searchPath, outside: repository.workDirectory)
    else { return nil }
    // Git's variables may be those of a hook or an alias, with paths from another folder on.
    var environment = surroundings.environment.filter {
      !$0.key.hasPrefix("GIT_") || $0.key.hasPrefix("GIT_CONFIG")
    }
    environment["GIT_DIR"] = repository.gitDirectory
    environment["GIT_WORK_TREE"] = repository.workDirectory
    let completion = try? await Invocation(
      git, ["rev-parse", "--git-path", "hooks"],
      workingDirectory: repository.workDirectory ?? repository.gitDirectory,
      environment: environment, timeLimit: .seconds(10)
    ).run()
    guard let completion, completion.succeeded else { return nil }
    // A name can have line ends; the last one is Git's.
    return String(decoding: completion.standardOutput.dropLast(), as: UTF8.self)
  }

  private static func resolved(_ path: String) -> String {
    URL(filePath: path).resolvingSymlinksInPath().path
  }

  /// How one hook stands.
  public struct Status: Sendable {
    public let name: HookName
    public let path: String
    /// Whether Git would run Verdict.
    public let isActive: Bool
    /// Whether it is off because nobody asked for it.
    public var isLeftOut = false
    /// What a person should know: why not, or what runs beside it.
    public let remark: String
  }

  /// - Parameter searchPath: the value of `PATH` under which Git would run the hooks.
  public func statuses(searchPath: String) -> [Status] {
    names.map { name in
      let file = read(path(name))
      let why = whyInactive(name, file, searchPath)
      if why == nil, let file {
        return Status(
          name: name, path: path(name), isActive: true, remark: remark(name, file))
      }
      let isLeftOut = !name.isDefault && file?.hasBlock != true && whyNone == nil
      return Status(
        name: name, path: path(name), isActive: false, isLeftOut: isLeftOut,
        remark: isLeftOut
          ? "off; `verdict hook install --also \(name.rawValue)` adds it" : why ?? "not installed")
    }
  }

  /// How Verdict stands in a hook that runs it.
  private func remark(_ name: HookName, _ file: HookFile) -> String {
    guard let block = file.blockText else { return "the hook that is there calls it" }
    let place = file.uninstalled() == nil ? "installed" : "installed in front of another hook"
    if let program = Hooks.program(in: block), block != Hooks.block(name, program: program) {
      return place + " by another version; `verdict hook install` renews it"
    }
    return place
  }

  /// The block of a hook that runs a program.
  private static func block(_ name: HookName, program: String) -> String? {
    HookScripts.texts[name.rawValue]?.replacing("@VERDICT@", with: quoted(program))
  }

  /// Why Git would not run Verdict in a hook; nil when it would.
  private func whyInactive(_ name: HookName, _ file: HookFile?, _ searchPath: String) -> String? {
    if let whyNone { return whyNone }
    guard let file else { return "not installed" }
    if file.isDamaged { return "half of Verdict's block is missing" }
    let text = file.blockText ?? String(decoding: file.bytes, as: UTF8.self)
    guard file.hasBlock || text.contains("verdict hook run \(name.rawValue)") else {
      return "another hook is there, without Verdict"
    }
    guard FileManager.default.isExecutableFile(atPath: path(name)) else {
      return "installed, but the file is not executable, so that Git ignores it"
    }
    guard let block = file.blockText else { return nil }
    let program = Hooks.program(in: block)
    if program.map({ !FileManager.default.isExecutableFile(atPath: $0) }) ?? true,
      Program.find("verdict", searchPath: searchPath, outside: nil) == nil
    {
      return "installed, but the program is gone: \(program ?? "its path cannot be read"), and "
        + "there is none in PATH"
    }
    return nil
  }

  /// The program that a block runs: the word behind `verdict=`, as `quoted` writes it.
  private static func program(in block: String) -> String? {
    let marker = "\nverdict='"
    guard let start = block.range(of: marker),
      let line = block[start.upperBound...]
        .split(separator: "\n", omittingEmptySubsequences: false).first, line.hasSuffix("'")
    else { return nil }
    return String(line.dropLast()).replacing("'\\''", with: "'")
  }

  /// Writes every hook. Done twice, the second time changes nothing.
  ///
  /// - Parameters:
  ///   - program: The absolute path of the program that the hooks run.
  ///   - also: Hooks that are left out otherwise. One that is there already stays.
  ///   - force: Whether a folder that serves other repositories or people too is written to.
  /// - Throws: `Problem`; nothing is written then.
  public func install(
    program: String, also: [HookName] = [], force: Bool
  ) throws(Problem) {
    for name in also where !names.contains(name) {
      throw Problem(
        .usage, "the hook `\(name.rawValue)` is not for this repository",
        help: "the hooks are \(names.map(\.rawValue).joined(separator: ", "))")
    }
    if let whyNone { throw Problem(.usage, whyNone, help: "mend that, then install again") }
    if !force {
      if folder.origin == .global {
        throw Problem(
          .usage, "core.hooksPath is set for all repositories: \(folder.path)",
          help: "--force installs there, for every repository that uses it")
      }
      if folder.isTracked {
        throw Problem(
          .usage, "the hooks folder \(folder.path) is under version control",
          help: "--force installs there, for everybody who uses the repository")
      }
      let place = Hooks.resolved(folder.path)
      if !ownFolders.contains(where: { place.hasPrefix($0 + "/") }) {
        throw Problem(
          .usage, "core.hooksPath leads out of the repository: \(folder.path)",
          help: "--force installs there, for everything else that uses the folder")
      }
    }
    var plan: [(path: String, file: HookFile)] = []
    for name in names {
      let path = path(name)
      let old = read(path)
      guard name.isDefault || also.contains(name) || old?.hasBlock == true else { continue }
      if old?.isDamaged == true { throw Hooks.damaged(path) }
      if !force, (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil {
        throw Problem(
          .usage, "\(path) is a symbolic link",
          help: "--force writes into the file that it leads to")
      }
      if old != nil, !FileManager.default.isExecutableFile(atPath: path) {
        throw Problem(
          .usage, "\(path) is there and not executable, so that Git ignores it",
          help: "make it executable or remove it, then install again")
      }
      guard let block = Hooks.block(name, program: program) else { continue }
      guard let new = HookFile.installing(Array(block.utf8), into: old) else {
        throw Problem(
          .usage, "\(path) is there and is no shell script, so that no block can be added",
          help: "call `verdict hook run \(name.rawValue)` from it yourself")
      }
      if new != old { plan.append((path, new)) }
    }
    for (path, file) in plan { try write(file, to: path) }
  }

  /// Takes every block out again; what was there before is there again, byte for byte.
  ///
  /// - Returns: the names of the hooks that had one.
  /// - Throws: `Problem`.
  public func uninstall() throws(Problem) -> [HookName] {
    var removed: [HookName] = []
    for name in names {
      let path = path(name)
      guard let file = read(path) else { continue }
      if file.isDamaged { throw Hooks.damaged(path) }
      guard file.hasBlock else { continue }
      if let rest = file.uninstalled() {
        try write(rest, to: path)
      } else {
        do {
          try FileManager.default.removeItem(atPath: path)
        } catch {
          throw Hooks.failure(path)
        }
      }
      removed.append(name)
    }
    return removed
  }

  private func path(_ name: HookName) -> String { "\(folder.path)/\(name.rawValue)" }

  private func read(_ path: String) -> HookFile? {
    (try? Data(contentsOf: URL(filePath: path))).map { HookFile(Array($0)) }
  }

  /// Replaces the file in one step; an executable one keeps its mode.
  private func write(_ file: HookFile, to path: String) throws(Problem) {
    let manager = FileManager.default
    // A link keeps leading where it leads: its target is what is replaced, and whose mode counts.
    let target = Hooks.resolved(path)
    let mode = (try? manager.attributesOfItem(atPath: target))?[.posixPermissions] ?? 0o755
    do {
      try manager.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
      try Data(file.bytes).write(to: URL(filePath: target), options: .atomic)
      try manager.setAttributes([.posixPermissions: mode], ofItemAtPath: target)
    } catch {
      throw Hooks.failure(path)
    }
  }

  private static func damaged(_ path: String) -> Problem {
    Problem(
      .usage, "\(path) holds only half of Verdict's block",
      help: "remove the lines from `# >>> verdict` on that belong to it by hand")
  }

  private static func failure(_ path: String) -> Problem {
    Problem(
      .failure, "\(path) cannot be written", help: "see that you may write the file and its folder")
  }

  /// A word that the shell reads as it stands.
  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
