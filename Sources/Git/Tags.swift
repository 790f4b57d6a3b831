internal import CGit2
import Source

/// A tag by its name, without `refs/tags/`.
public struct Tag: Sendable, Hashable {
  public let name: String
  /// What it points to, or where the file of packed refs says so what that leads to: a commit, or an
  /// annotated tag in front of one, or any other object.
  public let object: ObjectID

  public init(name: String, object: ObjectID) {
    self.name = name
    self.object = object
  }
}

extension Repository {
  /// All tags, sorted by name; no object is read. Names that are not UTF-8 are left out.
  public func tags() throws(GitError) -> [Tag] {
    let iterator = try explaining { () throws(LibraryFailure) in
      try Handle<ReferenceIteratorKind> {
        git_reference_iterator_glob_new($0, handle.pointer, "refs/tags/*")
      }
    }
    var found: [Tag] = []
    while true {
      var next: OpaquePointer?
      guard git_reference_next(&next, iterator.pointer) == 0, let next else { break }
      defer { git_reference_free(next) }
      guard let target = git_reference_target_peel(next) ?? git_reference_target(next),
        let name = String(validatingCString: git_reference_name(next))
      else { continue }
      found.append(
        Tag(name: String(name.dropFirst("refs/tags/".count)), object: ObjectID(target.pointee)))
    }
    return found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The commits of a history that tags lead to.
  ///
  /// - Parameters:
  ///   - tags: in the order in which they are wanted.
  ///   - isEnough: whether no further one is wanted, told the places of those found so far.
  /// - Returns: for each tag its commit if `head` is it or has it among its ancestors. The walk ends as soon
  ///   as the history left is older than the commits still looked for.
  public func reachable(
    _ tags: [Tag], from head: ObjectID, until isEnough: (Int) -> Bool = { _ in false }
  ) throws(GitError) -> [ObjectID?] {
    var ancestors = AncestorWalk(head)
    var found: [ObjectID?] = []
    for (place, tag) in tags.enumerated() {
      var commit: ObjectID?
      if let peeled = try? peeled(tag.object),
        try ancestors.contains(peeled, in: self)
      {
        commit = peeled
      }
      found.append(commit)
      if commit != nil, isEnough(place) { break }
    }
    return found
  }
}

extension Repository {
  /// For each tip the commits that it has and no earlier tip has: parents before children.
  ///
  /// - Parameter excluded: a commit that, with all its ancestors, is left out.
  public func partition(
    _ tips: [ObjectID], excluding excluded: ObjectID?
  ) throws(GitError) -> [[ObjectID]] {
    var seen: Set<ObjectID> = []
    if let excluded { _ = try collect(excluded, into: &seen) }
    var parts: [[ObjectID]] = []
    for tip in tips { parts.append(try collect(tip, into: &seen)) }
    return parts
  }

  /// The commit and its ancestors that were not seen yet, parents first; on its own stack, since histories
  /// are deep.
  private func collect(
    _ tip: ObjectID, into seen: inout Set<ObjectID>
  ) throws(GitError) -> [ObjectID] {
    guard seen.insert(tip).inserted else { return [] }
    var ordered: [ObjectID] = []
    var stack = [(id: tip, parents: try graph.node(tip, in: self).parents[...])]
    while let top = stack.indices.last {
      if let parent = stack[top].parents.popFirst() {
        if seen.insert(parent).inserted {
          stack.append((parent, try graph.node(parent, in: self).parents[...]))
        }
      } else {
        ordered.append(stack.removeLast().id)
      }
    }
    return ordered
  }

  /// Whether a commit differs from all its parents in one of the files or folders; a first commit, and one at
  /// a shallow boundary, where it has one.
  public func touches(_ paths: [SourcePath], _ commit: Commit) throws(GitError) -> Bool {
    let parents = try graph.node(commit.id, in: self).parents
    for path in paths {
      let own = try place(of: path, inTree: commit.tree)?.named
      var isNew = own != nil || !parents.isEmpty
      for parent in parents
      where try place(of: path, inTree: treeID(of: parent))?.named == own {
        isNew = false
      }
      if isNew { return true }
    }
    return false
  }
}

extension Repository.TreePlace {
  /// The object that the whole path names.
  fileprivate var named: ObjectID? { left == 0 ? id : nil }
}

/// The ancestors of a commit, walked from the newest on, no further than was asked for.
private struct AncestorWalk {
  /// Clocks of different machines disagree by so many seconds.
  private static let slop: Int64 = 24 * 60 * 60

  private struct Waiting {
    let id: ObjectID
    let time: Int64
  }

  private let head: ObjectID
  private var queue = PriorityQueue<Waiting> { ($0.time, $0.id) > ($1.time, $1.id) }
  private var seen: Set<ObjectID> = []

  init(_ head: ObjectID) { self.head = head }

  mutating func contains(
    _ id: ObjectID, in repository: Repository
  ) throws(GitError) -> Bool {
    if seen.isEmpty { try add(head, repository) }
    if seen.contains(id) { return true }
    let time = try repository.graph.node(id, in: repository).time
    while let next = queue.first, next.time >= time - AncestorWalk.slop {
      _ = queue.removeFirst()
      for parent in try repository.graph.node(next.id, in: repository).parents {
        try add(parent, repository)
      }
      if seen.contains(id) { return true }
    }
    return false
  }

  private mutating func add(
    _ id: ObjectID, _ repository: Repository
  ) throws(GitError) {
    guard seen.insert(id).inserted else { return }
    queue.insert(Waiting(id: id, time: try repository.graph.node(id, in: repository).time))
  }
}
