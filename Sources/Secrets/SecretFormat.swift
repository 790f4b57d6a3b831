/// What the keys of one provider look like: a prefix that says whose they are, and what follows it. From the
/// providers' own documentation of their formats.
struct SecretFormat: Sendable {
  enum Part: Sendable {
    /// From so many to so many bytes of a class, as many as there are.
    case run(ByteClass, ClosedRange<Int>)
    case text(String)
  }

  /// How a key vouches for itself.
  enum Check: Sendable {
    /// The last six bytes are the CRC-32 of those between the prefix and them, in base 62.
    case crc32
  }

  /// What it is, with its article: `a GitHub token`.
  let title: String
  /// Its first bytes, in their case.
  let prefix: [UInt8]
  let parts: [Part]
  let check: Check?
  /// Whether it only works where nothing is at stake: keys of test modes.
  let isForTests: Bool

  init(
    _ title: String, _ prefix: String, _ parts: [Part], check: Check? = nil,
    isForTests: Bool = false
  ) {
    self.title = title
    self.prefix = Array(prefix.utf8)
    self.parts = parts
    self.check = check
    self.isForTests = isForTests
  }

  /// Where a key that begins at `start` ends; nil where there is none.
  func end(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
    var index = start + prefix.count
    guard start >= 0, index <= bytes.count else { return nil }
    for (offset, byte) in prefix.enumerated() where bytes[start + offset] != byte { return nil }
    var last: ByteClass = []
    for part in parts {
      switch part {
      case .text(let text):
        for byte in text.utf8 {
          guard index < bytes.count, bytes[index] == byte else { return nil }
          index += 1
        }
        last = []
      case .run(let set, let range):
        let first = index
        while index < bytes.count, index - first < range.upperBound,
          set.contains(byte: bytes[index])
        {
          index += 1
        }
        guard index - first >= range.lowerBound else { return nil }
        last = set
      }
    }
    // A longer run is something else.
    if index < bytes.count, last.contains(byte: bytes[index]) { return nil }
    return index
  }

  /// Whether the check digits are right; nil where there are none.
  func isChecked(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool? {
    switch check {
    case nil: return nil
    case .crc32:
      let body = (range.lowerBound + prefix.count)..<(range.upperBound - 6)
      return CRC32.base62(UnsafeBufferPointer(rebasing: bytes[body]))
        .elementsEqual(bytes[(range.upperBound - 6)..<range.upperBound])
    }
  }
}

/// The check sum of zip and PNG (ISO 3309).
enum CRC32 {
  static func value(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }

  /// Six digits: numbers, capitals, small letters.
  static func base62(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    var rest = value(bytes)
    var text: [UInt8] = []
    for _ in 0..<6 {
      text.append(digits[Int(rest % 62)])
      rest /= 62
    }
    return text.reversed()
  }
}
