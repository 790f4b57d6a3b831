import Source
import Syntax

/// Pairs the declarations of two sides: which one of the after side is the same thing as which one of
/// the before side. Stages from the surest to the least sure, each over what the earlier ones left:
///
/// 1. the ends of a file that did not change;
/// 2. same file, kind and qualified name: types, however much of them moved elsewhere, and others where
///    the code is alike (overloads by equal code, then equal parameters, then order);
/// 3. equal code but for the own name, over all files;
/// 4. types by likeness of code and context, best first, over all files, those that alone have a name on
///    both sides, then what paired ones hold;
/// 5. all other declarations the same way, those of the same qualified name among them; functions that went
///    from one type to another one, where all types are paired, only with good reason;
/// 6. what has the same qualified name, or the same name in the same holder, and is still alone.
struct Matching {
  let before: [Declaration]
  let after: [Declaration]
  /// For each declaration after, its place in `before`, else -1.
  private(set) var origin: [Int]
  /// For each declaration before, its place in `after`, else -1.
  private(set) var successor: [Int]
  /// For each declaration after with an origin, how alike the two are, in [0, 1].
  private(set) var similarity: [Double]
  /// For a declaration before that is gone: the one after that it became together with another one, as a
  /// method of several classes that went into their common base.
  private(set) var furtherSuccessor: [Int: Int] = [:]
  /// For a declaration after that is new: the one before that became several.
  private(set) var furtherOrigin: [Int: Int] = [:]
  /// For each declaration after whether it is known that nothing in it differs.
  private(set) var isUnchanged: [Bool]

