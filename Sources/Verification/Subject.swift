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
  /// Reads a version of a file; nil when that fails.
  public typealias Read = (FileVersion, SourcePath) -> [UInt8]?

  private let body: @Sendable ([Commit], Int) -> [[FileChange]?]
  /// Told a commit, its files, and how to read them.
  public typealias Visit = (Commit, [FileChange]?, @escaping Read) -> Void

  private let visiting: @Sendable ([Commit], Visit) -> Void

  public init(
    _ body: @escaping @Sendable ([Commit], Int) -> [[FileChange]?],
    visit: @escaping @Sendable ([Commit], Visit) -> Void
  ) {
    self.body = body
    visiting = visit
  }

  /// For each commit the files that none of its parents has as they are, without those that the policy
  /// excludes; nil for a commit that cannot be read.
  ///
  /// - Parameter size: only files with more bytes, and those whose size cannot be read.
  public func files(of commits: [Commit], largerThan size: Int = -1) -> [[FileChange]?] {
    body(commits, size)
  }

  /// The same, commit by commit, for one who reads the files too.
  public func visit(_ commits: [Commit], _ body: Visit) {
    visiting(commits, body)
  }

  func narrowed(to isMeant: @escaping @Sendable (SourcePath) -> Bool) -> CommitListing {
    CommitListing { commits, size in
      files(of: commits, largerThan: size).map { $0?.filter { isMeant($0.path) } }
    } visit: { commits, body in
      visit(commits) { commit, files, read in
        body(commit, files?.filter { isMeant($0.path) }, read)
      }
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

/// Reads single files of both sides. One thread at a time may use it.
public struct FileReading {
  /// The contents of a path on a side; nil where it has no such file, or the policy excludes it.
  public let contents: (SourcePath, Change.Side) throws(GitError) -> [UInt8]?
  /// Whether a commit has a path, as a file, a folder, a link or a submodule; also where that cannot be told
  /// since a link or a submodule is on the way.
  public let exists: (SourcePath, ObjectID) throws(GitError) -> Bool
  /// The files of a folder of a commit, without those in folders below, in the order of their paths.
  public let siblings: (SourcePath, ObjectID) throws(GitError) -> [SourcePath]
  /// The files of the second commit that the first has not, or has with other contents.
  public let differing: (ObjectID, ObjectID) throws(GitError) -> [ListedFile]

  public init(
    contents: @escaping (SourcePath, Change.Side) throws(GitError) -> [UInt8]?,
    exists: @escaping (SourcePath, ObjectID) throws(GitError) -> Bool,
    siblings: @escaping (SourcePath, ObjectID) throws(GitError) -> [SourcePath],
    differing: @escaping (ObjectID, ObjectID) throws(GitError) -> [ListedFile]
  ) {
    self.contents = contents
    self.exists = exists
    self.siblings = siblings
    self.differing = differing
  }
}

/// Reads what stands on both sides of a change beside it, when a gate asks for it.
public struct SnapshotReading: Sendable {
  private let open: @Sendable (Change.Side) throws(GitError) -> Snapshot
  private let openFiles: (@Sendable () throws(GitError) -> FileReading)?

  /// - Parameters:
  ///   - open: a snapshot that no other thread uses, without what the policy excludes.
  ///   - files: the same for single files; nil to find them in snapshots.
  public init(
    _ open: @escaping @Sendable (Change.Side) throws(GitError) -> Snapshot,
    files: (@Sendable () throws(GitError) -> FileReading)? = nil
  ) {
    self.open = open
    openFiles = files
  }

  /// - Throws: `missingObject`, `corruptObject`, `unreadableIndex`, `bareNeedsCommits`.
  public func snapshot(of side: Change.Side) throws(GitError) -> Snapshot { try open(side) }

  /// What reads single files: their cost is their own, whereas that of a snapshot is all files'.
  ///
  /// - Throws: what keeps the repository from being opened.
  public func files() throws(GitError) -> FileReading {
    if let openFiles { return try openFiles() }
    let open = open
    return FileReading { (path, side) throws(GitError) in
      let snapshot = try open(side)
      guard let file = snapshot.file(at: path) else { return nil }
      return try snapshot.contents(of: file)
    } exists: { (path, commit) throws(GitError) in
      let folder = path.bytes + [UInt8(ascii: "/")]
      return try open(.commit(commit, label: "")).files.contains {
        $0.path == path || $0.path.bytes.starts(with: folder)
      }
    } siblings: { (folder, commit) throws(GitError) in
      let start = folder.bytes.isEmpty ? [] : folder.bytes + [UInt8(ascii: "/")]
      return try open(.commit(commit, label: "")).files.map(\.path).filter {
        $0.bytes.starts(with: start) && !$0.bytes.dropFirst(start.count).contains(UInt8(ascii: "/"))
      }
    } differing: { (before, after) throws(GitError) in
      let known = Set(try open(.commit(before, label: "")).files)
      return try open(.commit(after, label: "")).files.filter { !known.contains($0) }
    }
  }
}

/// What the gates judge: a change, read and understood.
public struct Subject: Sendable {
  public let change: Change
  /// Without the paths that the policy excludes.
  public internal(set) var files: [SubjectFile]
  /// Without secrets, so that nothing that quotes it shows one.
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
    self.diff = diff.withoutSecrets
    self.stage = stage
    self.commitReading = commitReading
  }
}

extension Subject {
  /// The digest of all that a gate reads of the files and, through `commitListing`, of the commits; nil where the
  /// commits are not listed, so that judging costs less than looking a result up.
  public var digestOfCommits: Digest? {
    guard commitListing != nil else { return nil }
    var base = ""
    if case .commit(let id, _) = change.before { base = id.hex }
    return Digest(
      base, change.contents.hex, change.commits.map(\.id.hex).joined(separator: " "),
      files.map { "\($0.path)" }.joined(separator: "\n"))
  }

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
