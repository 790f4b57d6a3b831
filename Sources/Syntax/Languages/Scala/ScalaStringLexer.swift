/// Strings, interpolated or not, and XML literals.
extension ScalaLexer {
  /// Reads the string whose quotation mark stands at the position; `start` is that of the interpolator
  /// before it.
  mutating func readString(_ start: Int, interpolates: Bool) {
    let isLong = cursor.starts(with: "\"\"\"")
    cursor.position &+= isLong ? 3 : 1
    var string = Context(kind: isLong ? .longString : .string)
    if interpolates { return readPiece(&string, from: start, isFirst: true) }
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if byte == UInt8(ascii: "\"") {
        if closes(string) { return emit(.string, start) }
      } else if !isLong, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        break
      } else {
        skipCharacter(isLong: isLong)
      }
    }
    emit(.string, start, adding: .unterminated)
  }

  /// Moves behind the quotation marks at the position; those before the last three of a long string
  /// belong to its text.
  ///
  /// - Returns: whether they close the string.
  private mutating func closes(_ string: Context) -> Bool {
    guard string.kind == .longString else {
      cursor.position &+= 1
      return true
    }
    var quotes = 0
    while cursor.current == UInt8(ascii: "\"") {
      quotes += 1
      cursor.position &+= 1
    }
    return quotes >= 3
  }

  private mutating func skipCharacter(isLong: Bool) {
    guard !isLong, cursor.current == UInt8(ascii: "\\") else {
      cursor.position &+= 1
      return
    }
    let next = cursor.peek()
    let endsLine = next == UInt8(ascii: "\n") || next == UInt8(ascii: "\r")
    cursor.position = min(cursor.position &+ (endsLine ? 1 : 2), cursor.count)
  }

  /// Reads on in an interpolated string up to its next `${` or its end and adds that piece, which
  /// begins at `start`; the position is behind its opening.
  mutating func readPiece(_ string: inout Context, from start: Int, isFirst: Bool) {
    if isFirst { string.token = tokens.count }
    let isDedented = string.kind == .dedented
    let isLong = string.kind == .longString || isDedented
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if isDedented, byte == UInt8(ascii: "\n") {
        if closesDedented(string) { return emit(isFirst ? .string : .stringEnd, start) }
      } else if !isDedented, byte == UInt8(ascii: "\"") {
        if closes(string) { return emit(isFirst ? .string : .stringEnd, start) }
      } else if !isLong, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        break
      } else if byte == UInt8(ascii: "$") {
        let next = cursor.peek()
        if next == UInt8(ascii: "{") {
          cursor.position &+= 2
          string.braces = 0
          contexts.append(string)
          return emit(isFirst ? .stringStart : .stringMiddle, start)
        }
        // `$$` is a dollar sign and `$"` a quotation mark.
        let isEscape = next == byte || next == UInt8(ascii: "\"") && (!isLong || !opensEnd(1))
        cursor.position &+= isEscape ? 2 : 1
      } else {
        skipCharacter(isLong: isLong)
      }
    }
    emit(isFirst ? .string : .stringEnd, start, adding: isFirst ? .unterminated : [])
    if !isFirst { tokens.insert(.unterminated, at: string.token) }
  }

  /// Whether the quotation marks that close a long string stand at a distance.
  private func opensEnd(_ distance: Int) -> Bool {
    let quote = UInt8(ascii: "\"")
    return cursor.peek(distance + 1) == quote && cursor.peek(distance + 2) == quote
  }

  /// Reads the string between rows of three or more apostrophes whose first row stands at the position,
  /// behind its interpolator if it has one; a line ends behind the row.
  ///
  /// - Returns: whether there is one; if not, nothing is read.
  mutating func readDedented(_ start: Int, interpolates: Bool) -> Bool {
    var string = Context(kind: .dedented)
    // Longer rows are not written; the bound keeps broken files linear.
    while string.apostrophes < 64, cursor.peek(string.apostrophes) == UInt8(ascii: "'") {
      string.apostrophes += 1
    }
    var end = string.apostrophes
    guard end >= 3 else { return false }
    // A specifier may stand behind the row.
    while cursor.peek(end).isIdentifierPart, end < 128 { end += 1 }
    let next = cursor.peek(end)
    guard next == UInt8(ascii: "\n") || next == UInt8(ascii: "\r") else { return false }
    cursor.position &+= end
    if interpolates {
      readPiece(&string, from: start, isFirst: true)
      return true
    }
    while cursor.position < cursor.count {
      if closesDedented(string) {
        emit(.string, start)
        return true
      }
    }
    // It may as well be the character `'`.
    emit(.string, start)
    return true
  }

  /// Moves to the next line and, when a row of apostrophes begins it, behind that.
  ///
  /// - Returns: whether the row closes the string.
  private mutating func closesDedented(_ string: Context) -> Bool {
    cursor.skipLine()
    guard !cursor.isAtEnd else { return false }
    cursor.position &+= 1
    cursor.skip { $0.isBlank }
    var apostrophes = 0
    while cursor.current == UInt8(ascii: "'") {
      apostrophes += 1
      cursor.position &+= 1
    }
    return apostrophes >= string.apostrophes
  }

  // MARK: - XML

  /// Whether the `<` at the position begins XML, by the rule of the compiler's scanner.
  var startsXML: Bool {
    let next = cursor.peek()
    guard
      next.isLetter || next == UInt8(ascii: "_") || next == UInt8(ascii: "!")
        || next == UInt8(ascii: "?")
    else { return false }
    switch cursor.peek(-1) {
    case 0, UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "{"),
      UInt8(ascii: "("), UInt8(ascii: ">"):
      break
    default: return false
    }
    // `<!=` and `<?>` are operators.
    if next == UInt8(ascii: "!") {
      return cursor.starts(with: "<!--") || cursor.starts(with: "<![")
    }
    return next != UInt8(ascii: "?") || cursor.peek(2).isLetter
  }

  /// Reads on in XML up to the code in it or its end; the position is where the piece begins.
  mutating func readXML(_ context: Context, from start: Int) {
    var context = context
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      switch byte {
      case UInt8(ascii: "{"):
        if !context.isInTag, cursor.peek() == byte {
          cursor.position &+= 2
          continue
        }
        if cursor.position > start { emit(.text, start) }
        context.braces = 0
        contexts.append(context)
        // The brace itself is read as code and counted there.
        return
      case UInt8(ascii: "\"") where context.isInTag, UInt8(ascii: "'") where context.isInTag:
        cursor.position &+= 1
        cursor.skip { $0 != byte }
        if !cursor.isAtEnd { cursor.position &+= 1 }
      case UInt8(ascii: "/") where context.isInTag && cursor.peek() == UInt8(ascii: ">"):
        cursor.position &+= 2
        context.isInTag = false
        context.elements -= 1
        if context.elements <= 0 { return emit(.text, start) }
      case UInt8(ascii: ">") where context.isInTag:
        cursor.position &+= 1
        context.isInTag = false
      case UInt8(ascii: "<") where !context.isInTag:
        readMarkup(&context)
        if context.elements <= 0, !context.isInTag { return emit(.text, start) }
      default: cursor.position &+= 1
      }
    }
    if cursor.position > start { emit(.text, start) }
  }

  /// Moves behind the `<` at the position and what belongs to it.
  private mutating func readMarkup(_ context: inout Context) {
    if cursor.starts(with: "<!--") {
      skip(behind: "-->")
    } else if cursor.starts(with: "<![CDATA[") {
      skip(behind: "]]>")
    } else if cursor.peek() == UInt8(ascii: "?") {
      skip(behind: "?>")
    } else if cursor.peek() == UInt8(ascii: "/") {
      skip(behind: ">")
      context.elements -= 1
    } else {
      cursor.position &+= 1
      context.elements += 1
      context.isInTag = true
    }
  }

  private mutating func skip(behind mark: StaticString) {
    while !cursor.isAtEnd, !cursor.starts(with: mark) { cursor.position &+= 1 }
    cursor.position = min(cursor.position &+ mark.utf8CodeUnitCount, cursor.count)
  }
}