  /// Overloads of one name that are compared each with each.
  private static let mostOverloads = 32
  /// What has the same name in the same place and is at least so much alike is the same thing, whatever
  /// else there is.
  private static let overload = 0.5
  private static let firmly = 0.75
  private static let firmlyWithParameters = 0.4
  /// At least so much alike, and so long, is a function that has another holder and another name, or
  /// another holder that is not the old one's heir.
  private static let founded = 0.8
  private static let fewestTokens = 24

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
    // A type that goes on under its name is what it was, however much of it moved elsewhere.
    pairByQualifiedName(isFirm: false) { $0.entity.kind.isType }
    pairByQualifiedName(isFirm: true)
    pairByCode()
    pairByHolder(isFirm: true)
    pairByLikeness { $0.entity.kind.isType }
    pairTypesByName()
    pairByHolder(isFirm: true)
    pairByLikeness { !$0.entity.kind.isType }
    pairTypesByMembers()
    releaseUnfoundedMoves()
    pairByHolder(isFirm: true)
    pairByLikeness(again: true) { !$0.entity.kind.isType }
    pairByQualifiedName(isFirm: false)
    pairByHolder(isFirm: false)
    merge()
  }

  /// Whether a declaration after has no origin at all.
  func isNew(_ a: Int) -> Bool { origin[a] < 0 && furtherOrigin[a] == nil }

  /// Whether a declaration before has no successor at all.
  func isGone(_ b: Int) -> Bool { successor[b] < 0 && furtherSuccessor[b] == nil }

  mutating func setFurther(successor a: Int, of b: Int) { furtherSuccessor[b] = a }
  mutating func setFurther(origin b: Int, of a: Int) { furtherOrigin[a] = b }

  mutating func pair(_ b: Int, _ a: Int, _ score: Double) {
    origin[a] = b
    successor[b] = a
    similarity[a] = score
  }

  // MARK: Stages

  /// - Parameter isFirm: whether only what is alike is paired; else all that is alone under its name.
  private mutating func pairByQualifiedName(
    isFirm: Bool, _ includes: (Declaration) -> Bool = { _ in true }
  ) {
    struct Key: Hashable {
      let pair: Int
      let kind: EntityKind
      let name: String
    }
    var groups: [Key: (before: [Int], after: [Int])] = [:]
    for (index, d) in before.enumerated() where successor[index] < 0 && includes(d) {
      groups[Key(pair: d.pair, kind: d.entity.kind, name: d.qualifiedName), default: ([], [])]
        .before.append(index)
    }
    var order: [Key] = []
    for (index, d) in after.enumerated() where origin[index] < 0 && includes(d) {
      let key = Key(pair: d.pair, kind: d.entity.kind, name: d.qualifiedName)
      guard groups[key] != nil else { continue }
      if groups[key]!.after.isEmpty { order.append(key) }
      groups[key]!.after.append(index)
    }
    // Holders come before what they hold.
    for key in order { pairGroup(groups[key]!.before, groups[key]!.after, isFirm: isFirm) }
    // The same name with another kind: a struct that became a class.
    struct NameKey: Hashable {
      let pair: Int
      let family: String
      let name: String
    }
    pairInOrder(minimum: isFirm ? Matching.overload : 0) {
      $0.entity.kind == .import || !includes($0)
        ? nil : NameKey(pair: $0.pair, family: $0.family, name: $0.qualifiedName)
    }
  }

  /// Pairs declarations of one name: those of equal code, then those of equal parameters, then the
  /// rest in order.
  private mutating func pairGroup(_ b: [Int], _ a: [Int], isFirm: Bool) {
    if b.count == 1, a.count == 1 {
      let (old, new) = (before[b[0]], after[a[0]])
      let isWritten = old.isWritten(like: new)
      let score = isWritten ? 1 : likeness(old, new)
      if isFirm, !isFirmPair(old, new, score) { return }
      isUnchanged[a[0]] = isWritten
      return pair(b[0], a[0], score)
    }
    pairInOrder(b, a, isFirm: isFirm) { $0.anonymousDigest }
    pairInOrder(b, a, isFirm: isFirm) { $0.parameterTypes }
    if isFirm { return }
    // What is left was changed; an overload that came or went must not be taken for another one.
    pairInOrder(b, a, isFirm: isFirm) { $0.entity.parameters.count }
    let left = b.filter { successor[$0] < 0 }.prefix(Matching.mostOverloads)
    for index in a where origin[index] < 0 {
      let match = left.first {
        successor[$0] < 0 && likeness(before[$0], after[index]) >= Matching.overload
      }
      if let match { pair(match, index, likeness(before[match], after[index])) }
    }
  }

  /// Whether two of the same name in the same place are the same thing, whatever else there is.
  private func isFirmPair(_ b: Declaration, _ a: Declaration, _ likeness: Double) -> Bool {
    if likeness >= Matching.firmly { return true }
    if b.entity.kind.isCallable {
      // What has no body is told by its signature alone.
      let hasBody = b.entity.bodyRange != nil || a.entity.bodyRange != nil
      return b.parameterTypes == a.parameterTypes
        && (!hasBody || likeness >= Matching.firmlyWithParameters)
    }
    return !b.entity.kind.isType
  }

  private mutating func pairByCode() {
    // A common name, then a common file, speaks for the pair. Where the old name goes on, or the new
    // name was there, more than the code has to speak for a rename.
    let places = Places(self)
    let isAlone = { (d: Declaration) in
      d.isDistinctive && (places.after(d) == nil || places.before(d) == nil)
    }
    pairInOrder { $0.isDistinctive ? CodeKey($0, name: $0.qualifiedName) : nil }
    pairInOrder { $0.isDistinctive ? CodeKey($0, name: $0.name, pair: $0.pair) : nil }
    let common = commonCode()
    pairInOrder { (d: Declaration) -> CodeKey? in
      guard d.isDistinctive else { return nil }
      let key = CodeKey(d, name: d.name)
      return d.isShort && common.contains(key) ? nil : key
    }
    pairInOrder { isAlone($0) ? CodeKey($0, pair: $0.pair) : nil }
    pairInOrder { isAlone($0) ? CodeKey($0) : nil }
  }

  /// The code, with its name, that several on both sides have: which one went where, such code cannot
  /// tell where it is short.
  private func commonCode() -> Set<CodeKey> {
    func several(_ declarations: [Declaration], _ isFree: (Int) -> Bool) -> Set<CodeKey> {
      var seen: Set<CodeKey> = []
      var result: Set<CodeKey> = []
      for (index, d) in declarations.enumerated()
      where isFree(index) && d.isDistinctive && d.isShort {
        let key = CodeKey(d, name: d.name)
        if !seen.insert(key).inserted { result.insert(key) }
      }
      return result
    }
    let olds = several(before) { successor[$0] < 0 }
    return olds.isEmpty ? [] : olds.intersection(several(after) { origin[$0] < 0 })
  }

  /// Pairs what paired declarations hold, by name and kind.
  /// - Parameter isFirm: whether only what is alike is paired; else all that is alone under its name.
  private mutating func pairByHolder(isFirm: Bool) {
    struct Key: Hashable {
      let parent: Int
      let kind: EntityKind
      let name: String
    }
    var free: [Key: [Int]] = [:]
    for (index, d) in before.enumerated() where successor[index] < 0 && d.parent >= 0 {
      free[Key(parent: d.parent, kind: d.entity.kind, name: d.memberName(in: before)), default: []]
        .append(index)
    }
    if free.isEmpty { return }
    // Holders come before what they hold, so that one pass goes down the whole tree.
    var groups: [Key: [Int]] = [:]
    var order: [Key] = []
    func key(_ d: Declaration) -> Key? {
      guard d.parent >= 0, origin[d.parent] >= 0 else { return nil }
      return Key(parent: origin[d.parent], kind: d.entity.kind, name: d.memberName(in: after))
    }
    for (index, d) in after.enumerated() where origin[index] < 0 {
      guard let key = key(d), let candidates = free[key] else { continue }
      if candidates.count == 1 {
        let match = candidates[0]
        if successor[match] < 0 {
          let score = likeness(before[match], d)
          if !isFirm || isFirmPair(before[match], d, score) { pair(match, index, score) }
        }
      } else {
        if groups[key] == nil { order.append(key) }
        groups[key, default: []].append(index)
      }
    }
    for key in order { pairGroup(free[key]!, groups[key]!, isFirm: isFirm) }
  }

  /// Pairs what is free and has the same key, the first with the first; what has no key is left out.
  private mutating func pairInOrder<Key: Hashable>(
    minimum: Double = 0, _ key: (Declaration) -> Key?
  ) {
    var free = Queues<Key>()
    for (index, d) in before.enumerated() where successor[index] < 0 {
      if let key = key(d) { free.add(index, key) }
    }
    if free.isEmpty { return }
    for (index, d) in after.enumerated() where origin[index] < 0 {
      guard let key = key(d), let match = free.first(key) else { continue }
      let score = likeness(before[match], d)
      guard score >= minimum else { continue }
      free.take(key)
      pair(match, index, score)
    }
  }

  private mutating func pairInOrder<Key: Hashable>(
    _ b: [Int], _ a: [Int], isFirm: Bool, by key: (Declaration) -> Key
  ) {
    var free = Queues<Key>()
    for index in b where successor[index] < 0 { free.add(index, key(before[index])) }
    if free.isEmpty { return }
    for index in a where origin[index] < 0 {
      let key = key(after[index])
      guard let match = free.first(key) else { continue }
      let score = likeness(before[match], after[index])
      if isFirm, !isFirmPair(before[match], after[index], score) { continue }
      free.take(key)
      pair(match, index, score)
    }
  }

  /// - Parameter again: whether what was renamed so far tells of others.
  private mutating func pairByLikeness(
    again: Bool = false, _ includes: (Declaration) -> Bool
  ) {
    let contest = Contest(self, renames: again ? renames : [:], includes)
    for candidate in contest.candidates
    where origin[candidate.after] < 0 && successor[candidate.before] < 0 {
      if again, !isFounded(candidate.before, candidate.after, candidate.likeness) { continue }
      pair(candidate.before, candidate.after, candidate.likeness)
    }
  }

  /// Takes functions apart that moved between types that have nothing to do with each other, once it is
  /// known which type is which.
  private mutating func releaseUnfoundedMoves() {
    for a in after.indices where origin[a] >= 0 && !isUnchanged[a] {
      let b = origin[a]
      if isFounded(b, a, similarity[a]) { continue }
      origin[a] = -1
      successor[b] = -1
      similarity[a] = 0
    }
  }

  /// Whether a function may have moved to another holder, where all types are paired that can be: what is
  /// short, or was rewritten, is told by its name and its place together, and not by one of them alone.
  func isFounded(_ b: Int, _ a: Int, _ likeness: Double) -> Bool {
    let (old, new) = (before[b], after[a])
    guard old.entity.kind.isCallable, new.entity.kind.isCallable, !sameHolder(old, new) else {
      return true
    }
    let (oldName, newName) = (old.memberName(in: before), new.memberName(in: after))
    let keepsName = oldName == newName || CodeWords.isSpelling(oldName, of: newName)
    // A type that came has what others have; where the one that went became another one, or nothing, that
    // says little.
    let isBetweenStrangers =
      old.parent >= 0 && new.parent >= 0 && isGone(old.parent) && isNew(new.parent)
    if keepsName && !isBetweenStrangers { return true }
    if isBetweenStrangers, old.isNamedAfterHolder(in: before) { return false }
    return likeness >= Matching.founded
      && min(old.fingerprint.count, new.fingerprint.count) >= Matching.fewestTokens
  }

  private var renames: [[String]: Int] {
    var result: [[String]: Int] = [:]
    for (index, a) in after.enumerated() where origin[index] >= 0 && !isUnchanged[index] {
      let b = before[origin[index]]
      if b.name != a.name { result[[b.name, a.name], default: 0] += 1 }
    }
    return result
  }

  // MARK: Likeness

  func likeness(_ b: Declaration, _ a: Declaration) -> Double {
    b.anonymousDigest == a.anonymousDigest ? 1 : b.fingerprint.likeness(a.fingerprint)
  }

  /// Whether what holds two declarations is paired, or both stand in the same file alone.
  func sameHolder(_ b: Declaration, _ a: Declaration) -> Bool {
    if b.parent < 0 || a.parent < 0 { return b.parent < 0 && a.parent < 0 && b.pair == a.pair }
    return areSame(b.parent, a.parent)
  }

  /// Whether one of before is, or went into, one of after.
  func areSame(_ b: Int, _ a: Int) -> Bool {
    origin[a] == b || furtherSuccessor[b] == a || furtherOrigin[a] == b
  }
}

