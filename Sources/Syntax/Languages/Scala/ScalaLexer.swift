/// Splits Scala into tokens. An explicit stack stands for the nesting of strings, XML and the code in
/// them.
struct ScalaLexer: Lexer {
  var cursor: ByteCursor
  var output: TokenWriter
  private let words = ScalaWord.table
  /// What the code at the position stands in, the innermost last.
  var contexts: [Context] = []
  static let endsLinesAtCarriageReturns = true
  static let looksThroughComments = true

  /// A string or an XML literal, as it is left for the code in it.
  struct Context {
    enum Kind { case string, longString, dedented, xml }
    let kind: Kind
    /// The index of the token that opened a string.
    var token = -1
    /// The braces that are open in the code.
    var braces = 0
    /// The elements of XML that are open, and whether the position is in a tag.
    var elements = 0
    var isInTag = false
    /// How many apostrophes close a dedented string.
    var apostrophes = 0
  }

  init(_ cursor: ByteCursor, _ tokens: TokenBuffer) {
    self.cursor = cursor
    output = TokenWriter(tokens)
  }

  mutating func run() {
    readInterpreterLine()
    while advance() { readToken() }
    if let open = contexts.first(where: { $0.kind != .xml }) {
      tokens.insert(.unterminated, at: open.token)
    }
  }

  private mutating func readToken() {
    let start = cursor.position
    let byte = cursor.base[start]
    if byte.isIdentifierStart || byte == UInt8(ascii: "$") { return readWord(start) }
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      cursor.position &+= 1
      if byte == UInt8(ascii: "{"), !contexts.isEmpty { contexts[contexts.count - 1].braces += 1 }
      emit(.open, start, symbol: byte)
    case UInt8(ascii: ")"), UInt8(ascii: "]"):
      cursor.position &+= 1
      emit(.close, start, symbol: byte)
    case UInt8(ascii: "}"): readBrace(start)
    case UInt8(ascii: "\""): readString(start, interpolates: false)
    case UInt8(ascii: "'"): readApostrophe(start)
    case UInt8(ascii: "`"): readQuotedIdentifier(start)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber(start)
    case UInt8(ascii: "."):
      if cursor.peek().isDigit, start == 0 || !cursor.peek(-1).isIdentifierPart {
        return readNumber(start)
      }
      cursor.position &+= 1
      emit(.punctuation, start, symbol: byte)
    case UInt8(ascii: ","), UInt8(ascii: ";"):
      cursor.position &+= 1
      emit(.punctuation, start, symbol: byte)
    case UInt8(ascii: "/") where cursor.startsSlashComment:
      readComment(start, nested: true, documentsLines: false)
    case UInt8(ascii: "<") where startsXML: readXML(Context(kind: .xml), from: start)
    default:
      guard ScalaLexer.isOperator(byte) else {
        cursor.position &+= 1
        return emit(.invalid, start)
      }
      skipOperator()
      let isReserved =
        cursor.position == start + 1
        && (byte == UInt8(ascii: ":") || byte == UInt8(ascii: "@") || byte == UInt8(ascii: "#"))
      emit(isReserved ? .punctuation : .operator, start, symbol: byte)
    }
  }

  private mutating func readBrace(_ start: Int) {
    cursor.position &+= 1
    guard let context = contexts.last else { return emit(.close, start, symbol: UInt8(ascii: "}")) }
    let isEnd = context.kind == .xml ? context.braces == 1 : context.braces == 0
    guard isEnd else {
      contexts[contexts.count - 1].braces -= 1
      return emit(.close, start, symbol: UInt8(ascii: "}"))
    }
    contexts.removeLast()
    if context.kind == .xml {
      emit(.close, start, symbol: UInt8(ascii: "}"))
      if !cursor.isAtEnd { readXML(context, from: cursor.position) }
    } else {
      var string = context
      readPiece(&string, from: start, isFirst: false)
    }
  }

  static func isOperator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "%"), UInt8(ascii: "&"),
      UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "/"),
      UInt8(ascii: ":"), UInt8(ascii: "<"), UInt8(ascii: "="), UInt8(ascii: ">"),
      UInt8(ascii: "?"), UInt8(ascii: "@"), UInt8(ascii: "\\"), UInt8(ascii: "^"),
      UInt8(ascii: "|"), UInt8(ascii: "~"):
      true
    default: false
    }
  }

  /// Moves behind the operator characters at the position; a comment ends them.
  private mutating func skipOperator() {
    while cursor.position < cursor.count, ScalaLexer.isOperator(cursor.base[cursor.position]),
      !cursor.startsSlashComment
    {
      cursor.position &+= 1
    }
  }

  private mutating func readWord(_ start: Int) {
    cursor.position &+= 1
    cursor.skip { $0.isIdentifierPart || $0 == UInt8(ascii: "$") }
    // `unary_!`; but `_*` is two tokens.
    if cursor.peek(-1) == UInt8(ascii: "_"), cursor.position > start + 1 { skipOperator() }
    let symbol = words.find(cursor.base + start, cursor.position &- start)
    if ScalaWord.isReserved(symbol) { return emit(.keyword, start, symbol: symbol) }
    if cursor.current == UInt8(ascii: "\"") { return readString(start, interpolates: true) }
    if cursor.current == UInt8(ascii: "'"), readDedented(start, interpolates: true) { return }
    emit(.identifier, start, symbol: symbol)
  }

  /// A character, a symbol, or the quote of a macro.
  private mutating func readApostrophe(_ start: Int) {
    let next = cursor.peek()
    if next == UInt8(ascii: "'"), readDedented(start, interpolates: false) { return }
    if next == UInt8(ascii: "\\") {
      var scan = cursor
      if scan.skipQuoted(UInt8(ascii: "'")) {
        cursor = scan
        return emit(.character, start)
      }
      cursor.position &+= 1
      return emit(.invalid, start)
    }
    let length = next < 0x80 ? 1 : next < 0xE0 ? 2 : next < 0xF0 ? 3 : 4
    if cursor.peek(length + 1) == UInt8(ascii: "'"), next != UInt8(ascii: "\n") {
      cursor.position = min(start &+ length &+ 2, cursor.count)
      return emit(.character, start)
    }
    cursor.position &+= 1
    if next.isIdentifierStart {
      cursor.skip { $0.isIdentifierPart || $0 == UInt8(ascii: "$") }
      return emit(.identifier, start)
    }
    if ScalaLexer.isOperator(next), !cursor.startsSlashComment {
      skipOperator()
      return emit(.identifier, start)
    }
    emit(.punctuation, start, symbol: UInt8(ascii: "'"))
  }

  private mutating func readNumber(_ start: Int) {
    cursor.skipNumber { $0.peek().isDigit }
    emit(.number, start)
  }

}
