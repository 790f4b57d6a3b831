import Source

extension ECMAScriptOutline {
  /// A function or arrow function that an expression begins with.
  struct FunctionValue {
    var name: Int?
    var parameters: [Parameter] = []
    var returnType: ByteRange?
    /// The tokens of the body, braces included; an expression where an arrow has no braces.
    var body: Range<Int>?
    /// The token behind it.
    var end: Int
    var isAsync: ByteRange?
  }

  /// The function that begins at `start`, if one does.
  ///
  /// - Parameter isEnclosed: whether it stands in parentheses, in which no more are looked into.
  func functionValue(_ start: Int, _ limit: Int, isEnclosed: Bool = false) -> FunctionValue? {
    var index = start
    var async: ByteRange?
    if isWord(index, "async"), after(index) < limit, !startsLine(after(index)) {
      async = out.tokens.range(index)
      index = after(index)
    }
    guard index < limit else { return nil }
    if keyword(index) == ECMAScriptWord.function {
      index = after(index)
      if out.isSymbol(index, "*") { index = after(index) }
      let name = isIdentifier(index) ? index : nil
      if name != nil { index = after(index) }
      guard var function = callable(index, limit) else { return nil }
      function.name = name
      function.isAsync = async
      return function
    }
    if isIdentifier(index), out.isWord(after(index), "=>") {
      var function = arrowBody(after(index), limit)
      function.parameters = [Parameter(name: out.tokens.range(index))]
      function.isAsync = async
      return function
    }
    if out.isSymbol(index, "<"), let close = angles(index, limit) { index = after(close) }
    guard index < limit, out.isSymbol(index, "("), partner(index) > index else { return nil }
    let close = partner(index)
    var arrow = after(close)
    var type: ByteRange?
    if out.isSymbol(arrow, ":") {
      let typeStart = after(arrow)
      arrow = typeEnd(typeStart, limit, stopsAtArrow: true)
      if typeStart < arrow { type = range(typeStart, through: out.previous(arrow)) }
    }
    guard arrow < limit, out.isWord(arrow, "=>") else {
      return type == nil && !isEnclosed ? parenthesized(index, limit) : nil
    }
    var function = arrowBody(arrow, limit)
    function.parameters = parameters(index, close)
    function.returnType = type
    function.isAsync = async
    return function
  }

  /// `(function () {})` and `((a) => b) as Type`, where no call follows.
  private func parenthesized(_ open: Int, _ limit: Int) -> FunctionValue? {
    let close = partner(open)
    guard var function = functionValue(after(open), close, isEnclosed: true),
      after(function.end - 1) == close
    else { return nil }
    function.end = close + 1
    var next = after(close)
    while next < limit, isWord(next, "as") || isWord(next, "satisfies") {
      next = typeEnd(after(next), limit)
      function.end = next
    }
    return function.end > close + 1 || endsWhole(close, limit) ? function : nil
  }

  private func arrowBody(_ arrow: Int, _ limit: Int) -> FunctionValue {
    let body = after(arrow)
    if body < limit, out.isSymbol(body, "{"), partner(body) > body {
      let close = partner(body)
      return FunctionValue(body: body..<(close + 1), end: close + 1)
    }
    let end = expressionEnd(body, limit)
    return FunctionValue(body: body < end ? body..<end : nil, end: end)
  }

  /// Type parameters, parameters, result type and body of a function or method, from behind its name.
  func callable(_ start: Int, _ limit: Int) -> FunctionValue? {
    var index = start
    if out.isSymbol(index, "<"), let close = angles(index, limit) { index = after(close) }
    guard index < limit, out.isSymbol(index, "(") else { return nil }
    guard partner(index) > index else { return FunctionValue(end: index + 1) }
    var function = FunctionValue(end: partner(index) + 1)
    function.parameters = parameters(index, partner(index))
    index = after(partner(index))
    if index < limit, out.isSymbol(index, ":") {
      let type = after(index)
      index = typeEnd(type, limit)
      if type < index {
        function.returnType = range(type, through: out.previous(index))
        function.end = out.previous(index) + 1
      }
    }
    if index < limit, out.isSymbol(index, "{") {
      let close = partner(index) > index ? partner(index) : index
      function.body = index..<(close + 1)
      function.end = close + 1
    }
    return function
  }

  // MARK: - Parameters

  private static let modifiers: [StaticString] = [
    "public", "private", "protected", "readonly", "override",
  ]

  /// The parameters between two parentheses.
  ///
  /// - Parameter isProperty: told of each that has modifiers: the first of them, the name, and it.
  func parameters(
    _ open: Int, _ close: Int, isProperty: (Int, Int, Parameter) -> Void = { _, _, _ in }
  ) -> [Parameter] {
    var result: [Parameter] = []
    var index = after(open)
    while index < close {
      while index < close, out.isSymbol(index, "@") { index = decoratorEnd(index, close) }
      let first = index
      while isIdentifier(index), Self.modifiers.contains(where: { isWord(index, $0) }),
        isIdentifier(after(index)) || out.isSymbol(after(index), "{")
      {
        index = after(index)
      }
      let start = index
      if index < close, out.isWord(index, "...") { index = after(index) }
      guard index < close else { break }
      let isReceiver = keyword(index) == ECMAScriptWord.this
      if out.tokens.kind(index) == .open, partner(index) > index { index = partner(index) }
      var parameter = Parameter(name: range(start, through: index))
      index = after(index)
      if out.isSymbol(index, "?") { index = after(index) }
      if index < close, out.isSymbol(index, ":") {
        let type = after(index)
        index = max(typeEnd(type, close), type)
        if type < index { parameter.type = range(type, through: out.previous(index)) }
      }
      if index < close, out.isSymbol(index, "=") {
        let value = after(index)
        index = defaultEnd(value, close)
        if value < index { parameter.defaultValue = range(value, through: out.previous(index)) }
      }
      if !isReceiver { result.append(parameter) }
      if first < start { isProperty(first, start, parameter) }
      while index < close, !out.isSymbol(index, ",") {
        if out.tokens.kind(index) == .open, partner(index) > index { index = partner(index) }
        index += 1
      }
      index = after(index)
    }
    return result
  }

  /// The comma behind a default value; line ends do not matter there.
  private func defaultEnd(_ start: Int, _ limit: Int) -> Int {
    var index = start
    while index < limit, !out.isSymbol(index, ",") {
      if out.tokens.kind(index) == .open, partner(index) > index {
        index = partner(index)
      } else if out.isSymbol(index, "<"), let close = angles(index, limit),
        out.isSymbol(after(close), "(")
      {
        index = close
      }
      index += 1
    }
    return min(index, limit)
  }

  /// The token behind a decorator: `@name`, `@name.name(...)`, `@(...)`.
  func decoratorEnd(_ at: Int, _ limit: Int) -> Int {
    var index = after(at)
    if index < limit, isIdentifier(index) {
      index = after(index)
      while index < limit, out.isSymbol(index, "."), isIdentifier(after(index)) {
        index = after(after(index))
      }
    }
    if let close = angles(index, limit) { index = after(close) }
    if index < limit, out.isSymbol(index, "("), partner(index) > index {
      index = after(partner(index))
    }
    return max(index, at + 1)
  }
}
