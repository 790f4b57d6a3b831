import Source

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Why a repository could not answer.
public enum GitError: Error, Sendable, Hashable {
  case notARepository(path: String)
  /// The repository belongs to another user and `safe.directory` does not name it.
  case ownership(path: String)
  case unsupportedObjectFormat(path: String)
  case unsupportedExtension(path: String, name: String)
  /// The index is damaged or uses a feature that cannot be read.
  case unreadableIndex(path: String, detail: String)
  /// The index is of a kind that only Git may know; asked for is what it makes of a commit.
  case unknownIndex(path: String, detail: String, base: ObjectID?)
  /// The index or the work tree was asked of a bare repository.
  case bareNeedsCommits
  /// HEAD was named, but its branch has no commit yet.
  case noCommitYet
  case unknownRevision(String, nearest: String?)
  case ambiguous(String)
  /// The revision names a tree or a blob.
  case notACommit(String)
  case noMergeBase(String, String, isShallow: Bool)
  /// The parent of this commit was left out when the repository was cloned.
  case shallowBoundary(ObjectID)
  case missingObject(ObjectID, isPartialClone: Bool)
  case corruptObject(ObjectID, detail: String)
  /// A file of the work tree could not be read.
  case unreadable(path: SourcePath, errno: Int32)
  /// A shadow work tree could not be written.
  case shadow(path: String, detail: String)
  /// libgit2 failed in a way that has no case of its own.
  case library(String)

  /// What to tell a person.
  public var problem: Problem {
    switch self {
    case .notARepository(let path):
      Problem(
        .usage, "`\(path)` is not in a Git repository",
        help: "go to a folder of a repository, or make one with `git init`")
    case .ownership(let path):
      Problem(
        .usage, "the repository at `\(path)` belongs to another user",
        help: "if you trust it, run `git config --global --add safe.directory '\(path)'`")
    case .unsupportedObjectFormat(let path):
      Problem(
        .usage, "the repository at `\(path)` names its objects by SHA-256",
        help: "only repositories with SHA-1 names can be read, the default of `git init`")
    case .unsupportedExtension(let path, let name):
      Problem(
        .usage, "the repository at `\(path)` uses the extension `\(name)`, which cannot be read",
        help: "see `extensions.\(name)` in `git help config` for how to turn it off")
    case .unreadableIndex(let path, let detail):
      Problem(
        .usage, "the index `\(path)` cannot be read: \(detail)",
        help: Self.indexHelp(detail))
    case .unknownIndex(let path, let detail, _):
      Problem(
        .usage, "the index `\(path)` cannot be read: \(detail)",
        help: "`git update-index --index-version 2` writes it in a form that can be read")
    case .bareNeedsCommits:
      Problem(
        .usage, "a bare repository has neither an index nor a work tree",
        help: "name commits instead: `<commit>`, `<a>..<b>`, or a base")
    case .noCommitYet:
      Problem(.usage, "the current branch has no commit yet", help: "commit something first")
    case .unknownRevision(let text, let nearest):
      Problem(
        .usage, "no commit, branch or tag is called `\(text)`",
        help: nearest.map { "did you mean `\($0)`?" }
          ?? "`git branch --all` and `git tag` list the names; `git fetch` brings new ones")
    case .ambiguous(let text):
      Problem(
        .usage, "`\(text)` is the beginning of several object names",
        help: "give more digits of the one you mean")
    case .notACommit(let text):
      Problem(.usage, "`\(text)` is not a commit", help: "name a commit, a branch or a tag")
    case .noMergeBase(let a, let b, let isShallow):
      Problem(
        .usage, "`\(a)` and `\(b)` have no commit in common",
        help: isShallow
          ? "the clone is shallow: `git fetch --unshallow`, or `fetch-depth: 0` in CI"
          : "name two commits of the same history")
    case .shallowBoundary(let id):
      Problem(
        .usage, "the parent of \(id.short) is not here: the clone is shallow",
        help: "run `git fetch --deepen 1`, or set `fetch-depth: 2` or more in CI")
    case .missingObject(let id, let isPartialClone):
      Problem(
        isPartialClone ? .usage : .failure, "the object \(id.hex) is missing",
        help: isPartialClone
          ? "the clone is partial: `git fetch --refetch --no-filter` brings the rest"
          : "run `git fsck`; `git fetch --refetch` may bring it back")
    case .corruptObject(let id, let detail):
      Problem(
        .failure, "the object \(id.hex) is damaged: \(detail)",
        help: "run `git fsck`; a fresh clone or `git fetch --refetch` may repair it")
    case .unreadable(let path, let errno):
      Problem(
        .failure, "`\(path)` cannot be read: \(String(cString: strerror(errno)))",
        at: Problem.Place(path: path.description),
        help: errno == ENOENT
          ? "it went away while it was being read; try again" : "check its permissions")
    case .shadow(let path, let detail):
      Problem(
        .failure, "files cannot be kept in `\(path)`: \(detail)",
        help: "free some space, or set XDG_CACHE_HOME to a folder you can write")
    case .library(let message):
      Problem(.failure, "Git's data could not be read: \(message)", help: "run `git fsck`")
    }
  }

  private static func indexHelp(_ detail: String) -> String {
    if detail.contains("'link'") {
      return "it is a split index: `git update-index --no-split-index` makes it whole"
    }
    if detail.contains("'sdir'") {
      return "it is a sparse index: `git sparse-checkout reapply --no-sparse-index` makes it full"
    }
    return "remove it and run `git reset` to build it anew from HEAD"
  }
}
