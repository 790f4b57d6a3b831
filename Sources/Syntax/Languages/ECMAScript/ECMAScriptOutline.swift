import Source

/// Reads the declarations of JavaScript and TypeScript, with a stack of its own instead of recursion.
struct ECMAScriptOutline {
  /// A range of tokens that is being read.
  struct Frame {
    enum Kind {
      case statements, members, signatures, cases, literal
    }

    let kind: Kind
    var index: Int
    let end: Int
    /// The entity that holds what is found.
    let parent: Int
    /// Whether the frame is a module or namespace, whose variables are entities.
    var isModule = false
    /// How many brackets are open within the frame.
    var depth = 0
    let first: Int
    /// The `const`, `let` or `var` whose names are being read.
    var declaration: Declaration?
    /// For each number of open brackets, as a bit, whether a statement goes on there, which may be a
    /// sequence.
    var statements: UInt64 = 0
    /// What is in an object literal.
    var literal: Literal?
  }

  /// What is nested deeper is not read.
  private static let deepest = 64

  var out: Outliner
  var frames: [Frame] = []
  /// What may open and close type arguments or parameters.
  private let generics: AngleBrackets
  /// Names that `export { ... }`, `export default name` and `module.exports = { ... }` list.
  var exported: Set<ArraySlice<UInt8>> = []

  init(_ out: Outliner) {
    self.out = out
    generics = AngleBrackets(
      out.tokens, count: out.count, token: { $0 }, braces: true,
      angles: { Self.angles($0, out) }, endsAll: { Self.endsTypes($0, out) })
  }

  mutating func run() {
    out.matchDelimiters()
    out.reportUnterminatedTokens()
    push(.statements, 0, out.count, parent: -1, isModule: true)
    while !frames.isEmpty {
      let top = frames.count - 1
      let index = out.significant(frames[top].index)
      // Functions without braces are looked for their end by each one around them.
      guard index < frames[top].end, frames.count <= Self.deepest else {
        frames.removeLast()
        continue
      }
      frames[top].index = index
      switch frames[top].kind {
      case .statements: statements(from: index)
      case .members, .signatures: member(index, frames[top])
      case .cases: enumCase(index, frames[top])
      case .literal: property(index, frames[top], frames[top].literal ?? Literal())
      }
    }
    guard !exported.isEmpty else { return }
    for index in out.entities.indices where out.entities[index].parent < 0 {
      if exported.contains(out.text.slice(out.entities[index].nameRange)),
        out.entities[index].kind != .import
      {
        out.entities[index].visibility = .public
      }
    }
  }

  mutating func push(
    _ kind: Frame.Kind, _ start: Int, _ end: Int, parent: Int, isModule: Bool = false
  ) {
    frames.append(
      Frame(
        kind: kind, index: start, end: end, parent: parent, isModule: isModule, first: start))
  }

  /// Where the innermost frame goes on.
  mutating func go(to index: Int) {
    frames[frames.count - 1].index = max(index, frames[frames.count - 1].index + 1)
  }

  // MARK: - Tokens

  func partner(_ index: Int) -> Int {
    index < out.count ? Int(out.partners[index]) : -1
  }

  func symbol(_ index: Int) -> UInt8 { out.tokens.symbol(index) }

  func keyword(_ index: Int) -> UInt8 {
    index < out.count && out.tokens.kind(index) == .keyword ? out.tokens.symbol(index) : 0
  }

  func isIdentifier(_ index: Int) -> Bool {
    index < out.count && out.tokens.kind(index) == .identifier
  }

  func startsLine(_ index: Int) -> Bool { out.tokens.flags(index).contains(.startsLine) }

  /// An identifier that spells `word`.
  func isWord(_ index: Int, _ word: StaticString) -> Bool {
    isIdentifier(index) && out.isWord(index, word)
  }

  func after(_ index: Int) -> Int { out.significant(index + 1) }

  func range(_ start: Int, through last: Int) -> ByteRange {
    ByteRange(out.tokens.start(start), max(out.tokens.end(last), out.tokens.start(start)))
  }

