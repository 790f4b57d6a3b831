import Git
import SemanticDiff
import Source

/// One path of a change with the contents of its two sides.
public struct SubjectFile: Sendable {
  public let change: FileChange
  /// Nil where there is none: added or deleted, a submodule, or not read (the pair's `note` says why).
  public let before: SourceText?
  public let after: SourceText?
  /// Whether the after side has contents that could not be read; the pair's `note` says why.
  public let isUnread: Bool
  /// The two sides as their language.
  public let pair: FilePair

  public init(
    change: FileChange, before: SourceText?, after: SourceText?, isUnread: Bool, pair: FilePair
  ) {
    self.change = change
    self.before = before
    self.after = after
    self.isUnread = isUnread
    self.pair = pair
  }

  public var path: SourcePath { pair.path }
}

/// Lists what each commit of a change brings, when a gate asks for it.
public struct CommitListing: Sendable {
  private let body: @Sendable ([Commit], Int) -> [[FileChange]?]

  public init(_ body: @escaping @Sendable ([Commit], Int) -> [[FileChange]?]) { self.body = body }

  /// For each commit the files that none of its parents has as they are, without those that the policy
  /// excludes; nil for a commit that cannot be read.
  ///
  /// - Parameter size: only files with more bytes, and those whose size cannot be read.
  public func files(of commits: [Commit], largerThan size: Int = -1) -> [[FileChange]?] {
    body(commits, size)
  }

  func narrowed(to isMeant: @escaping @Sendable (SourcePath) -> Bool) -> CommitListing {
    CommitListing { commits, size in
      body(commits, size).map { $0?.filter { isMeant($0.path) } }
    }
  }
}

/// Reads the commits of a change one by one, when a gate asks for them.
public struct CommitReading: Sendable {
  /// Of all that what is read depends on, beyond the commits.
  public let digest: Digest
  private let body: @Sendable (Commit) async -> Subject?

  public init(digest: Digest, _ body: @escaping @Sendable (Commit) async -> Subject?) {
    self.digest = digest
    self.body = body
  }

  /// A commit against its first parent, whole; nil when it cannot be read, or is too large.
  public func subject(of commit: Commit) async -> Subject? { await body(commit) }

  func narrowed(
    to isMeant: @escaping @Sendable (SourcePath) -> Bool, key: String
  ) -> CommitReading {
    CommitReading(digest: Digest(digest.hex, key)) {
      await body($0)?.narrowed(to: isMeant, key: key)
    }
  }
}

/// Reads all files of both sides, when a gate asks for them.
public struct SnapshotReading: Sendable {
  private let open: @Sendable (Change.Side) throws(GitError) -> Snapshot

  /// - Parameter open: a snapshot that no other thread uses, without what the policy excludes.
  public init(_ open: @escaping @Sendable (Change.Side) throws(GitError) -> Snapshot) {
    self.open = open
  }

  /// - Throws: `missingObject`, `corruptObject`, `unreadableIndex`, `bareNeedsCommits`.
  public func snapshot(of side: Change.Side) throws(GitError) -> Snapshot { try open(side) }
}

/// What the gates judge: a change, read and understood.
public struct Subject: Sendable {
  public let change: Change
  /// Without the paths that the policy excludes.
  public internal(set) var files: [SubjectFile]
  public internal(set) var diff: SemanticChange
  /// Nil when a person asked by typing a command.
  public let stage: Stage?
  /// For a change of several commits: what a later one takes away again is in none of `files`.
  public var commitListing: CommitListing?
  /// For a change of several commits, or of a part of one; nil where the change is what its commit is.
  public internal(set) var commitReading: CommitReading?
  /// What stands beside the change; nil where there is no repository.
  public var snapshots: SnapshotReading?

  public init(
    change: Change, files: [SubjectFile], diff: SemanticChange, stage: Stage?,
    commitReading: CommitReading? = nil
  ) {
    self.change = change
    self.files = files
    self.diff = diff
    self.stage = stage
    self.commitReading = commitReading
  }
}

extension Subject {
  /// The part of the change that is in some files; what stands beside the change stays as it is.
  ///
  /// - Parameter key: the same for the same files.
  public func narrowed(
    to isMeant: @escaping @Sendable (SourcePath) -> Bool, key: String
  ) -> Subject {
    var part = self
    part.files = files.filter { isMeant($0.path) }
    part.diff.files = diff.files.filter { isMeant($0.path) }
    part.commitListing = commitListing?.narrowed(to: isMeant)
    part.commitReading = commitReading?.narrowed(to: isMeant, key: key)
    return part
  }
}
