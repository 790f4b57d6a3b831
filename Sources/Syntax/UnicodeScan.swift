import Source

/// What a file that is not ASCII alone holds beyond plain letters, found in one pass.
struct UnicodeScan {
  /// The first byte that is part of no UTF-8 character.
  private(set) var firstInvalid: Int?
  /// Where characters stand that nothing shows, or that turn the direction of text.
  private(set) var hidden: [UInt32] = []
  /// Where letters stand that look like Latin ones, next to ASCII letters.
  private(set) var lookalikes: [UInt32] = []

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    var offset = 0
    while offset < bytes.count {
      if bytes[offset] < 0x80 {
        offset += 1
        // Most of it is ASCII, eight bytes at a time.
        while offset &+ 8 <= bytes.count,
          UnsafeRawPointer(bytes.baseAddress!)
            .loadUnaligned(fromByteOffset: offset, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
        {
          offset &+= 8
        }
        continue
      }
      guard let (scalar, width) = UnicodeScan.decode(at: offset, in: bytes) else {
        if firstInvalid == nil { firstInvalid = offset }
        offset += 1
        continue
      }
      if width == 2 {
        if scalar.value >= 0x370, scalar.value < 0x530 {
          if scalar.looksLatin,
            offset > 0 && bytes[offset - 1].isWordByte
              || offset + 2 < bytes.count && bytes[offset + 2].isWordByte
          {
            lookalikes.append(UInt32(truncatingIfNeeded: offset))
          }
        } else if scalar.isInvisible {
          hidden.append(UInt32(truncatingIfNeeded: offset))
        }
      } else if UnicodeScan.mayHide(bytes[offset]),
        scalar.isInvisible || scalar.isVariationSelector
      {
        hidden.append(UInt32(truncatingIfNeeded: offset))
      }
      offset += width
    }
  }

  /// Whether a part of the text is UTF-8.
  static func isValid(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    let part = UnsafeBufferPointer(rebasing: bytes[start..<end])
    var offset = 0
    while offset < part.count {
      if part[offset] < 0x80 {
        offset &+= 1
      } else if let (_, width) = decode(at: offset, in: part) {
        offset &+= width
      } else {
        return false
      }
    }
    return true
  }

  /// Whether a character of three or four bytes that begins with this one can be hidden; those of
  /// Chinese, Japanese and Korean and emoji begin with others.
  private static func mayHide(_ lead: UInt8) -> Bool {
    switch lead {
    case 0xE1, 0xE2, 0xE3, 0xEF, 0xF3: true
    default: false
    }
  }

  /// The character at an offset and how many bytes it takes, or nil where the bytes are not UTF-8.
  static func decode(
    at offset: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> (Unicode.Scalar, width: Int)? {
    let lead = bytes[offset]
    let width: Int
    var value: UInt32
    let least: UInt32
    switch lead {
    case 0..<0x80: return (Unicode.Scalar(lead), 1)
    case 0xC2...0xDF: (width, value, least) = (2, UInt32(lead & 0x1F), 0x80)
    case 0xE0...0xEF: (width, value, least) = (3, UInt32(lead & 0x0F), 0x800)
    case 0xF0...0xF4: (width, value, least) = (4, UInt32(lead & 0x07), 0x10000)
    default: return nil
    }
    guard offset + width <= bytes.count else { return nil }
    for next in offset + 1..<offset + width {
      guard bytes[next] & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(bytes[next] & 0x3F)
    }
    guard value >= least, let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, width)
  }
}

extension UInt8 {
  /// Whether it may be part of an ASCII name.
  var isWordByte: Bool { isLetter || isDigit || self == UInt8(ascii: "_") }
}

extension Unicode.Scalar {
  /// Whether it is a Cyrillic or Greek letter that is drawn like a Latin one (UTS #39, confusables).
  /// Of the small letters of Greek only those that cannot be told apart: formulas write the others
  /// beside Latin ones.
  var looksLatin: Bool {
    switch value {
    case 0x391, 0x392, 0x395...0x397, 0x399, 0x39A, 0x39C, 0x39D, 0x39F, 0x3A1, 0x3A4, 0x3A5, 0x3A7,
      0x3BF, 0x3F2, 0x3F3:
      true
    case 0x405, 0x406, 0x408, 0x410, 0x412, 0x415, 0x41A, 0x41C...0x41E, 0x420...0x423, 0x425,
      0x430,
      0x435, 0x43E, 0x440, 0x441, 0x443, 0x445, 0x455, 0x456, 0x458, 0x4BB, 0x4C0, 0x4CF, 0x501,
      0x51B,
      0x51D:
      true
    default: false
    }
  }
}
