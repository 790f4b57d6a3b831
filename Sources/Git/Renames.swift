internal import CGit2
import Source

/// Finds deleted and added files that are one file under two names, in the steps of Git's
/// `diffcore-rename.c`: the same contents, then alike under the same last component, then alike.
struct RenameFinder {
  /// Git's own: half of the contents must be the same, three quarters where only the last component
  /// of the path speaks for it.
  private static let threshold = LineProfile.fullScore / 2
  private static let nameThreshold = LineProfile.fullScore * 3 / 4
  /// Above so many pairs a rename must be exact; Git's limit of 1,000 files on either side.
  private static let pairLimit = 1_000_000
  /// How many of the best sources are remembered for each added file.
  private static let candidateLimit = 4

  private let deltas: [Delta]
  private var sources: [Int]
  private var targets: [Int]
  private let contents: (Delta.End, _ isNew: Bool) -> [UInt8]?
  private var profiles: [Int: LineProfile?] = [:]
  private var found: [(source: Int, target: Int, score: Int)] = []

  /// - Parameter contents: reads one end; nil when it cannot be read or is too large to compare.
  init(_ deltas: [Delta], contents: @escaping (Delta.End, _ isNew: Bool) -> [UInt8]?) {
    self.deltas = deltas
    self.contents = contents
    sources = deltas.indices.filter {
      deltas[$0].status == .deleted && deltas[$0].mode != .submodule
    }
    targets = deltas.indices.filter {
      deltas[$0].status == .added && deltas[$0].mode != .submodule
    }
  }

  /// The deltas, each found pair as one rename in the place of the added file.
  mutating func join() -> [Delta] {
    guard !sources.isEmpty, !targets.isEmpty else { return deltas }
    pairExact()
    if sources.count <= Self.pairLimit / max(1, targets.count) {
      pairByName()
      pairByLikeness()
    }
    var result: [Delta?] = deltas
    for (source, target, score) in found {
      result[source] = nil
      result[target] = Delta(
        .renamed, old: deltas[source].old, new: deltas[target].new,
        similarity: score * 100 / LineProfile.fullScore)
    }
    return result.compactMap { $0 }
  }

  private mutating func pair(_ source: Int, _ target: Int, _ score: Int) {
    found.append((source, target, score))
  }

  private mutating func dropPaired() {
    let paired = Set(found.flatMap { [$0.source, $0.target] })
    sources.removeAll { paired.contains($0) }
    targets.removeAll { paired.contains($0) }
  }

  private mutating func pairExact() {
    var byID: [ObjectID: [Int]] = [:]
    for source in sources {
      if let old = deltas[source].old { byID[old.id, default: []].append(source) }
    }
    for target in targets {
      guard let new = deltas[target].new, let id = identity(of: new) else { continue }
      // A link and a file with the same bytes are not the same.
      let alike = (byID[id] ?? []).filter {
        (deltas[$0].mode == .symlink) == (deltas[target].mode == .symlink)
      }
      guard let source = alike.first(where: { haveSameName($0, target) }) ?? alike.first else {
        continue
      }
      byID[id]?.removeAll { $0 == source }
      pair(source, target, LineProfile.fullScore)
    }
    dropPaired()
  }

  /// The name of the contents; a file that is only on disk has none until it is read.
  private func identity(of end: Delta.End) -> ObjectID? {
    if !end.id.isZero { return end.id }
    guard let bytes = contents(end, true) else { return nil }
    var oid = git_oid()
    let code = bytes.withUnsafeBytes {
      git_odb_hash(&oid, $0.baseAddress, $0.count, GIT_OBJECT_BLOB)
    }
    return code == 0 ? ObjectID(oid) : nil
  }

  /// Pairs files whose last component occurs once on either side.
  private mutating func pairByName() {
    func unique(_ indices: [Int]) -> [[UInt8]: Int] {
      var seen: [[UInt8]: Int?] = [:]
      for index in indices {
        let name = Array(deltas[index].path.lastComponent)
        seen[name] = seen.keys.contains(name) ? .some(nil) : index
      }
      return seen.compactMapValues { $0 }
    }
    let candidates = unique(targets)
    for (name, source) in unique(sources) {
      guard let target = candidates[name] else { continue }
      let score = score(source, target)
      if score >= Self.nameThreshold { pair(source, target, score) }
    }
    dropPaired()
  }

  private mutating func pairByLikeness() {
    typealias Candidate = (source: Int, target: Int, score: Int)
    func precedes(_ a: Candidate, _ b: Candidate) -> Bool {
      if a.score != b.score { return a.score > b.score }
      let names = (haveSameName(a.source, a.target), haveSameName(b.source, b.target))
      if names.0 != names.1 { return names.0 }
      return (a.target, a.source) < (b.target, b.source)
    }
    var candidates: [Candidate] = []
    for target in targets {
      var best: [Candidate] = []
      for source in sources {
        let score = score(source, target)
        if score >= Self.threshold { best.append((source, target, score)) }
      }
      candidates += best.sorted(by: precedes).prefix(Self.candidateLimit)
    }
    var taken: Set<Int> = []
    for (source, target, score) in candidates.sorted(by: precedes)
    where !taken.contains(source) && !taken.contains(target) {
      taken.formUnion([source, target])
      pair(source, target, score)
    }
  }

  private func haveSameName(_ source: Int, _ target: Int) -> Bool {
    deltas[source].path.lastComponent == deltas[target].path.lastComponent
  }

  private mutating func score(_ source: Int, _ target: Int) -> Int {
    guard deltas[source].mode != .symlink, deltas[target].mode != .symlink,
      let old = profile(source), let new = profile(target)
    else { return 0 }
    return old.score(against: new)
  }

  private mutating func profile(_ index: Int) -> LineProfile? {
    if let known = profiles[index] { return known }
    let delta = deltas[index]
    let bytes = delta.new.map { contents($0, true) } ?? delta.old.flatMap { contents($0, false) }
    let made = bytes.map { LineProfile($0) }
    profiles[index] = .some(made)
    return made
  }
}

extension Repository {
  /// Larger files are not read to find out whether they were renamed.
  private static let sizeLimit = 32 << 20

  /// Takes deleted and added files that are alike together as renames.
  func joiningRenames(_ deltas: [Delta], after side: Change.Side) -> [Delta] {
    var finder = RenameFinder(deltas) { end, isNew in
      let version =
        isNew && side == .workTree
        ? self.workTreeVersion(at: end.path, mode: FileMode(end.mode))
        : self.version(id: end.id, mode: end.mode)
      guard let version, let size = version.size, size <= Self.sizeLimit else { return nil }
      return try? self.contents(of: version, path: end.path)
    }
    return finder.join()
  }
}
