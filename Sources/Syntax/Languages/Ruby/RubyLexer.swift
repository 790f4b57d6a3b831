/// Splits Ruby into tokens. What `/`, `%`, `<<`, `?` and `if` mean depends on whether a value stands
/// before them; the state follows that of Ruby's own lexer (`lex_state_e` in parse.y), but for local
/// variables, which it knows apart from methods.
struct RubyLexer: Lexer {
  /// What the last token was.
  enum State {
    /// A value must follow: the start, an operator, a line end.
    case begin
    /// `return`, `break`, `next`: a value may follow, but `if` is a modifier.
    case middle
    /// A name that may be a method whose argument follows.
    case argument
    case end
    case dot
    /// `def`, `alias`, `undef`: a method's name follows.
    case name
    case `class`
  }

  /// A string in whose interpolation the position is, or whose text is read.
  struct Text {
    var kind: TokenKind = .string
    var open: UInt8 = 0
    var close: UInt8 = 0
    var interpolates = false
    var heredoc: Heredoc?
    /// The index of its `stringStart`, or -1 while it is one piece.
    var start = -1
    var depth = 0
    /// The braces that are open in the interpolation.
    var braces = 0
    /// What `queue` holds while the interpolation of a here-document is read.
    var waiting: [Heredoc] = []
    var parens = 0
  }

  struct Heredoc {
    let delimiter: Range<Int>
    /// Whether blanks may stand before the delimiter.
    let isIndented: Bool
    let interpolates: Bool
  }

  /// A `def` of which it is not known yet whether it is endless.
  enum Definition {
    case none, name
    /// Its parameters end at this number of open delimiters.
    case parameters(depth: Int)
    case header
  }

  var cursor: ByteCursor
  var output: TokenWriter
  let words = RubyWord.table
  var state = State.begin
  var texts: [Text] = []
  /// The here-documents that the line begins; their texts follow it, within a string too.
  var heredocs: [Heredoc] = []
  /// The here-documents whose texts follow the one that is read, the next one last.
  var queue: [Heredoc] = []
  /// How many delimiters and blocks are open.
  var depth = 0
  /// For each `while`, `until` and `for` whose `do` may follow, the depth at which it stands.
  var loops: [Int] = []
  var definition = Definition.none
  var definitionToken = 0
  /// How many names of `alias` are still to come.
  var aliases = 0
  /// The delimiters of here-documents that were not found behind some position.
  var missing: Set<[UInt8]> = []
  /// Where the lines stand that were found last for a delimiter, with whether blanks may precede it.
  var delimiters: [[UInt8]: Int] = [:]

  init(_ cursor: ByteCursor, _ tokens: TokenBuffer) {
    self.cursor = cursor
    output = TokenWriter(tokens)
  }

  mutating func run() {
    readInterpreterLine()
    readBlockComment()
    while advance() { readToken() }
    resolveDefinition()
    for text in texts where text.start >= 0 { tokens.insert(.unterminated, at: text.start) }
  }

  var joinedLength: Int {
    @inline(__always) get { heredocs.isEmpty ? cursor.joinedLineLength : 0 }
  }

  mutating func lineBegins() {
    if state != .begin, state != .dot, state != .name {
      endStatement()
      state = .begin
    }
    if case .header = definition { resolveDefinition() }
    if case .name = definition { resolveDefinition() }
    if !heredocs.isEmpty { readHeredocs() }
    readBlockComment()
    if cursor.starts(with: "__END__") {
      let after = cursor.peek(7)
      if after == 10 || after == 13 || cursor.position + 7 == cursor.count, texts.isEmpty {
        let start = cursor.position
        cursor.position = cursor.count
        emit(.text, start)
      }
    }
  }

  /// A loop's condition ends with its statement: a `do` behind it is none of the loop.
  mutating func endStatement() {
    while let loop = loops.last, loop >= depth { loops.removeLast() }
  }

