/// Splits C# into tokens. An explicit stack of open strings stands for the nesting of interpolations.
struct CSharpLexer: Lexer {
  var cursor: ByteCursor
  var output: TokenWriter
  private let words = CSharpWord.table
  /// The strings in whose interpolations the position is, the innermost last.
  var strings: [OpenString] = []
  static let endsLinesAtCarriageReturns = true
  private var isDirective = false
  /// For each `#if` around the position, how many strings were open at it.
  var conditionals: [Int] = []

  /// An interpolated string, as it is left for an interpolation.
  struct OpenString {
    /// How many braces open an interpolation.
    let braces: Int
    /// How many quotation marks close it.
    let quotes: Int
    let isVerbatim: Bool
    let coversLines: Bool
    /// The index of its `stringStart`.
    var token = -1
    /// The delimiters that are open in the interpolation.
    var depth = 0
  }

  init(_ cursor: ByteCursor, _ tokens: TokenBuffer) {
    self.cursor = cursor
    output = TokenWriter(tokens)
  }

  mutating func run() {
    while advance() { readToken() }
    abandonStrings(above: 0)
  }

  /// Leaves the strings that nothing closes.
  private mutating func abandonStrings(above count: Int) {
    while strings.count > count { tokens.insert(.unterminated, at: strings.removeLast().token) }
  }

  var lineFlags: TokenFlags { @inline(__always) get { isDirective ? .directive : [] } }
  @inline(__always)
  mutating func lineBegins() { isDirective = false }

  private mutating func readToken() {
    let start = cursor.position
    let byte = cursor.base[start]
    if byte.isIdentifierStart { return readWord(start) }
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      cursor.position &+= 1
      if !strings.isEmpty { strings[strings.count - 1].depth += 1 }
      emit(.open, start, symbol: byte)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): readClose(start, byte)
    case UInt8(ascii: ":"):
      if cursor.peek() == byte {
        operatorToken(start, 2)
      } else if let string = strings.last, string.depth == 0 {
        strings.removeLast()
        readPiece(string, from: start, inFormat: true)
      } else {
        punctuation(start, byte)
      }
    case UInt8(ascii: "\""): readQuotation(start)
    case UInt8(ascii: "$") where startsString(1): readQuotation(start)
    case UInt8(ascii: "@"):
      if startsString(1) { return readQuotation(start) }
      cursor.position &+= 1
      guard cursor.current.isIdentifierStart else { return emit(.punctuation, start, symbol: byte) }
      cursor.skip { $0.isIdentifierPart }
      emit(.identifier, start)
    case UInt8(ascii: "'"): readCharacter(start)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber(start)
    case UInt8(ascii: "."):
      if cursor.peek().isDigit, cursor.peek(-1) != byte { return readNumber(start) }
      if cursor.peek() == byte { return operatorToken(start, 2) }
      punctuation(start, byte)
    case UInt8(ascii: ","), UInt8(ascii: ";"): punctuation(start, byte)
    case UInt8(ascii: "/") where cursor.startsSlashComment:
      if conditionals.isEmpty || cursor.peek() == byte {
        readComment(start, nested: false)
      } else {
        readConditionalComment(start)
      }
    case UInt8(ascii: "#"): readHash(start)
    case UInt8(ascii: "\\") where cursor.peek() | 32 == UInt8(ascii: "u"):
      cursor.position &+= 1
      cursor.skip { $0.isIdentifierPart || $0 == UInt8(ascii: "\\") }
      emit(.identifier, start)
    default: readOperator(start, byte)
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

  private mutating func readClose(_ start: Int, _ byte: UInt8) {
    if let string = strings.last {
      if string.depth == 0, byte == UInt8(ascii: "}") {
        strings.removeLast()
        return readPiece(string, from: start, inFormat: false)
      }
      strings[strings.count - 1].depth = max(string.depth - 1, 0)
    }
    cursor.position &+= 1
    emit(.close, start, symbol: byte)
  }

  private mutating func readWord(_ start: Int) {
    cursor.position &+= 1
    cursor.skip { $0.isIdentifierPart }
    while cursor.current == UInt8(ascii: "\\"), cursor.peek() | 32 == UInt8(ascii: "u") {
      cursor.position &+= 1
      cursor.skip { $0.isIdentifierPart }
    }
    let symbol = words.find(cursor.base + start, cursor.position &- start)
    emit(
      CSharpWord.isReserved(symbol) && symbol != 0 ? .keyword : .identifier, start, symbol: symbol)
  }

  private mutating func readNumber(_ start: Int) {
    cursor.skipNumber { $0.peek().isDigit }
    emit(.number, start)
  }

  private mutating func readCharacter(_ start: Int) {
    let isClosed = cursor.skipQuoted(UInt8(ascii: "'"))
    emitLine(.character, start, isClosed: isClosed)
  }

