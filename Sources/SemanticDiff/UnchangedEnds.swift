import Source
import Syntax

/// The declarations of a file that lie wholly in the part at its start, or at its end, that is the same
/// on both sides. They are the same things and nothing happened to them, which a comparison of bytes
/// tells faster than any of tokens.
struct UnchangedEnds {
  /// Their places in the lists of the two sides.
  private(set) var pairs: [(before: Int, after: Int)] = []

  init(before: [Declaration], after: [Declaration]) {
    let old = UnchangedEnds.files(before)
    let new = UnchangedEnds.files(after)
    for (pair, oldRange) in old {
      guard let newRange = new[pair] else { continue }
      add(before, oldRange, after, newRange)
    }
  }

  /// The places of each file's declarations, by its pair.
  private static func files(_ declarations: [Declaration]) -> [Int: Range<Int>] {
    var result: [Int: Range<Int>] = [:]
    var start = 0
    while start < declarations.count {
      let pair = declarations[start].pair
      var end = start + 1
      while end < declarations.count, declarations[end].pair == pair { end += 1 }
      result[pair] = start..<end
      start = end
    }
    return result
  }

  private mutating func add(
    _ before: [Declaration], _ old: Range<Int>, _ after: [Declaration], _ new: Range<Int>
  ) {
    guard before[old.lowerBound].file.language == after[new.lowerBound].file.language else {
      return
    }
    let oldBytes = before[old.lowerBound].file.text.bytes
    let newBytes = after[new.lowerBound].file.text.bytes
    let prefix = zip(oldBytes, newBytes).prefix { $0 == $1 }.count
    let most = min(oldBytes.count, newBytes.count) - prefix
    let suffix = zip(oldBytes.reversed(), newBytes.reversed()).prefix(most).prefix { $0 == $1 }
      .count
    let shift = newBytes.count - oldBytes.count
    let count = min(old.count, new.count)

    var first = 0
    while first < count {
      let (b, a) = (before[old.lowerBound + first], after[new.lowerBound + first])
      guard UnchangedEnds.same(b, a, shift: 0) else { break }
      if a.entity.range.end <= prefix, a.entity.range.end == b.entity.range.end {
        pairs.append((old.lowerBound + first, new.lowerBound + first))
      }
      first += 1
    }
    var last = 0
    while first + last < count {
      let (b, a) = (before[old.upperBound - 1 - last], after[new.upperBound - 1 - last])
      guard b.entity.range.start >= oldBytes.count - suffix,
        UnchangedEnds.same(b, a, shift: shift), b.entity.range.end + shift == a.entity.range.end
      else { break }
      pairs.append((old.upperBound - 1 - last, new.upperBound - 1 - last))
      last += 1
    }
  }

  /// Whether both begin at the same place and are read as the same kind of thing. What holds them can
  /// decide who may name them.
  private static func same(_ b: Declaration, _ a: Declaration, shift: Int) -> Bool {
    b.entity.kind == a.entity.kind && b.entity.visibility == a.entity.visibility
      && b.entity.range.start + shift == a.entity.range.start
      && b.entity.nameRange.start + shift == a.entity.nameRange.start
      && b.entity.nameRange.count == a.entity.nameRange.count
  }
}
