/// The tokens of JavaScript and TypeScript.
///
/// Templates are `stringStart` (with `${`), tokens, `stringMiddle`, `stringEnd`. The angle brackets of
/// JSX tags are punctuation with the symbol `<`, `>` or `/` (for `/>`), those of code are operators.
struct ECMAScriptLexer: GapLexer {
  /// What the lexer is inside of.
  struct Frame {
    enum Kind: UInt8 {
      case parenthesis, controlParenthesis, bracket, block, object
      /// `${` of a template; `start` is the token that the template began with.
      case template
      /// `{` in JSX.
      case expression
      case openingTag, closingTag
      /// Between an opening tag and its closing one; `start` is the token `<`.
      case children
    }

    let kind: Kind
    let start: Int
    /// The bytes of a tag's name.
    var name = 0..<0
    /// The type arguments open in a tag.
    var angles = 0

    var isBrace: Bool {
      switch kind {
      case .block, .object, .template, .expression: true
      default: false
      }
    }
  }

  var cursor: ByteCursor
  var output: TokenWriter
  var frames: [Frame] = []
  let readsJSX: Bool
  /// Whether `<!--`, and `-->` at the start of a line, begin a comment, as in scripts (ECMA-262, B.1.1).
  /// No module has a use for either: there they would be three operators, or an error.
  let readsHTMLComments: Bool
  /// Whether the last token ends a value, so that `/` divides and `<` compares.
  var afterOperand = false
  /// How many bytes the search for closing tags may still read.
  var searchBudget: Int
  private let table = ECMAScriptWord.table
  private let operandWords = ECMAScriptWord.operands
  private let firstContextual = ECMAScriptWord.firstContextual
  private let controlWords = ECMAScriptWord.control
  private var braces = 0
  /// The last token that is no comment: its kind and symbol.
  private var last: (kind: TokenKind, symbol: UInt8) = (.punctuation, UInt8(ascii: ";"))

  init?(
    _ bytes: UnsafeBufferPointer<UInt8>, _ tokens: TokenBuffer, readsJSX: Bool,
    readsHTMLComments: Bool
  ) {
    guard let cursor = ByteCursor(bytes) else { return nil }
    self.cursor = cursor
    output = TokenWriter(tokens)
    self.readsJSX = readsJSX
    self.readsHTMLComments = readsHTMLComments
    searchBudget = cursor.count * 4
  }

  mutating func run() {
    if cursor.starts(with: "#!") {
      let start = cursor.position
      cursor.skip { $0 != 10 && $0 != 13 }
      emit(.lineComment, start)
    }
    while !cursor.isAtEnd {
      switch frames.last?.kind {
      case .openingTag, .closingTag: tagStep()
      case .children: childrenStep()
      default: step()
      }
    }
    for frame in frames where frame.kind == .template || frame.kind == .children {
      tokens.insert(.unterminated, at: frame.start)
    }
  }

  @inline(__always)
  mutating func emit(
    _ kind: TokenKind, _ start: Int, symbol: UInt8 = 0, flags: TokenFlags = []
  ) {
    add(kind, start, cursor.position, symbol: symbol, flags: flags)
    if !kind.isComment { last = (kind, symbol) }
  }

  mutating func newline() {
    cursor.position &+= 1
    startsLine = true
  }

  // MARK: - Code

