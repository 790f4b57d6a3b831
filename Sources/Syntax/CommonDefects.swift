import Source

/// The three lines that Git writes around the sides of a conflict.
private enum Marker {
  static let length = 7

  /// The marker character of the line at `start`: seven alike, then a blank or the line's end.
  static func at(_ start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> UInt8? {
    guard start + length <= bytes.count else { return nil }
    let first = bytes[start]
    guard first == UInt8(ascii: "<") || first == UInt8(ascii: "=") || first == UInt8(ascii: ">")
    else { return nil }
    for offset in 1..<length where bytes[start + offset] != first { return nil }
    if start + length == bytes.count { return first }
    let next = bytes[start + length]
    return next == UInt8(ascii: " ") || next == UInt8(ascii: "\n") || next == UInt8(ascii: "\r")
      ? first : nil
  }
}

extension Outliner {
  /// What can be wrong in a file of any language: conflict markers and bytes that are not UTF-8.
  mutating func findCommonDefects() {
    defects += Defect.conflictMarkers(in: text) { range in
      // Inside a string or comment the compiler accepts it, and it may be an example.
      let index = tokens.firstIndex(startingAt: range.start + 1) - 1
      guard index >= 0, tokens.end(index) > range.start else { return .error }
      // A here-document may begin with one.
      let isText = tokens.kind(index).isStringPiece && tokens.end(index) > range.end
      return isText || tokens.start(index) < range.start ? .warning : .error
    }
    if let defect = Defect.invalidUTF8(in: text) { defects.append(defect) }
  }
}

extension Defect {
  /// Complete conflicts that a merge left behind: `<<<<<<<`, `=======` and `>>>>>>>`, each at the start
  /// of a line and in this order. A row of `=` alone underlines headings and is none.
  public static func conflictMarkers(
    in text: SourceText, severity: (ByteRange) -> Severity = { _ in .error }
  ) -> [Defect] {
    let complete = text.bytes.withUnsafeBufferPointer { bytes -> [ByteRange] in
      var found: [ByteRange] = []
      var open: Int?
      var divided = false
      var start = 0
      while start < bytes.count {
        switch Marker.at(start, in: bytes) {
        case UInt8(ascii: "<"): (open, divided) = (start, false)
        case UInt8(ascii: "="): divided = open != nil
        case UInt8(ascii: ">"):
          if let begin = open, divided { found.append(ByteRange(begin, begin + Marker.length)) }
          (open, divided) = (nil, false)
        default: break
        }
        while start < bytes.count, bytes[start] != UInt8(ascii: "\n") { start += 1 }
        start += 1
      }
      return found
    }
    return complete.map { range in
      Defect(
        .conflictMarker, severity(range), "a merge conflict is not resolved",
        help:
          "keep the lines that are right and remove the `<<<<<<<`, `=======` and `>>>>>>>` lines",
        range: range)
    }
  }

  /// Whether one of the first two lines names an encoding, as Python (PEP 263) and editors read it.
  private static func namesItsEncoding(_ text: SourceText) -> Bool {
    (1...2).contains { number in
      let line = String(decoding: text.line(number).prefix(200), as: UTF8.self)
      return line.contains("coding:") || line.contains("coding=")
    }
  }

  /// The first byte that is part of no UTF-8 character; a warning, since languages with encodings of
  /// their own accept it.
  static func invalidUTF8(in text: SourceText) -> Defect? {
    guard String(validating: text.bytes, as: UTF8.self) == nil, !namesItsEncoding(text) else {
      return nil
    }
    var decoder = UTF8()
    var iterator = text.bytes.makeIterator()
    var offset = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      offset += UTF8.width(scalar)
    }
    return Defect(
      .invalidUTF8, .warning, "the file is not UTF-8 from here on",
      help: "save the file as UTF-8", range: ByteRange(offset, min(offset + 1, text.bytes.count)))
  }
}
