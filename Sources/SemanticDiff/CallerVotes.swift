import Source
import Syntax

/// How often the code of paired declarations names something that came where it named something that
/// went: between the same neighbouring tokens.
struct CallerVotes {
  private var votes: [String: [String: Int]] = [:]

  /// Nobody says anything.
  init() {}

  init(_ matching: Matching, before: [Int], after: [Int]) {
    let gone = CallerVotes.names(before.map { matching.before[$0] })
    let new = CallerVotes.names(after.map { matching.after[$0] })
    // A name on both sides tells nothing.
    let old = gone.filter { new[$0.key] == nil }
    let come = new.filter { gone[$0.key] == nil }
    if old.isEmpty || come.isEmpty { return }
    for (index, a) in matching.after.enumerated() {
      let origin = matching.origin[index]
      guard origin >= 0, !matching.isUnchanged[index], !a.entity.kind.isType else { continue }
      let b = matching.before[origin]
      if b.anonymousDigest == a.anonymousDigest { continue }
      let places = CallerVotes.places(b, of: old)
      if places.isEmpty { continue }
      let newPlaces = CallerVotes.places(a, of: come)
      for (place, name) in newPlaces {
        guard let name, case let was?? = places[place] else { continue }
        votes[name, default: [:]][was, default: 0] += 1
      }
    }
  }

  /// How often the new name stands where the old one stood.
  func number(_ old: String, _ new: String) -> Int { votes[new]?[old] ?? 0 }

  /// The old names in whose places a new one stands, ascending.
  func names(of new: String) -> [String] { votes[new]?.keys.sorted() ?? [] }

  private static func names(_ declarations: [Declaration]) -> [UInt64: String] {
    var result: [UInt64: String] = [:]
    for d in declarations {
      result[CodeWords.hash(d.file.text.bytes, d.entity.nameRange)] = d.name
    }
    return result
  }

  /// The places, as the tokens around them, where one of these names stands; nil where several do.
  private static func places(_ d: Declaration, of names: [UInt64: String]) -> [UInt64: String?] {
    let code = CodeWords(
      d, ByteRange(d.entity.signatureRange.start, d.entity.range.end), excluding: d.children)
    func around(_ index: Int) -> UInt64 {
      guard code.hashes.indices.contains(index) else { return 0 }
      return names[code.hashes[index]] == nil ? code.hashes[index] : 1
    }
    var result: [UInt64: String?] = [:]
    for (index, hash) in code.hashes.enumerated() where code.isIdentifier[index] {
      guard let name = names[hash] else { continue }
      let place = mix(
        mix(mix(around(index - 2), around(index - 1)), around(index + 1)), around(index + 2))
      if let known = result[place], known != name {
        result[place] = .some(nil)
      } else {
        result[place] = name
      }
    }
    return result
  }
}