  /// `=begin` to `=end`, each at the start of a line.
  private mutating func readBlockComment() {
    guard cursor.starts(with: "=begin"), cursor.peek(6).isBlank || cursor.peek(6) == 10,
      texts.isEmpty
    else { return }
    let start = cursor.position
    while true {
      cursor.skipLine()
      if cursor.isAtEnd { return emit(.blockComment, start, adding: .unterminated) }
      cursor.position &+= 1
      if cursor.starts(with: "=end"), !cursor.peek(4).isIdentifierPart {
        cursor.skipLine()
        return emit(.blockComment, start)
      }
    }
  }

  // MARK: - Definitions

  /// The `def` last read has a body that `end` closes.
  mutating func resolveDefinition() {
    if case .none = definition { return }
    definition = .none
    tokens.insert(.opensBlock, at: definitionToken)
    depth += 1
  }

  // MARK: - Tokens

  /// Whether a character that may begin a value or be an operator begins a value.
  @inline(__always)
  var beginsValue: Bool {
    switch state {
    case .begin, .middle, .class: true
    case .argument:
      flags.contains(.spaceBefore) && !cursor.peek().isBlank && cursor.peek() != 10
    case .end, .dot, .name: false
    }
  }

  private mutating func readToken() {
    let start = cursor.position
    let byte = cursor.base[start]
    if byte.isIdentifierStart { return readWord(start) }
    if case .header = definition, byte != UInt8(ascii: "(") || flags.contains(.spaceBefore) {
      if byte == UInt8(ascii: "="), cursor.peek() != byte, cursor.peek() != UInt8(ascii: ">"),
        cursor.peek() != UInt8(ascii: "~")
      {
        definition = .none
      } else if byte != UInt8(ascii: "#"), byte != UInt8(ascii: "(") {
        resolveDefinition()
      }
    }
    switch byte {
    case UInt8(ascii: "#"):
      cursor.skipLine()
      emit(.lineComment, start)
    case UInt8(ascii: "\""):
      cursor.position &+= 1
      readText(Text(open: 0, close: byte, interpolates: true), from: start)
    case UInt8(ascii: "'"):
      cursor.position &+= 1
      readText(Text(open: 0, close: byte), from: start)
    case UInt8(ascii: "`"):
      cursor.position &+= 1
      if state == .name || state == .dot {
        finishName(start)
      } else {
        readText(Text(open: 0, close: byte, interpolates: true), from: start)
      }
    case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber(start)
    case UInt8(ascii: "@"):
      cursor.position &+= cursor.peek() == byte ? 2 : 1
      cursor.skip { $0.isIdentifierPart }
      emit(.identifier, start)
      // `def @a.b` names a method of one object.
      if state != .name || cursor.current != UInt8(ascii: ".") { state = .end }
    case UInt8(ascii: "$"): readGlobal(start)
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): readOpener(start, byte)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): readCloser(start, byte)
    case UInt8(ascii: ";"):
      cursor.position &+= 1
      emit(.punctuation, start, symbol: byte)
      if case .name = definition { resolveDefinition() }
      endStatement()
      state = .begin
    case UInt8(ascii: ","):
      cursor.position &+= 1
      emit(.punctuation, start, symbol: byte)
      state = .begin
    case UInt8(ascii: ":"): readColon(start)
    case UInt8(ascii: "?"): readQuestion(start)
    case UInt8(ascii: "%") where beginsValue && readPercent(start): break
    case UInt8(ascii: "/") where beginsValue && beginsRegex:
      cursor.position &+= 1
      readText(Text(kind: .regex, open: 0, close: byte, interpolates: true), from: start)
    case UInt8(ascii: "<") where readHeredocStart(start): break
    case UInt8(ascii: "\\") where cursor.joinedLineLength > 0:
      cursor.position &+= cursor.joinedLineLength
      readHeredocs()
    default: readOperator(start, byte)
    }
  }

  private mutating func readOpener(_ start: Int, _ byte: UInt8) {
    if byte == UInt8(ascii: "["), state == .name || state == .dot,
      cursor.peek() == UInt8(ascii: "]")
    {
      cursor.position &+= 2
      if cursor.current == UInt8(ascii: "="), cursor.peek() != UInt8(ascii: "="),
        cursor.peek() != UInt8(ascii: ">")
      {
        cursor.position &+= 1
      }
      return finishName(start)
    }
    cursor.position &+= 1
    emit(.open, start, symbol: byte)
    if byte == UInt8(ascii: "("), case .header = definition {
      definition = .parameters(depth: depth)
    } else if case .name = definition {
      resolveDefinition()
    }
    depth += 1
    if byte == UInt8(ascii: "{"), !texts.isEmpty { texts[texts.count - 1].braces += 1 }
    state = .begin
  }

  private mutating func readCloser(_ start: Int, _ byte: UInt8) {
    depth -= 1
    if byte == UInt8(ascii: "}"), let innermost = texts.indices.last {
      if texts[innermost].braces == 0 {
        var text = texts.removeLast()
        if text.heredoc != nil { swap(&queue, &text.waiting) }
        depth = text.parens
        while let loop = loops.last, loop > depth { loops.removeLast() }
        cursor.position &+= 1
        readText(text, from: start)
        return
      }
      texts[innermost].braces -= 1
    }
    while let loop = loops.last, loop > depth { loops.removeLast() }
    cursor.position &+= 1
    emit(.close, start, symbol: byte)
    state = .end
    if case .parameters(let outer) = definition, depth <= outer { definition = .header }
  }

  private mutating func readNumber(_ start: Int) {
    cursor.position &+= 1
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if byte.isIdentifierPart {
        cursor.position &+= 1
        if byte | 32 == UInt8(ascii: "e"), cursor.base[start &+ 1] | 32 != UInt8(ascii: "x"),
          cursor.current == UInt8(ascii: "-") || cursor.current == UInt8(ascii: "+"),
          cursor.peek().isDigit
        {
          cursor.position &+= 1
        }
      } else if byte == UInt8(ascii: "."), cursor.peek().isDigit {
        cursor.position &+= 1
      } else {
        break
      }
    }
    emit(.number, start)
    state = .end
  }

  private mutating func readGlobal(_ start: Int) {
    skipGlobal()
    emit(.identifier, start)
    if state == .name { endName() } else { state = .end }
  }

  /// Moves behind the global variable whose `$` stands at the position.
  private mutating func skipGlobal() {
    cursor.position &+= 1
    let byte = cursor.current
    if byte.isIdentifierPart {
      cursor.skip { $0.isIdentifierPart }
    } else if byte == UInt8(ascii: "-") {
      cursor.position = min(cursor.position &+ 2, cursor.count)
    } else if byte > 32 {
      cursor.position &+= 1
    }
  }

  // MARK: - Operators

  private mutating func readOperator(_ start: Int, _ byte: UInt8) {
    let isName = state == .name || state == .dot && byte != UInt8(ascii: ".")
    let length = isName ? cursor.rubyNameLength : cursor.rubyOperatorLength
    guard length > 0 else {
      cursor.position &+= 1
      emit(.invalid, start)
      return
    }
    cursor.position &+= length
    if byte == UInt8(ascii: "."), length == 1 {
      emit(.punctuation, start, symbol: byte)
      if state != .name { state = .dot }
      return
    }
    if state == .name || state == .dot {
      // The unary forms have an `@`.
      if cursor.current == UInt8(ascii: "@"), length == 1 { cursor.position &+= 1 }
      return finishName(start)
    }
    emit(.operator, start, symbol: byte)
    state = byte == UInt8(ascii: "&") && cursor.peek(-1) == UInt8(ascii: ".") ? .dot : .begin
  }

  /// An operator or a word in the place of a method's name.
  mutating func finishName(_ start: Int) {
    emit(.identifier, start)
    if state == .name { endName() } else { state = .argument }
  }

  /// A name behind `def`, `alias` or `undef` has been read.
  mutating func endName() {
    if aliases > 0 {
      aliases -= 1
      state = aliases > 0 ? .name : .end
    } else {
      state = .end
    }
    if case .name = definition { definition = .header }
  }

  private mutating func readColon(_ start: Int) {
    let next = cursor.peek()
    if next == UInt8(ascii: ":") {
      cursor.position &+= 2
      let wasName = state == .name
      emit(.punctuation, start, symbol: UInt8(ascii: ":"))
      state = wasName ? .name : .dot
      return
    }
    if next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") {
      // Behind a value it divides two: `a ? "b":"c"`.
      if state != .end || flags.contains(.spaceBefore) {
        cursor.position &+= 2
        return readText(
          Text(open: 0, close: next, interpolates: next == UInt8(ascii: "\"")), from: start)
      }
    } else if next == UInt8(ascii: "$") {
      cursor.position &+= 1
      skipGlobal()
      return finishSymbol(start)
    } else if next.isIdentifierStart || next == UInt8(ascii: "@") {
      cursor.position &+= 2
      if cursor.current == UInt8(ascii: "@") { cursor.position &+= 1 }
      cursor.skip { $0.isIdentifierPart }
      let mark = cursor.current
      let after = cursor.peek()
      if mark == UInt8(ascii: "?") || mark == UInt8(ascii: "!"), after != UInt8(ascii: "=") {
        cursor.position &+= 1
      } else if mark == UInt8(ascii: "="), after != UInt8(ascii: "="), after != UInt8(ascii: "~"),
        after != UInt8(ascii: ">")
      {
        cursor.position &+= 1
      }
      return finishSymbol(start)
    } else if state != .end || flags.contains(.spaceBefore) {
      cursor.position &+= 1
      if cursor.current == UInt8(ascii: "["), cursor.peek() == UInt8(ascii: "]") {
        cursor.position &+= 2
        if cursor.current == UInt8(ascii: "="), cursor.peek() != UInt8(ascii: "=") {
          cursor.position &+= 1
        }
        return finishSymbol(start)
      }
      let length = cursor.current == UInt8(ascii: "`") ? 1 : cursor.rubyMethodOperatorLength
      if length > 0 {
        cursor.position &+= length
        if length == 1, cursor.current == UInt8(ascii: "@") { cursor.position &+= 1 }
        return finishSymbol(start)
      }
      cursor.position = start
    }
    cursor.position &+= 1
    emit(.punctuation, start, symbol: UInt8(ascii: ":"))
    state = .begin
  }

  private mutating func finishSymbol(_ start: Int) {
    emit(.string, start)
    if state == .name { endName() } else { state = .end }
  }

  /// `?x`, or the question of a condition.
  private mutating func readQuestion(_ start: Int) {
    let next = cursor.peek()
    var length = 0
    if beginsValue || state == .argument && flags.contains(.spaceBefore) {
      if next == UInt8(ascii: "\\") {
        length = cursor.rubyEscapeLength(from: start &+ 1) + 1
      } else if next >= 128 {
        length = 2
        while cursor.peek(length) & 0xC0 == 0x80 { length += 1 }
      } else if next > 32, !cursor.peek(2).isIdentifierPart || !next.isIdentifierPart,
        state != .argument || next.isIdentifierPart
      {
        length = 2
      }
      if length > 0, cursor.peek(length).isIdentifierPart, next != UInt8(ascii: "\\") { length = 0 }
    }
    if length > 0 {
      cursor.position = min(start &+ length, cursor.count)
      emit(.character, start)
      state = .end
    } else {
      cursor.position &+= 1
      emit(.operator, start, symbol: UInt8(ascii: "?"))
      state = .begin
    }
  }
}