  /// Adds a token that ends on its line; the line's carriage return is no part of it.
  mutating func emitLine(_ kind: TokenKind, _ start: Int, isClosed: Bool) {
    if !isClosed, cursor.position > start + 1, cursor.peek(-1) == UInt8(ascii: "\r") {
      cursor.position &-= 1
    }
    emit(kind, start, adding: isClosed ? [] : .unterminated)
  }

  /// `#` at the start of a line begins a preprocessor line with the word after it.
  private mutating func readHash(_ start: Int) {
    cursor.position &+= 1
    guard flags.contains(.startsLine) else { return emit(.invalid, start) }
    isDirective = true
    let behind = cursor.position
    cursor.skip { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    let word = cursor.position
    if cursor.current.isIdentifierStart {
      cursor.skip { $0.isIdentifierPart }
    } else {
      cursor.position = behind
    }
    let length = cursor.position - word
    func spells(_ name: StaticString) -> Bool {
      name.utf8CodeUnitCount == length && cursor.starts(with: name, at: word)
    }
    emit(.directive, start, symbol: UInt8(ascii: "#"))
    if spells("if") {
      conditionals.append(strings.count)
      return
    }
    if spells("endif") {
      if let outer = conditionals.popLast() { abandonStrings(above: outer) }
      return
    }
    if spells("elif") || spells("else") {
      if let outer = conditionals.last { abandonStrings(above: outer) }
      return
    }
    if spells("define") || spells("undef") || spells("nullable") { return }
    // The rest, as the name of a `#region`, need not be made of tokens.
    cursor.skip { $0.isBlank }
    let text = cursor.position
    if text > start { flags.insert(.spaceBefore) }
    cursor.skip { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    if cursor.position > text { emit(.text, text) }
  }

  /// Whether the line at an offset ends the branch of a conditional that is being read. What it holds
  /// need not be made of tokens where the condition does not hold (ECMA-334, 6.5.5), so that no comment
  /// and no string goes beyond it.
  ///
  /// - Parameter inner: how many conditionals have begun within the branch.
  func endsBranch(at start: Int, inner: inout Int) -> Bool {
    var offset = start
    while offset < cursor.count, cursor.base[offset].isBlank { offset += 1 }
    guard offset < cursor.count, cursor.base[offset] == UInt8(ascii: "#") else { return false }
    offset += 1
    while offset < cursor.count, cursor.base[offset].isBlank { offset += 1 }
    func spells(_ word: StaticString) -> Bool {
      let end = offset + word.utf8CodeUnitCount
      return cursor.starts(with: word, at: offset)
        && (end == cursor.count || !cursor.base[end].isIdentifierPart)
    }
    if spells("if") { inner += 1 }
    if spells("endif") {
      inner -= 1
      return inner < 0
    }
    return inner == 0 && (spells("elif") || spells("else"))
  }

  /// Adds the block comment that begins at the position, in a branch of a conditional.
  private mutating func readConditionalComment(_ start: Int) {
    let more: TokenFlags = cursor.startsDocumentation ? .documentation : []
    var inner = 0
    cursor.position &+= 2
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if byte == UInt8(ascii: "*"), cursor.peek() == UInt8(ascii: "/") {
        cursor.position &+= 2
        return emit(.blockComment, start, adding: more)
      }
      if byte == UInt8(ascii: "\n"), endsBranch(at: cursor.position + 1, inner: &inner) { break }
      cursor.position &+= 1
    }
    emit(.blockComment, start, adding: more.union(.unterminated))
  }

  private mutating func readOperator(_ start: Int, _ byte: UInt8) {
    let next = cursor.peek()
    let third = cursor.peek(2)
    let equals = UInt8(ascii: "=")
    switch byte {
    case UInt8(ascii: "<"):
      operatorToken(start, next == byte ? (third == equals ? 3 : 2) : next == equals ? 2 : 1)
    case UInt8(ascii: ">"):
      var length = 1
      while length < 3, cursor.peek(length) == byte { length += 1 }
      if cursor.peek(length) == equals, cursor.peek(length + 1) != byte { length += 1 }
      operatorToken(start, length)
    case UInt8(ascii: "?"):
      if next != byte { return punctuation(start, byte) }
      operatorToken(start, third == equals ? 3 : 2)
    case UInt8(ascii: "-"):
      let isPair = next == byte || next == equals || next == UInt8(ascii: ">")
      operatorToken(start, isPair ? 2 : 1)
    case UInt8(ascii: "+"), UInt8(ascii: "&"), UInt8(ascii: "|"):
      operatorToken(start, next == byte || next == equals ? 2 : 1)
    case equals: operatorToken(start, next == equals || next == UInt8(ascii: ">") ? 2 : 1)
    case UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "!"), UInt8(ascii: "^"),
      UInt8(ascii: "%"):
      operatorToken(start, next == equals ? 2 : 1)
    case UInt8(ascii: "~"): operatorToken(start, 1)
    default:
      cursor.position &+= 1
      emit(.invalid, start)
    }
  }
}
