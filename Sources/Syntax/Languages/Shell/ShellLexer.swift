/// Splits shell scripts into tokens. A word is one token, whatever it is quoted with; a word that
/// holds command substitutions is the pieces around them (`stringStart` to `stringEnd`) with the
/// tokens of the commands between. A here-document is one string, from its first line to its
/// delimiter.
struct ShellLexer: Lexer {
  /// What may stand at the position.
  enum State {
    /// A command, so that reserved words count.
    case command
    /// The rest of a command whose first word may still follow: after assignments and redirections.
    case prefix
    case argument
    /// An argument of a builtin that declares variables.
    case declaration
    case forName, forIn, caseSubject, caseIn, functionName
    case patternStart, pattern
    /// Between the parentheses of an array.
    case element
    /// Within `[[ ]]`; a pattern or regular expression stands behind some operators.
    case condition, conditionPattern
  }

  struct Frame {
    enum Kind { case substitution, group, array, condition, alternatives }

    let kind: Kind
    /// The state that goes on when the frame is left.
    let state: State
    /// For a substitution the index of the `stringStart`, and how many quotes were open around it.
    var start = 0
    var quotes = 0
  }

  /// What a word is inside of.
  enum Quote {
    case double
    /// `${`; whether it stands in double quotes.
    case brace(inDouble: Bool)
    /// `$((`, `((` or `$[`, with the number of parentheses still to close.
    case arithmetic(open: UInt8, depth: Int)
    /// Parentheses within a word: `@(a|b)`.
    case parentheses
  }

  struct Heredoc {
    let delimiter: [UInt8]
    let stripsTabs: Bool
  }

  var cursor: ByteCursor
  var output: TokenWriter
  let words = ShellWord.table
  var state = State.command
  var frames: [Frame] = []
  /// How many frames end with a parenthesis.
  var parentheses = 0
  var quotes: [Quote] = []
  /// How many of `quotes` belong to words further out.
  var quoteBase = 0
  var heredocs: [Heredoc] = []
  /// The state in which the last word began.
  var wordState = State.command
  /// The index of the word that is the command's name, while it is the last token.
  var name = -1
  /// Whether the next word is the target of a redirection, or a here-document's delimiter.
  var target = Target.none

  enum Target { case none, file, heredoc, indentedHeredoc }

  init(_ cursor: ByteCursor, _ tokens: TokenBuffer) {
    self.cursor = cursor
    output = TokenWriter(tokens)
  }

  mutating func run() {
    readInterpreterLine()
    while advance() { readToken() }
    for frame in frames where frame.kind == .substitution {
      tokens.insert(.unterminated, at: frame.start)
    }
    if !heredocs.isEmpty, tokens.count > 0 { tokens.insert(.unterminated, at: tokens.count - 1) }
  }

  var joinedLength: Int { @inline(__always) get { cursor.joinedLineLength } }

  mutating func lineBegins() {
    name = -1
    target = .none
    if !heredocs.isEmpty { readHeredocs() }
    switch state {
    case .prefix, .argument, .declaration, .functionName: state = .command
    case .command, .forName, .forIn, .caseSubject, .caseIn, .patternStart, .pattern, .element,
      .condition, .conditionPattern:
      break
    }
  }

  private mutating func readToken() {
    let start = cursor.position
    let byte = cursor.base[start]
    switch byte {
    case UInt8(ascii: "#"):
      cursor.skipLine()
      emit(.lineComment, start)
    case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"): readSeparator(start, byte)
    case UInt8(ascii: "<"), UInt8(ascii: ">"): readRedirection(start, byte)
    case UInt8(ascii: "("): readParenthesis(start)
    case UInt8(ascii: ")"): readClosingParenthesis(start)
    case 0:
      cursor.position &+= 1
      emit(.invalid, start)
    default: readWord(start)
    }
  }

  // MARK: - Operators

  private mutating func readSeparator(_ start: Int, _ byte: UInt8) {
    cursor.position &+= 1
    let next = cursor.current
    name = -1
    if byte == UInt8(ascii: "&"), next == UInt8(ascii: ">") {
      cursor.position &+= 1
      if cursor.current == next { cursor.position &+= 1 }
      emit(.operator, start, symbol: byte)
      target = .file
      return
    }
    target = .none
    let isCondition = state == .condition || state == .conditionPattern
    if byte == UInt8(ascii: ";") {
      if next == byte || next == UInt8(ascii: "&") || next == UInt8(ascii: "|") {
        cursor.position &+= 1
        if cursor.current == UInt8(ascii: "&") { cursor.position &+= 1 }
      }
    } else if next == byte || byte == UInt8(ascii: "|") && next == UInt8(ascii: "&") {
      cursor.position &+= 1
    } else if byte == UInt8(ascii: "&"), next == UInt8(ascii: "!") || next == UInt8(ascii: "|") {
      cursor.position &+= 1
    }
    let isLong = cursor.position - start > 1
    emit(byte == UInt8(ascii: ";") && !isLong ? .punctuation : .operator, start, symbol: byte)
    if isCondition, byte == UInt8(ascii: ";") {
      if frames.last?.kind == .condition { frames.removeLast() }
      state = .command
    } else if isCondition {
      state = .condition
    } else if byte == UInt8(ascii: ";"), isLong, frames.last?.kind == .alternatives {
      state = .patternStart
    } else if state != .patternStart, state != .pattern, state != .element {
      state = .command
    }
  }

