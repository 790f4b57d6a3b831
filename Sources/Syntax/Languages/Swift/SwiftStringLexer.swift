/// Strings: raw, of many lines, interpolated.
extension SwiftLexer {
  /// Reads the string whose first `#` or quotation mark stands at the position.
  mutating func readString(_ start: Int, hashes: Int = 0) {
    cursor.position &+= hashes
    let isMultiline = opensMultilineString(hashes: hashes)
    cursor.position &+= isMultiline ? 3 : 1
    let string = OpenString(hashes: hashes, isMultiline: isMultiline, token: tokens.count)
    readString(string, from: start, isFirst: true)
  }

  /// Whether the quotation marks at the position are three that open a string of many lines. A raw
  /// string that closes on its line is of one line: `#"""#` holds a quotation mark.
  private func opensMultilineString(hashes: Int) -> Bool {
    guard cursor.starts(with: "\"\"\"") else { return false }
    if hashes == 0 { return true }
    var scan = cursor
    scan.position &+= 2
    // A string that closes does so long before; the bound keeps the lexer linear.
    let limit = min(scan.count, scan.position + 4096)
    while scan.position < limit, scan.current != UInt8(ascii: "\n"),
      scan.current != UInt8(ascii: "\r")
    {
      let isQuote = scan.current == UInt8(ascii: "\"")
      scan.position &+= 1
      if isQuote, scan.startsHashes(hashes) { return false }
    }
    return true
  }

  /// Reads on in a string up to its next interpolation or its end and adds that piece.
  ///
  /// - Parameters:
  ///   - start: where the piece begins, its delimiter included; the position is behind that.
  ///   - isFirst: whether the piece is the one that opens the string.
  mutating func readString(_ string: OpenString, from start: Int, isFirst: Bool) {
    while cursor.position < cursor.count {
      switch cursor.base[cursor.position] {
      case UInt8(ascii: "\""):
        if string.isMultiline, !cursor.starts(with: "\"\"\"") {
          cursor.position &+= 1
          continue
        }
        cursor.position &+= string.isMultiline ? 3 : 1
        if cursor.startsHashes(string.hashes) {
          cursor.position &+= string.hashes
          return emit(isFirst ? .string : .stringEnd, start)
        }
        // In a raw string of many lines the marks may overlap those that close it.
        if string.isMultiline { cursor.position &-= 2 }
      case UInt8(ascii: "\\"):
        cursor.position &+= 1
        guard cursor.startsHashes(string.hashes) else { continue }
        cursor.position &+= string.hashes
        let escaped = cursor.current
        if escaped == UInt8(ascii: "(") {
          cursor.position &+= 1
          var open = string
          if isFirst { open = OpenString(string, token: tokens.count) }
          strings.append(open)
          return emit(isFirst ? .stringStart : .stringMiddle, start)
        }
        let endsLine = escaped == UInt8(ascii: "\n") || escaped == UInt8(ascii: "\r")
        if !endsLine, !cursor.isAtEnd { cursor.position &+= 1 }
      case UInt8(ascii: "\n") where !string.isMultiline,
        UInt8(ascii: "\r") where !string.isMultiline:
        return emitUnterminated(string, from: start, isFirst: isFirst)
      default:
        cursor.position &+= 1
      }
    }
    emitUnterminated(string, from: start, isFirst: isFirst)
  }

  /// A string of one line that does not end on it leaves the strings around it open as well; the
  /// outermost is the one that lost its quotation mark.
  private mutating func emitUnterminated(_ string: OpenString, from start: Int, isFirst: Bool) {
    let isInner = strings.last.map { !$0.isMultiline } ?? false
    if isInner {
      emit(isFirst ? .string : .stringEnd, start)
      abandonLine()
    } else {
      if !isFirst { tokens.insert(.unterminated, at: string.token) }
      emit(isFirst ? .string : .stringEnd, start, adding: isFirst ? .unterminated : [])
    }
  }
}

extension SwiftLexer.OpenString {
  fileprivate init(_ other: Self, token: Int) {
    self.init(hashes: other.hashes, isMultiline: other.isMultiline, token: token)
  }
}

extension ByteCursor {
  /// Whether at least that many `#` stand at the position.
  @inline(__always)
  func startsHashes(_ number: Int) -> Bool {
    var index = 0
    while index < number {
      if peek(index) != UInt8(ascii: "#") { return false }
      index &+= 1
    }
    return true
  }
}
