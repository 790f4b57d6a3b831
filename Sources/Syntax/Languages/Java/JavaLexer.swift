/// Splits Java into tokens. A Unicode escape counts as a letter outside of strings.
struct JavaLexer: Lexer {
  var cursor: ByteCursor
  var output: TokenWriter
  private let words = JavaWord.table

  init(_ cursor: ByteCursor, _ tokens: TokenBuffer) {
    self.cursor = cursor
    output = TokenWriter(tokens)
  }

  mutating func run() {
    // Since version 11 a file may begin with a line for the shell.
    if cursor.position == 0, cursor.starts(with: "#!") {
      cursor.skipLine()
      emit(.lineComment, 0)
    }
    while advance() { readToken() }
  }

  private mutating func readToken() {
    let start = cursor.position
    let byte = cursor.base[start]
    if byte.isIdentifierStart || byte == UInt8(ascii: "$") {
      readWord(start, words, reserved: JavaWord.reserved, dollars: true)
      return
    }
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      readByte(.open, start, byte)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      readByte(.close, start, byte)
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "@"), UInt8(ascii: "?"):
      readByte(.punctuation, start, byte)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber(start)
    case UInt8(ascii: "."):
      if cursor.peek().isDigit {
        readNumber(start)
      } else if cursor.starts(with: "...") {
        readOperator(start, length: 3)
      } else {
        readByte(.punctuation, start, byte)
      }
    case UInt8(ascii: "\""):
      if cursor.starts(with: "\"\"\"") {
        readTextBlock(start)
      } else {
        readQuoted(start, byte)
      }
    case UInt8(ascii: "'"): readQuoted(start, byte)
    case UInt8(ascii: "/") where cursor.startsSlashComment:
      readComment(start, nested: false)
    case UInt8(ascii: "\\"): readEscapedWord(start)
    default: readSymbol(start, byte)
    }
  }

  private mutating func readNumber(_ start: Int) {
    cursor.skipNumber { _ in true }
    emit(.number, start)
  }

  private mutating func readTextBlock(_ start: Int) {
    cursor.position &+= 3
    while !cursor.isAtEnd {
      if cursor.current == UInt8(ascii: "\""), cursor.starts(with: "\"\"\"") {
        cursor.position &+= 3
        return emit(.string, start)
      }
      let isEscape = cursor.current == UInt8(ascii: "\\")
      cursor.position = min(cursor.position &+ (isEscape ? 2 : 1), cursor.count)
    }
    emit(.string, start, adding: .unterminated)
  }

  /// Reads a string or character. The Unicode escape of a backslash is one, and that of the quote
  /// closes it (The Java Language Specification, 3.3).
  private mutating func readQuoted(_ start: Int, _ quote: UInt8) {
    let kind: TokenKind = quote == UInt8(ascii: "\"") ? .string : .character
    cursor.position &+= 1
    while !cursor.isAtEnd {
      let (byte, length) = cursor.translatedByte
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
      cursor.position &+= length
      if byte == quote { return emit(kind, start) }
      if byte == UInt8(ascii: "\\") {
        // A backslash behind a written one begins no Unicode escape.
        let isPair = length == 1 && cursor.current == byte
        let (escaped, next) = isPair ? (byte, 1) : cursor.translatedByte
        if escaped != UInt8(ascii: "\n"), escaped != UInt8(ascii: "\r"), !cursor.isAtEnd {
          cursor.position &+= next
        }
      }
    }
    emit(kind, start, adding: .unterminated)
  }

  /// Reads a word that begins with a Unicode escape, or a lone backslash.
  private mutating func readEscapedWord(_ start: Int) {
    guard cursor.peek() == UInt8(ascii: "u") else { return readByte(.invalid, start, 0) }
    while cursor.current.isIdentifierPart || cursor.current == UInt8(ascii: "\\") {
      cursor.position &+= 1
    }
    emit(.identifier, start)
  }

  private mutating func readSymbol(_ start: Int, _ byte: UInt8) {
    let next = cursor.peek()
    let equals = UInt8(ascii: "=")
    var length = 1
    switch byte {
    case UInt8(ascii: ":"):
      guard next == byte else { return readByte(.punctuation, start, byte) }
      length = 2
    case UInt8(ascii: "<"), UInt8(ascii: ">"):
      while length < (byte == UInt8(ascii: ">") ? 3 : 2), cursor.peek(length) == byte {
        length &+= 1
      }
      if cursor.peek(length) == equals { length &+= 1 }
    case UInt8(ascii: "-"):
      if next == byte || next == equals || next == UInt8(ascii: ">") { length = 2 }
    case UInt8(ascii: "+"), UInt8(ascii: "&"), UInt8(ascii: "|"), equals:
      if next == byte || next == equals { length = 2 }
    case UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "%"), UInt8(ascii: "^"),
      UInt8(ascii: "!"):
      if next == equals { length = 2 }
    case UInt8(ascii: "~"): break
    default: return readByte(.invalid, start, 0)
    }
    readOperator(start, length: length)
  }
}

extension ByteCursor {
  /// The byte at the position with the number of bytes that spell it: a Unicode escape of an ASCII
  /// character is that character, one of another is 0.
  fileprivate var translatedByte: (UInt8, Int) {
    guard current == UInt8(ascii: "\\"), peek() == UInt8(ascii: "u") else { return (current, 1) }
    var length = 2
    while peek(length) == UInt8(ascii: "u") { length &+= 1 }
    var value = 0
    for _ in 0..<4 {
      let digit = peek(length)
      guard digit.isHexDigit else { return (current, 1) }
      value = value << 4 | Int(digit.isDigit ? digit &- 48 : (digit | 32) &- 87)
      length &+= 1
    }
    return (value < 128 ? UInt8(value) : 0, length)
  }
}
