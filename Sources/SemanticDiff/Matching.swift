import Source
import Syntax

/// Pairs the declarations of two sides: which one of the after side is the same thing as which one of
/// the before side. Stages from the surest to the least sure, each over what the earlier ones left:
///
/// 1. the ends of a file that did not change;
/// 2. same file, kind and qualified name (overloads by equal code, then equal parameters, then order);
/// 3. equal code but for the own name, over all files;
/// 4. same name and kind under declarations that are already paired;
/// 5. alike code, best first, over all files.
struct Matching {
  let before: [Declaration]
  let after: [Declaration]
  /// For each declaration after, its place in `before`, else -1.
  private(set) var origin: [Int]
  /// For each declaration before, its place in `after`, else -1.
  private(set) var successor: [Int]
  /// For each declaration after with an origin, how alike the two are, in [0, 1].
  private(set) var similarity: [Double]
  /// For each declaration after whether it is known that nothing in it differs.
  private(set) var isUnchanged: [Bool]

  /// Below this share of common token triples two declarations are not the same thing.
  private static let threshold = 0.6
  /// Declarations of fewer tokens are too much alike by chance to be paired by similarity.
  fileprivate static let fewestTokens = 12
  /// Overloads of one name that are compared each with each.
  private static let mostOverloads = 32
  /// A triple that more declarations than this share tells nothing.
  private static let commonest = 64

  init(before: [Declaration], after: [Declaration]) {
    self.before = before
    self.after = after
    origin = [Int](repeating: -1, count: after.count)
    successor = [Int](repeating: -1, count: before.count)
    similarity = [Double](repeating: 0, count: after.count)
    isUnchanged = [Bool](repeating: false, count: after.count)
    for (b, a) in UnchangedEnds(before: before, after: after).pairs {
      pair(b, a, 1)
      isUnchanged[a] = true
    }
    pairByQualifiedName()
    pairByCode()
    pairByParent()
    pairBySimilarity()
    pairByParent()
  }

  private mutating func pair(_ b: Int, _ a: Int, _ score: Double) {
    origin[a] = b
    successor[b] = a
    similarity[a] = score
  }

  // MARK: Stages

  private mutating func pairByQualifiedName() {
    struct Key: Hashable {
      let pair: Int
      let kind: EntityKind
      let name: String
    }
    var groups: [Key: (before: [Int], after: [Int])] = [:]
    for (index, d) in before.enumerated() where successor[index] < 0 {
      groups[Key(pair: d.pair, kind: d.entity.kind, name: d.qualifiedName), default: ([], [])]
        .before.append(index)
    }
    for (index, d) in after.enumerated() where origin[index] < 0 {
      groups[Key(pair: d.pair, kind: d.entity.kind, name: d.qualifiedName), default: ([], [])]
        .after.append(index)
    }
    for group in groups.values where !group.before.isEmpty && !group.after.isEmpty {
      pairGroup(group.before, group.after)
    }
    // The same name with another kind: a struct that became a class.
    pairInOrder { $0.entity.kind == .import ? nil : [$0.pair, $0.family, $0.qualifiedName] }
  }

  /// Pairs declarations of one name: those of equal code, then those of equal parameters, then the
  /// rest in order.
  private mutating func pairGroup(_ b: [Int], _ a: [Int]) {
    if b.count == 1, a.count == 1 {
      let (old, new) = (before[b[0]], after[a[0]])
      isUnchanged[a[0]] = old.isWritten(like: new)
      return pair(b[0], a[0], isUnchanged[a[0]] ? 1 : likeness(old, new))
    }
    pairInOrder(b, a) { $0.anonymousDigest }
    pairInOrder(b, a) { $0.parameterTypes }
    // What is left was changed; an overload that came or went must not be taken for another one.
    pairInOrder(b, a) { $0.entity.parameters.count }
    let left = b.filter { successor[$0] < 0 }.prefix(Matching.mostOverloads)
    for index in a where origin[index] < 0 {
      let match = left.first {
        successor[$0] < 0 && likeness(before[$0], after[index]) >= Matching.threshold
      }
      if let match { pair(match, index, likeness(before[match], after[index])) }
    }
  }

  private mutating func pairByCode() {
    // A common name, then a common file, speaks for the pair.
    pairInOrder { $0.isDistinctive ? [$0.anonymousDigest, $0.family, $0.name] : nil }
    pairInOrder { $0.isDistinctive ? [$0.anonymousDigest, $0.family, $0.pair] : nil }
    pairInOrder { $0.isDistinctive ? [$0.anonymousDigest, $0.family] : nil }
  }

  private mutating func pairByParent() {
    struct Key: Hashable {
      let parent: Int
      let kind: EntityKind
      let name: String
    }
    var free = Queues<Key>()
    for (index, d) in before.enumerated() where successor[index] < 0 && d.parent >= 0 {
      free.add(index, Key(parent: d.parent, kind: d.entity.kind, name: d.name))
    }
    // Parents come before what they hold, so that one pass goes down the whole tree.
    for (index, d) in after.enumerated() where origin[index] < 0 && d.parent >= 0 {
      let parent = origin[d.parent]
      guard parent >= 0,
        let match = free.take(Key(parent: parent, kind: d.entity.kind, name: d.name))
      else { continue }
      pair(match, index, likeness(before[match], d))
    }
  }

