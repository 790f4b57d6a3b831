internal import CGit2
import Source

/// Which files of a comparison are asked for.
struct PathFilter {
  private let prefixes: [[UInt8]]

  /// - Parameter paths: files or folders, taken literally; none means all.
  init(_ paths: [SourcePath]) {
    let trimmed = paths.map { path in
      var bytes = path.bytes
      while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
      return bytes.starts(with: [UInt8(ascii: "."), UInt8(ascii: "/")])
        ? Array(bytes.dropFirst(2)) : bytes
    }
    prefixes = trimmed.contains { $0.isEmpty || $0 == [UInt8(ascii: ".")] } ? [] : trimmed
  }

  func contains(_ path: SourcePath) -> Bool {
    prefixes.isEmpty
      || prefixes.contains { prefix in
        path.bytes.starts(with: prefix)
          && (path.bytes.count == prefix.count
            || path.bytes[prefix.count] == UInt8(ascii: "/"))
      }
  }

  /// A rename out of what is asked for is a deletion in it.
  func apply(_ delta: Delta) -> Delta? {
    if contains(delta.path) { return delta }
    guard delta.status == .renamed, let old = delta.old, contains(old.path) else { return nil }
    return delta.deletion
  }
}

extension Repository {
  /// The changed files between the trees of two commits; nil is the empty tree.
  func compare(
    _ before: ObjectID?, _ after: ObjectID, _ filter: PathFilter
  ) throws(GitError) -> [FileChange] {
    changes(try deltas(before, after), filter, after: .commit(after, label: after.short))
  }

  /// The paths that differ between the trees of two commits, renames as two; nil is the empty tree.
  func deltas(_ before: ObjectID?, _ after: ObjectID) throws(GitError) -> [Delta] {
    var comparison = TreeComparison(readTree: treeObject)
    try comparison.compare(before.map(treeID), try treeID(of: after))
    return comparison.deltas.sorted { $0.path < $1.path }
  }

  /// The files of a commit that another has not, or has with other contents, in the order of their paths;
  /// links and submodules are left out. Costs what differs, not what is there.
  public func files(
    of commit: ObjectID, differingFrom other: ObjectID
  ) throws(GitError) -> [ListedFile] {
    try deltas(other, commit).compactMap { delta in
      guard let new = delta.new, let mode = FileMode(new.mode),
        mode == .regular || mode == .executable
      else { return nil }
      return ListedFile(path: new.path, id: new.id)
    }
  }

  /// The changed files between a commit and the index.
  func compareIndex(
    _ head: ObjectID?, _ filter: PathFilter
  ) throws(GitError) -> (files: [FileChange], isEmpty: Bool) {
    let tree = try head.map(treeID)
    if let difference = differencesByGit[head] { return try compare(head, difference, filter) }
    var comparison = TreeComparison(readTree: treeObject)
    do {
      try comparison.compare(tree, try indexFile())
    } catch .unknownIndex(let path, let detail, _) {
      throw .unknownIndex(path: path, detail: detail, base: head)
    }
    var files = changes(comparison.deltas, filter, after: .index)
    for conflict in comparison.conflicts where filter.contains(conflict.path) {
      let after = (conflict.ours ?? conflict.theirs).flatMap { version(id: $0.id, mode: $0.mode) }
      files.append(
        FileChange(
          path: conflict.path, oldPath: nil, status: .unmerged,
          before: conflict.before.flatMap { version(id: $0.id, mode: $0.mode) }, after: after))
    }
    return (
      files.sorted { $0.path < $1.path },
      comparison.deltas.isEmpty && comparison.conflicts.isEmpty
    )
  }

  /// The same by what Git says.
  private func compare(
    _ head: ObjectID?, _ difference: RawDifference, _ filter: PathFilter
  ) throws(GitError) -> (files: [FileChange], isEmpty: Bool) {
    var files = changes(difference.deltas, filter, after: .index)
    for path in difference.unmerged where filter.contains(path) {
      files.append(try unmerged(path, head.map(treeID), after: nil))
    }
    return (
      files.sorted { $0.path < $1.path },
      difference.deltas.isEmpty && difference.unmerged.isEmpty
    )
  }

