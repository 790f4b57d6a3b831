/// Python's tokens. Indentation is left to the outline, which reads it from the first token of each
/// line; a backslash before a line end is white space.
struct PythonLexer: GapLexer {
  /// A replacement field `{...}` of an interpolated string that the lexer is inside of.
  private struct Field {
    let quote: UInt8
    let isTriple: Bool
    let isRaw: Bool
    /// Whether the field stands in the format specification of another one.
    let inSpecification: Bool
    /// The token at which the string began.
    let start: Int
    var braces = 0
    var brackets = 0
  }

  var cursor: ByteCursor
  var output: TokenWriter
  private let words = PythonWord.table
  private let statementWords = PythonWord.statement
  private var fields: [Field] = []

  init?(_ bytes: UnsafeBufferPointer<UInt8>, _ tokens: TokenBuffer) {
    guard let cursor = ByteCursor(bytes) else { return nil }
    self.cursor = cursor
    output = TokenWriter(tokens)
  }

  mutating func run() {
    while !cursor.isAtEnd { step() }
    for field in fields { tokens.insert(.unterminated, at: field.start) }
  }

  @inline(__always)
  private mutating func step() {
    let start = cursor.position
    let byte = cursor.current
    switch byte {
    case 32, 9, 11, 12: cursor.position &+= 1
    case 10, 13:
      cursor.position &+= 1
      startsLine = true
    case UInt8(ascii: "#"):
      cursor.skip { $0 != 10 && $0 != 13 }
      emit(.lineComment, start)
    case UInt8(ascii: "\""), UInt8(ascii: "'"): string(from: start)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): number(start)
    case UInt8(ascii: "."):
      if cursor.peek().isDigit {
        number(start)
      } else if cursor.starts(with: "...") {
        cursor.position &+= 3
        emit(.operator, start, symbol: byte)
      } else {
        cursor.position &+= 1
        emit(.punctuation, start, symbol: byte)
      }
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      cursor.position &+= 1
      if !fields.isEmpty {
        fields[fields.count - 1].brackets += 1
        if byte == UInt8(ascii: "{") { fields[fields.count - 1].braces += 1 }
      }
      emit(.open, start, symbol: byte)
    case UInt8(ascii: ")"), UInt8(ascii: "]"): close(start, byte)
    case UInt8(ascii: "}"):
      if let field = fields.last, field.braces == 0 {
        fields.removeLast()
        cursor.position &+= 1
        stringText(field, from: start, inSpecification: field.inSpecification)
      } else {
        close(start, byte)
      }
    case UInt8(ascii: ":"):
      if let field = fields.last, field.brackets <= 0 {
        cursor.position &+= 1
        stringText(field, from: start, inSpecification: true)
      } else if cursor.peek() == UInt8(ascii: "=") {
        cursor.position &+= 2
        emit(.operator, start, symbol: byte)
      } else {
        cursor.position &+= 1
        emit(.punctuation, start, symbol: byte)
      }
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "`"):
      cursor.position &+= 1
      emit(.punctuation, start, symbol: byte)
    case UInt8(ascii: "@") where cursor.peek() != UInt8(ascii: "="):
      cursor.position &+= 1
      emit(.punctuation, start, symbol: byte)
    case UInt8(ascii: "\\"):
      cursor.position &+= 1
      let next = cursor.current
      if next == 10 || next == 13 {
        // The line goes on: what follows starts a line of the file all the same.
        cursor.position &+= next == 13 && cursor.peek() == 10 ? 2 : 1
        startsLine = true
      } else {
        emit(.invalid, start)
      }
    default:
      if byte.isIdentifierStart {
        word(start)
      } else if operatorLength(byte) > 0 {
        cursor.position &+= operatorLength(byte)
        emit(.operator, start, symbol: byte)
      } else {
        cursor.position &+= 1
        emit(.invalid, start)
      }
    }
  }

  private mutating func close(_ start: Int, _ byte: UInt8) {
    cursor.position &+= 1
    if !fields.isEmpty {
      fields[fields.count - 1].brackets -= 1
      if byte == UInt8(ascii: "}") { fields[fields.count - 1].braces -= 1 }
    }
    emit(.close, start, symbol: byte)
  }

  @inline(__always)
  private mutating func word(_ start: Int) {
    cursor.skip { $0.isIdentifierPart }
    let length = cursor.position &- start
    let next = cursor.current
    if length <= 3, next == UInt8(ascii: "\"") || next == UInt8(ascii: "'"),
      isPrefix(start, length)
    {
      string(from: start)
      return
    }
    let symbol = words.find(cursor.base + start, length)
    if symbol == 0 {
      emit(.identifier, start)
      return
    }
    if startsLine, !fields.isEmpty, PythonWord.contains(statementWords, symbol) {
      for field in fields { tokens.insert(.unterminated, at: field.start) }
      fields.removeAll()
    }
    emit(.keyword, start, symbol: symbol)
  }

  /// Whether the letters before a quote are a string prefix: `r`, `b`, `u`, `f`, `t` and their pairs.
  private func isPrefix(_ start: Int, _ length: Int) -> Bool {
    guard length <= 2 else { return false }
    var raw = 0
    var other = 0
    for index in start..<(start + length) {
      switch cursor.base[index] | 32 {
      case UInt8(ascii: "r"): raw += 1
      case UInt8(ascii: "b"), UInt8(ascii: "u"), UInt8(ascii: "f"), UInt8(ascii: "t"): other += 1
      default: return false
      }
    }
    return raw <= 1 && other <= 1
  }

  /// A string whose quote is at the cursor and whose prefix begins at `start`.
  private mutating func string(from start: Int) {
    var isRaw = false
    var interpolates = false
    for index in start..<cursor.position {
      let letter = cursor.base[index] | 32
      if letter == UInt8(ascii: "r") { isRaw = true }
      if letter == UInt8(ascii: "f") || letter == UInt8(ascii: "t") { interpolates = true }
    }
    let quote = cursor.current
    let isTriple = cursor.peek(1) == quote && cursor.peek(2) == quote
    cursor.position &+= isTriple ? 3 : 1
    if interpolates {
      let field = Field(
        quote: quote, isTriple: isTriple, isRaw: isRaw, inSpecification: false, start: -1)
      stringText(field, from: start, inSpecification: false)
      return
    }
    while !cursor.isAtEnd {
      let byte = cursor.base[cursor.position]
      if byte == UInt8(ascii: "\\") {
        skipEscape()
      } else if byte == quote, !isTriple || isTripleQuote(quote) {
        cursor.position &+= isTriple ? 3 : 1
        emit(.string, start)
        return
      } else if !isTriple, byte == 10 || byte == 13 {
        break
      } else {
        cursor.position &+= 1
      }
    }
    emit(.string, start, flags: .unterminated)
  }

  @inline(__always)
  private func isTripleQuote(_ quote: UInt8) -> Bool {
    cursor.peek(1) == quote && cursor.peek(2) == quote
  }

  /// Moves over a backslash and what it escapes; a line end counts as one, `\r\n` too.
  @inline(__always)
  private mutating func skipEscape() {
    let isPair = cursor.peek(1) == 13 && cursor.peek(2) == 10
    cursor.position = min(cursor.position &+ (isPair ? 3 : 2), cursor.count)
  }

  /// The text of an interpolated string to its next field or its end.
  ///
  /// - Parameter field: the field just left or, with `start` -1, what the string is.
  private mutating func stringText(_ field: Field, from start: Int, inSpecification: Bool) {
    let isFirst = field.start < 0
    var inSpecification = inSpecification
    while !cursor.isAtEnd {
      let byte = cursor.base[cursor.position]
      if byte == UInt8(ascii: "\\") {
        let next = cursor.peek()
        if next == UInt8(ascii: "{") || next == UInt8(ascii: "}") {
          cursor.position &+= 1
        } else if !field.isRaw, next == UInt8(ascii: "N"), cursor.peek(2) == UInt8(ascii: "{") {
          cursor.position &+= 3
          cursor.skip { $0 != UInt8(ascii: "}") && $0 != field.quote && $0 != 10 }
          if cursor.current == UInt8(ascii: "}") { cursor.position &+= 1 }
        } else {
          skipEscape()
        }
      } else if byte == UInt8(ascii: "{") {
        if !inSpecification, cursor.peek() == byte {
          cursor.position &+= 2
          continue
        }
        cursor.position &+= 1
        fields.append(
          Field(
            quote: field.quote, isTriple: field.isTriple, isRaw: field.isRaw,
            inSpecification: inSpecification, start: isFirst ? tokens.count : field.start))
        emit(isFirst ? .stringStart : .stringMiddle, start)
        return
      } else if byte == UInt8(ascii: "}") {
        cursor.position &+= 1
        // The field whose specification this is still is on the stack.
        if inSpecification { inSpecification = fields.popLast()?.inSpecification ?? false }
      } else if byte == field.quote, !field.isTriple || isTripleQuote(field.quote) {
        cursor.position &+= field.isTriple ? 3 : 1
        // A quote in a specification ends the string, and its fields with it.
        if inSpecification {
          while let last = fields.last, last.start == field.start { fields.removeLast() }
          tokens.insert(.unterminated, at: max(field.start, 0))
        }
        emit(isFirst ? .string : .stringEnd, start)
        return
      } else if !field.isTriple, byte == 10 || byte == 13 {
        break
      } else {
        cursor.position &+= 1
      }
    }
    while let last = fields.last, last.start == field.start { fields.removeLast() }
    emit(isFirst ? .string : .stringEnd, start, flags: isFirst ? .unterminated : [])
    if !isFirst { tokens.insert(.unterminated, at: field.start) }
  }

  private mutating func number(_ start: Int) {
    cursor.skipPrefixedNumber()
    let suffix = cursor.current | 32
    if suffix == UInt8(ascii: "j") || suffix == UInt8(ascii: "l") { cursor.position &+= 1 }
    emit(.number, start)
  }

  /// The number of bytes of the operator at the cursor, or 0.
  private func operatorLength(_ byte: UInt8) -> Int {
    let second = cursor.peek()
    let assigns = second == UInt8(ascii: "=")
    switch byte {
    case UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: ">"), UInt8(ascii: "<"):
      if byte == UInt8(ascii: "<"), second == UInt8(ascii: ">") { return 2 }
      if second == byte { return cursor.peek(2) == UInt8(ascii: "=") ? 3 : 2 }
      return assigns ? 2 : 1
    case UInt8(ascii: "-"):
      return assigns || second == UInt8(ascii: ">") ? 2 : 1
    case UInt8(ascii: "!"):
      return assigns ? 2 : 1
    case UInt8(ascii: "+"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "|"),
      UInt8(ascii: "^"), UInt8(ascii: "="), UInt8(ascii: "@"):
      return assigns ? 2 : 1
    case UInt8(ascii: "~"):
      return 1
    default:
      return 0
    }
  }
}
