/// Splits SQL into tokens, whatever its dialect. Where dialects disagree the file itself tells: names
/// in backquotes are MySQL's, whose strings have escapes.
struct SQLLexer: Lexer {
  var cursor: ByteCursor
  var output: TokenWriter
  private let words = SQLWord.words
  private var hasEscapes = false
  /// Comments nest in some dialects; once one does not end so, they do not.
  private var commentsNest = true
  /// What ends a statement in place of `;`, as `DELIMITER` said.
  private var delimiter: Range<Int>?
  private var word: [UInt8] = []
  /// The tags of dollar quotes that nothing closes behind some position.
  private var missing: Set<[UInt8]> = []

  init(_ cursor: ByteCursor, _ tokens: TokenBuffer) {
    self.cursor = cursor
    output = TokenWriter(tokens)
  }

  mutating func run() {
    for offset in 0..<min(cursor.count, 65_536) where cursor.base[offset] == UInt8(ascii: "`") {
      hasEscapes = true
      break
    }
    while advance() { readToken() }
  }

  private mutating func readToken() {
    let start = cursor.position
    let byte = cursor.base[start]
    if let delimiter, cursor.starts(with: delimiter) {
      cursor.position &+= delimiter.count
      return emit(.punctuation, start, symbol: UInt8(ascii: ";"))
    }
    if byte.isIdentifierStart { return readWord(start) }
    switch byte {
    case UInt8(ascii: "-") where cursor.peek() == byte:
      cursor.skipLine()
      emit(.lineComment, start)
    case UInt8(ascii: "#") where flags.contains(.startsLine):
      cursor.skipLine()
      emit(.lineComment, start)
    case UInt8(ascii: "/") where cursor.peek() == UInt8(ascii: "*"): readComment(start)
    case UInt8(ascii: "'"): readString(start, byte, .string, hasEscapes: hasEscapes)
    case UInt8(ascii: "\""):
      readString(start, byte, hasEscapes ? .string : .identifier, hasEscapes: hasEscapes)
    case UInt8(ascii: "`"): readString(start, byte, .identifier, hasEscapes: false)
    case UInt8(ascii: "["):
      if !readBracketedName(start) {
        cursor.position &+= 1
        emit(.open, start, symbol: byte)
      }
    case UInt8(ascii: "$"):
      if !readDollarQuote(start) {
        cursor.position &+= 1
        cursor.skip { $0.isIdentifierPart }
        emit(.identifier, start)
      }
    case UInt8(ascii: "@"), UInt8(ascii: "#"):
      cursor.skip { $0 == byte }
      if cursor.current.isIdentifierPart {
        cursor.skip { $0.isIdentifierPart || $0 == UInt8(ascii: "$") }
        emit(.identifier, start)
      } else {
        emit(.operator, start, symbol: byte)
      }
    case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber(start)
    case UInt8(ascii: "("), UInt8(ascii: "{"):
      cursor.position &+= 1
      emit(.open, start, symbol: byte)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      cursor.position &+= 1
      emit(.close, start, symbol: byte)
    case UInt8(ascii: ";"):
      cursor.position &+= 1
      // Under another delimiter it ends no statement that the client sends.
      emit(.punctuation, start, symbol: delimiter == nil ? byte : UInt8(ascii: ","))
    case UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "?"):
      cursor.position &+= 1
      emit(.punctuation, start, symbol: byte)
    case UInt8(ascii: ":"):
      cursor.position &+= cursor.peek() == byte || cursor.peek() == UInt8(ascii: "=") ? 2 : 1
      emit(.operator, start, symbol: byte)
    case UInt8(ascii: "\\"):
      // A command to a client.
      cursor.skipLine()
      emit(.text, start)
    default:
      if SQLLexer.isOperator(byte) {
        cursor.position &+= 1
        while SQLLexer.isOperator(cursor.current), !startsComment { cursor.position &+= 1 }
        emit(.operator, start, symbol: byte)
      } else {
        cursor.position &+= 1
        emit(.invalid, start)
      }
    }
  }

  private var startsComment: Bool {
    cursor.current == UInt8(ascii: "-") && cursor.peek() == UInt8(ascii: "-")
      || cursor.current == UInt8(ascii: "/") && cursor.peek() == UInt8(ascii: "*")
  }

  private static func isOperator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"),
      UInt8(ascii: "%"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="),
      UInt8(ascii: "!"), UInt8(ascii: "~"), UInt8(ascii: "&"), UInt8(ascii: "|"),
      UInt8(ascii: "^"):
      true
    default: false
    }
  }

  private mutating func readWord(_ start: Int) {
    while cursor.current.isIdentifierPart || cursor.current == UInt8(ascii: "$")
      || cursor.current == UInt8(ascii: "#")
    {
      if let delimiter, cursor.starts(with: delimiter) { break }
      cursor.position &+= 1
    }
    let length = cursor.position - start
    if length <= 2, cursor.current == UInt8(ascii: "'") {
      let letter = cursor.base[start] | 32
      let isEscaped = length == 1 && letter == UInt8(ascii: "e")
      if length == 1 && "ebnxrq".utf8.contains(letter) || length == 2 && letter == UInt8(ascii: "n")
      {
        return readString(start, UInt8(ascii: "'"), .string, hasEscapes: isEscaped || hasEscapes)
      }
    }
    word.removeAll(keepingCapacity: true)
    if length <= 16 {
      for index in start..<cursor.position { word.append(cursor.base[index] | 32) }
    }
    let symbol = words.find(word, word.count)
    guard symbol != 0 else { return emit(.identifier, start) }
    let isCommand = flags.contains(.startsLine) && symbol == SQLWord.delimiter.rawValue
    emit(.keyword, start, symbol: symbol)
    if isCommand { readDelimiter() }
  }

  /// `DELIMITER //`
  private mutating func readDelimiter() {
    cursor.skip { $0 == 32 || $0 == 9 }
    let start = cursor.position
    cursor.skip { !$0.isBlank && $0 != 10 }
    guard cursor.position > start else { return }
    flags.insert(.spaceBefore)
    emit(.text, start)
    let isUsual = cursor.position - start == 1 && cursor.base[start] == UInt8(ascii: ";")
    delimiter = isUsual ? nil : start..<cursor.position
  }

  private mutating func readNumber(_ start: Int) {
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      guard byte.isIdentifierPart || byte == UInt8(ascii: ".") && cursor.peek().isDigit else {
        break
      }
      cursor.position &+= 1
      if byte | 32 == UInt8(ascii: "e"), cursor.peek().isDigit,
        cursor.current == UInt8(ascii: "+") || cursor.current == UInt8(ascii: "-")
      {
        cursor.position &+= 1
      }
    }
    emit(.number, start)
  }

  private mutating func readComment(_ start: Int) {
    let open = cursor
    if cursor.skipBlockComment(nested: commentsNest) { return emit(.blockComment, start) }
    if commentsNest {
      commentsNest = false
      cursor = open
      _ = cursor.skipBlockComment(nested: false)
    }
    emit(.blockComment, start)
  }

  // MARK: - Quotes

  /// A quotation in which a doubled mark stands for one.
  private mutating func readString(
    _ start: Int, _ quote: UInt8, _ kind: TokenKind, hasEscapes: Bool
  ) {
    cursor.position &+= 1
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      cursor.position &+= 1
      if byte == quote {
        guard cursor.current == quote, !cursor.isAtEnd else { break }
        cursor.position &+= 1
      } else if byte == UInt8(ascii: "\\"), hasEscapes, !cursor.isAtEnd {
        cursor.position &+= 1
      }
    }
    emit(kind, start)
  }

  /// `[name]`, unless it is an element of an array; whether it was there.
  private mutating func readBracketedName(_ start: Int) -> Bool {
    if !flags.contains(.spaceBefore), tokens.count > 0 {
      let before = tokens.kind(tokens.count - 1)
      if before == .identifier || before == .close || before == .keyword { return false }
    }
    guard cursor.peek().isIdentifierStart else { return false }
    var end = start + 1
    let limit = min(cursor.count, start + 130)
    while end < limit, cursor.base[end] != UInt8(ascii: "]") {
      if cursor.base[end] == 10 || cursor.base[end] == UInt8(ascii: ",") { return false }
      end += 1
    }
    guard end < limit else { return false }
    cursor.position = end + 1
    emit(.identifier, start)
    return true
  }

  /// `$tag$ ... $tag$`; whether it was there.
  private mutating func readDollarQuote(_ start: Int) -> Bool {
    var end = start + 1
    while end < cursor.count, cursor.base[end].isIdentifierPart { end += 1 }
    guard end < cursor.count, cursor.base[end] == UInt8(ascii: "$"), !cursor.peek().isDigit else {
      return false
    }
    let tag = start..<(end + 1)
    let name = tag.map { cursor.base[$0] }
    // Each search that fails costs the rest of the file.
    if missing.count > 16 || missing.contains(name) { return false }
    var ahead = cursor
    ahead.position = end + 1
    while !ahead.isAtEnd {
      ahead.skip { $0 != UInt8(ascii: "$") }
      if ahead.starts(with: tag) {
        cursor.position = ahead.position + tag.count
        emit(.string, start)
        return true
      }
      ahead.position &+= 1
    }
    missing.insert(name)
    return false
  }
}

extension ByteCursor {
  /// Whether the bytes at the position are those of a range.
  fileprivate func starts(with range: Range<Int>) -> Bool {
    guard position + range.count <= count else { return false }
    for offset in 0..<range.count
    where base[position + offset] != base[range.lowerBound + offset] { return false }
    return true
  }
}
