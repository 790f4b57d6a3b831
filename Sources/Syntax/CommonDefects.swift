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
  /// What can be wrong in a file of any language: conflict markers, bytes that are not UTF-8, line ends
  /// of several kinds, and characters that show code otherwise than it is.
  ///
  /// - Parameter isData: whether the file holds data, which no compiler reads.
  mutating func findCommonDefects(isData: Bool) {
    let rare = text.bytes.withUnsafeBufferPointer { RareBytes($0) }
    if rare.hasConflictRun {
      defects += Defect.conflictMarkers(in: text) { range in
        // Inside a string or comment the compiler accepts it, and it may be an example.
        let index = tokens.firstIndex(startingAt: range.start + 1) - 1
        guard index >= 0, tokens.end(index) > range.start else { return .error }
        // A here-document may begin with one.
        let isText = tokens.kind(index).isStringPiece && tokens.end(index) > range.end
        return isText || tokens.start(index) < range.start ? .warning : .error
      }
    }
    if rare.hasNonASCII {
      let scan = text.bytes.withUnsafeBufferPointer { UnicodeScan($0) }
      if let first = scan.firstInvalid, let defect = Defect.invalidUTF8(from: first, in: text) {
        defects.append(defect)
      }
      defects += Defect.hiddenCharacters(scan, in: text, tokens, isProse: isData)
      if !isData { findConfusableNames(scan.lookalikes) }
    }
    if rare.hasCarriageReturn { findMixedLineEnds() }
  }

  /// Reports names of ASCII letters with Cyrillic or Greek ones that look like them, and such words in
  /// strings, which may be names to another program; each spelling once.
  private mutating func findConfusableNames(_ offsets: [UInt32]) {
    var seen: Set<ArraySlice<UInt8>> = []
    var end = 0
    let most = defects.count + Defect.mostOfOneKind
    for offset in offsets.map(Int.init) where offset >= end && defects.count < most {
      let index = tokens.firstIndex(startingAt: offset + 1) - 1
      guard index >= 0, tokens.end(index) > offset else { continue }
      let isName = tokens.kind(index) == .identifier
      guard isName || tokens.kind(index).isStringPiece else { continue }
      let range = isName ? tokens.range(index) : text.word(at: offset)
      end = range.end
      let spelling = text.slice(range)
      guard spelling.contains(where: \.isLetter), seen.insert(spelling).inserted else { continue }
      let letters = String(decoding: spelling, as: UTF8.self).unicodeScalars
      let others = letters.filter { !$0.isASCII }
      guard let first = others.first, others.allSatisfy(\.looksLatin) else { continue }
      defects.append(
        Defect(
          .confusableName, .warning,
          "\(first.codePointAndName) looks like a Latin letter among Latin ones",
          help: "write the name in the letters of one script", range: range))
    }
  }
}

extension Defect {
  /// What is looked for in a text of no language: conflict markers, and characters that show it
  /// otherwise than it is.
  public static func ofPlainText(_ text: SourceText) -> [Defect] {
    let rare = text.bytes.withUnsafeBufferPointer { RareBytes($0) }
    var found = rare.hasConflictRun ? conflictMarkers(in: text) { _ in .error } : []
    if rare.hasNonASCII {
      let scan = text.bytes.withUnsafeBufferPointer { UnicodeScan($0) }
      found += hiddenCharacters(scan, in: text, TokenBuffer(capacity: 0), isProse: true)
    }
    return found.sorted { $0.range.start < $1.range.start }
  }

  fileprivate static func hiddenCharacters(
    _ scan: UnicodeScan, in text: SourceText, _ tokens: TokenBuffer, isProse: Bool
  ) -> [Defect] {
    guard !scan.hidden.isEmpty else { return [] }
    var characters = HiddenCharacters(text: text, tokens: tokens, isProse: isProse)
    characters.look(at: scan.hidden)
    return characters.defects
  }

  /// Complete conflicts that a merge left behind: `<<<<<<<`, `=======` and `>>>>>>>`, each at the start
  /// of a line and in this order. A row of `=` alone underlines headings and is none.
  static func conflictMarkers(
    in text: SourceText, severity: (ByteRange) -> Severity
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

  /// That the bytes from an offset on are no UTF-8; a warning, since languages with encodings of their
  /// own accept it.
  fileprivate static func invalidUTF8(from offset: Int, in text: SourceText) -> Defect? {
    if namesItsEncoding(text) { return nil }
    return Defect(
      .invalidUTF8, .warning, "the file is not UTF-8 from here on",
      help: "save the file as UTF-8", range: ByteRange(offset, offset + 1))
  }
}

extension SourceText {
  /// The letters, digits and underscores around an offset, those of other scripts among them.
  fileprivate func word(at offset: Int) -> ByteRange {
    func isPart(_ byte: UInt8) -> Bool { byte.isWordByte || byte >= 0x80 }
    var start = offset
    while start > 0, offset - start < 64, isPart(bytes[start - 1]) { start -= 1 }
    var end = offset
    while end < bytes.count, end - offset < 64, isPart(bytes[end]) { end += 1 }
    return ByteRange(start, end)
  }
}
