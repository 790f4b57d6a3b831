import Source
import Syntax

/// The pairs of declarations, among those that are still alone, that may be the same thing: best first.
/// Candidates come from an index of token triples, from the same name, the same holder and from callers
/// that now name the one where they named the other, so that never all pairs are compared.
struct Contest {
  struct Candidate {
    let score: Double
    let likeness: Double
    let before: Int
    let after: Int
  }

  private(set) var candidates: [Candidate] = []

  /// What has its old name on the other side is renamed only where the code is so much alike.
  private static let displaced = 0.8
  private static let unlike = 0.3

  /// A triple or name that more declarations than this share tells nothing.
  private static let commonest = 64
  /// The best of those that share triples, which are compared in full.
  private static let mostCompared = 8
  /// Declarations of fewer tokens are alike by chance.
  private static let fewestTokens = 24.0
  /// What each agreement adds to the likeness of the code.
  private enum Weight {
    static let sameName = 0.25
    static let nameParts = 0.15
    static let sameHolder = 0.15
    static let sameFile = 0.05
    static let parameters = 0.1
    static let neighbour = 0.05
    static let callers = 0.25
    /// Of a name that several others changed in the same way.
    static let renamedAlike = 0.4
  }
  /// Below this score two declarations are not the same thing.
  private static let threshold = 0.75

  private let matching: Matching
  private let votes: CallerVotes
  /// The declarations before and after by file and qualified name.
  private let places: Places

  /// The names that paired declarations had and have.
  private let renames: [[String]: Int]

  /// - Parameter renames: the names before and after of declarations that are known to be renamed, and how
  ///   many: others of that name, which override or implement them, are likely to be.
  init(_ matching: Matching, renames: [[String]: Int] = [:], _ includes: (Declaration) -> Bool) {
    self.matching = matching
    self.renames = renames
    let before = matching.before.indices.filter {
      matching.successor[$0] < 0 && matching.before[$0].isComparable
        && includes(matching.before[$0])
    }
    let after = matching.after.indices.filter {
      matching.origin[$0] < 0 && matching.after[$0].isComparable && includes(matching.after[$0])
    }
    if before.isEmpty || after.isEmpty {
      votes = CallerVotes()
      places = Places()
      return
    }
    votes = CallerVotes(matching, before: before, after: after)
    places = Places(matching)

    let index = Index(matching, before)
    for a in after {
      let d = matching.after[a]
      for b in index.candidates(for: d, matching, votes) where matching.before[b].family == d.family
      {
        if let candidate = candidate(b, a) { candidates.append(candidate) }
      }
    }
    candidates.sort { ($0.score, $1.before, $1.after) > ($1.score, $0.before, $0.after) }
  }

  private func candidate(_ b: Int, _ a: Int) -> Candidate? {
    let (old, new) = (matching.before[b], matching.after[a])
    if isPart(old, new) { return nil }
    let likeness = matching.likeness(old, new)
    if old.name != new.name, likeness < Contest.displaced,
      places.after(old) != nil || places.before(new) != nil
    {
      return nil
    }
    let smaller = Double(min(old.fingerprint.count, new.fingerprint.count))
    var score = likeness * min(1, 0.25 + 0.75 * smaller / Contest.fewestTokens)
    let (oldName, newName) = (
      old.memberName(in: matching.before), new.memberName(in: matching.after)
    )
    score +=
      oldName == newName || CodeWords.isSpelling(oldName, of: newName)
      ? Weight.sameName : Weight.nameParts * Fingerprint.dice(old.nameParts, new.nameParts)
    if matching.sameHolder(old, new) {
      score += Weight.sameHolder
    } else if old.pair == new.pair {
      score += Weight.sameFile
    }
    if new.entity.kind.isCallable {
      score +=
        Weight.parameters
        * (Fingerprint.dice(old.parameterNames, new.parameterNames)
          + (old.parameterTypes == new.parameterTypes ? 1 : 0)) / 2
    }
    if matching.sameHolder(old, new) { score += Weight.neighbour * Double(neighbours(b, a)) }
    let others = renames[[old.name, new.name]] ?? 0
    if others > 1, matching.sameHolder(old, new) {
      score += Weight.renamedAlike
    } else if others > 0 || votes.number(old.name, new.name) > 0 {
      score += Weight.callers
    }
    guard score >= Contest.threshold else { return nil }
    return Candidate(score: score, likeness: likeness, before: b, after: a)
  }

