import FoundationEssentials
import Git
import Source

/// Installs, removes and reports the hooks of one repository.
public struct Hooks {
  /// The hooks that this version runs.
  public static let names = HookScripts.texts.keys.sorted()

  private let folder: HooksFolder

  /// - Throws: `GitError`.
  public init(_ repository: Repository) throws(GitError) {
    folder = try repository.hooksFolder()
  }

  /// How one hook stands.
  public struct Status: Sendable {
    public let name: String
    public let path: String
    /// Whether Git would run Verdict.
    public let isActive: Bool
    /// What a person should know: why not, or what runs beside it.
    public let remark: String
  }

  public func statuses() -> [Status] {
    Hooks.names.map { name in
      let path = path(name)
      guard let file = read(path) else {
        return Status(name: name, path: path, isActive: false, remark: "not installed")
      }
      guard file.hasBlock else {
        return Status(
          name: name, path: path, isActive: false, remark: "another hook is there, without Verdict")
      }
      guard FileManager.default.isExecutableFile(atPath: path) else {
        return Status(
          name: name, path: path, isActive: false,
          remark: "installed, but the file is not executable, so that Git ignores it")
      }
      return Status(
        name: name, path: path, isActive: true,
        remark: file.uninstalled() == nil ? "installed" : "installed in front of another hook")
    }
  }

  /// Writes every hook. Done twice, the second time changes nothing.
  ///
  /// - Parameters:
  ///   - program: The absolute path of the program that the hooks run.
  ///   - force: Whether a folder that serves other repositories or people too is written to.
  /// - Throws: `Problem`; nothing is written then.
  public func install(program: String, force: Bool) throws(Problem) {
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
    }
    var plan: [(path: String, file: HookFile)] = []
    for name in Hooks.names {
      let path = path(name)
      let old = read(path)
      if old != nil, !FileManager.default.isExecutableFile(atPath: path) {
        throw Problem(
          .usage, "\(path) is there and not executable, so that Git ignores it",
          help: "make it executable or remove it, then install again")
      }
      let block = HookScripts.texts[name]!.replacing("@VERDICT@", with: Hooks.quoted(program))
      guard let new = HookFile.installing(Array(block.utf8), into: old) else {
        throw Problem(
          .usage, "\(path) is there and is no shell script, so that no block can be added",
          help: "call `verdict hook run \(name)` from it yourself")
      }
      if new != old { plan.append((path, new)) }
    }
    for (path, file) in plan { try write(file, to: path) }
  }

  /// Takes every block out again; what was there before is there again, byte for byte.
  ///
  /// - Returns: the names of the hooks that had one.
  /// - Throws: `Problem`.
  public func uninstall() throws(Problem) -> [String] {
    var removed: [String] = []
    for name in Hooks.names {
      let path = path(name)
      guard let file = read(path), file.hasBlock else { continue }
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

  private func path(_ name: String) -> String { "\(folder.path)/\(name)" }

  private func read(_ path: String) -> HookFile? {
    (try? Data(contentsOf: URL(filePath: path))).map { HookFile(Array($0)) }
  }

  /// Replaces the file in one step; an executable one keeps its mode.
  private func write(_ file: HookFile, to path: String) throws(Problem) {
    let manager = FileManager.default
    let mode = (try? manager.attributesOfItem(atPath: path))?[.posixPermissions] ?? 0o755
    do {
      try manager.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
      // A link keeps leading where it leads: its target is what is replaced.
      let target = URL(filePath: path).resolvingSymlinksInPath().path
      try Data(file.bytes).write(to: URL(filePath: target), options: .atomic)
      try manager.setAttributes([.posixPermissions: mode], ofItemAtPath: target)
    } catch {
      throw Hooks.failure(path)
    }
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
