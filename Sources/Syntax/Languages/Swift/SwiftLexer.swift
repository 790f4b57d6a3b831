/// Splits Swift into tokens. An explicit stack of open strings stands for the nesting of
/// interpolations.
struct SwiftLexer: Lexer {
  var cursor: ByteCursor
  var output: TokenWriter
  private let words = SwiftWord.table
  /// The strings in whose interpolations the position is, the innermost last.
  var strings: [OpenString] = []
  static let endsLinesAtCarriageReturns = true
  private var isDirective = false
  /// The parentheses open in the preprocessor line, which goes on over line ends within them.
  private var directiveDepth = 0
  /// The least number of `#` before a slash that no later line closes.
  var unclosedRegexHashes = Int.max

  /// A string in whose interpolation the lexer is.
  struct OpenString {
    let hashes: Int
    let isMultiline: Bool
    /// The index of its `stringStart`.
    let token: Int
    /// The parentheses and braces that are open in the interpolation.
    var parentheses = 0
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

  var lineFlags: TokenFlags { @inline(__always) get { isDirective ? .directive : [] } }
  @inline(__always)
  mutating func lineBegins() { if directiveDepth == 0 { isDirective = false } }

  private mutating func readToken() {
    let start = cursor.position
    let byte = cursor.base[start]
    if byte.isLetter || byte == UInt8(ascii: "_") { return readWord(start) }
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      cursor.position &+= 1
      emit(.open, start, symbol: byte)
      opened(byte)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      if !strings.isEmpty, closesInterpolation(byte) { return }
      cursor.position &+= 1
      emit(.close, start, symbol: byte)
      if byte == UInt8(ascii: ")"), directiveDepth > 0 { directiveDepth &-= 1 }
    case UInt8(ascii: "\""): readString(start)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber(start)
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "@"),
      UInt8(ascii: "\\"):
      cursor.position &+= 1
      emit(.punctuation, start, symbol: byte)
    case UInt8(ascii: "."):
      if cursor.peek() == UInt8(ascii: ".") { return readOperator(start) }
      cursor.position &+= 1
      emit(.punctuation, start, symbol: byte)
    case UInt8(ascii: "/"):
      if cursor.startsSlashComment { readComment(start, nested: true) } else { readOperator(start) }
    case UInt8(ascii: "="), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"),
      UInt8(ascii: "%"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "!"),
      UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "^"), UInt8(ascii: "~"),
      UInt8(ascii: "?"):
      readOperator(start)
    case UInt8(ascii: "#"): readHash(start)
    case UInt8(ascii: "`"): readQuotedIdentifier(start)
    case UInt8(ascii: "$"):
      cursor.position &+= 1
      cursor.skip { $0.isIdentifierPart }
      emit(.identifier, start)
    case 128...255:
      if cursor.operatorCharacterLength(isHead: true) > 0 {
        readOperator(start)
      } else {
        skipIdentifier()
        emit(.identifier, start)
      }
    default:
      cursor.position &+= 1
      emit(.invalid, start)
    }
  }

  private mutating func opened(_ byte: UInt8) {
    if isDirective {
      // No preprocessor line holds a brace: its parentheses were never closed.
      if byte == UInt8(ascii: "{") { directiveDepth = 0 }
      if byte == UInt8(ascii: "(") { directiveDepth &+= 1 }
    }
    guard let innermost = strings.indices.last else { return }
    if byte == UInt8(ascii: "(") {
      strings[innermost].parentheses += 1
    } else if byte == UInt8(ascii: "{") {
      strings[innermost].braces += 1
    }
  }

  /// Counts a closing delimiter in an interpolation; reads on in the string when it ends there.
  private mutating func closesInterpolation(_ byte: UInt8) -> Bool {
    let innermost = strings.count - 1
    if byte == UInt8(ascii: ")") {
      if strings[innermost].parentheses == 0 {
        let string = strings.removeLast()
        let start = cursor.position
        cursor.position &+= 1
        readString(string, from: start, isFirst: false)
        return true
      }
      strings[innermost].parentheses -= 1
    } else if byte == UInt8(ascii: "}") {
      // A brace that was opened before the string: the interpolation was never closed.
      if strings[innermost].braces == 0 {
        abandonLine()
      } else {
        strings[innermost].braces -= 1
      }
    }
    return false
  }

  /// Gives up the strings of one line in whose interpolations the position is.
  mutating func abandonLine() {
    var outermost: Int?
    while let string = strings.last, !string.isMultiline {
      outermost = string.token
      strings.removeLast()
    }
    if let outermost { tokens.insert(.unterminated, at: outermost) }
  }

  private mutating func skipIdentifier() {
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if byte < 128 {
        if !byte.isIdentifierPart, byte != UInt8(ascii: "$") { return }
        cursor.position &+= 1
      } else {
        // The first byte may be that of an operator only where an identifier cannot go on.
        if cursor.operatorCharacterLength(isHead: true) > 0 { return }
        cursor.position &+= cursor.characterLength
      }
    }
  }

  private mutating func readWord(_ start: Int) {
    cursor.position &+= 1
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if byte >= 128 {
        skipIdentifier()
        break
      }
      if !byte.isIdentifierPart, byte != UInt8(ascii: "$") { break }
      cursor.position &+= 1
    }
    let symbol = words.find(cursor.base + start, cursor.position &- start)
    if symbol == 0 { return emit(.identifier, start) }
    if last >= 0 {
      let kind = tokens.kind(last)
      let before = tokens.symbol(last)
      if kind == .punctuation {
        if before == UInt8(ascii: ".") { return emit(.identifier, start) }
        if before == UInt8(ascii: ","), SwiftWord.isLabel(symbol), !startsCondition(symbol) {
          return emit(.identifier, start)
        }
      } else if kind == .open, before == UInt8(ascii: "("), SwiftWord.isLabel(symbol) {
        return emit(.identifier, start)
      }
    }
    if cursor.current == UInt8(ascii: ":"), SwiftWord.isLabelBeforeColon(symbol) {
      return emit(.identifier, start)
    }
    emit(SwiftWord.isReserved(symbol) ? .keyword : .identifier, start, symbol: symbol)
  }

  /// Whether the word may follow the comma of a condition or of an array, and be no label.
  private func startsCondition(_ symbol: UInt8) -> Bool {
    symbol == SwiftWord.if.rawValue || symbol == SwiftWord.switch.rawValue
  }

  private mutating func readNumber(_ start: Int) {
    func isPart(_ byte: UInt8) -> Bool { byte.isIdentifierPart }
    let isTupleIndex =
      last >= 0 && tokens.kind(last) == .punctuation && tokens.symbol(last) == UInt8(ascii: ".")
      && tokens.end(last) == start
    let isHexadecimal = cursor.current == UInt8(ascii: "0") && cursor.peek() == UInt8(ascii: "x")
    let exponent = isHexadecimal ? UInt8(ascii: "p") : UInt8(ascii: "e")
    if isHexadecimal { cursor.position &+= 2 }
    skipDigits(exponent)
    if !isTupleIndex, cursor.current == UInt8(ascii: "."), cursor.peek().isDigit {
      cursor.position &+= 1
      skipDigits(exponent)
    }
    emit(.number, start)
  }

  /// Moves behind digits, letters that belong to no number but stand in it, and an exponent's sign.
  private mutating func skipDigits(_ exponent: UInt8) {
    while cursor.position < cursor.count, cursor.base[cursor.position].isIdentifierPart {
      let byte = cursor.base[cursor.position]
      if byte >= 128, cursor.operatorCharacterLength(isHead: true) > 0 { return }
      cursor.position &+= 1
      if byte | 32 == exponent,
        cursor.current == UInt8(ascii: "+") || cursor.current == UInt8(ascii: "-"),
        cursor.peek().isDigit
      {
        cursor.position &+= 1
      }
    }
  }

  /// `#`: a raw string, a regular expression, a preprocessor line or a macro's name.
  private mutating func readHash(_ start: Int) {
    var hashes = 0
    while cursor.current == UInt8(ascii: "#") {
      hashes &+= 1
      cursor.position &+= 1
    }
    switch cursor.current {
    case UInt8(ascii: "\""):
      cursor.position = start
      readString(start, hashes: hashes)
    case UInt8(ascii: "/") where readRegex(start, hashes: hashes, isCertain: true): break
    case let byte where hashes == 1 && byte.isIdentifierStart:
      skipIdentifier()
      if flags.contains(.startsLine), SwiftLexer.isDirective(cursor, from: start &+ 1) {
        isDirective = true
        directiveDepth = 0
        emit(.directive, start, symbol: UInt8(ascii: "#"))
      } else {
        emit(.identifier, start)
      }
    default: emit(.invalid, start)
    }
  }

  /// Whether the word up to the position begins a preprocessor line.
  private static func isDirective(_ cursor: ByteCursor, from start: Int) -> Bool {
    let length = cursor.position - start
    func isWord(_ word: StaticString) -> Bool {
      guard word.utf8CodeUnitCount == length else { return false }
      for index in 0..<length where cursor.base[start + index] != word.utf8Start[index] {
        return false
      }
      return true
    }
    return isWord("if") || isWord("else") || isWord("elseif") || isWord("endif")
      || isWord("warning") || isWord("error") || isWord("sourceLocation")
  }
}
