/// Splits PHP into tokens. Two stacks stand for the nesting: that of strings and heredocs in whose
/// interpolations the position is.
struct PHPLexer: Lexer {
  var cursor: ByteCursor
  var output: TokenWriter
  private let words = PHPWord.table
  /// The strings in whose interpolations the position is, the innermost last.
  var strings: [OpenString] = []
  static let endsLinesAtCarriageReturns = true

  /// A string or heredoc, as it is left for an interpolation.
  struct OpenString {
    /// The quotation mark that closes it; 0 for a heredoc.
    let quote: UInt8
    /// Where the label of a heredoc begins and how long it is.
    var label = 0
    var labelLength = 0
    /// The index of its `stringStart`.
    var token = -1
    /// The braces that are open in the interpolation.
    var braces = 0
  }

  init(_ cursor: ByteCursor, _ tokens: TokenBuffer) {
    self.cursor = cursor
    output = TokenWriter(tokens)
  }

  mutating func run() {
    if cursor.starts(with: "#!") {
      let start = cursor.position
      cursor.skipLine()
      emit(.lineComment, start)
      flags = .startsLine
    }
    readMarkup()
    while advance() { readToken() }
    if let open = strings.first { tokens.insert(.unterminated, at: open.token) }
  }

  /// Reads what is no code, up to and with the tag that opens it.
  private mutating func readMarkup() {
    let start = cursor.position
    while cursor.position < cursor.count {
      cursor.skip { $0 != UInt8(ascii: "<") }
      if startsCode { break }
      if !cursor.isAtEnd { cursor.position &+= 1 }
    }
    let tag = cursor.position
    if tag > start { emit(.text, start) }
    guard !cursor.isAtEnd else { return }
    cursor.position &+= cursor.peek(2) == UInt8(ascii: "=") ? 3 : 5
    emit(.punctuation, tag, symbol: UInt8(ascii: ";"))
  }

  /// Whether `<?php` or `<?=` stands at the position.
  private var startsCode: Bool {
    guard cursor.current == UInt8(ascii: "<"), cursor.peek() == UInt8(ascii: "?") else {
      return false
    }
    if cursor.peek(2) == UInt8(ascii: "=") { return true }
    guard cursor.peek(2) | 32 == UInt8(ascii: "p"), cursor.peek(3) | 32 == UInt8(ascii: "h"),
      cursor.peek(4) | 32 == UInt8(ascii: "p")
    else { return false }
    let next = cursor.peek(5)
    return next.isBlank || next == UInt8(ascii: "\n") || cursor.position + 5 >= cursor.count
  }

  private var endsCode: Bool {
    cursor.current == UInt8(ascii: "?") && cursor.peek() == UInt8(ascii: ">")
  }

