import Source

extension Defect {
  /// How many unpaired delimiters, and how many unterminated tokens, are reported of one file: who
  /// mends these reads the file anew, and a file of nothing but `(` must not fill the memory.
  static let mostOfOneKind = 1000
}

extension Outliner {
  /// Reports the strings, characters, regular expressions and comments that nothing closes, each at
  /// its opening quotation.
  ///
  /// - Parameter ignored: ranges of token indices, ascending, in which nothing is reported.
  mutating func reportUnterminatedTokens(except ignored: [Range<Int>] = []) {
    var next = 0
    let most = defects.count + Defect.mostOfOneKind
    for index in 0..<count where tokens.flags(index).contains(.unterminated) {
      if defects.count == most { return }
      while next < ignored.count, ignored[next].upperBound <= index { next += 1 }
      if next < ignored.count, ignored[next].contains(index) { continue }
      if var defect = unterminated(index) {
        // What swallows the rest of the file takes the `#endif` with it.
        if index < count - 1 { defect.severity = isMacroText(index) ? .warning : severity(index) }
        defects.append(defect)
      }
    }
  }

  /// Whether a token belongs to what a macro stands for, which is read as tokens only where it is used.
  private func isMacroText(_ index: Int) -> Bool {
    guard tokens.flags(index).contains(.directive) else { return false }
    var directive = index
    while directive > 0, tokens.kind(directive) != .directive { directive -= 1 }
    if case .define? = PreprocessorWord(text.slice(tokens.range(directive))) { return true }
    return false
  }

  /// The defects without those that only follow from others: behind a string or comment that does
  /// not end, delimiters pair up by chance.
  func rootDefects() -> [Defect] {
    let isBroken = defects.contains {
      $0.severity == .error
        && ($0.rule == .unterminatedString || $0.rule == .unterminatedComment)
    }
    guard isBroken else { return defects }
    return defects.filter { $0.rule != .unclosedDelimiter && $0.rule != .unexpectedDelimiter }
  }

  private func unterminated(_ index: Int) -> Defect? {
    let opening = openingQuotation(of: index)
    let spelling = text.string(opening)
    switch tokens.kind(index) {
    case .blockComment:
      return Defect(
        .unterminatedComment, .error, "the comment is never closed", help: "add `*/`",
        range: opening)
    case .string, .stringStart:
      if isHereDocument(index) {
        return Defect(
          .unterminatedString, .error, "the here-document that begins here is never closed",
          help: "add its delimiter on a line of its own", range: opening)
      }
      return Defect(
        .unterminatedString, .error, "the string that `\(spelling)` opens is never closed",
        help: "add the closing quotation mark", range: opening)
    case .character:
      return Defect(
        .unterminatedString, .error, "the character that `\(spelling)` opens is never closed",
        help: "add the closing quotation mark", range: opening)
    case .regex:
      return Defect(
        .unterminatedString, .error, "the regular expression is never closed",
        help: "add the closing `/`", range: opening)
    case .punctuation:
      return Defect(
        .unclosedDelimiter, .error, "the element is never closed", help: "add its closing tag",
        range: opening)
    default: return nil
    }
  }

  /// Whether a string is the body of a here-document, or begins with what opens one in PHP.
  private func isHereDocument(_ index: Int) -> Bool {
    tokens.symbol(index) == UInt8(ascii: "<")
      || text.slice(tokens.range(index)).starts(with: Array("<<<".utf8))
  }

  /// The first bytes of a token, up to and with the run of its quotation mark.
  private func openingQuotation(of index: Int) -> ByteRange {
    let start = tokens.start(index)
    let end = tokens.end(index)
    if tokens.kind(index) == .blockComment { return ByteRange(start, min(start + 2, end)) }
    func isMark(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "/")
        || byte == UInt8(ascii: "`")
    }
    var offset = start
    // Before the mark stand a prefix and `#`; literals of other kinds have none.
    let last = min(end, start + 16)
    while offset < last, !isMark(text.bytes[offset]) { offset += 1 }
    guard offset < last else { return ByteRange(start, min(end, start + 3)) }
    let mark = text.bytes[offset]
    let limit = min(offset + 3, end)
    while offset < limit, text.bytes[offset] == mark { offset += 1 }
    return ByteRange(start, offset)
  }
}