/// Equal code, and what else has to be the same.
private struct CodeKey: Hashable {
  let digest: UInt64
  let family: String
  let name: String?
  let pair: Int?

  init(_ d: Declaration, name: String? = nil, pair: Int? = nil) {
    digest = d.anonymousDigest
    family = d.family
    self.name = name
    self.pair = pair
  }
}

/// Places of declarations under a key, each taken once, the first first.
private struct Queues<Key: Hashable> {
  private var places: [Key: (all: [Int], next: Int)] = [:]

  var isEmpty: Bool { places.isEmpty }

  mutating func add(_ place: Int, _ key: Key) { places[key, default: ([], 0)].all.append(place) }

  func first(_ key: Key) -> Int? {
    guard let queue = places[key], queue.next < queue.all.count else { return nil }
    return queue.all[queue.next]
  }

  mutating func take(_ key: Key) { places[key]!.next += 1 }
}

extension Declaration {
  /// The name, or nothing for an initializer that has its holder's name (Java, C++).
  func memberName(in all: [Declaration]) -> String {
    isNamedAfterHolder(in: all) ? "" : name
  }

  /// Whether its name is that of the type that holds it.
  func isNamedAfterHolder(in all: [Declaration]) -> Bool {
    entity.kind.isCallable && parent >= 0 && all[parent].entity.kind.isType
      && all[parent].name == name
  }

  /// Whether equal code shows that two are the same thing.
  fileprivate var isDistinctive: Bool {
    anonymous.hashes.count >= 8 && entity.kind != .import && entity.kind != .key
  }

  /// Whether its code is no more than that of an accessor.
  fileprivate var isShort: Bool { anonymous.hashes.count < 24 }
}
