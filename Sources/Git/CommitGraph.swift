internal import CGit2

/// The commits and their parents, as far as they were asked for.
///
/// libgit2 1.5 takes a shallow clone's missing parents for damage; here its boundary ends a history
/// as a first commit does.
struct CommitGraph {
  struct Node {
    let parents: [ObjectID]
    /// When it was committed, in seconds.
    let time: Int64
  }

  private var nodes: [ObjectID: Node] = [:]
  private let boundary: Set<ObjectID>

  init(boundary: Set<ObjectID>) { self.boundary = boundary }

  /// Whether a clone left out the parents of this commit.
  func isBoundary(_ id: ObjectID) -> Bool { boundary.contains(id) }

  mutating func node(_ id: ObjectID, in repository: Repository) throws(GitError) -> Node {
    if let known = nodes[id] { return known }
    let commit = try repository.commitHandle(id)
    let node = Node(
      parents: boundary.contains(id) ? [] : repository.parents(of: commit),
      time: git_commit_time(commit.pointer))
    nodes[id] = node
    return node
  }
}

/// Marks that a walk hands from a commit to its parents.
struct WalkMarks: OptionSet {
  let rawValue: UInt8

  static let first = WalkMarks(rawValue: 1)
  static let second = WalkMarks(rawValue: 2)
  /// Below what was looked for.
  static let settled = WalkMarks(rawValue: 4)
}

extension CommitGraph {
  /// Clocks of different machines disagree; a walk goes on for this long below what it found.
  private static let slop: Int64 = 24 * 60 * 60

  private struct Waiting {
    let id: ObjectID
    let time: Int64
  }

  /// Walks from the seeds to ever older commits until only settled ones are left.
  ///
  /// - Parameter inherited: the marks that a commit with these marks hands to its parents.
  /// - Returns: the marks of every commit that was reached.
  private mutating func walk(
    from seeds: [(ObjectID, WalkMarks)], in repository: Repository,
    inherited: (WalkMarks) -> WalkMarks
  ) throws(GitError) -> [ObjectID: WalkMarks] {
    var marks: [ObjectID: WalkMarks] = [:]
    var queue = PriorityQueue<Waiting> { ($0.time, $0.id) > ($1.time, $1.id) }
    var queued: Set<ObjectID> = []
    var open = 0
    var oldest = Int64.max

    func add(
      _ id: ObjectID, _ new: WalkMarks, _ graph: inout CommitGraph
    ) throws(GitError) {
      let old = marks[id]
      let merged = (old ?? []).union(new)
      guard merged != old else { return }
      marks[id] = merged
      if queued.insert(id).inserted {
        queue.insert(Waiting(id: id, time: try graph.node(id, in: repository).time))
        if !merged.contains(.settled) { open += 1 }
      } else if merged.contains(.settled), !(old ?? []).contains(.settled) {
        open -= 1
      }
    }

    for (id, seed) in seeds { try add(id, seed, &self) }
    while let next = queue.first, open > 0 || next.time >= oldest &- Self.slop {
      _ = queue.removeFirst()
      queued.remove(next.id)
      let own = marks[next.id] ?? []
      if !own.contains(.settled) {
        open -= 1
        oldest = min(oldest, next.time)
      }
      for parent in try node(next.id, in: repository).parents {
        try add(parent, inherited(own), &self)
      }
    }
    return marks
  }

  /// The best common ancestor of two commits: of several, the one committed last.
  mutating func mergeBase(
    _ a: ObjectID, _ b: ObjectID, in repository: Repository
  ) throws(GitError) -> ObjectID? {
    if a == b { return a }
    let both: WalkMarks = [.first, .second]
    let marks = try walk(from: [(a, .first), (b, .second)], in: repository) { own in
      own.isSuperset(of: both) ? own.union(.settled) : own
    }
    return marks.filter { $0.value == both }.keys
      .map { (time: nodes[$0]?.time ?? 0, id: $0) }
      .max { ($0.time, $0.id) < ($1.time, $1.id) }?.id
  }

  /// The commits that `to` has and none of the others has: parents before children, among those that
  /// could come next the one committed first.
  mutating func commits(
    excluding excluded: some Sequence<ObjectID>, to: ObjectID, in repository: Repository
  ) throws(GitError) -> [ObjectID] {
    let seeds = [(to, WalkMarks.first)] + excluded.map { ($0, WalkMarks.settled) }
    let marks = try walk(from: seeds, in: repository) { $0 }
    let found = Set(marks.filter { !$0.value.contains(.settled) }.keys)

    var missing: [ObjectID: Int] = [:]
    var children: [ObjectID: [ObjectID]] = [:]
    var ready = PriorityQueue<Waiting> { ($0.time, $0.id) < ($1.time, $1.id) }
    for id in found {
      let node = try node(id, in: repository)
      let inside = Set(node.parents).intersection(found)
      missing[id] = inside.count
      for parent in inside { children[parent, default: []].append(id) }
      if inside.isEmpty { ready.insert(Waiting(id: id, time: node.time)) }
    }
    var ordered: [ObjectID] = []
    while let next = ready.removeFirst() {
      ordered.append(next.id)
      for child in children[next.id] ?? [] {
        missing[child, default: 0] -= 1
        if missing[child] == 0 {
          ready.insert(Waiting(id: child, time: try node(child, in: repository).time))
        }
      }
    }
    return ordered
  }
}