  private mutating func readRedirection(_ start: Int, _ byte: UInt8) {
    if cursor.peek() == UInt8(ascii: "("), state != .condition {
      // A process substitution begins a word.
      wordBegins()
      cursor.position &+= 2
      enterSubstitution(start, isFirst: true)
      return
    }
    cursor.position &+= 1
    if state == .condition || state == .conditionPattern {
      emit(.operator, start, symbol: byte)
      return
    }
    let next = cursor.current
    target = .file
    if byte == UInt8(ascii: "<") {
      if next == byte {
        cursor.position &+= 1
        target = .heredoc
        if cursor.current == byte {
          cursor.position &+= 1
          target = .file
        } else if cursor.current == UInt8(ascii: "-") {
          cursor.position &+= 1
          target = .indentedHeredoc
        }
      } else if next == UInt8(ascii: "&") || next == UInt8(ascii: ">") {
        cursor.position &+= 1
      }
    } else if next == byte || next == UInt8(ascii: "&") || next == UInt8(ascii: "|") {
      cursor.position &+= 1
      if cursor.current == UInt8(ascii: "|") { cursor.position &+= 1 }
    }
    name = -1
    emit(.operator, start, symbol: byte)
  }

  private mutating func readParenthesis(_ start: Int) {
    if state == .conditionPattern { return readWord(start) }
    if state == .command || state == .forName, cursor.peek() == UInt8(ascii: "("),
      isArithmetic(from: start &+ 2)
    {
      cursor.position &+= 2
      state = state == .forName ? .forIn : .command
      quotes.append(.arithmetic(open: UInt8(ascii: "("), depth: 2))
      readPiece(start, isFirst: true)
      return
    }
    cursor.position &+= 1
    switch state {
    case .patternStart:
      emit(.punctuation, start, symbol: UInt8(ascii: "("))
      state = .pattern
      return
    case .condition:
      emit(.open, start, symbol: UInt8(ascii: "("))
      push(Frame(kind: .group, state: .condition))
    case .forIn, .element:
      emit(.open, start, symbol: UInt8(ascii: "("))
      push(Frame(kind: .array, state: state == .forIn ? .command : state))
      state = .element
    default:
      let isDefinition = name >= 0 && name == tokens.count - 1
      let follows: State = state == .argument && !isDefinition ? .argument : .command
      emit(.open, start, symbol: UInt8(ascii: "("))
      push(Frame(kind: .group, state: follows))
      state = .command
    }
    name = -1
    target = .none
  }

  private mutating func readClosingParenthesis(_ start: Int) {
    name = -1
    target = .none
    if state == .pattern || state == .patternStart, frames.last?.kind == .alternatives {
      cursor.position &+= 1
      emit(.punctuation, start, symbol: UInt8(ascii: ")"))
      state = .command
      return
    }
    // What stands in the parentheses and was not closed ends with them.
    while parentheses > 0, let frame = frames.last,
      frame.kind == .alternatives || frame.kind == .condition
    {
      frames.removeLast()
    }
    cursor.position &+= 1
    guard parentheses > 0, let frame = frames.popLast() else {
      emit(.close, start, symbol: UInt8(ascii: ")"))
      state = .command
      return
    }
    parentheses -= 1
    state = frame.state
    if frame.kind == .substitution {
      quoteBase = frame.quotes
      readPiece(start, isFirst: false, stringStart: frame.start)
    } else {
      emit(.close, start, symbol: UInt8(ascii: ")"))
    }
  }

  mutating func push(_ frame: Frame) {
    frames.append(frame)
    if frame.kind != .alternatives, frame.kind != .condition { parentheses += 1 }
  }

  /// The position is behind the parenthesis that opens a substitution; what comes before it in its
  /// word is a piece of its own.
  mutating func enterSubstitution(_ start: Int, isFirst: Bool, stringStart: Int = 0) {
    var frame = Frame(
      kind: .substitution, state: state, start: isFirst ? tokens.count : stringStart)
    frame.quotes = quoteBase
    quoteBase = quotes.count
    emit(isFirst ? .stringStart : .stringMiddle, start)
    push(frame)
    state = .command
    name = -1
  }
}
