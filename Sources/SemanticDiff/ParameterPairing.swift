import Source
import Syntax

/// Which parameter of the after side is which one of the before side: those of the same name, then those
/// that stand for each other in the body, then those between the same neighbours.
private struct ParameterPairing {
  /// For each parameter after, its place before, or nil where it was added.
  private(set) var origin: [Int?]
  private(set) var used = Set<Int>()

  private let before: Declaration
  private let after: Declaration

  init(_ b: Declaration, _ a: Declaration) {
    before = b
    after = a
    origin = [Int?](repeating: nil, count: a.entity.parameters.count)
    pairByName()
    if isDone { return }
    pairByUse()
    pairByPlace()
  }

  private var isDone: Bool {
    used.count == before.entity.parameters.count || !origin.contains(nil)
  }

  private mutating func pair(_ old: Int, _ new: Int) {
    origin[new] = old
    used.insert(old)
  }

  private mutating func pairByName() {
    let old = before.entity.parameters.map { before.bareName($0) }
    for (index, parameter) in after.entity.parameters.enumerated() {
      let name = after.bareName(parameter)
      if let match = old.indices.first(where: { !used.contains($0) && old[$0] == name }) {
        pair(match, index)
      }
    }
  }

  /// Where the same code names another parameter, that one was renamed.
  private mutating func pairByUse() {
    let olds = before.entity.parameters.indices.filter { !used.contains($0) }
    let news = after.entity.parameters.indices.filter { origin[$0] == nil }
    let oldUses = before.uses(of: olds)
    let newUses = after.uses(of: news)
    var scores: [(score: Int, old: Int, new: Int)] = []
    for (i, old) in olds.enumerated() {
      for (j, new) in news.enumerated() {
        let common = oldUses[i].common(newUses[j])
        guard common > 0, mayBeSame(old, new) else { continue }
        scores.append((2 * common + (areNeighbours(old, new) ? 1 : 0), old, new))
      }
    }
    scores.sort { ($1.score, $0.old, $0.new) < ($0.score, $1.old, $1.new) }
    for (_, old, new) in scores where origin[new] == nil && !used.contains(old) { pair(old, new) }
  }

  private mutating func pairByPlace() {
    let (old, new) = (before.entity.parameters, after.entity.parameters)
    for index in new.indices where origin[index] == nil {
      let place = old.indices.first {
        !used.contains($0) && areNeighbours($0, index) && mayBeSame($0, index)
          && (old[$0].type != nil || old.count == new.count)
          && (old[$0].type == nil) == (new[index].type == nil)
      }
      if let place { pair(place, index) }
    }
  }

  /// Whether what stands in front, or behind, of both is paired or nothing.
  private func areNeighbours(_ old: Int, _ new: Int) -> Bool {
    let first = old == 0 && new == 0 || old > 0 && new > 0 && origin[new - 1] == old - 1
    let last =
      old == before.entity.parameters.count - 1 && new == origin.count - 1
      || new + 1 < origin.count && origin[new + 1] == old + 1
    return first || last
  }

  /// Whether parameters of different names can be the same one: in a list of another length, what has another
  /// type as well is another parameter.
  private func mayBeSame(_ old: Int, _ new: Int) -> Bool {
    if before.entity.parameters.count == origin.count { return true }
    let types = (before.entity.parameters[old].type, after.entity.parameters[new].type)
    return types.0.map(before.file.flattened) == types.1.map(after.file.flattened)
  }
}

/// The places in a body where a parameter is named, told by the tokens in front and behind.
private struct Uses {
  var whole: Set<UInt64> = []
  var front: Set<UInt64> = []
  var behind: Set<UInt64> = []

  /// How many places are alike: with the same tokens on both sides, or at least on one.
  func common(_ other: Uses) -> Int {
    3 * whole.count(where: other.whole.contains) + front.count(where: other.front.contains)
      + behind.count(where: other.behind.contains)
  }
}

extension Declaration {
  /// The name without the signs that say that it takes any number of values.
  fileprivate func bareName(_ parameter: Parameter) -> ArraySlice<UInt8> {
    file.text.slice(parameter.name).drop { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: ".") }
  }

  private func hash(_ parameter: Parameter) -> UInt64 {
    let name = Array(bareName(parameter))
    return CodeWords.hash(name, ByteRange(0, name.count))
  }

  /// For each of these parameters its uses, in which all of these count as the same.
  fileprivate func uses(of places: [Int]) -> [Uses] {
    var result = [Uses](repeating: Uses(), count: places.count)
    var index: [UInt64: Int] = [:]
    for (number, place) in places.enumerated() { index[hash(entity.parameters[place])] = number }
    let code = bodyCode
    func around(_ place: Int) -> UInt64 {
      guard code.hashes.indices.contains(place) else { return 0 }
      return index[code.hashes[place]] == nil ? code.hashes[place] : 1
    }
    for (place, hash) in code.hashes.enumerated() {
      guard let number = index[hash] else { continue }
      // A member of the same name is something else.
      if place > 0, code.isMemberSign(place - 1) { continue }
      let front = mix(around(place - 2), around(place - 1))
      let behind = mix(around(place + 1), around(place + 2))
      result[number].whole.insert(mix(front, behind))
      // Signs alone tell nothing.
      if code.isWord(place - 1) || code.isWord(place - 2) { result[number].front.insert(front) }
      if code.isWord(place + 1) || code.isWord(place + 2) { result[number].behind.insert(behind) }
    }
    return result
  }
}

