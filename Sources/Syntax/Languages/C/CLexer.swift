/// Splits C and C++ into preprocessing tokens. A backslash before a line end joins the lines anywhere,
/// but for raw strings.
struct CLexer: Lexer {
  enum Dialect { case c, cPlusPlus }

  var cursor: ByteCursor
  var output: TokenWriter
  private let words = CWord.table
  private let isCPlusPlus: Bool
  /// The last number of a word that is no identifier.
  private let lastWord: UInt8
  private var isDirective = false
  /// Whether the next token may be the `<...>` of an `#include`.
  private var expectsHeader = false

  init(_ cursor: ByteCursor, _ tokens: TokenBuffer, dialect: Dialect = .c) {
    self.cursor = cursor
    output = TokenWriter(tokens)
    isCPlusPlus = dialect == .cPlusPlus
    lastWord = isCPlusPlus ? .max : CWord.lastOfC.rawValue
  }

  mutating func run() {
    while advance() { readToken() }
  }

  var lineFlags: TokenFlags { @inline(__always) get { isDirective ? .directive : [] } }
  var joinedLength: Int { @inline(__always) get { cursor.lineContinuation } }
  @inline(__always)
  mutating func lineBegins() {
    isDirective = false
    expectsHeader = false
  }

  private mutating func readToken() {
    let start = cursor.position
    let byte = cursor.base[start]
    if byte.isIdentifierStart || byte == UInt8(ascii: "$") { return readWord(start) }
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      cursor.position &+= 1
      emit(.open, start, symbol: byte)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      cursor.position &+= 1
      emit(.close, start, symbol: byte)
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      readNumber(start)
    case UInt8(ascii: "."):
      if cursor.peek().isDigit {
        readNumber(start)
      } else if cursor.peek() == byte, cursor.peek(2) == byte {
        operatorToken(start, 3)
      } else {
        punctuation(start, byte)
      }
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "?"), UInt8(ascii: "@"):
      punctuation(start, byte)
    case UInt8(ascii: "\""): readQuoted(start, byte)
    case UInt8(ascii: "'"): readQuoted(start, byte)
    case UInt8(ascii: "#"): readHash(start, 1)
    case UInt8(ascii: "/") where cursor.startsSlashComment: readComment(start)
    case UInt8(ascii: "<") where expectsHeader: readHeader(start)
    default: readSymbol(start, byte)
    }
  }

  private mutating func punctuation(_ start: Int, _ byte: UInt8) {
    cursor.position &+= 1
    emit(.punctuation, start, symbol: byte)
  }

  private mutating func operatorToken(_ start: Int, _ length: Int) {
    cursor.position = start &+ length
    emit(.operator, start, symbol: cursor.base[start])
  }

  private mutating func readWord(_ start: Int) {
    skipWord()
    let length = cursor.position &- start
    let next = cursor.current
    if next == UInt8(ascii: "\"") || next == UInt8(ascii: "'"), length <= 3 {
      let isRaw =
        isCPlusPlus && next == UInt8(ascii: "\"")
        && cursor.base[start &+ length &- 1] == UInt8(ascii: "R")
      let prefix = isRaw ? length &- 1 : length
      if isRaw && prefix == 0 || CLexer.isEncodingPrefix(cursor.base + start, prefix) {
        if isRaw, readRawString(start) { return }
        return readQuoted(start, next)
      }
    }
    let symbol = words.find(cursor.base + start, length)
    if symbol == 0 || symbol > lastWord {
      emit(.identifier, start)
    } else {
      emit(.keyword, start, symbol: symbol)
    }
  }

  /// Moves behind letters, digits and joined lines between them.
  private mutating func skipWord() {
    while true {
      cursor.skip { $0.isIdentifierPart || $0 == UInt8(ascii: "$") }
      guard cursor.current == UInt8(ascii: "\\") else { return }
      let joined = cursor.lineContinuation
      if joined == 0 || !cursor.peek(joined).isIdentifierPart { return }
      cursor.position &+= joined
    }
  }

  private static func isEncodingPrefix(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    if length == 1 {
      return bytes[0] == UInt8(ascii: "L") || bytes[0] == UInt8(ascii: "u")
        || bytes[0] == UInt8(ascii: "U")
    }
    return length == 2 && bytes[0] == UInt8(ascii: "u") && bytes[1] == UInt8(ascii: "8")
  }

  /// Reads the raw string whose `"` stands at the position: `R"delimiter(...)delimiter"`.
  ///
  /// - Returns: whether one begins there.
  private mutating func readRawString(_ start: Int) -> Bool {
    let delimiter = cursor.position &+ 1
    var length = 0
    // A delimiter has at most 16 characters.
    while length <= 16 {
      let byte = cursor.peek(length &+ 1)
      if byte == UInt8(ascii: "(") { break }
      if byte.isBlank || byte == 0 || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: ")")
        || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "\"")
      {
        return false
      }
      length &+= 1
    }
    guard length <= 16 else { return false }
    cursor.position = delimiter &+ length &+ 1
    while cursor.position < cursor.count {
      if cursor.current == UInt8(ascii: ")"),
        cursor.peek(length &+ 1) == UInt8(ascii: "\""), repeats(delimiter, length)
      {
        cursor.position &+= length &+ 2
        skipSuffix()
        emit(.string, start)
        return true
      }
      cursor.position &+= 1
    }
    emit(.string, start, adding: .unterminated)
    return true
  }

  /// Whether the bytes behind the position are those at an offset.
  private func repeats(_ offset: Int, _ length: Int) -> Bool {
    for index in 0..<length where cursor.base[offset &+ index] != cursor.peek(index &+ 1) {
      return false
    }
    return true
  }

  /// Moves behind the suffix of a literal that the program defines.
  private mutating func skipSuffix() {
    if isCPlusPlus, cursor.current.isIdentifierStart { skipWord() }
  }

  private mutating func readNumber(_ start: Int) {
    cursor.skipPreprocessingNumber()
    emit(.number, start)
  }

  /// Reads a string or character whose opening quote stands at the position; `start` is that of its
  /// prefix.
  private mutating func readQuoted(_ start: Int, _ quote: UInt8) {
    let isClosed = cursor.skipQuoted(quote)
    if isClosed { skipSuffix() }
    // The line's carriage return is no part of it.
    if !isClosed, cursor.position > start + 1, cursor.peek(-1) == UInt8(ascii: "\r") {
      cursor.position &-= 1
    }
    emit(
      quote == UInt8(ascii: "'") ? .character : .string, start,
      adding: isClosed ? [] : .unterminated)
  }

  private mutating func readComment(_ start: Int) {
    let more: TokenFlags = cursor.startsDocumentation ? .documentation : []
    if cursor.peek() == UInt8(ascii: "/") {
      skipJoinedLine()
      emit(.lineComment, start, adding: more)
    } else {
      let isClosed = cursor.skipBlockComment(nested: false)
      emit(.blockComment, start, adding: isClosed ? more : more.union(.unterminated))
    }
  }

  /// Moves to the line's end, over those that a backslash joins to it.
  private mutating func skipJoinedLine() {
    while true {
      cursor.skip {
        $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "\r")
      }
      switch cursor.current {
      case UInt8(ascii: "\\"): cursor.position &+= max(cursor.lineContinuation, 1)
      case UInt8(ascii: "\r") where cursor.peek() != UInt8(ascii: "\n"): cursor.position &+= 1
      default: return
      }
    }
  }

  /// `#` at the start of a line begins a preprocessor line with the word after it.
  private mutating func readHash(_ start: Int, _ length: Int) {
    cursor.position &+= length
    guard flags.contains(.startsLine), !isDirective else {
      if length == 1, cursor.current == UInt8(ascii: "#") { cursor.position &+= 1 }
      return emit(.operator, start, symbol: UInt8(ascii: "#"))
    }
    isDirective = true
    let behind = cursor.position
    while cursor.current.isBlank || cursor.lineContinuation > 0 {
      cursor.position &+= max(cursor.lineContinuation, 1)
    }
    let word = cursor.position
    if cursor.current.isIdentifierStart { skipWord() } else { cursor.position = behind }
    let length = cursor.position &- word
    let isText =
      isWord("error", word, length) || isWord("warning", word, length)
      || isWord("pragma", word, length) && startsMark
    expectsHeader =
      isWord("include", word, length) || isWord("import", word, length)
      || isWord("include_next", word, length) || isWord("embed", word, length)
    emit(.directive, start, symbol: UInt8(ascii: "#"))
    if isText { readText() }
  }

  /// Whether `mark` follows, which makes a heading of the rest of the line.
  private var startsMark: Bool {
    var offset = cursor.position
    while offset < cursor.count, cursor.base[offset].isBlank { offset &+= 1 }
    return cursor.starts(with: "mark", at: offset)
  }

  private func isWord(_ word: StaticString, _ start: Int, _ length: Int) -> Bool {
    guard word.utf8CodeUnitCount == length else { return false }
    for index in 0..<length where cursor.base[start + index] != word.utf8Start[index] {
      return false
    }
    return true
  }

  /// Reads the message of `#error`, which need not be made of tokens.
  private mutating func readText() {
    while cursor.current.isBlank {
      cursor.position &+= 1
      flags.insert(.spaceBefore)
    }
    let start = cursor.position
    skipJoinedLine()
    if cursor.position > start { emit(.text, start) }
  }

  /// Reads the `<...>` of an `#include`.
  private mutating func readHeader(_ start: Int) {
    expectsHeader = false
    cursor.skip { $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "\n") }
    if cursor.current == UInt8(ascii: ">") {
      cursor.position &+= 1
      emit(.string, start)
    } else {
      cursor.position = start
      readSymbol(start, UInt8(ascii: "<"))
    }
  }

  private mutating func readSymbol(_ start: Int, _ byte: UInt8) {
    let next = cursor.peek()
    let third = cursor.peek(2)
    let equals = UInt8(ascii: "=")
    switch byte {
    case UInt8(ascii: "<"):
      if next == UInt8(ascii: ":"), !isAngleBeforeScope {
        return digraph(.open, start, UInt8(ascii: "["))
      }
      if next == UInt8(ascii: "%") { return digraph(.open, start, UInt8(ascii: "{")) }
      if isCPlusPlus, next == equals, third == UInt8(ascii: ">") {
        return operatorToken(start, 3)
      }
      operatorToken(start, next == byte ? (third == equals ? 3 : 2) : next == equals ? 2 : 1)
    case UInt8(ascii: ">"):
      operatorToken(start, next == byte ? (third == equals ? 3 : 2) : next == equals ? 2 : 1)
    case UInt8(ascii: ":"):
      if next == UInt8(ascii: ">") { return digraph(.close, start, UInt8(ascii: "]")) }
      if isCPlusPlus, next == byte { return operatorToken(start, 2) }
      punctuation(start, byte)
    case UInt8(ascii: "%"):
      if next == UInt8(ascii: ">") { return digraph(.close, start, UInt8(ascii: "}")) }
      if next == UInt8(ascii: ":") { return readHash(start, 2) }
      operatorToken(start, next == equals ? 2 : 1)
    case UInt8(ascii: "-"):
      let isPair = next == byte || next == equals || next == UInt8(ascii: ">")
      let isMember = isCPlusPlus && next == UInt8(ascii: ">") && third == UInt8(ascii: "*")
      operatorToken(start, isMember ? 3 : isPair ? 2 : 1)
    case UInt8(ascii: "+"), UInt8(ascii: "&"), UInt8(ascii: "|"):
      operatorToken(start, next == byte || next == equals ? 2 : 1)
    case equals, UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "!"), UInt8(ascii: "^"):
      operatorToken(start, next == equals ? 2 : 1)
    case UInt8(ascii: "~"): operatorToken(start, 1)
    default:
      cursor.position &+= 1
      emit(.invalid, start)
    }
  }

  /// Whether `<::` at the position is `<` before `::` and no digraph (ISO C++, [lex.pptoken]).
  private var isAngleBeforeScope: Bool {
    isCPlusPlus && cursor.peek(2) == UInt8(ascii: ":") && cursor.peek(3) != UInt8(ascii: ":")
      && cursor.peek(3) != UInt8(ascii: ">")
  }

  private mutating func digraph(_ kind: TokenKind, _ start: Int, _ symbol: UInt8) {
    cursor.position &+= 2
    emit(kind, start, symbol: symbol)
  }
}

extension ByteCursor {
  /// The length of the backslash, blanks and line end at the position, or 0 when there is none.
  var lineContinuation: Int {
    guard current == UInt8(ascii: "\\") else { return 0 }
    var length = 1
    while peek(length).isBlank { length &+= 1 }
    return peek(length) == UInt8(ascii: "\n") ? length &+ 1 : 0
  }
}