  @inline(__always)
  private mutating func step() {
    let start = cursor.position
    let byte = cursor.base[start]
    switch byte {
    case 32, 9, 11, 12: cursor.position &+= 1
    case 10, 13: newline()
    case UInt8(ascii: "\""), UInt8(ascii: "'"): string(start, byte)
    case UInt8(ascii: "`"):
      cursor.position &+= 1
      templateText(from: start, template: -1)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): number(start)
    case UInt8(ascii: "/"):
      if cursor.peek() == byte || cursor.peek() == UInt8(ascii: "*") {
        comment(start)
      } else if afterOperand || !regex(start) {
        if !afterOperand, expectsOperand {
          // No operator can stand here: a regular expression that its line does not close.
          cursor.skip { $0 != 10 && $0 != 13 }
          emit(.regex, start, flags: .unterminated)
          afterOperand = true
        } else {
          operation(start, byte)
        }
      }
    case UInt8(ascii: "("):
      let isControl =
        last.kind == .keyword && ECMAScriptWord.contains(controlWords, last.symbol)
      open(start, byte, isControl ? .controlParenthesis : .parenthesis)
    case UInt8(ascii: "["): open(start, byte, .bracket)
    case UInt8(ascii: "{"): open(start, byte, opensBlock ? .block : .object)
    case UInt8(ascii: ")"), UInt8(ascii: "]"): close(start, byte)
    case UInt8(ascii: "}"): closeBrace(start)
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "@"):
      cursor.position &+= 1
      emit(.punctuation, start, symbol: byte)
      afterOperand = false
    case UInt8(ascii: "."):
      if cursor.peek().isDigit {
        number(start)
      } else if cursor.peek(1) == byte, cursor.peek(2) == byte {
        cursor.position &+= 3
        emit(.operator, start, symbol: byte)
        afterOperand = false
      } else {
        cursor.position &+= 1
        emit(.punctuation, start, symbol: byte)
        afterOperand = false
      }
    case UInt8(ascii: "<"):
      if readsJSX, !afterOperand, beginsElement() {
        cursor.position &+= 1
        emit(.punctuation, start, symbol: byte)
        tokens.hasElements = true
        frames.append(Frame(kind: .openingTag, start: tokens.count - 1))
      } else if readsHTMLComments, cursor.peek() == UInt8(ascii: "!"), cursor.starts(with: "<!--") {
        lineComment(start)
      } else {
        operation(start, byte)
      }
    case UInt8(ascii: "-") where startsLine && readsHTMLComments && cursor.starts(with: "-->"):
      lineComment(start)
    default:
      if byte.isIdentifierStart || byte == UInt8(ascii: "$") || byte == UInt8(ascii: "\\") {
        word(start)
      } else if byte == UInt8(ascii: "#"), cursor.peek().isIdentifierStart {
        cursor.position &+= 1
        cursor.skip { $0.isIdentifierPart || $0 == UInt8(ascii: "$") }
        emit(.identifier, start)
        afterOperand = true
      } else if ECMAScriptLexer.isOperator(byte) {
        operation(start, byte)
      } else {
        cursor.position &+= 1
        emit(.invalid, start)
      }
    }
  }

  /// Whether a brace here opens a block (or a class or type), else an object.
  private var opensBlock: Bool {
    switch last.kind {
    case .operator: return last.symbol == UInt8(ascii: ">") || isArrow
    case .open: return last.symbol == UInt8(ascii: "{") && frames.last?.kind == .block
    case .punctuation:
      switch last.symbol {
      case UInt8(ascii: ";"): return true
      case UInt8(ascii: ":"): return frames.last.map { $0.kind == .block } ?? true
      default: return false
      }
    case .keyword:
      let symbol = last.symbol
      return ECMAScriptWord.contains(ECMAScriptWord.statement, symbol)
        && !ECMAScriptWord.contains(Self.objectWords, symbol)
        || symbol == ECMAScriptWord.class
    default: return true
    }
  }

  private static let objectWords: UInt64 =
    1 << UInt64(ECMAScriptWord.table.number("return"))
    | 1 << UInt64(ECMAScriptWord.table.number("throw"))
    | 1 << UInt64(ECMAScriptWord.table.number("case"))
    | 1 << UInt64(ECMAScriptWord.default)

  /// Whether what was read last leaves no doubt that a value must follow.
  private var expectsOperand: Bool {
    switch last.kind {
    case .open: return last.symbol != UInt8(ascii: "{")
    case .punctuation: return last.symbol == UInt8(ascii: ",")
    case .operator:
      switch last.symbol {
      case UInt8(ascii: "="): return !isArrow
      case UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "*"): return true
      default: return false
      }
    default: return false
    }
  }

  private var isArrow: Bool {
    last.symbol == UInt8(ascii: "=") && tokens.count > 0
      && cursor.base[tokens.end - 1] == UInt8(ascii: ">")
  }

  private mutating func open(_ start: Int, _ byte: UInt8, _ kind: Frame.Kind) {
    cursor.position &+= 1
    emit(.open, start, symbol: byte)
    frames.append(Frame(kind: kind, start: tokens.count - 1))
    if byte == UInt8(ascii: "{") { braces += 1 }
    afterOperand = false
  }

  private mutating func close(_ start: Int, _ byte: UInt8) {
    cursor.position &+= 1
    emit(.close, start, symbol: byte)
    afterOperand = true
    guard let top = frames.last else { return }
    switch top.kind {
    case .controlParenthesis where byte == UInt8(ascii: ")"):
      afterOperand = false
      frames.removeLast()
    case .parenthesis where byte == UInt8(ascii: ")"), .bracket where byte == UInt8(ascii: "]"):
      frames.removeLast()
    default: break
    }
  }

  private mutating func closeBrace(_ start: Int) {
    cursor.position &+= 1
    guard braces > 0 else {
      emit(.close, start, symbol: UInt8(ascii: "}"))
      afterOperand = false
      return
    }
    // Parentheses that nobody closed end with the braces around them.
    while let top = frames.last, !top.isBrace { frames.removeLast() }
    let frame = frames.removeLast()
    braces -= 1
    if frame.kind == .template {
      templateText(from: start, template: frame.start)
      return
    }
    emit(.close, start, symbol: UInt8(ascii: "}"))
    afterOperand = frame.kind == .object
  }

  /// Opens a brace of JSX.
  mutating func openExpression(_ start: Int) {
    open(start, UInt8(ascii: "{"), .expression)
  }

  private mutating func word(_ start: Int) {
    cursor.skip { $0.isIdentifierPart || $0 == UInt8(ascii: "$") }
    while cursor.current == UInt8(ascii: "\\") {
      // `\u0061` and `\u{61}`; any other backslash is no part of a name.
      guard cursor.peek() == UInt8(ascii: "u") else {
        if cursor.position == start {
          cursor.position &+= 1
          emit(.invalid, start)
          return
        }
        break
      }
      cursor.position &+= 2
      if cursor.current == UInt8(ascii: "{") {
        cursor.position &+= 1
        cursor.skip { $0.isHexDigit }
        if cursor.current == UInt8(ascii: "}") { cursor.position &+= 1 }
      }
      cursor.skip { $0.isIdentifierPart || $0 == UInt8(ascii: "$") }
    }
    let isProperty =
      last.symbol == UInt8(ascii: ".") && last.kind == .punctuation
      || last.symbol == UInt8(ascii: "?") && last.kind == .operator
        && cursor.base[tokens.end - 1] == UInt8(ascii: ".")
    var symbol = isProperty ? 0 : table.find(cursor.base + start, cursor.position &- start)
    if symbol >= firstContextual, last.kind == .keyword,
      ECMAScriptWord.contains(ECMAScriptWord.naming, last.symbol)
    {
      symbol = 0
    }
    emit(symbol == 0 ? .identifier : .keyword, start, symbol: symbol)
    afterOperand = symbol == 0 || ECMAScriptWord.contains(operandWords, symbol)
  }

  private mutating func string(_ start: Int, _ quote: UInt8) {
    cursor.position &+= 1
    afterOperand = true
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if byte == quote {
        cursor.position &+= 1
        emit(.string, start, symbol: quote)
        return
      }
      if byte == UInt8(ascii: "\\") {
        skipEscape()
      } else if byte == 10 || byte == 13 {
        break
      } else {
        cursor.position &+= 1
      }
    }
    emit(.string, start, symbol: quote, flags: .unterminated)
  }

  @inline(__always)
  private mutating func skipEscape() {
    let isPair = cursor.peek(1) == 13 && cursor.peek(2) == 10
    cursor.position = min(cursor.position &+ (isPair ? 3 : 2), cursor.count)
  }

  /// The text of a template up to its next `${` or its end.
  ///
  /// - Parameter template: the token it began with, or -1 at its beginning.
  private mutating func templateText(from start: Int, template: Int) {
    let isFirst = template < 0
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if byte == UInt8(ascii: "`") {
        cursor.position &+= 1
        emit(isFirst ? .string : .stringEnd, start, symbol: byte)
        afterOperand = true
        return
      }
      if byte == UInt8(ascii: "\\") {
        skipEscape()
      } else if byte == UInt8(ascii: "$"), cursor.peek() == UInt8(ascii: "{") {
        cursor.position &+= 2
        emit(isFirst ? .stringStart : .stringMiddle, start, symbol: UInt8(ascii: "`"))
        frames.append(Frame(kind: .template, start: isFirst ? tokens.count - 1 : template))
        braces += 1
        afterOperand = false
        return
      } else {
        cursor.position &+= 1
      }
    }
    emit(isFirst ? .string : .stringEnd, start, flags: isFirst ? .unterminated : [])
    if !isFirst { tokens.insert(.unterminated, at: template) }
  }

  private mutating func lineComment(_ start: Int) {
    cursor.skip { $0 != 10 && $0 != 13 }
    emit(.lineComment, start)
  }

  mutating func comment(_ start: Int) {
    if cursor.peek() == UInt8(ascii: "/") { return lineComment(start) }
    var flags: TokenFlags = .unterminated
    let isDocumentation = cursor.peek(2) == UInt8(ascii: "*") && cursor.peek(3) != UInt8(ascii: "/")
    cursor.position &+= 2
    while !cursor.isAtEnd {
      if cursor.base[cursor.position] == UInt8(ascii: "*"), cursor.peek() == UInt8(ascii: "/") {
        cursor.position &+= 2
        flags = []
        break
      }
      cursor.position &+= 1
    }
    if isDocumentation { flags.insert(.documentation) }
    emit(.blockComment, start, flags: flags)
  }

  /// A regular expression, or nothing when the line ends before it does.
  private mutating func regex(_ start: Int) -> Bool {
    var inClass = false
    var index = start + 1
    while index < cursor.count {
      let byte = cursor.base[index]
      switch byte {
      case 10, 13: return false
      case UInt8(ascii: "\\"): index &+= 1
      case UInt8(ascii: "["): inClass = true
      case UInt8(ascii: "]"): inClass = false
      case UInt8(ascii: "/") where !inClass:
        cursor.position = index + 1
        cursor.skip { $0.isIdentifierPart || $0 == UInt8(ascii: "$") }
        emit(.regex, start)
        afterOperand = true
        return true
      default: break
      }
      index &+= 1
    }
    return false
  }

  private mutating func number(_ start: Int) {
    cursor.skipPrefixedNumber()
    if cursor.current == UInt8(ascii: "n") { cursor.position &+= 1 }
    emit(.number, start)
    afterOperand = true
  }

  // MARK: - Operators

  private static func isOperator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"),
      UInt8(ascii: "%"), UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: "<"),
      UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "^"),
      UInt8(ascii: "~"), UInt8(ascii: "?"):
      true
    default: false
    }
  }

  private mutating func operation(_ start: Int, _ byte: UInt8) {
    let second = cursor.peek(1)
    let third = cursor.peek(2)
    let equals = UInt8(ascii: "=")
    var length = 1
    var endsOperand = false
    switch byte {
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      length = second == byte || second == equals ? 2 : 1
      // Behind `++` a value has ended (`a++`) or will come (`++a`): never a regular expression.
      endsOperand = second == byte
    case UInt8(ascii: "*"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "?"),
      UInt8(ascii: "<"):
      if second == byte {
        length = third == equals ? 3 : 2
      } else if byte == UInt8(ascii: "?"), second == UInt8(ascii: "."), !third.isDigit {
        length = 2
      } else {
        length = second == equals && byte != UInt8(ascii: "?") ? 2 : 1
      }
    case UInt8(ascii: ">"):
      while length < 3, cursor.peek(length) == byte { length += 1 }
      if cursor.peek(length) == equals { length += 1 }
    case equals:
      length = second == UInt8(ascii: ">") ? 2 : second == equals ? (third == equals ? 3 : 2) : 1
    case UInt8(ascii: "!"):
      length = second == equals ? (third == equals ? 3 : 2) : 1
      // TypeScript's `value!`.
      endsOperand = length == 1 && afterOperand && !startsLine
    case UInt8(ascii: "~"): break
    default: length = second == equals ? 2 : 1
    }
    cursor.position = min(cursor.position &+ length, cursor.count)
    emit(.operator, start, symbol: byte)
    afterOperand = endsOperand
  }
}
