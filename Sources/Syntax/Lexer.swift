/// What the lexers of programming languages do alike, for a language's own lexer to build on: white
/// space, flags, delimiters, words, comments, and strings that end on their line.
protocol Lexer {
  var cursor: ByteCursor { get set }
  var output: TokenWriter { get set }

  /// What each token of the line that is read gets besides.
  var lineFlags: TokenFlags { get }
  /// The length of what joins two lines at the position, or 0.
  var joinedLength: Int { get }
  /// Is called behind each line end between tokens.
  mutating func lineBegins()

  /// Whether a carriage return alone ends a line.
  static var endsLinesAtCarriageReturns: Bool { get }
  /// Whether a token behind a comment that starts its line starts it too.
  static var looksThroughComments: Bool { get }
}

extension Lexer {
  var tokens: TokenBuffer { @inline(__always) get { output.tokens } }
  /// What the next token gets.
  var flags: TokenFlags {
    @inline(__always) get { output.flags }
    @inline(__always) _modify { yield &output.flags }
  }
  var lineFlags: TokenFlags { @inline(__always) get { [] } }
  var joinedLength: Int { @inline(__always) get { 0 } }
  @inline(__always)
  mutating func lineBegins() {}
  static var endsLinesAtCarriageReturns: Bool { @inline(__always) get { false } }
  static var looksThroughComments: Bool { @inline(__always) get { false } }

  /// Moves to the next token.
  ///
  /// - Returns: whether there is one.
  @inline(__always)
  mutating func advance() -> Bool {
    let start = cursor.position
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if byte == UInt8(ascii: "\n")
        || Self.endsLinesAtCarriageReturns && byte == UInt8(ascii: "\r")
      {
        cursor.position &+= 1
        flags.insert(.startsLine)
        lineBegins()
      } else if byte.isBlank {
        cursor.position &+= 1
      } else {
        let joined = joinedLength
        if joined == 0 { break }
        cursor.position &+= joined
      }
    }
    if cursor.position != start { flags.insert(.spaceBefore) }
    return cursor.position < cursor.count
  }

  /// Adds the token from `start` to the position.
  @inline(__always)
  mutating func emit(
    _ kind: TokenKind, _ start: Int, symbol: UInt8 = 0, adding more: TokenFlags = []
  ) {
    output.add(
      kind, start, cursor.position, symbol: symbol, adding: more.union(lineFlags),
      looksThroughComments: Self.looksThroughComments)
  }

  /// The index of the last token that is no comment, or -1.
  var last: Int { output.last }

  /// Adds the line that names an interpreter, where the file begins with one.
  mutating func readInterpreterLine() {
    guard cursor.starts(with: "#!") else { return }
    let start = cursor.position
    cursor.skipLine()
    emit(.lineComment, start, adding: .directive)
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

  mutating func readOperator(_ start: Int, length: Int) {
    cursor.position = start &+ length
    emit(.operator, start, symbol: cursor.base[start])
  }

  /// Adds the slash comment that begins at the position.
  ///
  /// - Parameter documentsLines: whether `///` marks documentation, as `/**` does.
  mutating func readComment(_ start: Int, nested: Bool, documentsLines: Bool = true) {
    var more: TokenFlags = cursor.startsDocumentation ? .documentation : []
    if cursor.peek() == UInt8(ascii: "/") {
      if !documentsLines { more = [] }
      cursor.skip {
        $0 != UInt8(ascii: "\n")
          && !(Self.endsLinesAtCarriageReturns && $0 == UInt8(ascii: "\r"))
      }
      // The carriage return of the line's end is no part of it.
      if cursor.peek(-1) == UInt8(ascii: "\r") { cursor.position &-= 1 }
      emit(.lineComment, start, adding: more)
    } else {
      let isClosed = cursor.skipBlockComment(nested: nested)
      emit(.blockComment, start, adding: isClosed ? more : more.union(.unterminated))
    }
  }

  /// Adds the string or character whose opening quote stands at the position, `start` being that of
  /// its prefix; it must be closed on its line.
  mutating func readQuoted(_ kind: TokenKind, _ start: Int, _ quote: UInt8) {
    let isClosed = cursor.skipQuoted(quote)
    if !isClosed, cursor.position > start + 1, cursor.peek(-1) == UInt8(ascii: "\r") {
      cursor.position &-= 1
    }
    emit(kind, start, adding: isClosed ? [] : .unterminated)
  }

  /// Adds the name between backquotes that begins at the position; without its partner on the line the
  /// backquote is no token.
  mutating func readQuotedIdentifier(_ start: Int) {
    cursor.position &+= 1
    cursor.skip { $0 != UInt8(ascii: "`") && $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    if cursor.current == UInt8(ascii: "`") {
      cursor.position &+= 1
      emit(.identifier, start)
    } else {
      cursor.position = start &+ 1
      emit(.invalid, start)
    }
  }
}
