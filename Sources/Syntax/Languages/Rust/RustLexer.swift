/// Splits Rust into tokens. Lifetimes and labels are identifiers with their `'`.
struct RustLexer: Lexer {
  var cursor: ByteCursor
  var output: TokenWriter
  private let words = RustWord.table

  init(_ cursor: ByteCursor, _ tokens: TokenBuffer) {
    self.cursor = cursor
    output = TokenWriter(tokens)
  }

  mutating func run() {
    if cursor.starts(with: "#!"), !beginsInnerAttribute() {
      let start = cursor.position
      cursor.skipLine()
      emit(.lineComment, start)
    }
    readFrontmatter()
    while advance() { readToken() }
  }

  /// Reads what a script says to Cargo: from a line of three or more `-` at the start of the file to
  /// one of as many.
  private mutating func readFrontmatter() {
    guard advance(), cursor.starts(with: "---") else { return }
    let start = cursor.position
    var dashes = 0
    while cursor.peek(dashes) == UInt8(ascii: "-") { dashes &+= 1 }
    while !cursor.isAtEnd {
      cursor.skipLine()
      guard !cursor.isAtEnd else { break }
      cursor.position &+= 1
      var length = 0
      while cursor.peek(length) == UInt8(ascii: "-") { length &+= 1 }
      if length == dashes {
        cursor.position &+= length
        return emit(.text, start)
      }
    }
    cursor.position = start
  }

  /// Whether `#!` at the position begins an attribute of the file, and not a line for the shell.
  private func beginsInnerAttribute() -> Bool {
    var scan = cursor
    scan.position &+= 2
    scan.skip { $0.isBlank || $0 == UInt8(ascii: "\n") }
    return scan.current == UInt8(ascii: "[")
  }

  private mutating func readToken() {
    let start = cursor.position
    let byte = cursor.base[start]
    if byte.isIdentifierStart {
      if byte == UInt8(ascii: "r") || byte == UInt8(ascii: "b") || byte == UInt8(ascii: "c"),
        readPrefixed(start, byte)
      {
        return
      }
      return readWord(start, words, reserved: RustWord.reserved)
    }
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      readByte(.open, start, byte)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      readByte(.close, start, byte)
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "#"), UInt8(ascii: "?"),
      UInt8(ascii: "@"), UInt8(ascii: "$"), UInt8(ascii: "~"):
      readByte(.punctuation, start, byte)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber(start)
    case UInt8(ascii: "\""): readString(start)
    case UInt8(ascii: "'"): readQuote(start)
    case UInt8(ascii: "/") where cursor.startsSlashComment:
      readComment(start, nested: true)
    default: readSymbol(start, byte)
    }
  }

  /// Reads a string or character with letters before its quote, or a raw identifier.
  ///
  /// - Returns: whether there is one; if not, nothing has moved.
  private mutating func readPrefixed(_ start: Int, _ first: UInt8) -> Bool {
    let next = cursor.peek()
    var length = 1
    if first != UInt8(ascii: "r") {
      if next == UInt8(ascii: "\"") {
        cursor.position &+= 1
        readString(start)
        return true
      }
      if next == UInt8(ascii: "'"), first == UInt8(ascii: "b") {
        cursor.position &+= 1
        readQuoted(.character, start, next)
        return true
      }
      guard next == UInt8(ascii: "r") else { return false }
      length = 2
    }
    var hashes = 0
    while cursor.peek(length &+ hashes) == UInt8(ascii: "#") { hashes &+= 1 }
    if cursor.peek(length &+ hashes) == UInt8(ascii: "\"") {
      cursor.position &+= length &+ hashes &+ 1
      readRawString(start, hashes)
      return true
    }
    guard length == 1, hashes == 1, cursor.peek(2).isIdentifierStart else { return false }
    cursor.position &+= 2
    cursor.skip { $0.isIdentifierPart }
    emit(.identifier, start)
    return true
  }

  /// Reads a string, of many lines if need be, whose opening quote stands at the position.
  private mutating func readString(_ start: Int) {
    cursor.position &+= 1
    while !cursor.isAtEnd {
      let byte = cursor.current
      cursor.position &+= 1
      if byte == UInt8(ascii: "\"") { return emit(.string, start) }
      if byte == UInt8(ascii: "\\"), !cursor.isAtEnd { cursor.position &+= 1 }
    }
    emit(.string, start, adding: .unterminated)
  }

  /// Reads on in a raw string from behind its opening quote.
  private mutating func readRawString(_ start: Int, _ hashes: Int) {
    while true {
      cursor.skip { $0 != UInt8(ascii: "\"") }
      if cursor.isAtEnd { return emit(.string, start, adding: .unterminated) }
      cursor.position &+= 1
      if cursor.startsHashes(hashes) {
        cursor.position &+= hashes
        return emit(.string, start)
      }
    }
  }

  /// Reads a character or a lifetime: what is one character long and closed is no lifetime.
  private mutating func readQuote(_ start: Int) {
    let next = cursor.peek()
    if next == UInt8(ascii: "\\") { return readQuoted(.character, start, UInt8(ascii: "'")) }
    var scan = cursor
    scan.position &+= 1
    let length = scan.isAtEnd ? 0 : scan.characterLength
    if length > 0, next != UInt8(ascii: "'"), next != UInt8(ascii: "\n"),
      scan.peek(length) == UInt8(ascii: "'")
    {
      cursor.position &+= length &+ 2
      return emit(.character, start)
    }
    cursor.position &+= 1
    guard next.isIdentifierStart else {
      return emit(.character, start, adding: .unterminated)
    }
    if scan.starts(with: "r#"), scan.peek(2).isIdentifierStart { cursor.position &+= 2 }
    cursor.skip { $0.isIdentifierPart }
    emit(.identifier, start)
  }

  private mutating func readNumber(_ start: Int) {
    let last = tokens.count - 1
    let isTupleIndex =
      last >= 0 && tokens.kind(last) == .punctuation
      && tokens.symbol(last) == UInt8(ascii: ".") && tokens.end(last) == start
    cursor.skipNumber {
      let next = $0.peek()
      return !isTupleIndex && next != UInt8(ascii: ".") && !next.isIdentifierStart
    }
    emit(.number, start)
  }

  private mutating func readSymbol(_ start: Int, _ byte: UInt8) {
    let next = cursor.peek()
    let equals = UInt8(ascii: "=")
    var length = 1
    switch byte {
    case UInt8(ascii: "."):
      guard next == byte else { return readByte(.punctuation, start, byte) }
      let third = cursor.peek(2)
      length = third == byte || third == equals ? 3 : 2
    case UInt8(ascii: ":"):
      guard next == byte else { return readByte(.punctuation, start, byte) }
      length = 2
    case UInt8(ascii: "<"), UInt8(ascii: ">"):
      if next == byte {
        length = cursor.peek(2) == equals ? 3 : 2
      } else if next == equals {
        length = 2
      }
    case UInt8(ascii: "-"), equals:
      if next == equals || next == UInt8(ascii: ">") { length = 2 }
    case UInt8(ascii: "&"), UInt8(ascii: "|"):
      if next == byte || next == equals { length = 2 }
    case UInt8(ascii: "+"), UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "%"),
      UInt8(ascii: "^"), UInt8(ascii: "!"):
      if next == equals { length = 2 }
    default: return readByte(.invalid, start, 0)
    }
    readOperator(start, length: length)
  }
}