extension CodeWords {
  private static let dot = hash([UInt8(ascii: ".")], ByteRange(0, 1))

  fileprivate func isWord(_ index: Int) -> Bool { isWord.indices.contains(index) && isWord[index] }

  fileprivate func isMemberSign(_ index: Int) -> Bool { hashes[index] == CodeWords.dot }
}

extension Declaration {
  /// Whether callers may leave a parameter out: it has a default, takes any number (`*args`, `...rest`), or
  /// says so (`a?: number`).
  fileprivate func isOptional(_ parameter: Parameter) -> Bool {
    if parameter.defaultValue != nil || isMarkedOptional(parameter) { return true }
    let name = file.text.slice(parameter.name)
    return name.first == UInt8(ascii: "*") || name.starts(with: "...".utf8)
  }

  /// Whether `?` stands behind the name (TypeScript).
  fileprivate func isMarkedOptional(_ parameter: Parameter) -> Bool {
    let next = file.tokens.firstIndex(startingAt: parameter.name.end)
    return file.language.name == "typescript" && next < file.tokens.count
      && file.text.bytes[file.tokens.start(next)] == UInt8(ascii: "?")
  }
}

extension ParameterChange {
  /// What happened to the parameters.
  static func between(_ b: Declaration, _ a: Declaration) -> [ParameterChange] {
    let old = b.entity.parameters
    let new = a.entity.parameters
    if old.isEmpty && new.isEmpty { return [] }
    func text(_ d: Declaration, _ range: ByteRange?) -> String? { range.map(d.file.flattened) }

    let oldNames = old.map { text(b, $0.name)! }
    let newNames = new.map { text(a, $0.name)! }
    let pairing = ParameterPairing(b, a)

    var result: [ParameterChange] = []
    for index in old.indices where !pairing.used.contains(index) {
      result.append(
        ParameterChange(.removed, oldNames[index], before: b.file.flattened(old[index].wholeRange)))
    }
    var last = -1
    for (index, parameter) in new.enumerated() {
      let name = newNames[index]
      guard let place = pairing.origin[index] else {
        result.append(
          ParameterChange(
            a.isOptional(parameter) ? .addedWithDefault : .added, name,
            after: a.file.flattened(parameter.wholeRange)))
        continue
      }
      let was = old[place]
      let known = result.count
      if place < last { result.append(ParameterChange(.reordered, name)) }
      last = max(last, place)
      if b.bareName(was) != a.bareName(parameter) {
        result.append(ParameterChange(.renamed, name, before: oldNames[place], after: name))
      }
      let labels = (text(b, was.label), text(a, parameter.label))
      if labels.0 != labels.1, !b.reads(was.label, like: a, parameter.label) {
        result.append(ParameterChange(.relabelled, name, before: labels.0, after: labels.1))
      }
      let isMarked = (b.isMarkedOptional(was), a.isMarkedOptional(parameter))
      let types =
        isMarked.0 == isMarked.1
        ? (text(b, was.type), text(a, parameter.type))
        : (text(b, was.wholeRange), text(a, parameter.wholeRange))
      if types.0 != types.1, isMarked.0 != isMarked.1 || !b.reads(was.type, like: a, parameter.type)
      {
        result.append(ParameterChange(.retyped, name, before: types.0, after: types.1))
      }
      let defaults = (text(b, was.defaultValue), text(a, parameter.defaultValue))
      if defaults.0 != defaults.1, !b.reads(was.defaultValue, like: a, parameter.defaultValue) {
        result.append(ParameterChange(.defaultChanged, name, before: defaults.0, after: defaults.1))
      }
      // What stands between the parts says something too: `a?: number`.
      let wholes = (b.file.flattened(was.wholeRange), a.file.flattened(parameter.wholeRange))
      if result.count == known, wholes.0 != wholes.1,
        !b.reads(was.wholeRange, like: a, parameter.wholeRange)
      {
        result.append(ParameterChange(.retyped, name, before: wholes.0, after: wholes.1))
      }
    }
    return result
  }
}
