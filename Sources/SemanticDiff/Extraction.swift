import Source
import Syntax

/// Which functions were made of a part of others, and which ones went into others: a function that came,
/// whose code stood in the body of one that stayed and now names it; and the other way round.
struct Extraction {
  /// For a declaration that came, those before whose code it took, ascending.
  private(set) var extractedFrom: [Int: [Int]] = [:]
  /// For a declaration that went, those after that took its code, ascending.
  private(set) var inlinedInto: [Int: [Int]] = [:]

  /// The least share of a part's code that stood in the host and no longer does.
  private static let leastShare = 0.4
  /// Parts of one name that are compared with one host.
  private static let mostOverloads = 16

  init(_ matching: Matching) {
    let came = Extraction.parts(matching.after) { matching.isNew($0) }
    let went = Extraction.parts(matching.before) { matching.isGone($0) }
    if came.isEmpty && went.isEmpty { return }
    for (index, a) in matching.after.enumerated() {
      let origin = matching.origin[index]
      guard origin >= 0, !matching.isUnchanged[index], !a.entity.kind.isType else { continue }
      let b = matching.before[origin]
      if b.anonymousDigest == a.anonymousDigest { continue }
      for part in Extraction.found(came, matching.after, named: a, notNamed: b) {
        extractedFrom[part, default: []].append(origin)
      }
      for part in Extraction.found(went, matching.before, named: b, notNamed: a) {
        inlinedInto[part, default: []].append(index)
      }
    }
    for part in extractedFrom.keys { extractedFrom[part]!.sort() }
    for part in inlinedInto.keys { inlinedInto[part]!.sort() }
  }

  private static func parts(_ declarations: [Declaration], _ includes: (Int) -> Bool) -> [UInt64:
    [Int]]
  {
    var result: [UInt64: [Int]] = [:]
    for (index, d) in declarations.enumerated()
    where d.entity.kind.isCallable && d.entity.bodyRange != nil && includes(index) {
      result[CodeWords.hash(d.file.text.bytes, d.entity.nameRange), default: []].append(index)
    }
    return result
  }

  /// The parts that `caller` names more often than `whole` does, and whose code `whole` has and `caller`
  /// has not.
  private static func found(
    _ parts: [UInt64: [Int]], _ declarations: [Declaration], named caller: Declaration,
    notNamed whole: Declaration
  ) -> [Int] {
    if parts.isEmpty { return [] }
    let calls = caller.bodyNames(in: parts)
    if calls.isEmpty { return [] }
    let known = whole.bodyNames(in: parts)
    var result: [Int] = []
    for (name, count) in calls.sorted(by: { $0.key < $1.key }) where count > known[name] ?? 0 {
      for part in parts[name]!.prefix(mostOverloads) {
        let code = declarations[part].bodyFingerprint
        if share(code, of: whole.bodyFingerprint, without: caller.bodyFingerprint) >= leastShare {
          result.append(part)
        }
      }
    }
    return result
  }

  /// The share of a part's code that is in the whole and not in the rest.
  private static func share(
    _ part: Fingerprint, of whole: Fingerprint, without rest: Fingerprint
  ) -> Double {
    func share(_ set: (Fingerprint) -> [UInt64]) -> Double {
      let all = set(part)
      if all.isEmpty { return 0 }
      let common = Fingerprint.intersection(all, set(whole))
      return Double(common.count - Fingerprint.common(common, set(rest))) / Double(all.count)
    }
    return share(\.triples)
  }
}

extension Declaration {
  /// How often the code between signature and end names each of these.
  fileprivate func bodyNames(in names: [UInt64: [Int]]) -> [UInt64: Int] {
    let own = CodeWords.hash(file.text.bytes, entity.nameRange)
    let code = bodyCode
    var result: [UInt64: Int] = [:]
    for (index, hash) in code.hashes.enumerated() where code.isIdentifier[index] {
      let name = hash == 1 ? own : hash
      if names[name] != nil { result[name, default: 0] += 1 }
    }
    return result
  }
}
