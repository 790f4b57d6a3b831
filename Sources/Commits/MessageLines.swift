import Source

/// The lines of a message as byte ranges.
struct MessageLines {
  let text: [UInt8]
  /// Without the line ends.
  let ranges: [ByteRange]

  init(_ string: String) {
    text = Array(string.utf8)
    var ranges: [ByteRange] = []
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: 10) ?? text.count
      let hasReturn = end > start && text[end - 1] == 13
      ranges.append(ByteRange(start, hasReturn ? end - 1 : end))
      start = end + 1
    }
    self.ranges = ranges
  }

  var count: Int { ranges.count }

  func bytes(_ index: Int) -> ArraySlice<UInt8> {
    text[ranges[index].start..<ranges[index].end]
  }

  func line(_ index: Int) -> String { String(decoding: bytes(index), as: UTF8.self) }

  func trimmed(_ index: Int) -> String { String(decoding: Self.trim(bytes(index)), as: UTF8.self) }

  func trimmedEnd(_ index: Int) -> String {
    var bytes = bytes(index)
    while let last = bytes.last, last.isBlank { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  func isBlank(_ index: Int) -> Bool { bytes(index).allSatisfy { $0.isBlank } }

  func startsBlank(_ index: Int) -> Bool { bytes(index).first?.isBlank == true }

  func firstIndex(where condition: (Int) -> Bool) -> Int? { (0..<count).first(where: condition) }

  /// Some lines without the blank ones around them.
  func text(_ lines: Range<Int>) -> String {
    guard let first = lines.first(where: { !isBlank($0) }),
      let last = lines.last(where: { !isBlank($0) })
    else { return "" }
    return String(decoding: text[ranges[first].start..<ranges[last].end], as: UTF8.self)
  }

  static func trim(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.trimming(while: \.isBlank)
  }
}

extension UInt8 {
  var isBlank: Bool { self == 32 || 9...13 ~= self }
  var isAlphanumeric: Bool { self &- 48 < 10 || (self | 32) &- 97 < 26 }
}
