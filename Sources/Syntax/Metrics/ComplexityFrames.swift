/// Where control structures begin and end.
extension ComplexityCounter {
  mutating func open(_ frame: Frame, at index: Int) {
    var frame = frame
    frame.start = index
    frame.depth = depth
    frame.column = column
    if code.isOpen(index, "{"), case .statement = frame.end {
      frame.end = .delimiter(code.closer(of: index, before: code.count))
    } else if flow.blocks == .braces, code.isPunctuation(index, ":"), !frame.isExpression {
      // PHP's other way to write blocks.
      frame.end = .word
    }
    push(frame)
  }

  /// Ends what a line's beginning ends, and notes how far it is indented.
  mutating func beginLine(_ index: Int) {
    let start = code.start(index)
    var first = start
    while first > 0, code.text.bytes[first - 1].isBlank { first -= 1 }
    column = start - first
    guard flow.blocks == .indentation || flow.traits.contains(.lines) else { return }
    while let top = frames.last, case .statement = top.end, top.depth >= depth,
      column <= top.column, top.start < index
    {
      pop()
      if !top.isExpression { endStatement(top, next: index) }
    }
    if !isLogical(index), code.kind(index - 1) != .operator { endSequence() }
  }

  /// What the end of a statement that was the body of `frame` ends too.
  mutating func endStatement(_ frame: Frame, next: Int) {
    var frame = frame
    guard flow.blocks == .braces else { return }
    while true {
      switch frame.role {
      case .branch, .elseBranch:
        let role = role(next)
        if role == .otherwise || role == .elseBranch {
          awaitsElse = true
          return
        }
      case .bodyFirstLoop:
        if role(next) == .loop { trailing = next }
        return
      default: break
      }
      guard let top = frames.last, case .statement = top.end, !top.isExpression,
        top.depth == depth, top.start < next
      else { return }
      pop()
      frame = top
    }
  }

  /// Ends the statements that a semicolon or comma ends.
  mutating func endStatements(at index: Int, isComma: Bool) {
    while let top = frames.last, case .statement = top.end, top.depth >= depth {
      if !top.isExpression,
        flow.blocks != .braces || isComma && flow.traits.contains(.commaOperator)
      {
        return
      }
      pop()
      if !top.isExpression { return endStatement(top, next: index + 1) }
    }
  }

  /// Ends the frames inside a closing delimiter, and the one that it closes.
  mutating func close(_ index: Int) {
    if code.opener(of: index) >= 0 { depth = max(depth - 1, 0) }
    while let top = frames.last {
      switch top.end {
      case .statement where top.depth > depth: pop()
      case .delimiter(let end) where end <= index:
        pop()
        if end == index, top.role != .closure { endStatement(top, next: index + 1) }
        return
      default: return
      }
    }
  }

  /// Ends the innermost block that a word closes, with what is open in it.
  mutating func closeBlock() {
    while let frame = pop() { if case .word = frame.end { return } }
  }

  /// Ends the clause that is open directly in the innermost block.
  mutating func closeClause() {
    if let top = frames.last, case .clause = top.end { pop() }
  }

  /// The innermost frame that a word closes.
  var innermostBlock: Frame? {
    wordBlocks.last.map { frames[$0] }
  }

  // MARK: - Bodies

  /// The index at which the body of the control structure begins whose word stands at an index.
  mutating func body(after index: Int) -> Int? {
    var next = index + 1
    // `else if`, `if constexpr`, `for await`.
    if code.kind(next) == .identifier || code.kind(next) == .keyword, code.isOpen(next + 1, "("),
      code.isWord(next, "constexpr") || code.isWord(next, "await")
    {
      next += 1
    }
    if flow.traits.contains(.openHeaders) { return brace(from: next) }
    if code.isOpen(next, "(") {
      next = code.next(next, before: code.count)
      if flow.traits.contains(.thenHeaders) {
        return role(index) == .loop || code.isWord(next, "then") ? afterThen(next) : next
      }
      return next
    }
    if flow.traits.contains(.thenHeaders), role(index) != .selection, role(index) != .otherwise {
      if code.isOpen(next, "{") { next = code.next(next, before: code.count) }
      return afterThen(next)
    }
    return next
  }

  /// The index behind `then`, `do` or `yield`, where one divides a condition from its body.
  private func afterThen(_ start: Int) -> Int {
    var index = start
    while index < min(start + 64, code.count), !code.isOpen(index, "{") {
      if code.isWord(index, "then") || code.isWord(index, "do") || code.isWord(index, "yield") {
        return index + 1
      }
      if code.kind(index) == .close || code.isPunctuation(index, ";") { break }
      if index > start, role(index) != .none { break }
      index = code.next(index, before: code.count)
    }
    return start
  }

  /// The next brace outside all delimiters that open from an index on.
  mutating func brace(from start: Int) -> Int? {
    if let last = headers[depth], last.from <= start, start <= last.stop {
      return last.isFound ? last.stop : nil
    }
    var index = start
    while index < code.count {
      if code.isOpen(index, "{") {
        // `interface{}` and `struct{}` are types.
        guard code.isWord(index - 1, "interface") || code.isWord(index - 1, "struct") else { break }
      } else if code.kind(index) == .close {
        headers[depth] = (start, index, false)
        return nil
      }
      index = code.next(index, before: code.count)
    }
    headers[depth] = (start, index, index < code.count)
    return index < code.count ? index : nil
  }

  // MARK: - Words

  /// What the word at an index does; none for other tokens.
  func role(_ index: Int) -> ControlFlow.Role {
    let kind = code.kind(index)
    guard kind == .keyword || kind == .identifier else { return .none }
    let (start, length) = (code.start(index), code.length(index))
    let role = code.text.bytes.withUnsafeBufferPointer {
      flow.role($0.baseAddress! + start, length)
    }
    guard role != .none else { return .none }
    // A member or a label of that name.
    if code.isPunctuation(index - 1, ".") || code.isWord(index - 1, "?.")
      || code.isWord(index - 1, "::")
    {
      return .none
    }
    if code.isPunctuation(index + 1, ":"), flow.blocks == .braces, role != .otherwise,
      !code.isWord(index - 1, "?")
    {
      return .none
    }
    return role
  }

  /// Whether the token is a logical operator, or a word for one.
  func isLogical(_ index: Int) -> Bool {
    if code.kind(index) == .operator { return code.isWord(index, "&&") || code.isWord(index, "||") }
    let role = role(index)
    return role == .and || role == .or
  }
}
