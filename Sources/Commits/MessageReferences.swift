import Source

/// Issues and pull requests that a text names, as GitHub and GitLab link them.
public enum MessageReferences {
  /// `#12`, `owner/name#12`, `GH-12`, `!12`, `group/project!12`; each once, in their order.
  public static func all(in text: String) -> [String] {
    let bytes = Array(text.utf8)
    var found: [String] = []
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      var start = place
      var digits = place + 1
      if byte == UInt8(ascii: "#") || byte == UInt8(ascii: "!") {
        // What stands in front, without a blank between, is the repository.
        while start > 0, isName(bytes[start - 1]) { start -= 1 }
        if start < place, !bytes[start..<place].contains(UInt8(ascii: "/")) { start = -1 }
      } else if byte | 32 == UInt8(ascii: "g"), bytes[place...].starts(with: "GH-".utf8),
        place == 0 || !isName(bytes[place - 1])
      {
        digits = place + 3
      } else {
        place += 1
        continue
      }
      var end = digits
      while end < bytes.count, 48...57 ~= bytes[end] { end += 1 }
      let isWhole = end == bytes.count || !(bytes[end].isAlphanumeric || bytes[end] == 95)
      if start >= 0, end > digits, isWhole, bytes[digits] != 48 {
        let name = String(decoding: bytes[start..<end], as: UTF8.self)
        if !found.contains(name) { found.append(name) }
      }
      place = max(end, place + 1)
    }
    return found
  }

  private static func isName(_ byte: UInt8) -> Bool {
    byte.isAlphanumeric || "/._-".utf8.contains(byte)
  }
}
