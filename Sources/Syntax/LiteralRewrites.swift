import Source

/// Literals by their values.
extension TokenRewriter {
  /// The number of a string's value: the bytes between the quotes, where a quote needs no backslash, a
  /// backslash before a line end takes it away (`joinsLines`), and a line end is a line feed. The digits of
  /// escapes by `hexadecimal` letters are in lower case; other escapes stay as they are spelled.
  func valueHash(
    _ bytes: UnsafeBufferPointer<UInt8>, _ inner: Range<Int>, isRaw: Bool, joinsLines: Bool = false,
    hexadecimal: String.UTF8View = "".utf8, seed: UInt64
  ) -> UInt64 {
    let start = combined(0xCBF2_9CE4_8422_2325 ^ UInt64(TokenKind.string.rawValue), seed)
    return textHash(
      bytes, inner, isRaw: isRaw, joinsLines: joinsLines, hexadecimal: hexadecimal, from: start)
      | 1 << 63
  }

  /// What `valueHash` makes of the bytes, from the number of the text before them.
  func textHash(
    _ bytes: UnsafeBufferPointer<UInt8>, _ inner: Range<Int>, isRaw: Bool, joinsLines: Bool,
    hexadecimal: String.UTF8View, from start: UInt64
  ) -> UInt64 {
    var hash = start
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var index = inner.lowerBound
    while index < inner.upperBound {
      var byte = bytes[index]
      index += 1
      if byte == 13 {
        if index < inner.upperBound, bytes[index] == 10 { index += 1 }
        byte = 10
      }
      guard byte == UInt8(ascii: "\\"), !isRaw, index < inner.upperBound else {
        add(byte)
        continue
      }
      let next = bytes[index]
      switch next {
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        add(next)
        index += 1
      case 10 where joinsLines, 13 where joinsLines:
        index += next == 13 && index + 1 < inner.upperBound && bytes[index + 1] == 10 ? 2 : 1
      default:
        add(byte)
        add(next)
        index += 1
        var digits = hexadecimal.contains(next) ? next == 120 ? 2 : next == 117 ? 4 : 8 : 0
        while digits > 0, index < inner.upperBound, bytes[index].isHexDigit {
          add(bytes[index] | 32)
          index += 1
          digits -= 1
        }
      }
    }
    return hash
  }

  /// A number without `_` between its digits, in lower case.
  mutating func rewriteNumber(_ place: Int) {
    let range = range(place)
    guard range.count > 1 else { return }
    text.bytes.withUnsafeBufferPointer { bytes in
      let isPrefixed = bytes[range.start] == UInt8(ascii: "0") && bytes[range.start + 1] >= 65
      let isHexadecimal = isPrefixed && bytes[range.start + 1] | 32 == UInt8(ascii: "x")
      var hash = 0xCBF2_9CE4_8422_2325 ^ UInt64(TokenKind.number.rawValue)
      for index in range.start..<range.end {
        let byte = bytes[index]
        if byte == UInt8(ascii: "_") {
          // Between digits alone; `0_7` is no number in all languages.
          guard index > range.start, index + 1 < range.end,
            isPrefixed || bytes[range.start] != UInt8(ascii: "0")
          else { return }
          let (left, right) = (bytes[index - 1], bytes[index + 1])
          guard isHexadecimal ? left.isHexDigit && right.isHexDigit : left.isDigit && right.isDigit
          else { return }
          continue
        }
        // The suffix of a large integer of ECMAScript has one case.
        if byte == UInt8(ascii: "N") { return }
        let isUpper = byte >= 65 && byte <= 90
        hash = (hash ^ UInt64(isUpper ? byte | 32 : byte)) &* 0x100_0000_01B3
      }
      setHash(place, hash | 1 << 63)
    }
  }
}
