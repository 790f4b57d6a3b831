import Source
import Syntax

/// What became one thing of several, and several of one, and types that are told by what they hold.
extension Matching {
  /// At least so much alike is what merged.
  private static let alike = 0.7
  /// The least share of its members that went to one type, for a type that is gone to have become that.
  private static let mostMembers = 0.5
  /// Declarations of one name that are compared with one other.
  private static let mostCompared = 64
  /// At least so much alike is a type that alone has its name on both sides, in its code or in the names
  /// of what it holds.
  private static let rewritten = 0.3
  private static let sameMembers = 0.5

  /// A type that is gone and a new one are the same where no other has their name and a part of them is
  /// alike: the file was moved and most of it rewritten.
  mutating func pairTypesByName() {
    struct Key: Hashable {
      let family: String
      let name: String
    }
    func alone(_ all: [Declaration], _ isFree: (Int) -> Bool) -> [Key: Int] {
      var result: [Key: Int] = [:]
      for (index, d) in all.enumerated() where d.entity.kind.isType && isFree(index) {
        let key = Key(family: d.family, name: d.qualifiedName)
        result[key] = result[key] == nil ? index : -1
      }
      return result
    }
    let gone = alone(before, isGone)
    if gone.isEmpty { return }
    let pairs = alone(after, isNew).compactMap { key, a -> (before: Int, after: Int)? in
      guard a >= 0, let b = gone[key], b >= 0 else { return nil }
      return (b, a)
    }.sorted { $0.after < $1.after }
    if pairs.isEmpty { return }
    let olds = memberNames(before, Set(pairs.map(\.before)))
    let news = memberNames(after, Set(pairs.map(\.after)))
    for (b, a) in pairs {
      let likeness = likeness(before[b], after[a])
      let members = (olds[b] ?? [], news[a] ?? [])
      let share =
        members.0.isEmpty || members.1.isEmpty ? 0 : Fingerprint.dice(members.0, members.1)
      if likeness >= Matching.rewritten || share >= Matching.sameMembers { pair(b, a, likeness) }
    }
  }

  /// The names of what some types hold, ascending, each once.
  private func memberNames(_ all: [Declaration], _ types: Set<Int>) -> [Int: [UInt64]] {
    var result: [Int: Set<UInt64>] = [:]
    for d in all where types.contains(d.parent) {
      let own = d.isNamedAfterHolder(in: all)
      result[d.parent, default: []].insert(
        own ? 1 : CodeWords.hash(d.file.text.bytes, d.entity.nameRange))
    }
    return result.mapValues { $0.sorted() }
  }

  /// A type that is gone became the one to which most of its members went; a type that is new was the
  /// one from which most of its members came. Accessors, which many types have alike, do not count.
  mutating func pairTypesByMembers() {
    var went: [Int: [Int: Int]] = [:]
    var came: [Int: [Int: Int]] = [:]
    var held: [Int: Int] = [:]
    var holds: [Int: Int] = [:]
    for d in before where d.parent >= 0 && d.tellsItsHolder {
      held[d.parent, default: 0] += 1
    }
    for (index, a) in after.enumerated() where a.parent >= 0 && a.tellsItsHolder {
      holds[a.parent, default: 0] += 1
      guard origin[index] >= 0 else { continue }
      let b = before[origin[index]]
      guard b.parent >= 0, b.tellsItsHolder, b.memberName(in: before) == a.memberName(in: after)
      else { continue }
      if isGone(b.parent) { went[b.parent, default: [:]][a.parent, default: 0] += 1 }
      if isNew(a.parent) { came[a.parent, default: [:]][b.parent, default: 0] += 1 }
    }
    func most(_ counts: [Int: Int]) -> (key: Int, value: Int) {
      counts.min { ($1.value, $0.key) < ($0.value, $1.key) }!
    }
    for (b, counts) in went.sorted(by: { $0.key < $1.key }) where before[b].entity.kind.isType {
      let (a, count) = most(counts)
      guard after[a].entity.kind.isType, before[b].family == after[a].family, count > 1,
        Double(count) >= Matching.mostMembers * Double(held[b] ?? 0)
      else { continue }
      if isNew(a) {
        pair(b, a, likeness(before[b], after[a]))
      } else if origin[a] >= 0, before[origin[a]].qualifiedName != after[a].qualifiedName {
        setFurther(successor: a, of: b)
      }
    }
    for (a, counts) in came.sorted(by: { $0.key < $1.key }) where after[a].entity.kind.isType {
      let (b, count) = most(counts)
      guard isNew(a), before[b].entity.kind.isType, before[b].family == after[a].family, count > 1,
        Double(count) >= Matching.mostMembers * Double(holds[a] ?? 0)
      else { continue }
      if isGone(b) { pair(b, a, likeness(before[b], after[a])) }
    }
  }

  /// Functions that are gone and of which one of the same name, that moved, is a copy; and the other way
  /// round.
  mutating func merge() {
    var moved: [String: [Int]] = [:]
    for (index, a) in after.enumerated()
    where origin[index] >= 0 && a.entity.kind.isCallable && !isUnchanged[index] {
      if !sameHolder(before[origin[index]], a) { moved[a.name, default: []].append(index) }
    }
    if moved.isEmpty { return }
    for (index, b) in before.enumerated() where isGone(index) && b.entity.kind.isCallable {
      guard let candidates = moved[b.name], candidates.count <= Matching.mostCompared,
        b.parent >= 0,
        !isGone(b.parent)
      else { continue }
      if let a = best(
        candidates, { likeness(b, after[$0]) },
        where: {
          b.family == after[$0].family && b.parameterTypes.count == after[$0].parameterTypes.count
        })
      {
        setFurther(successor: a, of: index)
      }
    }
    for (index, a) in after.enumerated() where isNew(index) && a.entity.kind.isCallable {
      guard let candidates = moved[a.name], candidates.count <= Matching.mostCompared, a.parent >= 0
      else { continue }
      if let twin = best(
        candidates, { likeness(before[origin[$0]], a) },
        where: {
          a.family == after[$0].family && a.parameterTypes.count == after[$0].parameterTypes.count
        })
      {
        setFurther(origin: origin[twin], of: index)
      }
    }
  }

  private func best(
    _ places: [Int], _ score: (Int) -> Double, where isPossible: (Int) -> Bool
  ) -> Int? {
    var result: (place: Int, score: Double)?
    for place in places where isPossible(place) {
      let score = score(place)
      if score >= Matching.alike, score > result?.score ?? 0 { result = (place, score) }
    }
    return result?.place
  }
}

extension Declaration {
  /// Whether it is a function whose code is more than that of an accessor, or that has none.
  fileprivate var tellsItsHolder: Bool {
    entity.kind.isCallable && (entity.bodyRange == nil || fingerprint.count >= 16)
  }
}