  /// Whether one was taken out of what goes on under the other's name, or went into it: what has the old
  /// name now names the new one, or what had the new name named the old one.
  private func isPart(_ old: Declaration, _ new: Declaration) -> Bool {
    if old.name == new.name { return false }
    if let heir = places.after(old), !isReplaced(old, heir, by: new, old) {
      if heir.names(new) && !old.names(new) { return true }
      if new.names(old) && new.entity.kind.isType { return true }
    }
    if let forerunner = places.before(new), !isReplaced(forerunner, new, by: new, old) {
      if forerunner.names(old) && !new.names(old) { return true }
      if old.names(new) && old.entity.kind.isType { return true }
    }
    return false
  }

  /// Whether two of one name have little in common, and the whole code of one is under another name.
  private func isReplaced(
    _ b: Declaration, _ a: Declaration, by new: Declaration, _ old: Declaration
  ) -> Bool {
    b.parameterTypes != a.parameterTypes && matching.likeness(b, a) < Contest.unlike
      && matching.likeness(old, new) >= Contest.displaced
  }

  /// How many of the declarations in front and behind are paired with each other.
  private func neighbours(_ b: Int, _ a: Int) -> Int {
    (a > 0 && b > 0 && matching.origin[a - 1] == b - 1 ? 1 : 0)
      + (a + 1 < matching.after.count && matching.origin[a + 1] == b + 1 ? 1 : 0)
  }

  /// What finds those among the declarations before that may be one of after.
  private struct Index {
    private var triples: [UInt64: [Int]] = [:]
    private var names: [String: [Int]] = [:]
    private var holders: [[Int]: [Int]] = [:]

    init(_ matching: Matching, _ before: [Int]) {
      for index in before {
        let d = matching.before[index]
        for triple in d.fingerprint.triples { triples[triple, default: []].append(index) }
        names[d.memberName(in: matching.before), default: []].append(index)
        holders[d.parent < 0 ? [-1, d.pair] : [d.parent], default: []].append(index)
      }
    }

    func candidates(for d: Declaration, _ matching: Matching, _ votes: CallerVotes) -> [Int] {
      var shared: [Int: Int] = [:]
      for triple in d.fingerprint.triples {
        guard let owners = triples[triple], owners.count <= Contest.commonest else { continue }
        for owner in owners { shared[owner, default: 0] += 1 }
      }
      var result = shared.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
        .prefix(Contest.mostCompared).map(\.key)
      func add(_ more: [Int]?) {
        guard let more, more.count <= Contest.commonest else { return }
        result += more
      }
      add(names[d.memberName(in: matching.after)])
      if d.parent < 0 {
        add(holders[[-1, d.pair]])
      } else if matching.origin[d.parent] >= 0 {
        add(holders[[matching.origin[d.parent]]])
      }
      for name in votes.names(of: d.name) { add(names[name]) }
      return Set(result).sorted()
    }
  }
}

/// Where each side has what, by file and qualified name; the first of overloads.
struct Places {
  private struct Key: Hashable {
    let pair: Int
    let name: String
  }
  private var olds: [Key: Declaration] = [:]
  private var news: [Key: Declaration] = [:]

  init() {}

  init(_ matching: Matching) {
    olds = Places.index(matching.before)
    news = Places.index(matching.after)
  }

  private static func index(_ declarations: [Declaration]) -> [Key: Declaration] {
    var result: [Key: Declaration] = [:]
    for d in declarations where d.isComparable {
      let key = Key(pair: d.pair, name: d.qualifiedName)
      if result[key] == nil { result[key] = d }
    }
    return result
  }

  /// What stands after in the place of a declaration before.
  func after(_ d: Declaration) -> Declaration? {
    news[Key(pair: d.pair, name: d.qualifiedName)]
  }

  /// What stood before in the place of a declaration after.
  func before(_ d: Declaration) -> Declaration? {
    olds[Key(pair: d.pair, name: d.qualifiedName)]
  }
}

extension Declaration {
  /// Whether its code names another declaration.
  fileprivate func names(_ other: Declaration) -> Bool {
    let hash = CodeWords.hash(other.file.text.bytes, other.entity.nameRange)
    let words = fingerprint.words
    var (low, high) = (0, words.count)
    while low < high {
      let middle = (low + high) / 2
      if words[middle] < hash { low = middle + 1 } else { high = middle }
    }
    return low < words.count && words[low] == hash
  }

  fileprivate var isComparable: Bool { entity.kind != .import && entity.kind != .key }
}
