import Source

/// A ref that a push is about to move.
public struct RefUpdate: Sendable, Hashable {
  /// The name that it has at the receiver, `refs/heads/main`.
  public let name: String
  /// Where it points now; nil when it is not there yet.
  public let old: ObjectID?
  /// Where it is to point; nil when it is to be deleted.
  public let new: ObjectID?

  public init(name: String, old: ObjectID?, new: ObjectID?) {
    self.name = name
    self.old = old
    self.new = new
  }

  /// Reads a line of the standard input of `pre-push`: `<local ref> <local object> <remote ref>
  /// <remote object>` (githooks(5)).
  public init?(prePush line: String) {
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard words.count == 4 else { return nil }
    self.init(words[2], old: words[3], new: words[1])
  }

  /// Reads a line of the standard input of `pre-receive`: `<old object> <new object> <ref>`.
  public init?(preReceive line: String) {
    let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard words.count == 3 else { return nil }
    self.init(String(words[2]), old: String(words[0]), new: String(words[1]))
  }

  /// Takes two object names as Git writes them, zeros for none.
  public init?(_ name: String, old: String, new: String) {
    guard !name.isEmpty, let old = ObjectID(hex: old), let new = ObjectID(hex: new) else {
      return nil
    }
    self.init(name: name, old: old.isZero ? nil : old, new: new.isZero ? nil : new)
  }

  /// The name without `refs/heads/` or `refs/tags/`.
  public var shortName: String {
    for prefix in ["refs/heads/", "refs/tags/"] where name.hasPrefix(prefix) {
      return String(name.dropFirst(prefix.count))
    }
    return name
  }
}

extension Repository {
  /// What a ref's move brings to the receiver: its commits, from the merge base with where it points
  /// now to where it is to point. Of a new ref the base is where its commits leave those that are
  /// known; of several such places the one committed last.
  ///
  /// - Parameter known: commits that the receiver, or any other remote, has with all their ancestors.
  /// - Returns: nil when nothing new comes with it: it is deleted, goes back, names no commit, or all
  ///   of its commits are known.
  /// - Throws: what keeps the commits from being read.
  public func change(
    bringing update: RefUpdate, known: [ObjectID]
  ) throws(GitError) -> Change? {
    guard let new = update.new, let tip = try peeled(new) else { return nil }
    // The receiver can be at a commit that was never fetched.
    let old = update.old.flatMap { old in (try? peeled(old)) ?? nil }
    let excluded = Set(known + [old].compactMap { $0 })
    let ids = try graph.commits(excluding: excluded.sorted(), to: tip, in: self)
    if ids.isEmpty { return nil }
    var base: ObjectID?
    if let old { base = try graph.mergeBase(old, tip, in: self) }
    if base == nil { base = try newestParent(outside: ids) }
    var commits: [Commit] = []
    for id in ids { commits.append(try commit(id)) }
    let count = commits.count == 1 ? "1 commit" : "\(commits.count) commits"
    return Change(
      before: base.map { .commit($0, label: $0.short) } ?? .nothing,
      after: .commit(tip, label: update.shortName), commits: commits,
      files: try compare(base, tip, PathFilter([])),
      description: "\(update.shortName) (\(tip.short)): \(count) from "
        + (base?.short ?? "nothing"))
  }

  /// Of the parents of some commits that are none of them, the one committed last; nil where all of
  /// them begin a history.
  ///
  /// - Throws: `shallowBoundary` where the parents were left out of the clone.
  private func newestParent(outside ids: [ObjectID]) throws(GitError) -> ObjectID? {
    let inside = Set(ids)
    var best: (time: Int64, id: ObjectID)?
    for id in ids {
      for parent in try graph.node(id, in: self).parents where !inside.contains(parent) {
        let found = (time: try graph.node(parent, in: self).time, id: parent)
        if best.map({ $0 < found }) ?? true { best = found }
      }
    }
    if best == nil, let cut = ids.first(where: graph.isBoundary) { throw .shallowBoundary(cut) }
    return best?.id
  }
}
