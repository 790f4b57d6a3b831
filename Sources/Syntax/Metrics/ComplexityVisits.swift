/// What each token adds.
extension ComplexityCounter {
  /// - Parameter isBody: whether a function's body begins with the token.
  mutating func visit(_ index: Int, isBody: Bool) {
    switch code.kind(index) {
    case .keyword, .identifier: visitWord(index)
    case .open:
      openDelimiter(index, isBody: isBody)
      depth += 1
      endSequence()
    case .stringStart: depth += 1
    case .stringEnd: depth = max(depth - 1, 0)
    case .close:
      endSequence()
      close(index)
      if flow.blocks == .words, isBlockEnd(index) { closeBlock() }
    case .operator: visitOperator(index)
    case .punctuation: visitPunctuation(index)
    default: break
    }
  }

  private func isBlockEnd(_ index: Int) -> Bool { code.flags(index).contains(.closesBlock) }

  // MARK: - Symbols

  private mutating func openDelimiter(_ index: Int, isBody: Bool) {
    guard !isBody, code.isOpen(index, "{"), !isOpenFrame(index) else { return }
    guard isClosure(index), !isOtherBody(index) else { return }
    open(Frame(role: .closure, end: .statement, isExpression: true), at: index)
  }

  /// Whether the newest frame began with the token.
  private func isOpenFrame(_ index: Int) -> Bool {
    if let top = frames.last, top.start == index, case .delimiter = top.end { return true }
    return false
  }

  /// Words that look like names, with a block that is no closure.
  private static let accessors: [StaticString] = [
    "get", "set", "init", "finally", "willSet", "didSet",
  ]

  private func isClosure(_ index: Int) -> Bool {
    let before = index - 1
    if flow.traits.contains(.bracketClosures) {
      return code.isClose(before, "]") || code.isWord(before, "mutable")
        || code.isWord(before, "^") || code.isClose(before, ")") && depth > 0
    }
    guard flow.traits.contains(.braceClosures) else { return false }
    switch code.kind(before) {
    case .identifier:
      return !Self.accessors.contains { code.isWord(before, $0) }
    case .close: return code.symbol(before) != UInt8(ascii: "}")
    case .operator, .open: return flow.blocks == .braces || code.isWord(before, "->")
    case .punctuation: return flow.blocks == .braces && !code.isPunctuation(before, ";")
    case .keyword: return code.isWord(before, "return")
    default: return false
    }
  }

  private mutating func visitOperator(_ index: Int) {
    if isLogical(index) { return visitLogical(index) }
    if code.isArrow(index) { return visitArrow(index) }
    if code.isOperator(index, "?") { return visitQuestion(index) }
    if code.isOperator(index, "=") { endSequence() }
    if flow.traits.contains(.commands), code.firstByte(index) == UInt8(ascii: ";") { endSequence() }
    if code.isOperator(index, "|"), !code.endsOperand(index - 1) { visitBars(index) }
  }

  private mutating func visitLogical(_ index: Int) {
    let isAnd = code.isWord(index, "&&")
    guard code.endsOperand(index - 1) || flow.traits.contains(.commands) else {
      // A closure without parameters, or a reference to a reference.
      if !isAnd, flow.traits.contains(.barClosures) { openClosure(at: index + 1) }
      return
    }
    if flow.traits.contains(.barClosures), !isAnd, code.isWord(index - 1, "move") {
      return openClosure(at: index + 1)
    }
    if isAnd, flow.traits.contains(.references) {
      let before = code.flags(index).contains(.spaceBefore)
      guard before == code.flags(index + 1).contains(.spaceBefore),
        !code.isWord(index - 1, "auto")
      else { return }
    }
    addLogical(isAnd ? .and : .or)
  }

  private mutating func visitArrow(_ index: Int) {
    if armDepth == depth {
      armDepth = -1
      return
    }
    if flow.traits.contains(.arrowArms), let top = frames.last, top.role == .selection,
      !top.hasArmWords, depth == top.depth + 1
    {
      if !isCatchAll(before: index) { addDecision() }
      return
    }
    guard flow.traits.contains(.arrowClosures), !isBody(index) else { return }
    if !code.isWord(index, "->") || flow.blocks == .braces { openClosure(at: index + 1) }
  }

