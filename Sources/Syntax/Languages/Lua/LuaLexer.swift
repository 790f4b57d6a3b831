/// Splits Lua into tokens.
struct LuaLexer: Lexer {
  var cursor: ByteCursor
  var output: TokenWriter
  private let words = LuaWord.table

  init(_ cursor: ByteCursor, _ tokens: TokenBuffer) {
    self.cursor = cursor
    output = TokenWriter(tokens)
  }

  mutating func run() {
    // The first line may be one for the system.
    if cursor.current == UInt8(ascii: "#") {
      let start = cursor.position
      cursor.skipLine()
      emit(.lineComment, start, adding: .directive)
    }
    while advance() { readToken() }
  }

  private mutating func readToken() {
    let start = cursor.position
    let byte = cursor.base[start]
    if byte.isIdentifierStart {
      cursor.skip { $0.isIdentifierPart }
      let symbol = words.find(cursor.base + start, cursor.position &- start)
      guard let word = LuaWord(rawValue: symbol) else { return emit(.identifier, start) }
      return emit(.keyword, start, symbol: symbol, adding: word.flags)
    }
    switch byte {
    case UInt8(ascii: "-") where cursor.peek() == byte: readComment(start)
    case UInt8(ascii: "\""), UInt8(ascii: "'"): readString(start, byte)
    case UInt8(ascii: "[") where longBracketLevel != nil:
      let isClosed = skipLongBracket()
      emit(.string, start, adding: isClosed ? [] : .unterminated)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber(start)
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      cursor.position &+= 1
      emit(.open, start, symbol: byte)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      cursor.position &+= 1
      emit(.close, start, symbol: byte)
    case UInt8(ascii: ","), UInt8(ascii: ";"):
      cursor.position &+= 1
      emit(.punctuation, start, symbol: byte)
    case UInt8(ascii: ":"):
      cursor.position &+= cursor.peek() == byte ? 2 : 1
      emit(.punctuation, start, symbol: byte)
    case UInt8(ascii: "."):
      if cursor.peek().isDigit { return readNumber(start) }
      let isPair = cursor.peek() == byte
      cursor.position &+= isPair ? (cursor.peek(2) == byte ? 3 : 2) : 1
      emit(isPair ? .operator : .punctuation, start, symbol: byte)
    default: readOperator(start, byte)
    }
  }

  private mutating func readOperator(_ start: Int, _ byte: UInt8) {
    cursor.position &+= 1
    let next = cursor.current
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "~"):
      if next == UInt8(ascii: "=") { cursor.position &+= 1 }
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "/"):
      if next == byte || next == UInt8(ascii: "="), byte != UInt8(ascii: "/") || next == byte {
        cursor.position &+= 1
      }
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "%"),
      UInt8(ascii: "^"), UInt8(ascii: "#"), UInt8(ascii: "&"), UInt8(ascii: "|"):
      break
    default: return emit(.invalid, start)
    }
    emit(.operator, start, symbol: byte)
  }

  private mutating func readNumber(_ start: Int) {
    let isHexadecimal =
      cursor.current == UInt8(ascii: "0") && cursor.peek() | 32 == UInt8(ascii: "x")
    let exponent = isHexadecimal ? UInt8(ascii: "p") : UInt8(ascii: "e")
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      let isDots = byte == UInt8(ascii: ".") && cursor.peek() == byte
      guard byte.isIdentifierPart || byte == UInt8(ascii: ".") && !isDots else { break }
      cursor.position &+= 1
      if byte | 32 == exponent,
        cursor.current == UInt8(ascii: "+") || cursor.current == UInt8(ascii: "-")
      {
        cursor.position &+= 1
      }
    }
    emit(.number, start)
  }

  // MARK: - Strings and comments

  /// A backslash takes the next byte; `\z` takes the white space behind it, line ends too.
  private mutating func readString(_ start: Int, _ quote: UInt8) {
    cursor.position &+= 1
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if byte == quote {
        cursor.position &+= 1
        return emit(.string, start)
      }
      if byte == UInt8(ascii: "\n") { break }
      if byte == UInt8(ascii: "\\") {
        let next = cursor.peek()
        let isPair = next == UInt8(ascii: "\r") && cursor.peek(2) == UInt8(ascii: "\n")
        cursor.position = min(cursor.position &+ (isPair ? 3 : 2), cursor.count)
        if next == UInt8(ascii: "z") { cursor.skip { $0.isBlank || $0 == UInt8(ascii: "\n") } }
      } else {
        cursor.position &+= 1
      }
    }
    emit(.string, start, adding: .unterminated)
  }

  /// The number of `=` in the long bracket that opens at the position, or nil.
  private var longBracketLevel: Int? {
    var offset = 1
    while cursor.peek(offset) == UInt8(ascii: "=") { offset &+= 1 }
    return cursor.peek(offset) == UInt8(ascii: "[") ? offset &- 1 : nil
  }

  /// Moves behind the long bracket at the position; whether it is closed.
  private mutating func skipLongBracket() -> Bool {
    guard let level = longBracketLevel else { return false }
    cursor.position &+= level &+ 2
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      cursor.position &+= 1
      guard byte == UInt8(ascii: "]") else { continue }
      var equals = 0
      while equals < level, cursor.peek(equals) == UInt8(ascii: "=") { equals &+= 1 }
      if equals == level, cursor.peek(equals) == UInt8(ascii: "]") {
        cursor.position &+= level &+ 1
        return true
      }
      cursor.position &+= equals
    }
    return false
  }

  private mutating func readComment(_ start: Int) {
    let isDocumentation =
      cursor.peek(2) == UInt8(ascii: "-") && cursor.peek(3) != UInt8(ascii: "-")
    cursor.position &+= 2
    if cursor.current == UInt8(ascii: "["), longBracketLevel != nil {
      let isClosed = skipLongBracket()
      return emit(.blockComment, start, adding: isClosed ? [] : .unterminated)
    }
    cursor.skipLine()
    emit(.lineComment, start, adding: isDocumentation ? .documentation : [])
  }
}
