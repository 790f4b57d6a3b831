/// Splits Rust into tokens. Lifetimes and labels are identifiers with their `'`.
struct RustLexer {
  private var base: BraceLexer
  private let words = RustWord.table

  init(_ cursor: ByteCursor, _ tokens: TokenBuffer) {
    base = BraceLexer(cursor, tokens)
  }

  mutating func run() {
    if base.cursor.starts(with: "#!"), !beginsInnerAttribute() {
      let start = base.cursor.position
      base.cursor.skipLine()
      base.emit(.lineComment, start)
    }
    readFrontmatter()
    while base.advance() { readToken() }
  }

  /// Reads what a script says to Cargo: from a line of three or more `-` at the start of the file to
  /// one of as many.
  private mutating func readFrontmatter() {
    guard base.advance(), base.cursor.starts(with: "---") else { return }
    let start = base.cursor.position
    var dashes = 0
    while base.cursor.peek(dashes) == UInt8(ascii: "-") { dashes &+= 1 }
    while !base.cursor.isAtEnd {
      base.cursor.skipLine()
      guard !base.cursor.isAtEnd else { break }
      base.cursor.position &+= 1
      var length = 0
      while base.cursor.peek(length) == UInt8(ascii: "-") { length &+= 1 }
      if length == dashes {
        base.cursor.position &+= length
        return base.emit(.text, start)
      }
    }
    base.cursor.position = start
  }

  /// Whether `#!` at the position begins an attribute of the file, and not a line for the shell.
  private func beginsInnerAttribute() -> Bool {
    var scan = base.cursor
    scan.position &+= 2
    scan.skip { $0.isBlank || $0 == UInt8(ascii: "\n") }
    return scan.current == UInt8(ascii: "[")
  }

  private mutating func readToken() {
    let start = base.cursor.position
    let byte = base.cursor.base[start]
    if byte.isIdentifierStart {
      if byte == UInt8(ascii: "r") || byte == UInt8(ascii: "b") || byte == UInt8(ascii: "c"),
        readPrefixed(start, byte)
      {
        return
      }
      return base.readWord(start, words, reserved: RustWord.reserved)
    }
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      base.readByte(.open, start, byte)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      base.readByte(.close, start, byte)
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "#"), UInt8(ascii: "?"),
      UInt8(ascii: "@"), UInt8(ascii: "$"), UInt8(ascii: "~"):
      base.readByte(.punctuation, start, byte)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber(start)
    case UInt8(ascii: "\""): readString(start)
    case UInt8(ascii: "'"): readQuote(start)
    case UInt8(ascii: "/") where base.cursor.startsSlashComment:
      base.readComment(start, nested: true)
    default: readSymbol(start, byte)
    }
  }

  /// Reads a string or character with letters before its quote, or a raw identifier.
  ///
  /// - Returns: whether there is one; if not, nothing has moved.
  private mutating func readPrefixed(_ start: Int, _ first: UInt8) -> Bool {
    let next = base.cursor.peek()
    var length = 1
    if first != UInt8(ascii: "r") {
      if next == UInt8(ascii: "\"") {
        base.cursor.position &+= 1
        readString(start)
        return true
      }
      if next == UInt8(ascii: "'"), first == UInt8(ascii: "b") {
        base.cursor.position &+= 1
        base.readQuoted(.character, start, next)
        return true
      }
      guard next == UInt8(ascii: "r") else { return false }
      length = 2
    }
    var hashes = 0
    while base.cursor.peek(length &+ hashes) == UInt8(ascii: "#") { hashes &+= 1 }
    if base.cursor.peek(length &+ hashes) == UInt8(ascii: "\"") {
      base.cursor.position &+= length &+ hashes &+ 1
      readRawString(start, hashes)
      return true
    }
    guard length == 1, hashes == 1, base.cursor.peek(2).isIdentifierStart else { return false }
    base.cursor.position &+= 2
    base.cursor.skip { $0.isIdentifierPart }
    base.emit(.identifier, start)
    return true
  }

  /// Reads a string, of many lines if need be, whose opening quote stands at the position.
  private mutating func readString(_ start: Int) {
    base.cursor.position &+= 1
    while !base.cursor.isAtEnd {
      let byte = base.cursor.current
      base.cursor.position &+= 1
      if byte == UInt8(ascii: "\"") { return base.emit(.string, start) }
      if byte == UInt8(ascii: "\\"), !base.cursor.isAtEnd { base.cursor.position &+= 1 }
    }
    base.emit(.string, start, adding: .unterminated)
  }

  /// Reads on in a raw string from behind its opening quote.
  private mutating func readRawString(_ start: Int, _ hashes: Int) {
    while true {
      base.cursor.skip { $0 != UInt8(ascii: "\"") }
      if base.cursor.isAtEnd { return base.emit(.string, start, adding: .unterminated) }
      base.cursor.position &+= 1
      if base.cursor.startsHashes(hashes) {
        base.cursor.position &+= hashes
        return base.emit(.string, start)
      }
    }
  }

  /// Reads a character or a lifetime: what is one character long and closed is no lifetime.
  private mutating func readQuote(_ start: Int) {
    let next = base.cursor.peek()
    if next == UInt8(ascii: "\\") { return base.readQuoted(.character, start, UInt8(ascii: "'")) }
    var scan = base.cursor
    scan.position &+= 1
    let length = scan.isAtEnd ? 0 : scan.characterLength
    if length > 0, next != UInt8(ascii: "'"), next != UInt8(ascii: "\n"),
      scan.peek(length) == UInt8(ascii: "'")
    {
      base.cursor.position &+= length &+ 2
      return base.emit(.character, start)
    }
    base.cursor.position &+= 1
    guard next.isIdentifierStart else {
      return base.emit(.character, start, adding: .unterminated)
    }
    if scan.starts(with: "r#"), scan.peek(2).isIdentifierStart { base.cursor.position &+= 2 }
    base.cursor.skip { $0.isIdentifierPart }
    base.emit(.identifier, start)
  }

  private mutating func readNumber(_ start: Int) {
    let last = base.tokens.count - 1
    let isTupleIndex =
      last >= 0 && base.tokens.kind(last) == .punctuation
      && base.tokens.symbol(last) == UInt8(ascii: ".") && base.tokens.end(last) == start
    base.cursor.skipNumber {
      let next = $0.peek()
      return !isTupleIndex && next != UInt8(ascii: ".") && !next.isIdentifierStart
    }
    base.emit(.number, start)
  }

  private mutating func readSymbol(_ start: Int, _ byte: UInt8) {
    let next = base.cursor.peek()
    let equals = UInt8(ascii: "=")
    var length = 1
    switch byte {
    case UInt8(ascii: "."):
      guard next == byte else { return base.readByte(.punctuation, start, byte) }
      let third = base.cursor.peek(2)
      length = third == byte || third == equals ? 3 : 2
    case UInt8(ascii: ":"):
      guard next == byte else { return base.readByte(.punctuation, start, byte) }
      length = 2
    case UInt8(ascii: "<"), UInt8(ascii: ">"):
      if next == byte {
        length = base.cursor.peek(2) == equals ? 3 : 2
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
    default: return base.readByte(.invalid, start, 0)
    }
    base.readOperator(start, length)
  }
}
