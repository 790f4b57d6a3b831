internal import CGit2
import Source

/// A private copy of the index, cleared of what is not a staged file: entries that are only intended
/// to be added, and conflicts. Nothing of it is written back.
struct StagedIndex: ~Copyable {
  struct Conflict {
    let path: SourcePath
    let ours: Entry?
    let theirs: Entry?
  }

  struct Entry {
    let id: ObjectID
    let mode: UInt32
  }

  let handle: Handle<IndexKind>
  let conflicts: [Conflict]
  /// Paths that a sparse checkout keeps out of the work tree.
  let skipped: Set<SourcePath>

  init(
    _ index: consuming Handle<IndexKind>, head: borrowing BaseTree
  ) throws(LibraryFailure) {
    var intended: [SourcePath] = []
    var skipped: Set<SourcePath> = []
    for position in 0..<git_index_entrycount(index.pointer) {
      guard let entry = git_index_get_byindex(index.pointer, position)?.pointee else { continue }
      let flags = UInt32(entry.flags_extended)
      if flags & GIT_INDEX_ENTRY_INTENT_TO_ADD.rawValue != 0 {
        intended.append(SourcePath(bytes: bytes(of: entry.path)))
      }
      if flags & GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue != 0 {
        skipped.insert(SourcePath(bytes: bytes(of: entry.path)))
      }
    }
    for path in intended {
      try attempt(withCPath(path.bytes) { git_index_remove(index.pointer, $0, 0) })
    }
    let conflicts = try Self.conflicts(of: index)
    for conflict in conflicts {
      try attempt(withCPath(conflict.path.bytes) { git_index_conflict_remove(index.pointer, $0) })
    }
    // With HEAD's version in its place a path in conflict takes no part in the comparison.
    for conflict in conflicts { try Self.restore(conflict.path, in: index, from: head) }
    self.init(handle: index, conflicts: conflicts, skipped: skipped)
  }

  private init(
    handle: consuming Handle<IndexKind>, conflicts: [Conflict], skipped: Set<SourcePath>
  ) {
    self.handle = handle
    self.conflicts = conflicts
    self.skipped = skipped
  }

  /// Puts the version of a tree into the copy, if the tree has one.
  func restore(_ path: SourcePath, from base: borrowing BaseTree) throws(LibraryFailure) {
    try Self.restore(path, in: handle, from: base)
  }

  private static func restore(
    _ path: SourcePath, in index: borrowing Handle<IndexKind>, from base: borrowing BaseTree
  ) throws(LibraryFailure) {
    guard let tree = base.pointer else { return }
    let found = try? Handle<TreeEntryKind> { made in
      withCPath(path.bytes) { git_tree_entry_bypath(made, tree, $0) }
    }
    guard let found, git_tree_entry_type(found.pointer) != GIT_OBJECT_TREE else { return }
    let index = index.pointer
    var entry = git_index_entry()
    entry.id = git_tree_entry_id(found.pointer).pointee
    entry.mode = git_tree_entry_filemode(found.pointer).rawValue
    try attempt(
      withCPath(path.bytes) { name in
        entry.path = name
        return git_index_add(index, &entry)
      })
  }

  private static func conflicts(
    of index: borrowing Handle<IndexKind>
  ) throws(LibraryFailure) -> [Conflict] {
    guard git_index_has_conflicts(index.pointer) == 1 else { return [] }
    let pointer = index.pointer
    let iterator = try Handle<ConflictIteratorKind> {
      git_index_conflict_iterator_new($0, pointer)
    }
    var found: [Conflict] = []
    while true {
      var ancestor: UnsafePointer<git_index_entry>?
      var ours: UnsafePointer<git_index_entry>?
      var theirs: UnsafePointer<git_index_entry>?
      let code = git_index_conflict_next(&ancestor, &ours, &theirs, iterator.pointer)
      if code == GIT_ITEROVER.rawValue { return found }
      try attempt(code)
      guard let path = (ours ?? theirs ?? ancestor)?.pointee.path else { continue }
      func entry(_ pointer: UnsafePointer<git_index_entry>?) -> Entry? {
        pointer.map { Entry(id: ObjectID($0.pointee.id), mode: $0.pointee.mode) }
      }
      found.append(
        Conflict(
          path: SourcePath(bytes: bytes(of: path)), ours: entry(ours), theirs: entry(theirs)))
    }
  }
}

extension Repository {
  /// The index as Git works with it now; read once for each time that it was written.
  ///
  /// - Throws: `bareNeedsCommits`, `unreadableIndex`, `unknownIndex`.
  func indexFile() throws(GitError) -> IndexFile {
    guard !isBare else { throw .bareNeedsCommits }
    // Git writes a new file and gives it the name.
    let written = MappedFile.Stamp(indexPath)
    if let last = lastIndex, let written, last.written == written { return last.index }
    do {
      let index = try IndexFile(indexPath, sharedFolder: gitDirectory)
      lastIndex = written.map { ($0, index) }
      return index
    } catch {
      if error.isUnknown {
        throw .unknownIndex(path: indexPath, detail: error.detail, base: try head())
      }
      throw .unreadableIndex(path: indexPath, detail: error.detail)
    }
  }

  /// Opens a copy of the index of its own in libgit2, which needs one to look at the work tree.
  ///
  /// - Throws: `bareNeedsCommits`, `unreadableIndex`.
  func openIndex() throws(GitError) -> Handle<IndexKind> {
    guard !isBare else { throw .bareNeedsCommits }
    do {
      return try Handle { git_index_open($0, indexPath) }
    } catch {
      throw .unreadableIndex(path: indexPath, detail: error.message)
    }
  }
}
