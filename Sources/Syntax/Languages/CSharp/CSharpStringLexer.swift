/// Strings: verbatim, raw, interpolated, and all of that at once.
extension CSharpLexer {
  /// Whether a quotation mark stands behind the `$` and `@` at the position, after at least `minimum`
  /// of them.
  func startsString(_ minimum: Int) -> Bool {
    func isPrefix(_ distance: Int) -> Bool {
      cursor.peek(distance) == UInt8(ascii: "$") || cursor.peek(distance) == UInt8(ascii: "@")
    }
    // Behind a prefix that starts no string, none starts either; looking again costs the square.
    if isPrefix(-1) { return false }
    var distance = 0
    while isPrefix(distance) { distance += 1 }
    return distance >= minimum && cursor.peek(distance) == UInt8(ascii: "\"")
  }

  /// Reads the string whose first `$`, `@` or quotation mark stands at the position.
  mutating func readQuotation(_ start: Int) {
    var dollars = 0
    var isVerbatim = false
    while cursor.current != UInt8(ascii: "\"") {
      if cursor.current == UInt8(ascii: "$") { dollars += 1 } else { isVerbatim = true }
      cursor.position &+= 1
    }
    var quotes = 0
    while cursor.peek(quotes) == UInt8(ascii: "\"") { quotes += 1 }
    if isVerbatim || quotes < 3 {
      cursor.position &+= 1
      let string = OpenString(
        braces: 1, quotes: 1, isVerbatim: isVerbatim, coversLines: isVerbatim)
      if dollars > 0 {
        readPiece(string, from: start, isFirst: true, inFormat: false)
      } else {
        readPlain(string, from: start)
      }
      return
    }
    cursor.position &+= quotes
    var scan = cursor
    scan.skip { $0.isBlank }
    let coversLines = scan.isAtEnd || scan.current == UInt8(ascii: "\n")
    let string = OpenString(
      braces: max(dollars, 1), quotes: quotes, isVerbatim: false, coversLines: coversLines)
    if dollars > 0 {
      readPiece(string, from: start, isFirst: true, inFormat: false)
    } else {
      readPlain(string, from: start)
    }
  }

  /// Reads a string without interpolations to its end; the position is behind its opening.
  private mutating func readPlain(_ string: OpenString, from start: Int) {
    var inner = 0
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if byte == UInt8(ascii: "\"") {
        if closes(string) { return emit(.string, start) }
      } else if byte == UInt8(ascii: "\n"), !continues(string, &inner) {
        break
      } else if byte == UInt8(ascii: "\\"), string.quotes == 1, !string.isVerbatim {
        skipEscape()
      } else {
        cursor.position &+= 1
      }
    }
    emitLine(.string, start, isClosed: false)
  }

  /// Whether a string goes on behind the line end at the position.
  private func continues(_ string: OpenString, _ inner: inout Int) -> Bool {
    string.coversLines
      && (conditionals.isEmpty || !endsBranch(at: cursor.position + 1, inner: &inner))
  }

  /// Moves behind the quotation marks at the position.
  ///
  /// - Returns: whether they close the string.
  private mutating func closes(_ string: OpenString) -> Bool {
    if string.quotes == 1 {
      if string.isVerbatim, cursor.peek() == UInt8(ascii: "\"") {
        cursor.position &+= 2
        return false
      }
      cursor.position &+= 1
      return true
    }
    var quotes = 0
    while cursor.current == UInt8(ascii: "\"") {
      quotes += 1
      cursor.position &+= 1
    }
    return quotes >= string.quotes
  }

  private mutating func skipEscape() {
    let endsLine = cursor.peek() == UInt8(ascii: "\n") || cursor.peek() == UInt8(ascii: "\r")
    cursor.position = min(cursor.position &+ (endsLine ? 1 : 2), cursor.count)
  }

  /// Reads on in an interpolated string up to its next interpolation or its end and adds that piece.
  ///
  /// - Parameters:
  ///   - start: where the piece begins: the string's opening, which the position is behind, or the `}`
  ///     or `:` at the position.
  ///   - inFormat: whether a format stands first.
  mutating func readPiece(
    _ string: OpenString, from start: Int, isFirst: Bool = false, inFormat: Bool
  ) {
    var string = string
    if isFirst { string.token = tokens.count }
    string.depth = 0
    var inFormat = inFormat
    if !isFirst, !inFormat { skipClosingBraces(string) }
    var inner = 0
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      switch byte {
      case UInt8(ascii: "\""):
        if closes(string) { return emit(isFirst ? .string : .stringEnd, start) }
      case UInt8(ascii: "\n") where !continues(string, &inner):
        return emitOpenPiece(string, start, isFirst: isFirst)
      case UInt8(ascii: "\\") where string.quotes == 1 && !string.isVerbatim: skipEscape()
      case UInt8(ascii: "}") where inFormat:
        inFormat = false
        skipClosingBraces(string)
      case UInt8(ascii: "{") where !inFormat:
        var count = 0
        while cursor.current == byte {
          count += 1
          cursor.position &+= 1
        }
        // In other than raw strings each pair stands for one brace.
        let opens = string.quotes == 1 ? count % 2 == 1 : count >= string.braces
        if opens {
          strings.append(string)
          return emit(isFirst ? .stringStart : .stringMiddle, start)
        }
      default: cursor.position &+= 1
      }
    }
    emitOpenPiece(string, start, isFirst: isFirst)
  }

  private mutating func skipClosingBraces(_ string: OpenString) {
    var count = 0
    while count < string.braces, cursor.current == UInt8(ascii: "}") {
      count += 1
      cursor.position &+= 1
    }
  }

  private mutating func emitOpenPiece(_ string: OpenString, _ start: Int, isFirst: Bool) {
    emitLine(isFirst ? .string : .stringEnd, start, isClosed: !isFirst)
    if !isFirst { tokens.insert(.unterminated, at: string.token) }
  }
}