  /// Whether a value can end with the token, so that a line end behind it may end the statement.
  func endsValue(_ index: Int) -> Bool {
    guard index >= 0 else { return true }
    switch out.tokens.kind(index) {
    case .identifier, .number, .string, .stringEnd, .regex, .close, .text: return true
    case .keyword:
      return ECMAScriptWord.contains(ECMAScriptWord.operands, symbol(index))
    case .punctuation:
      return symbol(index) == UInt8(ascii: ">") || symbol(index) == UInt8(ascii: "/")
    case .operator:
      let length = out.tokens.end(index) - out.tokens.start(index)
      return symbol(index) == UInt8(ascii: ">") && length < 4
        || length == 2
          && (out.isWord(index, "++") || out.isWord(index, "--"))
        || length == 1 && symbol(index) == UInt8(ascii: "!")
    default: return false
    }
  }

  /// Whether the token, at the start of a line, goes on with the expression above.
  func joinsLine(_ index: Int) -> Bool {
    switch out.tokens.kind(index) {
    case .operator:
      return
        !(out.isWord(index, "++") || out.isWord(index, "--")
        || out.isSymbol(index, "!") || out.isSymbol(index, "~"))
    case .punctuation: return symbol(index) != UInt8(ascii: "@")
    case .open: return symbol(index) != UInt8(ascii: "{")
    case .close, .stringStart, .stringMiddle, .stringEnd, .text: return true
    case .string: return symbol(index) == UInt8(ascii: "`")
    case .keyword: return ECMAScriptWord.contains(ECMAScriptWord.joining, symbol(index))
    case .identifier: return isWord(index, "as") || isWord(index, "satisfies")
    default: return false
    }
  }

  /// The token behind an expression: a comma or semicolon, the bracket around it, or the first token
  /// of the next statement.
  func expressionEnd(_ start: Int, _ limit: Int) -> Int {
    var index = start
    var elements = 0
    var closesTag = false
    while index < limit {
      let kind = out.tokens.kind(index)
      if kind.isComment {
        index += 1
        continue
      }
      if index > start, elements == 0, startsLine(index) {
        let before = out.previous(index)
        let begins =
          kind == .keyword && ECMAScriptWord.contains(ECMAScriptWord.statement, symbol(index))
        if endsValue(before), begins || !joinsLine(index) { return index }
      }
      if index > start, elements == 0, beginsDeclaration(index) { return index }
      switch kind {
      case .open:
        guard partner(index) > index else { return index + 1 }
        index = partner(index)
      case .close: return index
      case .punctuation:
        switch symbol(index) {
        case UInt8(ascii: ","), UInt8(ascii: ";"):
          if elements == 0 { return index }
        case UInt8(ascii: "<"):
          closesTag = out.tokens.end(index) - out.tokens.start(index) == 2
          if !closesTag { elements += 1 }
        case UInt8(ascii: "/"): elements -= 1
        case UInt8(ascii: ">"):
          if closesTag { elements -= 1 }
          closesTag = false
        default: break
        }
      case .operator where symbol(index) == UInt8(ascii: "<"):
        if let close = angles(index, limit), out.isSymbol(after(close), "(") { index = close }
      case .identifier where index > start && (isWord(index, "as") || isWord(index, "satisfies")):
        // The commas of a type are in its angle brackets.
        if endsValue(out.previous(index)), after(index) < limit {
          index = max(typeEnd(after(index), limit), index + 1)
          if index < limit, startsLine(index), !joinsLine(index) { return index }
          continue
        }
      default: break
      }
      index += 1
    }
    return limit
  }

  /// Whether a word begins a declaration that no expression can hold, whatever stands before it.
  private func beginsDeclaration(_ index: Int) -> Bool {
    switch keyword(index) {
    case ECMAScriptWord.export, ECMAScriptWord.const, ECMAScriptWord.let, ECMAScriptWord.var: break
    default: return false
    }
    // `as const`, `<const>value`, and names of members.
    let before = out.previous(index)
    return !isWord(before, "as") && !out.isSymbol(before, "<") && !out.isSymbol(before, ".")
      && !out.isWord(before, "?.") && (isIdentifier(after(index)) || keyword(after(index)) != 0)
  }

  /// The token behind a value, which may be a function: the type of its result may hold commas.
  func valueEnd(_ start: Int, _ limit: Int) -> Int {
    if let function = functionValue(start, limit), function.body != nil {
      let next = out.significant(function.end)
      let isClosed = next >= limit || out.tokens.kind(next) == .close
      if isClosed || out.isSymbol(next, ";") || out.isSymbol(next, ",") { return next }
      if startsLine(next), !joinsLine(next) { return next }
    }
    return expressionEnd(start, limit)
  }

