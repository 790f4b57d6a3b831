import Git
import Source

/// A change as it is asked for on a command line.
public enum ChangeSelection {
  /// The change, narrowed to paths each of which names something.
  ///
  /// - Throws: `GitError`; `Problem` for a path that is in neither side and not on disk: a mistyped
  ///   name must not pass for a change without anything to judge.
  public static func change(
    _ selector: ChangeSelector, paths: [SourcePath], in repository: Repository
  ) throws -> Change {
    let change: Change
    do {
      change = try repository.change(selector, paths: paths)
    } catch {
      throw misplacedPath(error, repository) ?? error
    }
    for path in paths where !change.files.contains(where: { path.holds($0.path) }) {
      guard try !exists(path, change, repository) else { continue }
      throw Problem(
        .usage, "no changed or tracked file or folder is called `\(path)`",
        help: "paths are taken literally and from the current folder on; \(repository.root)")
    }
    return change
  }

  /// What to say of a path that stands where a commit is expected; nil for any other error.
  private static func misplacedPath(
    _ error: GitError, _ repository: Repository
  ) -> (any Error)? {
    guard case .unknownRevision(let text, nil) = error, let root = repository.workDirectory,
      Disk.kind(of: "\(root)/\(text)") != nil
    else { return nil }
    return Problem(
      .usage, "no commit, branch or tag is called `\(text)`",
      help: "to judge that file or folder alone, write `-- \(text)`")
  }

  private static func exists(
    _ path: SourcePath, _ change: Change, _ repository: Repository
  ) throws(GitError) -> Bool {
    for side in [change.before, change.after] {
      if try repository.version(at: path, in: side) != nil { return true }
    }
    guard let root = repository.workDirectory else { return false }
    return Disk.kind(of: Array("\(root)/".utf8) + path.bytes) != nil
  }
}

extension Repository {
  fileprivate var root: String {
    workDirectory.map { "the repository is \($0)" } ?? "in a bare repository from its root on"
  }
}
