/// Languages whose blocks are made by indentation or closed by words.
extension ComplexityCounter {
  // MARK: - Indentation

  mutating func visitIndented(_ index: Int, _ role: ControlFlow.Role) {
    let isStatement = isStatement(index)
    switch role {
    case .branch where !isStatement: visitInlineBranch(index)
    // That of a comprehension.
    case .loop where !isStatement: addDecision()
    case .branch, .loop, .handler:
      addDecision()
      addBreak(nested: true)
      indent(role, index)
    case .elseBranch:
      addDecision()
      addBreak(nested: false)
      indent(role, index)
    case .otherwise where isStatement:
      // That of `try` breaks nothing.
      if lastRole != .handler { addBreak(nested: false) }
      indent(role, index)
    case .selection where isStatement && endsWithColon(index):
      addBreak(nested: true)
      indent(role, index)
    case .arm where isStatement && endsWithColon(index):
      if !(code.isWord(index + 1, "_") && code.isPunctuation(index + 2, ":")) { addDecision() }
    case .closure: pending[index + 1] = Frame(role: .closure, end: .statement, isExpression: true)
    default: break
    }
  }

  /// Whether the word begins a statement.
  private func isStatement(_ index: Int) -> Bool {
    if depth > 0 { return false }
    return code.flags(index).contains(.startsLine)
      || code.isWord(index - 1, "async") && code.flags(index - 1).contains(.startsLine)
  }

  private mutating func indent(_ role: ControlFlow.Role, _ index: Int) {
    push(Frame(role: role, end: .statement, start: index, depth: depth, column: column))
  }

  /// A condition with two results, or what a comprehension leaves out.
  private mutating func visitInlineBranch(_ index: Int) {
    addDecision()
    var next = index + 1
    while next < code.count {
      let role = role(next)
      if role == .otherwise { return addBreak(nested: true) }
      if role == .branch || role == .loop || code.kind(next) == .close
        || code.isPunctuation(next, ",") || depth == 0 && code.flags(next).contains(.startsLine)
      {
        return
      }
      next = code.next(next, before: code.count)
    }
  }

  /// Whether the statement is one that a colon ends: `match` and `case` are names elsewhere.
  private func endsWithColon(_ index: Int) -> Bool {
    if code.kind(index + 1) == .operator, !code.isWord(index + 1, "-"), !code.isWord(index + 1, "*")
    {
      return false
    }
    if code.kind(index + 1) == .punctuation { return false }
    var next = index + 1
    while next < code.count, !code.flags(next).contains(.startsLine) {
      if code.isPunctuation(next, ":") { return true }
      if code.isOperator(next, "=") { return false }
      next = code.next(next, before: code.count)
    }
    return false
  }

  // MARK: - Words that close blocks

  mutating func visitBlockWord(_ index: Int, _ role: ControlFlow.Role) {
    let opens = code.flags(index).contains(.opensBlock)
    switch role {
    case .and, .or: return addLogical(role)
    case .goto: return addBreak(nested: false)
    case .branch, .loop, .selection:
      if role != .selection { addDecision() }
      addBreak(nested: true)
      endSequence()
      if opens { return push(Frame(role: role, end: .word, depth: depth)) }
      if role == .loop, flow.traits.contains(.loopsWithDo) { awaitsLoop = true }
    case .elseBranch:
      closeClause()
      addDecision()
      addBreak(nested: false)
      endSequence()
    case .otherwise:
      closeClause()
      if let role = innermostBlock?.role, role == .branch { addBreak(nested: false) }
    case .arm:
      if code.isWord(index, "in"), !code.flags(index).contains(.startsLine) { break }
      addDecision()
    case .handler:
      addDecision()
      if code.flags(index).contains(.startsLine) {
        closeClause()
        addBreak(nested: true)
        push(Frame(role: .handler, end: .clause))
      } else {
        addBreak(nested: true)
      }
    case .closure where opens: return openWordClosure(index)
    default:
      if code.isWord(index, "ensure") { closeClause() }
      if opens {
        let isLoop = awaitsLoop && code.isWord(index, "do")
        awaitsLoop = false
        push(Frame(role: isLoop ? .loop : .none, end: .word, depth: depth, nests: isLoop))
      } else if code.isOpen(index + 1, "(") {
        noteCall(index)
      }
    }
  }

  /// A function without a name, or a block that is handed to one.
  private mutating func openWordClosure(_ index: Int) {
    push(
      Frame(
        role: .closure, end: .word, depth: depth,
        nests: !code.isWord(index, "function") || !isNamed(index)))
  }

  /// Whether the function that begins at an index is a declaration, which counts for itself.
  private func isNamed(_ index: Int) -> Bool {
    guard let close = closeOfParameters(index) else { return false }
    return isBody(close + 1)
  }

  private func closeOfParameters(_ index: Int) -> Int? {
    var next = index + 1
    while next < min(index + 16, code.count) {
      if code.isOpen(next, "(") {
        let close = code.closer(of: next, before: code.count)
        return close < code.count ? close : nil
      }
      next += 1
    }
    return nil
  }
}