  /// The changed files between a commit and the work tree.
  func compareWorkTree(
    _ head: ObjectID?, _ filter: PathFilter
  ) throws(GitError) -> [FileChange] {
    let tree = try baseTree(of: head)
    try useGivenIndex()
    let file = try openIndex()
    var files: [FileChange]
    let conflicts: [StagedIndex.Conflict]
    do {
      let index = try StagedIndex(file, head: tree)
      try restoreKept(in: index, tree)
      let diff = try stagedDiff(tree, index)
      try diff.merge(
        Diff { git_diff_index_to_workdir($0, handle.pointer, index.handle.pointer, &$1) })
      conflicts = index.conflicts
      // What is in conflict is added below; what a sparse checkout keeps off the disk is not gone.
      let conflicting = Set(conflicts.map(\.path))
      let skipped = index.skipped
      let deltas = diff.deltas().filter { delta in
        !conflicting.contains(delta.path)
          && !(delta.status == .deleted && skipped.contains(delta.path))
      }
      files = changes(deltas, filter, after: .workTree)
    } catch {
      throw diffError(error, [head])
    }
    for conflict in conflicts where filter.contains(conflict.path) {
      files.append(
        try unmerged(
          conflict.path, head.map(treeID), after: workTreeVersion(at: conflict.path)))
    }
    return files.sorted { $0.path < $1.path }
  }

  private func stagedDiff(
    _ tree: borrowing BaseTree, _ index: borrowing StagedIndex
  ) throws(LibraryFailure) -> Diff {
    let (tree, index) = (tree.pointer, index.handle.pointer)
    return try Diff { git_diff_tree_to_index($0, handle.pointer, tree, index, &$1) }
  }

  /// A file that was taken out of the index but is still on disk is no deletion.
  private func restoreKept(
    in index: borrowing StagedIndex, _ tree: borrowing BaseTree
  ) throws(LibraryFailure) {
    for delta in try stagedDiff(tree, index).deltas() where delta.status == .deleted {
      if workTreeVersion(at: delta.path) != nil { try index.restore(delta.path, from: tree) }
    }
  }

  private func unmerged(
    _ path: SourcePath, _ head: ObjectID?, after: FileVersion?
  ) throws(GitError) -> FileChange {
    FileChange(
      path: path, oldPath: nil, status: .unmerged,
      before: try head.map { tree throws(GitError) in
        try version(at: path, inTree: tree)
      } ?? nil,
      after: after, similarity: nil)
  }

  private func changes(
    _ deltas: [Delta], _ filter: PathFilter, after side: Change.Side
  ) -> [FileChange] {
    joiningRenames(deltas.sorted { $0.path < $1.path }, after: side).compactMap(filter.apply).map {
      delta in
      let after: FileVersion? = delta.new.flatMap { new in
        side == .workTree
          ? workTreeVersion(at: new.path, mode: FileMode(new.mode))
          : version(id: new.id, mode: new.mode)
      }
      return FileChange(
        path: delta.path,
        oldPath: delta.old.flatMap { $0.path == delta.path ? nil : $0.path },
        status: delta.status,
        before: delta.old.flatMap { version(id: $0.id, mode: $0.mode) },
        after: after, similarity: delta.similarity)
    }.sorted { $0.path < $1.path }
  }

  /// The tree of a commit; nil is before the first commit.
  private func baseTree(of commit: ObjectID?) throws(GitError) -> BaseTree {
    guard let commit else { return BaseTree(nil) }
    return BaseTree(try tree(of: commit))
  }

  /// Finds out which tree made a comparison fail.
  private func diffError(_ failure: LibraryFailure, _ commits: [ObjectID?]) -> GitError {
    for commit in commits {
      guard let commit else { continue }
      do {
        let tree = try tree(of: commit)
        try checkSubtrees(of: tree)
      } catch {
        return error
      }
    }
    return .library(failure.message)
  }

  private func checkSubtrees(of tree: borrowing Handle<TreeKind>) throws(GitError) {
    for position in 0..<git_tree_entrycount(tree.pointer) {
      guard let entry = git_tree_entry_byindex(tree.pointer, position),
        git_tree_entry_type(entry) == GIT_OBJECT_TREE
      else { continue }
      try checkSubtrees(of: subtree(entry))
    }
  }

  /// The folder that an entry of a tree is.
  ///
  /// - Throws: `missingObject`, `corruptObject`.
  func subtree(_ entry: OpaquePointer) throws(GitError) -> Handle<TreeKind> {
    var oid = git_tree_entry_id(entry).pointee
    do {
      return try Handle { git_tree_lookup($0, handle.pointer, &oid) }
    } catch {
      throw objectError(ObjectID(oid), error)
    }
  }
}
