/// JSON's tokens and those that people take for JSON: comments, single quotes, bare words.
struct JSONLexer: GapLexer {
  static let words = KeywordTable(["true", "false", "null"])

  var cursor: ByteCursor
  var output: TokenWriter
  private let table = JSONLexer.words

  init?(_ bytes: UnsafeBufferPointer<UInt8>, _ tokens: TokenBuffer) {
    guard let cursor = ByteCursor(bytes) else { return nil }
    self.cursor = cursor
    output = TokenWriter(tokens)
  }

  mutating func run() {
    while !cursor.isAtEnd {
      let start = cursor.position
      let byte = cursor.base[start]
      switch byte {
      case 32, 9, 13: cursor.position &+= 1
      case 10:
        cursor.position &+= 1
        startsLine = true
      case UInt8(ascii: "\""), UInt8(ascii: "'"): string(start, byte)
      case UInt8(ascii: ","), UInt8(ascii: ":"):
        cursor.position &+= 1
        emit(.punctuation, start, symbol: byte)
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        cursor.position &+= 1
        emit(.open, start, symbol: byte)
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        cursor.position &+= 1
        emit(.close, start, symbol: byte)
      case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        cursor.skip {
          $0.isIdentifierPart || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
            || $0 == UInt8(ascii: "+")
        }
        emit(.number, start)
      case UInt8(ascii: "/") where cursor.peek() == byte, UInt8(ascii: "#"):
        cursor.skip { $0 != 10 && $0 != 13 }
        emit(.lineComment, start)
      case UInt8(ascii: "/") where cursor.peek() == UInt8(ascii: "*"): blockComment(start)
      default: word(start, byte)
      }
    }
  }

  @inline(__always)
  private mutating func string(_ start: Int, _ quote: UInt8) {
    cursor.position &+= 1
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if byte == quote {
        cursor.position &+= 1
        emit(.string, start, symbol: quote)
        return
      }
      if byte == UInt8(ascii: "\\") {
        let isPair = cursor.peek(1) == 13 && cursor.peek(2) == 10
        cursor.position = min(cursor.position &+ (isPair ? 3 : 2), cursor.count)
      } else if byte == 10 || byte == 13 {
        break
      } else {
        cursor.position &+= 1
      }
    }
    emit(.string, start, symbol: quote, flags: .unterminated)
  }

  private mutating func blockComment(_ start: Int) {
    cursor.position &+= 2
    while !cursor.isAtEnd {
      if cursor.current == UInt8(ascii: "*"), cursor.peek() == UInt8(ascii: "/") {
        cursor.position &+= 2
        emit(.blockComment, start)
        return
      }
      cursor.position &+= 1
    }
    emit(.blockComment, start, flags: .unterminated)
  }

  private mutating func word(_ start: Int, _ byte: UInt8) {
    let isWord = byte.isIdentifierStart || byte == UInt8(ascii: "$")
    cursor.position &+= 1
    guard isWord else {
      emit(.invalid, start, symbol: byte)
      return
    }
    cursor.skip { $0.isIdentifierPart || $0 == UInt8(ascii: "$") }
    let symbol = table.find(cursor.base + start, cursor.position - start)
    emit(symbol == 0 ? .identifier : .keyword, start, symbol: symbol)
  }
}