  private mutating func readToken() {
    let start = cursor.position
    let byte = cursor.base[start]
    if byte.isIdentifierStart || byte == UInt8(ascii: "\\") { return readWord(start) }
    switch byte {
    case UInt8(ascii: "$"):
      cursor.position &+= 1
      guard cursor.current.isIdentifierStart else {
        return emit(.operator, start, symbol: byte)
      }
      cursor.skip { $0.isIdentifierPart }
      emit(.identifier, start)
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
    case UInt8(ascii: "'"): readQuoted(start, start)
    case UInt8(ascii: "\""), UInt8(ascii: "`"): readInterpolated(start, start)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber(start)
    case UInt8(ascii: "."):
      if cursor.peek().isDigit, cursor.peek(-1) != byte { return readNumber(start) }
      readOperator(start, byte)
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "@"):
      cursor.position &+= 1
      emit(.punctuation, start, symbol: byte)
    case UInt8(ascii: "#"):
      if cursor.peek() == UInt8(ascii: "[") {
        cursor.position &+= 2
        return emit(.open, start, symbol: UInt8(ascii: "["))
      }
      readLineComment(start)
    case UInt8(ascii: "/") where cursor.peek() == byte: readLineComment(start)
    case UInt8(ascii: "/") where cursor.peek() == UInt8(ascii: "*"):
      let more: TokenFlags = cursor.startsDocumentation ? .documentation : []
      let isClosed = cursor.skipBlockComment(nested: false)
      emit(.blockComment, start, adding: isClosed ? more : more.union(.unterminated))
    case UInt8(ascii: "?") where endsCode: leaveCode(start)
    case UInt8(ascii: "<") where cursor.starts(with: "<<<") && readHeredoc(start, start): break
    default: readOperator(start, byte)
    }
  }

  /// Reads `?>`, which ends the statement, and the markup behind it.
  private mutating func leaveCode(_ start: Int) {
    cursor.position &+= 2
    emit(.punctuation, start, symbol: UInt8(ascii: ";"))
    readMarkup()
  }

  /// A comment ends with its line or before `?>`.
  private mutating func readLineComment(_ start: Int) {
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || endsCode { break }
      cursor.position &+= 1
    }
    emit(.lineComment, start)
  }

  /// Reads a word or a name with its namespaces.
  private mutating func readWord(_ start: Int) {
    var isQualified = false
    while true {
      if cursor.current == UInt8(ascii: "\\") {
        guard cursor.peek().isIdentifierStart else { break }
        isQualified = true
        cursor.position &+= 1
      }
      cursor.skip { $0.isIdentifierPart }
      guard cursor.current == UInt8(ascii: "\\"), cursor.peek().isIdentifierStart else { break }
    }
    let length = cursor.position &- start
    if length == 0 {
      cursor.position &+= 1
      return emit(.punctuation, start, symbol: UInt8(ascii: "\\"))
    }
    if length == 1, cursor.base[start] | 32 == UInt8(ascii: "b"), !isQualified {
      switch cursor.current {
      case UInt8(ascii: "'"): return readQuoted(start, cursor.position)
      case UInt8(ascii: "\""): return readInterpolated(start, cursor.position)
      case UInt8(ascii: "<")
      where cursor.starts(with: "<<<") && readHeredoc(start, cursor.position):
        return
      default: break
      }
    }
    let symbol = isQualified ? 0 : word(start, length)
    // Members may be named like words.
    if symbol == 0 || followsArrow(start) { return emit(.identifier, start) }
    emit(.keyword, start, symbol: symbol)
    if symbol == PHPWord.__halt_compiler.rawValue { readData() }
  }

  private func word(_ start: Int, _ length: Int) -> UInt8 {
    guard length <= PHPWord.longest else { return 0 }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: PHPWord.longest) { letters in
      for index in 0..<length {
        let byte = cursor.base[start + index]
        letters[index] = byte &- 65 < 26 ? byte | 32 : byte
      }
      return words.find(UnsafePointer(letters.baseAddress!), length)
    }
  }

  private func followsArrow(_ start: Int) -> Bool {
    guard last >= 0, tokens.kind(last) == .operator else { return false }
    let end = tokens.end(last)
    let length = end - tokens.start(last)
    guard length >= 2 else { return false }
    let (first, second) = (cursor.base[end - 2], cursor.base[end - 1])
    return first == UInt8(ascii: "-") && second == UInt8(ascii: ">")
      || first == UInt8(ascii: ":") && second == UInt8(ascii: ":")
  }

  /// Reads what follows `__halt_compiler();`, which is no code.
  private mutating func readData() {
    for mark in [UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ";")] {
      guard advance(), cursor.current == mark else { return }
      readByte(
        mark == UInt8(ascii: "(") ? .open : mark == UInt8(ascii: ")") ? .close : .punctuation,
        cursor.position, mark)
    }
    let start = cursor.position
    cursor.position = cursor.count
    if cursor.position > start { emit(.text, start) }
  }

  private mutating func readNumber(_ start: Int) {
    cursor.skipNumber { $0.peek() != UInt8(ascii: ".") }
    emit(.number, start)
  }

  private mutating func readOperator(_ start: Int, _ byte: UInt8) {
    var length = 1
    let next = cursor.peek()
    let third = cursor.peek(2)
    let equals = UInt8(ascii: "=")
    switch byte {
    case UInt8(ascii: "?"):
      if next == UInt8(ascii: "-"), third == UInt8(ascii: ">") { length = 3 }
      if next == byte { length = third == equals ? 3 : 2 }
      if length == 1 {
        cursor.position &+= 1
        return emit(.punctuation, start, symbol: byte)
      }
    case UInt8(ascii: ":"):
      if next != byte {
        cursor.position &+= 1
        return emit(.punctuation, start, symbol: byte)
      }
      length = 2
    case UInt8(ascii: "."):
      if next == byte, third == byte { length = 3 } else if next == equals { length = 2 }
    case UInt8(ascii: "-"):
      if next == byte || next == equals || next == UInt8(ascii: ">") { length = 2 }
    case equals:
      if next == UInt8(ascii: ">") { length = 2 }
      if next == equals { length = third == equals ? 3 : 2 }
    case UInt8(ascii: "!"): if next == equals { length = third == equals ? 3 : 2 }
    case UInt8(ascii: "<"):
      if next == byte { length = third == equals ? 3 : 2 }
      if next == equals { length = third == UInt8(ascii: ">") ? 3 : 2 }
      if next == UInt8(ascii: ">") { length = 2 }
    case UInt8(ascii: ">"), UInt8(ascii: "*"):
      if next == byte { length = third == equals ? 3 : 2 }
      if next == equals { length = 2 }
    case UInt8(ascii: "+"), UInt8(ascii: "&"), UInt8(ascii: "|"):
      if next == byte || next == equals { length = 2 }
    case UInt8(ascii: "/"), UInt8(ascii: "%"), UInt8(ascii: "^"):
      if next == equals { length = 2 }
    case UInt8(ascii: "~"): break
    default:
      cursor.position &+= 1
      return emit(.invalid, start)
    }
    cursor.position &+= length
    emit(.operator, start, symbol: byte)
  }
}