  /// Whether all that stands before the arrow of a selection's part is `_`, `else` or `default`.
  private func isCatchAll(before arrow: Int) -> Bool {
    guard
      code.isWord(arrow - 1, "_") || code.isWord(arrow - 1, "else")
        || code.isWord(arrow - 1, "default")
    else { return false }
    return code.isOpen(arrow - 2, "{") || code.isClose(arrow - 2, "}")
      || code.isPunctuation(arrow - 2, ",") || code.flags(arrow - 1).contains(.startsLine)
  }

  /// A closure whose body begins at an index.
  private mutating func openClosure(at index: Int) {
    guard index < code.count, !isBody(index) else { return }
    pending[index] = Frame(role: .closure, end: .statement, isExpression: true)
  }

  /// Parameters of a closure between bars.
  private mutating func visitBars(_ index: Int) {
    guard flow.traits.contains(.barClosures) else { return }
    var end = index + 1
    while end < min(index + 256, code.count), code.kind(end) != .close {
      if code.isOperator(end, "|") {
        var body = end + 1
        if code.isArrow(body) { body = brace(from: body) ?? body }
        return openClosure(at: body)
      }
      end = code.next(end, before: code.count)
    }
  }

  private mutating func visitQuestion(_ index: Int) {
    let traits = flow.traits
    guard traits.contains(.ternary) || traits.contains(.spacedTernary),
      code.endsOperand(index - 1)
    else { return }
    if traits.contains(.spacedTernary), !code.flags(index).contains(.spaceBefore) { return }
    switch code.kind(index + 1) {
    case .close, .invalid: return
    // An annotation, or an element of JSX.
    case .punctuation
    where !code.isPunctuation(index + 1, "@") && !code.isPunctuation(index + 1, "<"):
      return
    case .operator where code.isOperator(index + 1, "=") || code.isOperator(index + 1, ">"): return
    default: break
    }
    addDecision()
    addBreak(nested: true)
    endSequence()
    pending[index + 1] = Frame(role: .none, end: .statement, isExpression: true)
  }

  private mutating func visitPunctuation(_ index: Int) {
    switch code.symbol(index) {
    case UInt8(ascii: ";"):
      endSequence()
      endStatements(at: index, isComma: false)
    case UInt8(ascii: ","):
      endSequence()
      endStatements(at: index, isComma: true)
    case UInt8(ascii: ":"):
      endSequence()
      // In Scala it parts a pattern's name from its type.
      if armDepth == depth, !flow.traits.contains(.thenHeaders) { armDepth = -1 }
    case UInt8(ascii: "?"): visitQuestion(index)
    case UInt8(ascii: ")") where flow.traits.contains(.commands):
      // A pattern of the shell's `case`.
      if !code.isWord(index - 1, "*") { addDecision() }
    default: break
    }
  }

  // MARK: - Words

  private mutating func visitWord(_ index: Int) {
    let flags = code.flags(index)
    let role = role(index)
    if flow.blocks == .words {
      if flags.contains(.closesBlock) { return closeBlock() }
      return visitBlockWord(index, role)
    }
    if role == .none {
      if code.isOpen(index + 1, "(") { noteCall(index) }
      return
    }
    switch role {
    case .and, .or: addLogical(role)
    case .goto: addBreak(nested: false)
    case .leave: visitLeave(index)
    default:
      flow.blocks == .indentation ? visitIndented(index, role) : visitBraced(index, role)
    }
  }

  /// `break` and `continue` with a label on their line.
  private mutating func visitLeave(_ index: Int) {
    guard
      code.kind(index + 1) == .identifier || code.firstByte(index + 1) == UInt8(ascii: "'")
        || code.firstByte(index + 1) == UInt8(ascii: "@"),
      !code.flags(index + 1).contains(.startsLine),
      !flow.traits.contains(.barClosures) || code.firstByte(index + 1) == UInt8(ascii: "'")
    else { return }
    addBreak(nested: false)
  }

