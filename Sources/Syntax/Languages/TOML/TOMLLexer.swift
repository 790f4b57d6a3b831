/// TOML's tokens. The same bytes are other tokens in a key than in a value (`1.2`), so the lexer knows
/// which of the two it is in: a key at the start of a line and of an inline table's members, a value
/// behind `=` and within arrays.
struct TOMLLexer: GapLexer {
  var cursor: ByteCursor
  var output: TokenWriter
  private var isKey = true
  /// The brackets that are open within a value.
  private var open: [UInt8] = []

  init?(_ bytes: UnsafeBufferPointer<UInt8>, _ tokens: TokenBuffer) {
    guard let cursor = ByteCursor(bytes) else { return nil }
    self.cursor = cursor
    output = TokenWriter(tokens)
  }

  mutating func run() {
    while !cursor.isAtEnd {
      let start = cursor.position
      let byte = cursor.base[start]
      if startsLine, byte > 32 { beginLine(byte) }
      switch byte {
      case 32, 9: cursor.position &+= 1
      case 13 where cursor.peek() == 10: cursor.position &+= 1
      case 10:
        cursor.position &+= 1
        startsLine = true
      case UInt8(ascii: "#"):
        cursor.skip { $0 != 10 }
        if cursor.position > start + 1, cursor.peek(-1) == 13 { cursor.position &-= 1 }
        emit(.lineComment, start)
      case UInt8(ascii: "\""), UInt8(ascii: "'"): string(start, byte)
      case UInt8(ascii: "="):
        cursor.position &+= 1
        isKey = false
        emit(.operator, start, symbol: byte)
      case UInt8(ascii: ","):
        cursor.position &+= 1
        isKey = open.last == UInt8(ascii: "{")
        emit(.punctuation, start, symbol: byte)
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        cursor.position &+= 1
        // In a key it belongs to a table's header.
        if !isKey { open.append(byte) }
        isKey = isKey || byte == UInt8(ascii: "{")
        emit(.open, start, symbol: byte)
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        cursor.position &+= 1
        if !open.isEmpty {
          open.removeLast()
          isKey = false
        }
        emit(.close, start, symbol: byte)
      default: word(start, byte)
      }
    }
  }

  /// A new line outside brackets begins with a key. So does one that could not go on in an array,
  /// which then was never closed.
  private mutating func beginLine(_ byte: UInt8) {
    if open.isEmpty {
      isKey = true
    } else if open.last == UInt8(ascii: "["), byte.isLetter || byte == UInt8(ascii: "_") {
      var ahead = 1
      while Self.isBare(cursor.peek(ahead)) || cursor.peek(ahead) == UInt8(ascii: ".") {
        ahead += 1
      }
      while cursor.peek(ahead) == 32 { ahead += 1 }
      if cursor.peek(ahead) == UInt8(ascii: "=") {
        open.removeAll(keepingCapacity: true)
        isKey = true
      }
    }
  }

  @inline(__always)
  static func isBare(_ byte: UInt8) -> Bool {
    byte.isLetter || byte.isDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }

  private mutating func word(_ start: Int, _ byte: UInt8) {
    if isKey {
      if byte == UInt8(ascii: ".") {
        cursor.position &+= 1
        emit(.punctuation, start, symbol: byte)
        return
      }
      cursor.skip { Self.isBare($0) || $0 >= 128 }
      if cursor.position > start {
        emit(.identifier, start)
      } else {
        cursor.position &+= 1
        emit(.invalid, start, symbol: byte)
      }
      return
    }
    cursor.skip {
      Self.isBare($0) || $0 >= 128 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":")
        || $0 == UInt8(ascii: "+")
    }
    if cursor.position == start {
      cursor.position &+= 1
      emit(.invalid, start, symbol: byte)
      return
    }
    // A blank may part the date from the time.
    if cursor.position - start == 10, cursor.base[start + 4] == UInt8(ascii: "-"),
      cursor.current == 32, cursor.peek().isDigit, cursor.peek(2).isDigit,
      cursor.peek(3) == UInt8(ascii: ":")
    {
      cursor.position &+= 1
      cursor.skip {
        Self.isBare($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":")
          || $0 == UInt8(ascii: "+")
      }
    }
    let isNumber = byte.isDigit || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
    emit(isNumber || byte == UInt8(ascii: ".") ? .number : .identifier, start)
  }

  private mutating func string(_ start: Int, _ quote: UInt8) {
    let isBasic = quote == UInt8(ascii: "\"")
    if cursor.peek(1) == quote, cursor.peek(2) == quote {
      longString(start, quote, isBasic)
      return
    }
    cursor.position &+= 1
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if byte == quote {
        cursor.position &+= 1
        emit(.string, start, symbol: quote)
        return
      }
      if byte == 10 { break }
      let isEscape = isBasic && byte == UInt8(ascii: "\\") && cursor.peek() != 10
      cursor.position = min(cursor.position &+ (isEscape ? 2 : 1), cursor.count)
    }
    if cursor.peek(-1) == 13, cursor.position > start + 1 { cursor.position &-= 1 }
    emit(.string, start, symbol: quote, flags: .unterminated)
  }

  private mutating func longString(_ start: Int, _ quote: UInt8, _ isBasic: Bool) {
    cursor.position &+= 3
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if byte == quote, cursor.peek(1) == quote, cursor.peek(2) == quote {
        cursor.position &+= 3
        // One or two quotes may stand before the closing three.
        if cursor.current == quote { cursor.position &+= 1 }
        if cursor.current == quote { cursor.position &+= 1 }
        emit(.string, start, symbol: quote)
        return
      }
      let isEscape = isBasic && byte == UInt8(ascii: "\\")
      cursor.position = min(cursor.position &+ (isEscape ? 2 : 1), cursor.count)
    }
    emit(.string, start, symbol: quote, flags: .unterminated)
  }
}
