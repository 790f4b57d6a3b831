/// Splits Go into tokens. The semicolons that line ends stand for are none of them.
struct GoLexer {
  private var base: BraceLexer
  private let words = GoWord.table

  init(_ cursor: ByteCursor, _ tokens: TokenBuffer) {
    base = BraceLexer(cursor, tokens)
  }

  mutating func run() {
    while base.advance() { readToken() }
  }

  private mutating func readToken() {
    let start = base.cursor.position
    let byte = base.cursor.base[start]
    if byte.isIdentifierStart { return base.readWord(start, words) }
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      base.readByte(.open, start, byte)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      base.readByte(.close, start, byte)
    case UInt8(ascii: ","), UInt8(ascii: ";"): base.readByte(.punctuation, start, byte)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber(start)
    case UInt8(ascii: "."):
      if base.cursor.peek().isDigit {
        readNumber(start)
      } else if base.cursor.starts(with: "...") {
        base.readOperator(start, 3)
      } else {
        base.readByte(.punctuation, start, byte)
      }
    case UInt8(ascii: "\""): base.readQuoted(.string, start, byte)
    case UInt8(ascii: "'"): base.readQuoted(.character, start, byte)
    case UInt8(ascii: "`"): readRawString(start)
    case UInt8(ascii: "/") where base.cursor.startsSlashComment:
      base.readComment(start, nested: false)
    default: readSymbol(start, byte)
    }
  }

  private mutating func readNumber(_ start: Int) {
    base.cursor.skipNumber { _ in true }
    base.emit(.number, start)
  }

  private mutating func readRawString(_ start: Int) {
    base.cursor.position &+= 1
    base.cursor.skip { $0 != UInt8(ascii: "`") }
    let isClosed = !base.cursor.isAtEnd
    if isClosed { base.cursor.position &+= 1 }
    base.emit(.string, start, adding: isClosed ? [] : .unterminated)
  }

  private mutating func readSymbol(_ start: Int, _ byte: UInt8) {
    let next = base.cursor.peek()
    let equals = UInt8(ascii: "=")
    var length = 1
    switch byte {
    case UInt8(ascii: ":"):
      guard next == equals else { return base.readByte(.punctuation, start, byte) }
      length = 2
    case UInt8(ascii: "<"), UInt8(ascii: ">"):
      if next == byte {
        length = base.cursor.peek(2) == equals ? 3 : 2
      } else if next == equals || byte == UInt8(ascii: "<") && next == UInt8(ascii: "-") {
        length = 2
      }
    case UInt8(ascii: "&"):
      if next == UInt8(ascii: "^") {
        length = base.cursor.peek(2) == equals ? 3 : 2
      } else if next == byte || next == equals {
        length = 2
      }
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "|"), equals:
      if next == byte || next == equals { length = 2 }
    case UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "%"), UInt8(ascii: "^"),
      UInt8(ascii: "!"):
      if next == equals { length = 2 }
    case UInt8(ascii: "~"): break
    default: return base.readByte(.invalid, start, 0)
    }
    base.readOperator(start, length)
  }
}