  private mutating func visitBraced(_ index: Int, _ role: ControlFlow.Role) {
    switch role {
    case .condition: addDecision()
    case .branch where isCondition(index): addDecision()
    case .branch, .loop, .handler, .selection:
      if index == trailing { return }
      // A condition that follows `else` was counted with it.
      if role == .branch, self.role(index - 1) == .otherwise {
        return expect(role, at: body(after: index))
      }
      if role != .selection { addDecision() }
      addBreak(nested: true)
      endSequence()
      expect(role, at: body(after: index))
    case .bodyFirstLoop:
      // Behind a condition it only divides.
      if pending[index + 1] != nil { return }
      addDecision()
      addBreak(nested: true)
      expect(role, at: index + 1)
    case .guarded:
      addDecision()
      addBreak(nested: true)
      while let innermost = guards.last, innermost > depth { guards.removeLast() }
      guards.append(depth)
    case .otherwise: visitElse(index)
    case .elseBranch:
      if let top = frames.last, case .word = top.end { pop() }
      awaitsElse = false
      addDecision()
      addBreak(nested: false)
      expect(.elseBranch, at: body(after: index))
    case .arm: visitArm(index)
    case .closure: visitFunctionWord(index)
    case .blockEnd: closeBlock()
    default: break
    }
  }

  /// Whether an `if` belongs to the pattern of a case.
  private func isCondition(_ index: Int) -> Bool {
    if armDepth == depth { return true }
    guard flow.traits.contains(.arrowArms), let top = frames.last, top.role == .selection,
      depth == top.depth + 1
    else { return false }
    return code.kind(index - 1) != .keyword && code.endsOperand(index - 1)
      && !code.isClose(index - 1, "}")
  }

  private mutating func expect(_ role: ControlFlow.Role, at body: Int?) {
    guard var body, body < code.count else { return }
    // `catch (E) when (x) {`
    if role == .handler, !code.isOpen(body, "{"), code.isOpen(body + 1, "(") {
      body = code.next(body + 1, before: code.count)
    }
    pending[body] = Frame(role: role, end: .statement)
  }

  private mutating func visitElse(_ index: Int) {
    // Part of a selection.
    if code.isArrow(index + 1) { return }
    if let last = guards.last, last >= depth {
      guards.removeLast()
      return expect(.guarded, at: index + 1)
    }
    if !awaitsElse {
      while let top = frames.last, case .statement = top.end, top.depth >= depth {
        pop()
        if top.role == .branch || top.role == .elseBranch { break }
      }
      if let top = frames.last, case .word = top.end { pop() }
    }
    awaitsElse = false
    addBreak(nested: false)
    endSequence()
    if flow.traits.contains(.openHeaders), code.isOpen(index + 1, "{"),
      !code.isClose(index - 1, "}")
    {
      // `let … else` leaves as a guard does.
      addDecision()
    }
    if role(index + 1) == .branch {
      addDecision()
    } else {
      expect(.otherwise, at: index + 1)
    }
  }

  private mutating func visitArm(_ index: Int) {
    let before = role(index - 1)
    // A pattern in a condition, or the target of a jump.
    if before == .branch || before == .guarded || before == .loop || before == .goto { return }
    if code.isPunctuation(index - 1, ","), flow.traits.contains(.openHeaders) { return }
    if code.isWord(index + 1, "class") || code.isWord(index + 1, "object") { return }
    if let place = selections.last { frames[place].hasArmWords = true }
    armDepth = depth
    let isCatchAll =
      code.isWord(index + 1, "_") && (code.isArrow(index + 2) || code.isPunctuation(index + 2, ":"))
    if !isCatchAll { addDecision() }
  }

  /// A word that begins a function without a name of its own.
  private mutating func visitFunctionWord(_ index: Int) {
    var next = index + 1
    if code.isWord(next, "*") { next += 1 }
    if code.kind(next) == .identifier { next += 1 }
    if flow.traits.contains(.openHeaders) {
      // What has no body is the type of a function.
      next = code.next(next, before: code.count)
      while next < code.count, !code.isOpen(next, "{") || code.isWord(next - 1, "interface") {
        if code.kind(next) == .close
          || code.kind(next) == .punctuation && !code.isPunctuation(next, ".")
          || code.flags(next).contains(.startsLine) || code.isOperator(next, "=")
          || role(next) == .closure
        {
          return
        }
        next = code.next(next, before: code.count)
      }
      return openClosure(at: next)
    }
    while next < min(index + 64, code.count), !code.isOpen(next, "{"), !code.isArrow(next) {
      if code.kind(next) == .close || code.isPunctuation(next, ";") { return }
      next = code.next(next, before: code.count)
    }
    openClosure(at: code.isArrow(next) ? next + 1 : next)
  }
}
