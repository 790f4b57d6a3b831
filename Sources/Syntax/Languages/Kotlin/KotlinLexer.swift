/// Splits Kotlin into tokens. An explicit stack of open strings stands for the nesting of templates.
struct KotlinLexer: Lexer {
  var cursor: ByteCursor
  var output: TokenWriter
  private let words = KotlinWord.table
  /// The strings in whose templates the position is, the innermost last.
  private var strings: [OpenString] = []
  static let endsLinesAtCarriageReturns = true
  static let looksThroughComments = true

  /// A string, as it is left for a template.
  private struct OpenString {
    let isRaw: Bool
    /// How many `$` begin a template.
    let dollars: Int
    /// The index of its `stringStart`.
    var token = -1
    /// The braces that are open in the template.
    var braces = 0
  }

  init(_ cursor: ByteCursor, _ tokens: TokenBuffer) {
    self.cursor = cursor
    output = TokenWriter(tokens)
  }

  mutating func run() {
    readInterpreterLine()
    while advance() { readToken() }
    if let open = strings.first { tokens.insert(.unterminated, at: open.token) }
  }

  private mutating func readToken() {
    let start = cursor.position
    let byte = cursor.base[start]
    if byte.isIdentifierStart { return readWord(start) }
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      cursor.position &+= 1
      if byte == UInt8(ascii: "{"), !strings.isEmpty { strings[strings.count - 1].braces += 1 }
      emit(.open, start, symbol: byte)
    case UInt8(ascii: ")"), UInt8(ascii: "]"):
      cursor.position &+= 1
      emit(.close, start, symbol: byte)
    case UInt8(ascii: "}"):
      cursor.position &+= 1
      if var string = strings.last {
        if string.braces == 0 {
          strings.removeLast()
          return readPiece(&string, from: start, isFirst: false)
        }
        strings[strings.count - 1].braces -= 1
      }
      emit(.close, start, symbol: byte)
    case UInt8(ascii: "\""): readString(start, dollars: 0)
    case UInt8(ascii: "$"): readDollars(start)
    case UInt8(ascii: "'"): readCharacter(start)
    case UInt8(ascii: "`"): readQuotedIdentifier(start)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber(start)
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "@"):
      cursor.position &+= 1
      emit(.punctuation, start, symbol: byte)
    case UInt8(ascii: "/") where cursor.startsSlashComment:
      readComment(start, nested: true, documentsLines: false)
    default: readOperator(start, byte)
    }
  }

  private mutating func readWord(_ start: Int) {
    cursor.position &+= 1
    cursor.skip { $0.isIdentifierPart }
    let symbol = words.find(cursor.base + start, cursor.position &- start)
    guard KotlinWord.isReserved(symbol) else {
      return emit(.identifier, start, symbol: symbol)
    }
    if cursor.current == UInt8(ascii: "@"), cursor.peek().isIdentifierStart,
      KotlinWord(rawValue: symbol)?.takesLabel == true
    {
      cursor.position &+= 1
      cursor.skip { $0.isIdentifierPart }
    }
    emit(.keyword, start, symbol: symbol)
  }

  private mutating func readNumber(_ start: Int) {
    cursor.skipNumber { $0.peek().isDigit }
    emit(.number, start)
  }

  private mutating func readCharacter(_ start: Int) {
    let isClosed = cursor.skipQuoted(UInt8(ascii: "'"))
    emit(.character, start, adding: isClosed ? [] : .unterminated)
  }

  private mutating func readOperator(_ start: Int, _ byte: UInt8) {
    let next = cursor.peek()
    let third = cursor.peek(2)
    let equals = UInt8(ascii: "=")
    func operatorToken(_ length: Int) {
      cursor.position &+= length
      emit(.operator, start, symbol: byte)
    }
    switch byte {
    case UInt8(ascii: "."):
      if next.isDigit, cursor.peek(-1) != byte { return readNumber(start) }
      if next == byte { return operatorToken(third == UInt8(ascii: "<") ? 3 : 2) }
      cursor.position &+= 1
      emit(.punctuation, start, symbol: byte)
    case UInt8(ascii: ":"):
      if next == byte { return operatorToken(2) }
      cursor.position &+= 1
      emit(.punctuation, start, symbol: byte)
    case UInt8(ascii: "?"):
      if next == UInt8(ascii: ".") || next == UInt8(ascii: ":") && third != UInt8(ascii: ":") {
        return operatorToken(2)
      }
      cursor.position &+= 1
      emit(.punctuation, start, symbol: byte)
    case UInt8(ascii: "!"):
      if next == byte { return operatorToken(2) }
      operatorToken(next == equals ? (third == equals ? 3 : 2) : 1)
    case equals:
      if next == UInt8(ascii: ">") { return operatorToken(2) }
      operatorToken(next == equals ? (third == equals ? 3 : 2) : 1)
    case UInt8(ascii: "-"):
      operatorToken(next == byte || next == equals || next == UInt8(ascii: ">") ? 2 : 1)
    case UInt8(ascii: "+"): operatorToken(next == byte || next == equals ? 2 : 1)
    case UInt8(ascii: "&"), UInt8(ascii: "|"): operatorToken(next == byte ? 2 : 1)
    case UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "%"), UInt8(ascii: "<"),
      UInt8(ascii: ">"):
      operatorToken(next == equals ? 2 : 1)
    default:
      cursor.position &+= 1
      emit(.invalid, start)
    }
  }

  // MARK: - Strings

  /// `$$"..."`, or a dollar sign that belongs to nothing.
  private mutating func readDollars(_ start: Int) {
    var dollars = 0
    while cursor.peek(dollars) == UInt8(ascii: "$") { dollars += 1 }
    cursor.position &+= dollars
    if cursor.current == UInt8(ascii: "\"") { return readString(start, dollars: dollars) }
    cursor.skip { $0.isIdentifierPart }
    emit(cursor.position > start + dollars ? .identifier : .invalid, start)
  }

  private mutating func readString(_ start: Int, dollars: Int) {
    let isRaw = cursor.starts(with: "\"\"\"")
    cursor.position &+= isRaw ? 3 : 1
    var string = OpenString(isRaw: isRaw, dollars: max(dollars, 1))
    readPiece(&string, from: start, isFirst: true)
  }

  /// Reads on in a string up to its next `${` or its end and adds that piece, which begins at `start`;
  /// the position is behind its opening.
  private mutating func readPiece(_ string: inout OpenString, from start: Int, isFirst: Bool) {
    if isFirst { string.token = tokens.count }
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      switch byte {
      case UInt8(ascii: "\""):
        var quotes = 1
        if string.isRaw {
          while cursor.peek(quotes) == byte { quotes += 1 }
        }
        cursor.position &+= quotes
        if !string.isRaw || quotes >= 3 { return emit(isFirst ? .string : .stringEnd, start) }
      case UInt8(ascii: "\n") where !string.isRaw, UInt8(ascii: "\r") where !string.isRaw:
        return emitUnterminated(string, start, isFirst: isFirst)
      case UInt8(ascii: "\\") where !string.isRaw:
        let next = cursor.peek()
        let endsLine = next == UInt8(ascii: "\n") || next == UInt8(ascii: "\r")
        cursor.position = min(cursor.position &+ (endsLine ? 1 : 2), cursor.count)
      case UInt8(ascii: "$"):
        var dollars = 0
        while cursor.current == byte {
          dollars += 1
          cursor.position &+= 1
        }
        if dollars >= string.dollars, cursor.current == UInt8(ascii: "{") {
          cursor.position &+= 1
          strings.append(string)
          return emit(isFirst ? .stringStart : .stringMiddle, start)
        }
      default: cursor.position &+= 1
      }
    }
    emitUnterminated(string, start, isFirst: isFirst)
  }

  private mutating func emitUnterminated(_ string: OpenString, _ start: Int, isFirst: Bool) {
    emit(isFirst ? .string : .stringEnd, start, adding: isFirst ? .unterminated : [])
    if !isFirst { tokens.insert(.unterminated, at: string.token) }
  }
}
