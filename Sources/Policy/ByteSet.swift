/// A set of bytes.
struct ByteSet: Sendable, Hashable {
  private var words: [UInt64] = [0, 0, 0, 0]

  init(excluding bytes: [UInt8]) {
    words = [.max, .max, .max, .max]
    for byte in bytes { remove(byte) }
  }

  /// Reads `[a-z]` or `[!a-z]` from `[` on; neither ever holds `/`. Moves `index` behind the `]`;
  /// nil when there is none.
  init?(_ bytes: ArraySlice<UInt8>, at index: inout Int) {
    var position = index + 1
    var negated = false
    if position < bytes.endIndex, [UInt8(ascii: "!"), UInt8(ascii: "^")].contains(bytes[position]) {
      negated = true
      position += 1
    }
    let first = position
    while true {
      guard position < bytes.endIndex else { return nil }
      if bytes[position] == UInt8(ascii: "]"), position > first { break }
      guard let low = Self.byte(bytes, at: &position) else { return nil }
      var high = low
      if position + 1 < bytes.endIndex, bytes[position] == UInt8(ascii: "-"),
        bytes[position + 1] != UInt8(ascii: "]")
      {
        position += 1
        guard let last = Self.byte(bytes, at: &position) else { return nil }
        high = last
      }
      if low <= high { for byte in low...high { insert(byte) } }
    }
    index = position + 1
    if negated { words = words.map { ~$0 } }
    remove(UInt8(ascii: "/"))
  }

  func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1 }

  private mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }
  private mutating func remove(_ byte: UInt8) { words[Int(byte >> 6)] &= ~(1 << UInt64(byte & 63)) }

  private static func byte(_ bytes: ArraySlice<UInt8>, at position: inout Int) -> UInt8? {
    if bytes[position] == UInt8(ascii: "\\") { position += 1 }
    guard position < bytes.endIndex else { return nil }
    defer { position += 1 }
    return bytes[position]
  }
}
