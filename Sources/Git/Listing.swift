internal import CGit2
import Source

/// A file of a whole state, by the name of its contents.
public struct ListedFile: Sendable, Hashable {
  public let path: SourcePath
  public let id: ObjectID

  public init(path: SourcePath, id: ObjectID) {
    self.path = path
    self.id = id
  }
}

extension Repository {
  /// The files of a commit or of the index, in the order Git keeps them; links and submodules are left
  /// out. No file is read. Of the work tree it gives what the index has.
  ///
  /// - Throws: `missingObject`, `corruptObject`, `unreadableIndex`, `bareNeedsCommits`.
  public func listing(of side: Change.Side) throws(GitError) -> [ListedFile] {
    switch side {
    case .nothing: return []
    case .commit(let id, _):
      var found: [ListedFile] = []
      try collect(treeID(of: id), below: [], into: &found)
      return found
    case .index, .workTree: return try indexListing()
    }
  }

  /// Whether a side has exactly the files of the tree that a revision names (a commit, a tag or a tree).
  ///
  /// - Throws: what keeps one of both from being read.
  public func isSame(_ side: Change.Side, asTree revision: String) throws(GitError) -> Bool {
    let tree = try treeID(ofRevision: revision)
    if case .commit(let id, _) = side { return try treeID(of: id) == tree }
    var found: [ListedFile] = []
    try collect(tree, below: [], into: &found)
    return try Set(found) == Set(snapshot(of: side).files)
  }

  private func indexListing() throws(GitError) -> [ListedFile] {
    var found: [ListedFile] = []
    let head = try head()
    if let difference = differencesByGit[head] {
      if let head { try collect(treeID(of: head), below: [], into: &found) }
      let changed = Set(difference.deltas.map(\.path))
      found.removeAll { changed.contains($0.path) }
      for end in difference.deltas.compactMap(\.new) where end.mode & 0o170000 == 0o100000 {
        found.append(ListedFile(path: end.path, id: end.id))
      }
      return found.sorted { $0.path < $1.path }
    }
    let index = try indexFile()
    for entry in index.entries where !entry.isIntendedToAdd {
      if entry.isFolder {
        try collect(entry.id, below: Array(entry.path), into: &found)
      } else if entry.mode & 0o170000 == 0o100000, entry.stage == 0 || entry.stage == 2 {
        // Of a path in conflict our version stands for all.
        found.append(ListedFile(path: entry.sourcePath, id: entry.id))
      }
    }
    withExtendedLifetime(index) {}
    return found
  }

  private func collect(
    _ tree: ObjectID, below folder: [UInt8], into found: inout [ListedFile]
  ) throws(GitError) {
    let object = try treeObject(tree)
    for entry in object.entries {
      let path = folder + Array(entry.name)
      if entry.isFolder {
        try collect(entry.id, below: path + [UInt8(ascii: "/")], into: &found)
      } else if entry.mode & 0o170000 == 0o100000 {
        found.append(ListedFile(path: SourcePath(bytes: path), id: entry.id))
      }
    }
    withExtendedLifetime(object) {}
  }
}

extension ObjectID {
  /// The 20 bytes of the name.
  public var bytes: [UInt8] { withUnsafeBytes(of: oid.id) { Array($0) } }

  /// The name that Git gives to a file with these contents; nil when libgit2 cannot tell.
  public init?(ofBlob bytes: [UInt8]) {
    guard Library.isStarted else { return nil }
    var oid = git_oid()
    let code = bytes.withUnsafeBytes {
      git_odb_hash(&oid, $0.baseAddress, $0.count, GIT_OBJECT_BLOB)
    }
    guard code == 0 else { return nil }
    self.init(oid)
  }

  /// Reads the 20 bytes of a name; nil for any other count.
  public init?(bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 20 else { return nil }
    var oid = git_oid()
    withUnsafeMutableBytes(of: &oid.id) { $0.copyMemory(from: bytes) }
    self.init(oid)
  }
}