  /// The token that closes the type arguments or parameters opened at `start`, when they are such.
  func angles(_ start: Int, _ limit: Int) -> Int? {
    let behind = generics.after(start, before: limit)
    return behind > start ? behind - 1 : nil
  }

  /// How many angle brackets an operator opens, less those it closes: `>>=` closes two, `<<` opens none.
  private static func angles(_ index: Int, _ out: Outliner) -> Int {
    let range = out.tokens.range(index)
    switch out.tokens.symbol(index) {
    case UInt8(ascii: "<"): return range.count == 1 ? 1 : 0
    case UInt8(ascii: ">"):
      var offset = range.start
      while offset < range.end, out.text.bytes[offset] == UInt8(ascii: ">") { offset += 1 }
      return range.start - offset
    default: return 0
    }
  }

  /// Whether a keyword or operator stands in no list of types.
  private static func endsTypes(_ index: Int, _ out: Outliner) -> Bool {
    let symbol = out.tokens.symbol(index)
    if out.tokens.kind(index) == .keyword {
      return ECMAScriptWord.contains(ECMAScriptWord.statement, symbol)
        && symbol != ECMAScriptWord.const
    }
    switch symbol {
    case UInt8(ascii: "<"): return true
    case UInt8(ascii: "&"): return out.isWord(index, "&&")
    case UInt8(ascii: "|"): return out.isWord(index, "||")
    default: return false
    }
  }

  /// The token behind a type that begins at `start`.
  ///
  /// - Parameter stopsAtArrow: whether `=>` ends it, as it does in an arrow function's result type.
  func typeEnd(_ start: Int, _ limit: Int, stopsAtArrow: Bool = false) -> Int {
    var index = start
    var expectsOperand = true
    while index < limit {
      let kind = out.tokens.kind(index)
      if kind.isComment {
        index += 1
        continue
      }
      if index > start, !expectsOperand, startsLine(index), !joinsType(index) { return index }
      switch kind {
      case .open:
        if !expectsOperand, symbol(index) == UInt8(ascii: "{") || startsLine(index) {
          return index
        }
        guard partner(index) > index else { return index }
        let isParenthesis = symbol(index) == UInt8(ascii: "(")
        index = partner(index)
        if isParenthesis, expectsOperand, out.isWord(after(index), "=>") {
          index = after(index)
          expectsOperand = true
        } else {
          expectsOperand = false
        }
      case .close: return index
      case .punctuation:
        switch symbol(index) {
        case UInt8(ascii: "."): expectsOperand = true
        case UInt8(ascii: ":"):
          expectsOperand = true
        default: return index
        }
      case .operator:
        if symbol(index) == UInt8(ascii: "<"), let close = angles(index, limit) {
          index = close
          expectsOperand = expectsOperand && out.isSymbol(after(close), "(")
        } else if out.isSymbol(index, "|") || out.isSymbol(index, "&") || out.isSymbol(index, "?")
          || out.isSymbol(index, "-")
        {
          expectsOperand = true
        } else if out.isWord(index, "=>"), !stopsAtArrow {
          expectsOperand = true
        } else {
          return index
        }
      case .identifier:
        expectsOperand =
          isWord(index, "keyof") || isWord(index, "readonly") || isWord(index, "is")
          || isWord(index, "infer") || isWord(index, "unique")
          || isWord(index, "asserts") && isIdentifier(after(index)) && !startsLine(after(index))
          || isWord(index, "abstract")
      case .keyword:
        expectsOperand =
          keyword(index) == ECMAScriptWord.extends || out.isWord(index, "typeof")
          || out.isWord(index, "new") || out.isWord(index, "in")
      default: expectsOperand = false
      }
      index += 1
    }
    return limit
  }

  /// Whether the token, at the start of a line, goes on with the type above.
  private func joinsType(_ index: Int) -> Bool {
    // Words of types are names of properties as well: `is?: string`.
    let isName = out.isSymbol(after(index), ":") || out.isSymbol(after(index), "?")
    switch out.tokens.kind(index) {
    case .keyword: return keyword(index) == ECMAScriptWord.extends && !isName
    case .identifier: return isWord(index, "is") && !isName
    default: return joinsLine(index)
    }
  }

  /// The documentation comment right before a declaration.
  func documentation(_ first: Int) -> ByteRange? {
    var index = first - 1
    while index >= 0, out.tokens.kind(index).isComment {
      if out.tokens.flags(index).contains(.documentation) { return out.tokens.range(index) }
      index -= 1
    }
    return nil
  }
}
