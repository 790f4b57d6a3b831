/// Names and reserved words.
extension RubyLexer {
  mutating func readWord(_ start: Int) {
    cursor.position &+= 1
    cursor.skip { $0.isIdentifierPart }
    let length = cursor.position - start
    if case .header = definition { resolveDefinition() }
    var hasMark = false
    let mark = cursor.current
    if mark == UInt8(ascii: "?") || mark == UInt8(ascii: "!") {
      let after = cursor.peek()
      // `a!=b` has an operator, `a!==b` and `a?==b` a method's mark and one.
      hasMark =
        after != UInt8(ascii: "=") || cursor.peek(2) == UInt8(ascii: "=")
        || cursor.peek(2) == UInt8(ascii: "~") || cursor.peek(2) == UInt8(ascii: ">")
      if hasMark { cursor.position &+= 1 }
    }
    if state == .name { return readMethodName(start) }
    if state == .dot {
      emit(.identifier, start)
      state = .argument
      return
    }
    if isLabel {
      emit(.identifier, start)
      state = .end
      let colon = cursor.position
      cursor.position &+= 1
      emit(.punctuation, colon, symbol: UInt8(ascii: ":"))
      state = .begin
      return
    }
    let symbol = hasMark ? 0 : words.find(cursor.base + start, length)
    if let word = RubyWord(rawValue: symbol) { return keyword(word, start) }
    emit(.identifier, start)
    if case .name = definition { definition = .header }
    state = .argument
  }

  /// Whether a colon makes the word just read the key of what follows.
  private var isLabel: Bool {
    cursor.current == UInt8(ascii: ":") && cursor.peek() != UInt8(ascii: ":")
  }

  /// The name behind `def`, `alias` or `undef`; for `self.name` there is more to come.
  private mutating func readMethodName(_ start: Int) {
    let next = cursor.current
    if next == UInt8(ascii: "."), aliases == 0 {
      emit(.identifier, start)
      cursor.position &+= 1
      emit(.punctuation, cursor.position - 1, symbol: UInt8(ascii: "."))
      return
    }
    let after = cursor.peek()
    if next == UInt8(ascii: "="),
      after != UInt8(ascii: "~") && after != UInt8(ascii: ">")
        && (after != UInt8(ascii: "=") || cursor.peek(2) == UInt8(ascii: ">"))
    {
      cursor.position &+= 1
    }
    emit(.identifier, start)
    endName()
  }

  private mutating func keyword(_ word: RubyWord, _ start: Int) {
    var more: TokenFlags = []
    let opensValue = state == .begin || state == .class
    let token = tokens.count
    switch word {
    case .begin, .case, .class, .module:
      more = .opensBlock
    case .if, .unless:
      if opensValue { more = .opensBlock }
    case .while, .until:
      if opensValue { more = .opensBlock }
    case .for: more = .opensBlock
    case .do:
      if let loop = loops.last, loop == depth {
        loops.removeLast()
      } else {
        more = .opensBlock
      }
    case .end:
      more = .closesBlock
      depth -= 1
      while let loop = loops.last, loop > depth { loops.removeLast() }
    default: break
    }
    emit(.keyword, start, symbol: word.rawValue, adding: more)
    if more == .opensBlock {
      depth += 1
      if word == .while || word == .until || word == .for { loops.append(depth) }
    }
    switch word {
    case .def:
      resolveDefinition()
      state = .name
      definition = .name
      definitionToken = token
    case .alias:
      aliases = 2
      state = .name
    case .undef:
      aliases = 1
      state = .name
    case .class: state = .class
    case .return, .break, .next: state = .middle
    case .super, .yield, .not, .__dir__: state = .argument
    default: state = word.isOperand ? .end : .begin
    }
    if word == .then { endStatement() }
  }
}
