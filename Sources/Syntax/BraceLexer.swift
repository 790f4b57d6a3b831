/// What lexers of languages with braces do alike, for a language's own lexer to build on: white space,
/// delimiters, words, comments, and strings that end on their line. A line ends with a line feed.
struct BraceLexer {
  var cursor: ByteCursor
  let tokens: TokenBuffer
  /// What the next token gets.
  private(set) var flags: TokenFlags = .startsLine

  init(_ cursor: ByteCursor, _ tokens: TokenBuffer) {
    self.cursor = cursor
    self.tokens = tokens
    if cursor.starts(with: "\u{FEFF}") { self.cursor.position = 3 }
  }

  /// Moves to the next token.
  ///
  /// - Returns: whether there is one.
  @inline(__always)
  mutating func advance() -> Bool {
    let start = cursor.position
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if byte == UInt8(ascii: "\n") {
        flags.insert(.startsLine)
      } else if !byte.isBlank {
        break
      }
      cursor.position &+= 1
    }
    if cursor.position != start { flags.insert(.spaceBefore) }
    return cursor.position < cursor.count
  }

  /// Adds the token from `start` to the position.
  @inline(__always)
  mutating func emit(
    _ kind: TokenKind, _ start: Int, symbol: UInt8 = 0, adding more: TokenFlags = []
  ) {
    tokens.append(kind, start, cursor.position, symbol: symbol, flags: flags.union(more))
    flags = kind.isComment ? .spaceBefore : []
  }

  /// Adds the word that begins at the position.
  ///
  /// - Parameters:
  ///   - reserved: up to which number the words of the table are keywords; those behind it are
  ///     identifiers with a symbol.
  ///   - dollars: whether `$` is a letter.
  @inline(__always)
  mutating func readWord(
    _ start: Int, _ words: KeywordTable, reserved: UInt8 = .max, dollars: Bool = false
  ) {
    cursor.skip { $0.isIdentifierPart || dollars && $0 == UInt8(ascii: "$") }
    let symbol = words.find(cursor.base + start, cursor.position &- start)
    emit(symbol == 0 || symbol > reserved ? .identifier : .keyword, start, symbol: symbol)
  }

  /// Adds the delimiter or punctuation at the position, one byte long.
  @inline(__always)
  mutating func readByte(_ kind: TokenKind, _ start: Int, _ byte: UInt8) {
    cursor.position &+= 1
    emit(kind, start, symbol: byte)
  }

  mutating func readOperator(_ start: Int, _ length: Int) {
    cursor.position = start &+ length
    emit(.operator, start, symbol: cursor.base[start])
  }

  /// Adds the slash comment that begins at the position.
  ///
  /// - Parameter carriageReturn: whether one ends a line.
  mutating func readComment(_ start: Int, nested: Bool, carriageReturn: Bool = false) {
    let more: TokenFlags = cursor.startsDocumentation ? .documentation : []
    if cursor.peek() == UInt8(ascii: "/") {
      cursor.skip { $0 != UInt8(ascii: "\n") && !(carriageReturn && $0 == UInt8(ascii: "\r")) }
      // The carriage return of the line's end is no part of it.
      if cursor.peek(-1) == UInt8(ascii: "\r") { cursor.position &-= 1 }
      emit(.lineComment, start, adding: more)
    } else {
      let isClosed = cursor.skipBlockComment(nested: nested)
      emit(.blockComment, start, adding: isClosed ? more : more.union(.unterminated))
    }
  }

  /// Adds the string or character whose opening quote stands at the position; it must be closed on
  /// its line.
  mutating func readQuoted(_ kind: TokenKind, _ start: Int, _ quote: UInt8) {
    let isClosed = cursor.skipQuoted(quote)
    if !isClosed, cursor.position > start + 1, cursor.peek(-1) == UInt8(ascii: "\r") {
      cursor.position &-= 1
    }
    emit(kind, start, adding: isClosed ? [] : .unterminated)
  }
}

extension ByteCursor {
  /// Moves behind a number: digits with `_` between them, a fraction, an exponent and a suffix.
  ///
  /// - Parameter takesPeriod: whether the period at the position belongs to it.
  mutating func skipNumber(takesPeriod: (ByteCursor) -> Bool) {
    let isHexadecimal = current == UInt8(ascii: "0") && peek() | 32 == UInt8(ascii: "x")
    if isHexadecimal { position &+= 2 }
    skipDigits(isHexadecimal)
    if current == UInt8(ascii: "."), takesPeriod(self) {
      position &+= 1
      skipDigits(isHexadecimal)
    }
    let exponent = isHexadecimal ? UInt8(ascii: "p") : UInt8(ascii: "e")
    if current | 32 == exponent, peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-"),
      peek(2).isDigit
    {
      position &+= 2
    }
    skip { $0.isIdentifierPart }
  }

  private mutating func skipDigits(_ isHexadecimal: Bool) {
    skip { $0.isDigit || $0 == UInt8(ascii: "_") || isHexadecimal && $0.isHexDigit }
  }
}
