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
      let tree = try tree(of: id)
      try collect(tree, below: [], into: &found)
      return found
    case .index, .workTree:
      let index = try openIndex()
      var found: [ListedFile] = []
      for position in 0..<git_index_entrycount(index.pointer) {
        guard let entry = git_index_get_byindex(index.pointer, position)?.pointee,
          // Of a path in conflict our version stands for all.
          [0, 2].contains(git_index_entry_stage(git_index_get_byindex(index.pointer, position))),
          UInt32(entry.flags_extended) & GIT_INDEX_ENTRY_INTENT_TO_ADD.rawValue == 0,
          entry.mode & 0o170000 == 0o100000
        else { continue }
        found.append(
          ListedFile(path: SourcePath(bytes: bytes(of: entry.path)), id: ObjectID(entry.id)))
      }
      return found
    }
  }

  /// Whether a side has exactly the files of the tree that a revision names (a commit, a tag or a tree).
  ///
  /// - Throws: what keeps one of both from being read.
  public func isSame(_ side: Change.Side, asTree revision: String) throws(GitError) -> Bool {
    let tree = try treeID(ofRevision: revision)
    if case .commit(let id, _) = side { return try treeID(of: id) == tree }
    var found: [ListedFile] = []
    try collect(self.tree(id: tree), below: [], into: &found)
    return try Set(found) == Set(snapshot(of: side).files)
  }

  private func collect(
    _ tree: borrowing Handle<TreeKind>, below folder: [UInt8], into found: inout [ListedFile]
  ) throws(GitError) {
    for position in 0..<git_tree_entrycount(tree.pointer) {
      guard let entry = git_tree_entry_byindex(tree.pointer, position) else { continue }
      let path = folder + bytes(of: git_tree_entry_name(entry))
      let mode = git_tree_entry_filemode(entry).rawValue
      if mode & 0o170000 == 0o100000 {
        found.append(
          ListedFile(
            path: SourcePath(bytes: path), id: ObjectID(git_tree_entry_id(entry).pointee)))
      } else if git_tree_entry_type(entry) == GIT_OBJECT_TREE {
        try collect(subtree(entry), below: path + [UInt8(ascii: "/")], into: &found)
      }
    }
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
