/// The lines of a tool's output as text, without colours and line ends.
struct OutputLines: Sequence {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func makeIterator() -> AnyIterator<Substring> {
    var place = 0
    return AnyIterator {
      guard place < bytes.count else { return nil }
      let end = bytes[place...].firstIndex(of: 10) ?? bytes.count
      var line = bytes[place..<end]
      place = end + 1
      if line.last == 13 { line.removeLast() }
      return Substring(String(decoding: Self.withoutEscapes(line), as: UTF8.self))
    }
  }

  /// Without the sequences that act on a terminal (ECMA-48), and other control characters but tabs.
  private static func withoutEscapes(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard line.contains(where: { $0 < 32 && $0 != 9 || $0 == 127 }) else { return line }
    var result: [UInt8] = []
    var rest = line
    while let byte = rest.popFirst() {
      if byte == 27 {
        switch rest.first {
        case UInt8(ascii: "["):
          rest = rest.dropFirst().drop { !(0x40...0x7E).contains($0) }.dropFirst()
        case UInt8(ascii: "]"):
          // Up to BEL or ESC \.
          rest = rest.dropFirst().drop { $0 != 7 && $0 != 27 }
          rest = rest.first == 27 ? rest.dropFirst(2) : rest.dropFirst()
        default: rest = rest.dropFirst()
        }
      } else if byte >= 32 && byte != 127 || byte == 9 {
        result.append(byte)
      }
    }
    return result[...]
  }
}

/// `path:line:column: rest`, with a column or without.
struct PlacedLine {
  let path: Substring
  let line: Int
  let column: Int
  let rest: Substring

  /// Nil for a line that has no place. A path may hold colons itself.
  init?(_ text: Substring) {
    var start = text.startIndex
    while let colon = text[start...].firstIndex(of: ":") {
      let after = text.index(after: colon)
      start = after
      guard colon > text.startIndex, let (line, end) = Self.number(text, after) else { continue }
      path = text[..<colon]
      self.line = line
      if let (column, end) = Self.number(text, end) {
        self.column = column
        rest = text[end...].trimmingBlanks
      } else {
        column = 0
        rest = text[end...].trimmingBlanks
      }
      return
    }
    return nil
  }

  /// Digits with a colon behind them, and the place behind it.
  private static func number(
    _ text: Substring, _ start: Substring.Index
  ) -> (Int, Substring.Index)? {
    let digits = text[start...].prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits), digits.endIndex < text.endIndex,
      text[digits.endIndex] == ":"
    else { return nil }
    return (number, text.index(after: digits.endIndex))
  }
}

extension Substring {
  /// The word before `: ` at the start, in lower case, and what follows.
  func taking(_ words: [String]) -> (word: String, rest: Substring)? {
    for word in words where hasPrefix(word + ":") {
      return (word, dropFirst(word.count + 1).trimmingBlanks)
    }
    return nil
  }

  /// A suffix in brackets, as `[-Wunused]`, and what stands before it.
  var bracketSuffix: (text: Substring, name: String)? {
    guard last == "]", let open = lastIndex(of: "["), open > startIndex else { return nil }
    let name = self[index(after: open)...].dropLast()
    guard !name.isEmpty, !name.contains(" ") else { return nil }
    return (self[..<open].trimmingBlanks, String(name))
  }
}
