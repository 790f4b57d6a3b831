/// Splits Go into tokens. The semicolons that line ends stand for are none of them.
struct GoLexer: Lexer {
  var cursor: ByteCursor
  var output: TokenWriter
  private let words = GoWord.table

  init(_ cursor: ByteCursor, _ tokens: TokenBuffer) {
    self.cursor = cursor
    output = TokenWriter(tokens)
  }

  mutating func run() {
    while advance() { readToken() }
  }

  private mutating func readToken() {
    let start = cursor.position
    let byte = cursor.base[start]
    if byte.isIdentifierStart { return readWord(start, words) }
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      readByte(.open, start, byte)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      readByte(.close, start, byte)
    case UInt8(ascii: ","), UInt8(ascii: ";"): readByte(.punctuation, start, byte)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber(start)
    case UInt8(ascii: "."):
      if cursor.peek().isDigit {
        readNumber(start)
      } else if cursor.starts(with: "...") {
        readOperator(start, length: 3)
      } else {
        readByte(.punctuation, start, byte)
      }
    case UInt8(ascii: "\""): readQuoted(.string, start, byte)
    case UInt8(ascii: "'"): readQuoted(.character, start, byte)
    case UInt8(ascii: "`"): readRawString(start)
    case UInt8(ascii: "/") where cursor.startsSlashComment:
      readComment(start, nested: false)
    default: readSymbol(start, byte)
    }
  }

  private mutating func readNumber(_ start: Int) {
    cursor.skipNumber { _ in true }
    emit(.number, start)
  }

  private mutating func readRawString(_ start: Int) {
    cursor.position &+= 1
    cursor.skip { $0 != UInt8(ascii: "`") }
    let isClosed = !cursor.isAtEnd
    if isClosed { cursor.position &+= 1 }
    emit(.string, start, adding: isClosed ? [] : .unterminated)
  }

  private mutating func readSymbol(_ start: Int, _ byte: UInt8) {
    let next = cursor.peek()
    let equals = UInt8(ascii: "=")
    var length = 1
    switch byte {
    case UInt8(ascii: ":"):
      guard next == equals else { return readByte(.punctuation, start, byte) }
      length = 2
    case UInt8(ascii: "<"), UInt8(ascii: ">"):
      if next == byte {
        length = cursor.peek(2) == equals ? 3 : 2
      } else if next == equals || byte == UInt8(ascii: "<") && next == UInt8(ascii: "-") {
        length = 2
      }
    case UInt8(ascii: "&"):
      if next == UInt8(ascii: "^") {
        length = cursor.peek(2) == equals ? 3 : 2
      } else if next == byte || next == equals {
        length = 2
      }
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "|"), equals:
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