  /// Pairs what is free and has the same key, the first with the first; what has no key is left out.
  private mutating func pairInOrder(_ key: (Declaration) -> [AnyHashable]?) {
    var free = Queues<[AnyHashable]>()
    for (index, d) in before.enumerated() where successor[index] < 0 {
      if let key = key(d) { free.add(index, key) }
    }
    if free.isEmpty { return }
    for (index, d) in after.enumerated() where origin[index] < 0 {
      if let key = key(d), let match = free.take(key) {
        pair(match, index, likeness(before[match], d))
      }
    }
  }

  private mutating func pairInOrder<Key: Hashable>(
    _ b: [Int], _ a: [Int], by key: (Declaration) -> Key
  ) {
    var free = Queues<Key>()
    for index in b where successor[index] < 0 { free.add(index, key(before[index])) }
    if free.isEmpty { return }
    for index in a where origin[index] < 0 {
      if let match = free.take(key(after[index])) {
        pair(match, index, likeness(before[match], after[index]))
      }
    }
  }

  private mutating func pairBySimilarity() {
    var shingles: [UInt64: [Int]] = [:]
    var sets: [Int: Set<UInt64>] = [:]
    for (index, d) in before.enumerated() where successor[index] < 0 && d.isComparable {
      let set = d.shingles
      sets[index] = set
      for shingle in set { shingles[shingle, default: []].append(index) }
    }
    if sets.isEmpty { return }
    var candidates: [(score: Double, before: Int, after: Int)] = []
    for (index, d) in after.enumerated() where origin[index] < 0 && d.isComparable {
      let set = d.shingles
      var shared: [Int: Int] = [:]
      for shingle in set {
        guard let owners = shingles[shingle], owners.count <= Matching.commonest else { continue }
        for owner in owners { shared[owner, default: 0] += 1 }
      }
      let best = shared.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(8)
      for (b, _) in best where kin(before[b], d) {
        var score = jaccard(sets[b]!, set)
        // A common name, file or holder speaks for the pair.
        if before[b].name == d.name { score += 0.15 }
        if before[b].pair == d.pair { score += 0.05 }
        if score >= Matching.threshold { candidates.append((min(score, 1), b, index)) }
      }
    }
    candidates.sort { ($0.score, $1.before, $1.after) > ($1.score, $0.before, $0.after) }
    for candidate in candidates
    where origin[candidate.after] < 0 && successor[candidate.before] < 0 {
      pair(candidate.before, candidate.after, candidate.score)
    }
  }

  // MARK: Likeness

  /// Whether one kind may become the other.
  private func kin(_ b: Declaration, _ a: Declaration) -> Bool { b.family == a.family }

  private func likeness(_ b: Declaration, _ a: Declaration) -> Double {
    b.anonymousDigest == a.anonymousDigest ? 1 : jaccard(b.shingles, a.shingles)
  }
}

/// Places of declarations under a key, each taken once, the first first.
private struct Queues<Key: Hashable> {
  private var places: [Key: (all: [Int], next: Int)] = [:]

  var isEmpty: Bool { places.isEmpty }

  mutating func add(_ place: Int, _ key: Key) { places[key, default: ([], 0)].all.append(place) }

  mutating func take(_ key: Key) -> Int? {
    guard let queue = places[key], queue.next < queue.all.count else { return nil }
    places[key]!.next += 1
    return queue.all[queue.next]
  }
}

private func jaccard(_ a: Set<UInt64>, _ b: Set<UInt64>) -> Double {
  if a.isEmpty && b.isEmpty { return 1 }
  let common = a.count < b.count ? a.count(where: b.contains) : b.count(where: a.contains)
  return Double(common) / Double(a.count + b.count - common)
}

extension Declaration {
  /// The language and the group of kinds that can become one another.
  fileprivate var family: String {
    let kind = entity.kind
    let group =
      kind.isCallable
      ? "callable" : kind.isType ? "type" : kind.isValue ? "value" : kind.rawValue
    return "\(file.language.name) \(group)"
  }

  /// The set of hashes of three neighbouring tokens.
  fileprivate var shingles: Set<UInt64> {
    let hashes = anonymous.hashes
    guard hashes.count > 2 else { return Set(hashes) }
    return Set((2..<hashes.count).map { mix(mix(hashes[$0 - 2], hashes[$0 - 1]), hashes[$0]) })
  }

  /// Whether equal code shows that two are the same thing.
  fileprivate var isDistinctive: Bool {
    anonymous.hashes.count >= 8 && entity.kind != .import && entity.kind != .key
  }

  fileprivate var isComparable: Bool {
    anonymous.hashes.count >= Matching.fewestTokens && entity.kind != .import && entity.kind != .key
  }

  fileprivate var parameterTypes: [String] {
    entity.parameters.map { file.flattened($0.type ?? $0.name) }
  }
}
