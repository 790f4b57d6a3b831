/// Strings, heredocs and nowdocs. A variable that stands in a string without braces is part of its
/// text.
extension PHPLexer {
  /// Reads the string in single quotes at `quote`; `start` is that of its prefix.
  mutating func readQuoted(_ start: Int, _ quote: Int) {
    cursor.position = quote &+ 1
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      cursor.position &+= byte == UInt8(ascii: "\\") ? 2 : 1
      if byte == UInt8(ascii: "'") { return emit(.string, start) }
    }
    cursor.position = cursor.count
    emit(.string, start, adding: .unterminated)
  }

  /// Reads the string in double quotes or backticks at `quote`; `start` is that of its prefix.
  mutating func readInterpolated(_ start: Int, _ quote: Int) {
    var string = OpenString(quote: cursor.base[quote])
    cursor.position = quote &+ 1
    readPiece(&string, from: start, isFirst: true)
  }

  /// Reads the heredoc or nowdoc whose `<<<` stands at `marks`.
  ///
  /// - Returns: whether there is one; if not, nothing is read.
  mutating func readHeredoc(_ start: Int, _ marks: Int) -> Bool {
    var scan = cursor
    scan.position = marks &+ 3
    scan.skip { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    let quote = scan.current
    let isQuoted = quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
    if isQuoted { scan.position &+= 1 }
    var string = OpenString(quote: 0)
    string.label = scan.position
    guard scan.current.isIdentifierStart else { return false }
    scan.skip { $0.isIdentifierPart }
    string.labelLength = scan.position - string.label
    if isQuoted {
      guard scan.current == quote else { return false }
      scan.position &+= 1
    }
    guard scan.current == UInt8(ascii: "\n") || scan.current == UInt8(ascii: "\r") else {
      return false
    }
    cursor = scan
    if quote == UInt8(ascii: "'") {
      readNowdoc(string, from: start)
    } else {
      readPiece(&string, from: start, isFirst: true)
    }
    return true
  }

  private mutating func readNowdoc(_ string: OpenString, from start: Int) {
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      cursor.position &+= 1
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r"), closesHeredoc(string) {
        return emit(.string, start)
      }
    }
    emit(.string, start, adding: .unterminated)
  }

  /// Moves behind the label that closes a heredoc, if it begins the line at the position.
  private mutating func closesHeredoc(_ string: OpenString) -> Bool {
    var scan = cursor
    scan.skip { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    guard scan.position + string.labelLength <= scan.count else { return false }
    for offset in 0..<string.labelLength
    where scan.base[scan.position + offset] != scan.base[string.label + offset] {
      return false
    }
    scan.position += string.labelLength
    guard !scan.current.isIdentifierPart else { return false }
    cursor.position = scan.position
    return true
  }

  /// Reads on in a string up to its next `{$` or `${` or its end and adds that piece, which begins at
  /// `start`; the position is behind its opening.
  mutating func readPiece(_ string: inout OpenString, from start: Int, isFirst: Bool) {
    if isFirst { string.token = tokens.count }
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      switch byte {
      case string.quote where string.quote != 0:
        cursor.position &+= 1
        return emit(isFirst ? .string : .stringEnd, start)
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        cursor.position &+= 1
        if string.quote == 0, closesHeredoc(string) {
          return emit(isFirst ? .string : .stringEnd, start)
        }
      case UInt8(ascii: "\\"):
        // A line end that it stands before still begins the line of a heredoc's label.
        let next = cursor.peek()
        let endsLine = next == UInt8(ascii: "\n") || next == UInt8(ascii: "\r")
        cursor.position = min(cursor.position &+ (endsLine ? 1 : 2), cursor.count)
      case UInt8(ascii: "{") where cursor.peek() == UInt8(ascii: "$"):
        return leave(string, at: cursor.position &+ 1, from: start, isFirst: isFirst)
      case UInt8(ascii: "$") where cursor.peek() == UInt8(ascii: "{"):
        return leave(string, at: cursor.position &+ 2, from: start, isFirst: isFirst)
      default: cursor.position &+= 1
      }
    }
    emit(isFirst ? .string : .stringEnd, start, adding: isFirst ? .unterminated : [])
    if !isFirst { tokens.insert(.unterminated, at: string.token) }
  }

  /// Leaves a string for the interpolation that begins at an offset.
  private mutating func leave(
    _ string: OpenString, at offset: Int, from start: Int, isFirst: Bool
  ) {
    cursor.position = offset
    var open = string
    open.braces = 0
    strings.append(open)
    emit(isFirst ? .stringStart : .stringMiddle, start)
  }
}
