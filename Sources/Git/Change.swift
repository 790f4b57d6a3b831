import Source

/// Which change of a repository is meant.
public enum ChangeSelector: Hashable, Sendable {
  /// What is staged, if anything is; else HEAD against the merge base with its upstream, if it is
  /// ahead of it; else HEAD against its first parent.
  case automatic
  /// HEAD against the index.
  case staged
  /// HEAD against the files on disk: tracked ones, and untracked ones that are not ignored.
  case workTree
  /// A commit against its first parent.
  case commit(String)
  /// The merge base of both to the second.
  case range(String, String)
  /// The merge base of both to the head; HEAD when it is nil.
  case base(String, head: String?)
  /// Every file of a commit as if it were new; of HEAD when it is nil.
  case all(String?)
}

/// What is judged: a before and an after, and the commits between them.
public struct Change: Sendable, Hashable {
  /// A state of all files.
  public enum Side: Sendable, Hashable {
    /// No file at all: before the first commit.
    case nothing
    /// The label is what a person calls it: the name that was given, else the short name.
    case commit(ObjectID, label: String)
    case index
    case workTree
  }

  public let before: Side
  public let after: Side
  /// Parents before children; none for what is not committed yet.
  public let commits: [Commit]
  /// Sorted by path.
  public internal(set) var files: [FileChange]
  /// What is compared, in words: "staged changes against HEAD (3f2a91c0)".
  public let description: String

  /// The part of it that is in some of its files.
  public func narrowed(to files: [FileChange]) -> Change {
    var part = self
    part.files = files
    return part
  }
}

/// One path of a change.
public struct FileChange: Sendable, Hashable {
  /// The path after; of a deleted file the path before.
  public let path: SourcePath
  /// The path before, where it is another.
  public let oldPath: SourcePath?
  public let status: FileStatus
  public let before: FileVersion?
  public let after: FileVersion?
  /// How alike both versions of a renamed or copied file are, in percent.
  public let similarity: Int?

  /// A path that differs between two places that need not be in a repository.
  public init(
    path: SourcePath, oldPath: SourcePath?, status: FileStatus, before: FileVersion? = nil,
    after: FileVersion? = nil, similarity: Int? = nil
  ) {
    self.path = path
    self.oldPath = oldPath
    self.status = status
    self.before = before
    self.after = after
    self.similarity = similarity
  }
}

/// What kind of thing Git keeps under a path.
public enum FileMode: String, Sendable, Hashable {
  case regular, executable
  /// Its contents are where it points to.
  case symlink
  /// A commit of another repository.
  case submodule

  /// Reads Git's mode; nil for a folder.
  init?(_ mode: UInt32) {
    switch mode & 0o170000 {
    case 0o100000: self = mode & 0o111 == 0 ? .regular : .executable
    case 0o120000: self = .symlink
    case 0o160000: self = .submodule
    default: return nil
    }
  }
}

/// One version of a file; its contents are read by `Repository.contents(of:path:)`.
public struct FileVersion: Sendable, Hashable {
  public enum Source: Sendable, Hashable {
    /// A blob; of a submodule its commit.
    case object(ObjectID)
    case workTree
  }

  public let mode: FileMode
  public let source: Source
  /// In bytes: of the object, or of the file on disk before line ends are converted. Nil where there
  /// are no contents (a submodule) or the object cannot be read.
  public let size: Int?
}
