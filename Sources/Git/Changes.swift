import Source

extension Repository {
  /// Reads a change: which files differ and the commits in it. No contents are read beyond those
  /// needed to find renames.
  ///
  /// - Parameter paths: files or folders, taken literally, to which `files` is narrowed; none means
  ///   all.
  /// - Throws: what keeps the two sides from being found or compared. A file that alone cannot be
  ///   read throws only when its contents are asked for.
  public func change(
    _ selector: ChangeSelector, paths: [SourcePath] = []
  ) throws(GitError) -> Change {
    let filter = PathFilter(paths)
    switch selector {
    case .automatic: return try automatic(filter)
    case .staged: return try staged(filter).change
    case .workTree: return try workTree(filter)
    case .commit(let name): return try commitChange(commitID(of: name), label: name, filter)
    case .range(let a, let b): return try range(a, b, filter)
    case .base(let base, let head): return try range(base, head ?? "HEAD", filter, isBase: true)
    case .all(let name): return try all(name ?? "HEAD", filter)
    }
  }

  private func automatic(_ filter: PathFilter) throws(GitError) -> Change {
    if !isBare {
      let (change, isEmpty) = try staged(filter)
      if !isEmpty { return change }
    }
    guard let head = try head() else {
      return Change(
        before: .nothing, after: .nothing, commits: [], files: [],
        description: "nothing: there is no commit yet and nothing is staged")
    }
    if let upstream = try upstream(),
      let base = try graph.mergeBase(head, upstream.commit, in: self), base != head
    {
      return Change(
        before: .commit(base, label: base.short), after: .commit(head, label: "HEAD"),
        commits: try commits(from: upstream.commit, to: head),
        files: try compare(base, head, filter),
        description:
          "HEAD (\(head.short)) against its merge base with \(upstream.name) (\(base.short))")
    }
    return try commitChange(head, label: "HEAD", filter)
  }

  private func staged(_ filter: PathFilter) throws(GitError) -> (change: Change, isEmpty: Bool) {
    let head = try head()
    let (files, isEmpty) = try compareIndex(head, filter)
    let change = Change(
      before: before(head), after: .index, commits: [], files: files,
      description: head.map { "staged changes against HEAD (\($0.short))" }
        ?? "the index against nothing: there is no commit yet")
    return (change, isEmpty)
  }

  private func workTree(_ filter: PathFilter) throws(GitError) -> Change {
    guard !isBare else { throw .bareNeedsCommits }
    let head = try head()
    return Change(
      before: before(head), after: .workTree, commits: [],
      files: try compareWorkTree(head, filter),
      description: head.map { "the work tree against HEAD (\($0.short))" }
        ?? "the work tree against nothing: there is no commit yet")
  }

  private func before(_ head: ObjectID?) -> Change.Side {
    head.map { .commit($0, label: "HEAD") } ?? .nothing
  }

  private func commitChange(
    _ id: ObjectID, label: String, _ filter: PathFilter
  ) throws(GitError) -> Change {
    let commit = try commit(id)
    let parent = try firstParent(of: id)
    let name = label == "HEAD" ? "HEAD (\(id.short))" : "commit \(id.short)"
    return Change(
      before: parent.map { .commit($0, label: $0.short) } ?? .nothing,
      after: .commit(id, label: label), commits: [commit],
      files: try compare(parent, id, filter),
      description: parent == nil
        ? "\(name) against nothing: it is the first commit" : "\(name) against its first parent")
  }

  private func range(
    _ a: String, _ b: String, _ filter: PathFilter, isBase: Bool = false
  ) throws(GitError) -> Change {
    let (first, second) = (try commitID(of: a), try commitID(of: b))
    let base = try mergeBase(first, second, labels: (a, b))
    return Change(
      before: .commit(base, label: base.short), after: .commit(second, label: b),
      commits: try commits(from: first, to: second),
      files: try compare(base, second, filter),
      description: isBase
        ? "\(b) (\(second.short)) against its merge base with \(a) (\(base.short))"
        : "\(a)..\(b) from merge base \(base.short)")
  }

  private func all(_ name: String, _ filter: PathFilter) throws(GitError) -> Change {
    let id = try commitID(of: name)
    return Change(
      before: .nothing, after: .commit(id, label: name), commits: [],
      files: try compare(nil, id, filter), description: "all files of \(name) (\(id.short))")
  }
}
