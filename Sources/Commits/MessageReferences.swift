import Source

/// Issues and pull requests that a text names, as GitHub and GitLab link them.
public enum MessageReferences {
  /// `#12`, `owner/name#12`, `GH-12`, `!12`, `group/project!12`; each once, in their order.
  public static func all(in text: String) -> [String] {
    let bytes = Array(text.utf8)
    var found: [String] = []
    var place = 0
    while place < bytes.count {
      guard let (start, digits) = reference(at: place, bytes) else {
        place += 1
        continue
      }
      var end = digits
      while end < bytes.count, 48...57 ~= bytes[end] { end += 1 }
      let isWhole = end == bytes.count || !(bytes[end].isAlphanumeric || bytes[end] == 95)
      if end > digits, isWhole, bytes[digits] != 48 {
        let name = String(decoding: bytes[start..<end], as: UTF8.self)
        if !found.contains(name) { found.append(name) }
      }
      place = max(end, place + 1)
    }
    return found
  }

  /// Where a reference with a sign at this place begins, and where its number does; nil where there is no sign.
  private static func reference(at place: Int, _ bytes: [UInt8]) -> (start: Int, digits: Int)? {
    switch bytes[place] {
    case UInt8(ascii: "#"), UInt8(ascii: "!"):
      // What stands in front, without a blank between, is the repository.
      var start = place
      while start > 0, isName(bytes[start - 1]) { start -= 1 }
      let isAlone = start == place
      return isAlone || bytes[start..<place].contains(UInt8(ascii: "/")) ? (start, place + 1) : nil
    case UInt8(ascii: "G"):
      guard bytes[place...].starts(with: "GH-".utf8), place == 0 || !isName(bytes[place - 1]) else {
        return nil
      }
      return (place, place + 3)
    default: return nil
    }
  }

  private static func isName(_ byte: UInt8) -> Bool {
    byte.isAlphanumeric || "/._-".utf8.contains(byte)
  }
}
