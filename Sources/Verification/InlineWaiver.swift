import Secrets
import Source
import Syntax

/// A comment that forgives findings on its line, or where it stands alone, down to the next line of code:
/// `verdict:allow gate/rule reason`. It is read from comments alone, so that a string is none.
public struct InlineWaiver: Sendable, Hashable {
  /// `gate/rule`, or `gate/*`.
  public let rule: String
  /// Empty where the comment gives none, so that it forgives nothing.
  public let reason: String
  /// The lines that it speaks of.
  public let lines: ClosedRange<Int>
  /// The same for the same comment on the same code, wherever its lines move.
  public let key: String

  /// All of a file, in their order.
  public static func all(in file: SyntaxFile) -> [InlineWaiver] {
    let tokens = file.tokens
    let bytes = file.text.bytes
    var found: [InlineWaiver] = []
    // From behind, so that the code that follows a comment is known.
    var following: Int?
    for index in (0..<tokens.count).reversed() {
      guard tokens.kind(index).isComment else {
        following = tokens.start(index)
        continue
      }
      let range = tokens.start(index)..<tokens.end(index)
      guard let words = words(bytes[range]) else { continue }
      var last = file.text.position(at: range.upperBound).line
      let first = file.text.position(at: range.lowerBound).line
      if tokens.flags(index).contains(.startsLine), let following {
        last = max(last, file.text.position(at: following).line)
      }
      let code = file.text.line(last).filter { $0 > 32 }
      found.append(
        InlineWaiver(
          rule: words.rule, reason: Secret.masked(words.reason), lines: first...last,
          key: "\(words.rule) \(words.reason)\n\(String(decoding: code, as: UTF8.self))"))
    }
    return found.reversed()
  }

  private static let marker = Array("verdict:allow".utf8)

  /// What a comment says, where it is such a one.
  private static func words(_ comment: ArraySlice<UInt8>) -> (rule: String, reason: String)? {
    guard let start = place(of: marker, in: comment) else { return nil }
    var rest = comment[(start + marker.count)...]
    guard let first = rest.first, first == 32 || first == 9 else { return nil }
    rest = rest.prefix { $0 != 10 && $0 != 13 }
    let rule = rest.drop { $0 == 32 || $0 == 9 }.prefix { $0 > 32 }
    guard rule.contains(UInt8(ascii: "/")) else { return nil }
    var reason = rest[rule.endIndex...]
    // What closes the comment is none of its words.
    for end in ["*/", "-->", "--]]", "]]", "#}", "=#"] {
      if let place = place(of: Array(end.utf8), in: reason) { reason = reason[..<place] }
    }
    let trimmed = reason.drop { $0 <= 32 }
    return (
      String(decoding: rule, as: UTF8.self),
      String(
        decoding: trimmed.prefix(trimmed.count - trimmed.reversed().prefix { $0 <= 32 }.count),
        as: UTF8.self)
    )
  }

  private static func place(of words: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.count >= words.count else { return nil }
    var place = bytes.startIndex
    while place + words.count <= bytes.endIndex {
      if bytes[place] == words[0], bytes[place..<(place + words.count)].elementsEqual(words) {
        return place
      }
      place += 1
    }
    return nil
  }
}
