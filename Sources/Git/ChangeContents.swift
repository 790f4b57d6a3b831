import Source

extension Change {
  /// A digest of what the change makes of its before side. Two changes from one commit have the same
  /// one exactly where both lead to the same tree; its cost is that of the change, not of the tree.
  public var contents: Digest {
    var entries: [(path: SourcePath, text: String)] = []
    for file in files {
      let after = file.after.map { version in
        switch version.source {
        case .object(let id): "\(version.mode.rawValue) \(id.hex)"
        case .workTree: "\(version.mode.rawValue) on disk"
        }
      }
      entries.append((file.path, after ?? "deleted"))
      if file.status == .renamed, let old = file.oldPath { entries.append((old, "deleted")) }
    }
    entries.sort { $0.path < $1.path }
    return Digest(entries.flatMap { [$0.path.bytes, Array($0.text.utf8)] })
  }

  /// The change as the commit that it is about to become, with this message.
  public func committed(as message: String, onto parents: [ObjectID]) -> Change {
    Change(
      before: before, after: after, commits: commits + [Commit(pending: message, parents: parents)],
      files: files, description: "the message of \(description)")
  }
}

extension Repository {
  /// What a commit makes of another state than its parent's, of the commit that it replaces, say.
  ///
  /// - Parameter before: nil is before the first commit.
  public func change(from before: ObjectID?, to commit: ObjectID) throws(GitError) -> Change {
    Change(
      before: before.map { .commit($0, label: $0.short) } ?? .nothing,
      after: .commit(commit, label: commit.short), commits: [try self.commit(commit)],
      files: try compare(before, commit, PathFilter([])),
      description: "commit \(commit.short) against \(before?.short ?? "nothing")")
  }

  /// What is staged against another commit than HEAD: the parent of a commit that is about to be
  /// replaced, say.
  ///
  /// - Parameter before: nil is before the first commit.
  public func stagedChange(onto before: ObjectID?) throws(GitError) -> Change {
    Change(
      before: before.map { .commit($0, label: $0.short) } ?? .nothing, after: .index, commits: [],
      files: try compareIndex(before, PathFilter([])).files,
      description: "staged changes against \(before?.short ?? "nothing")")
  }

  /// The files that a commit brings that none of its parents has as they are, without renames; files
  /// that are taken away are left out.
  ///
  /// - Parameter size: the bytes that a file must have more than. To know a size takes much longer than to
  ///   find a path, so that the version before is looked at only for those.
  /// - Throws: what keeps the trees from being read.
  public func filesBrought(
    by commit: Commit, largerThan size: Int = -1
  ) throws(GitError) -> [FileChange] {
    let parents = graph.isBoundary(commit.id) ? [] : commit.parents
    var brought = try deltas(parents.first, commit.id).filter { $0.new != nil }
    for parent in parents.dropFirst() where !brought.isEmpty {
      let paths = Set(try deltas(parent, commit.id).filter { $0.new != nil }.map(\.path))
      brought.removeAll { !paths.contains($0.path) }
    }
    return brought.compactMap { delta in
      guard let new = delta.new, let after = version(id: new.id, mode: new.mode),
        after.size ?? .max > size
      else { return nil }
      return FileChange(
        path: new.path, oldPath: nil, status: delta.status,
        before: delta.old.flatMap { version(id: $0.id, mode: $0.mode) }, after: after)
    }
  }
}
