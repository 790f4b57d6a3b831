import Source

extension CReader {
  // MARK: - Methods

  /// Reads the method whose sign stands at an index.
  mutating func method(_ start: Int, _ frame: Frame) -> Int {
    var index = start + 1
    var returnType: ByteRange?
    if index < frame.end, code.isOpen(index, "(") {
      let close = code.closer(of: index, before: frame.end)
      if close > index + 1 { returnType = code.range(index + 1, close) }
      index = code.next(index, before: frame.end)
    }
    while index < frame.end, word(index)?.isAttribute ?? false {
      index = afterAttributes(index, before: frame.end)
    }
    guard index < frame.end, isName(index) || code.isPunctuation(index, ":") else {
      return max(index, start + 1)
    }
    let name = index
    let parameters = selector(&index, before: frame.end)
    let signatureEnd = index
    var specifiers = Specifiers(start: start, signature: start)
    specifiers.visibility = frame.visibility
    if code.isOperator(start, "+") { specifiers.modifiers.append(code.range(start)) }
    if let section = frame.section { specifiers.modifiers.append(section) }
    index = methodAttributes(index, &specifiers, before: frame.end)

    var body: Int?
    if index < frame.end, code.isOpen(index, "{") { body = index }
    if index < frame.end, code.isPunctuation(index, ";") {
      index += 1
      // A definition may have a `;` before its body.
      if index < frame.end, code.isOpen(index, "{") { body = index }
    }
    var bodyEnd = index
    if let body {
      let close = code.closer(of: body, before: frame.end)
      bodyEnd = close < frame.end ? close : nextMethod(body + 1, before: frame.end)
      if let other = lines.alternative(to: body, closer: close) { bodyEnd = other }
      index = bodyEnd == close ? min(close + 1, frame.end) : max(bodyEnd, body + 1)
    }
    var entity = entity(
      .method, specifiers, from: start, name: name, signatureEnd: signatureEnd, end: index)
    if let body { entity.bodyRange = code.range(body, index) }
    entity.parameters = parameters
    entity.returnType = returnType
    entity.parent = frame.parent
    entities.append(entity)
    guard let body else { return index }
    frames.append(Frame(end: bodyEnd, scope: .code, parent: entities.count - 1))
    return body + 1
  }

  /// Whether a token can be part of a selector: words of C can.
  private func isName(_ index: Int) -> Bool {
    code.kind(index) == .identifier || code.kind(index) == .keyword
  }

  /// Moves behind a selector with its parameters.
  private func selector(_ index: inout Int, before limit: Int) -> [Parameter] {
    guard index + 1 < limit, code.isPunctuation(index, ":") || code.isPunctuation(index + 1, ":")
    else {
      index += 1
      return []
    }
    var parameters: [Parameter] = []
    while index < limit {
      var label: ByteRange
      if code.isPunctuation(index, ":") {
        let offset = code.start(index)
        label = ByteRange(offset, offset)
        index += 1
      } else if index + 1 < limit, isName(index), code.isPunctuation(index + 1, ":") {
        label = code.range(index)
        index += 2
      } else {
        break
      }
      parameters.append(parameter(label, &index, before: limit))
    }
    if index + 1 < limit, code.isPunctuation(index, ","), code.kind(index + 1) == .operator,
      code.symbol(index + 1) == UInt8(ascii: ".")
    {
      parameters.append(Parameter(name: code.range(index + 1)))
      index += 2
    }
    return parameters
  }

  /// Moves behind the type and the name of a parameter.
  private func parameter(
    _ label: ByteRange, _ index: inout Int, before limit: Int
  ) -> Parameter {
    var type: ByteRange?
    if index < limit, code.isOpen(index, "(") {
      let close = code.closer(of: index, before: limit)
      if close > index + 1 { type = code.range(index + 1, close) }
      index = code.next(index, before: limit)
    }
    while index < limit, word(index)?.isAttribute ?? false {
      index = max(afterAttributes(index, before: limit), index + 1)
    }
    var end = index
    while end < limit, isName(end) { end += 1 }
    guard end > index else {
      return Parameter(label: label, name: ByteRange(label.end, label.end), type: type)
    }
    // In front of the name there can be attributes, behind it the next label or those of the method.
    var name = index
    let hasNext = end < limit && code.isPunctuation(end, ":")
    if hasNext, end - index > 2 { name = end - 2 }
    while name + 1 < end, isReserved(name) { name += 1 }
    index = name + 1
    return Parameter(label: label, name: code.range(name), type: type)
  }

  /// Whether a word is spelt as what only compilers define: `__unused`.
  private func isReserved(_ index: Int) -> Bool {
    code.text.slice(code.range(index)).starts(with: "__".utf8)
  }

  /// Moves behind the attributes of a method, up to its `;` or body or the next declaration.
  private func methodAttributes(
    _ start: Int, _ specifiers: inout Specifiers, before limit: Int
  ) -> Int {
    var index = start
    while index < limit, isName(index) {
      var next = index + 1
      if next < limit, code.isOpen(next, "(") { next = code.next(next, before: limit) }
      specifiers.modifiers.append(code.range(index, next))
      index = next
    }
    return index
  }

  /// The index of the sign at the start of a line that begins the next method, where a body is not
  /// closed.
  private func nextMethod(_ start: Int, before limit: Int) -> Int {
    var index = start
    while index < limit {
      if code.isOperator(index, "-") || code.isOperator(index, "+"), code.isOpen(index + 1, "("),
        startsLineUnindented(index)
      {
        return index
      }
      index += 1
    }
    return limit
  }

  private func startsLineUnindented(_ index: Int) -> Bool {
    let offset = code.start(index)
    return offset == 0 || code.text.bytes[offset - 1] == UInt8(ascii: "\n")
  }

  // MARK: - Properties

  /// Reads the property whose `@` stands at an index.
  mutating func property(_ sign: Int, _ frame: Frame) -> Int {
    var index = min(sign + 2, frame.end)
    var specifiers = Specifiers(start: sign, signature: sign)
    specifiers.visibility = frame.visibility
    if index < frame.end, code.isOpen(index, "(") {
      let close = code.closer(of: index, before: frame.end)
      for piece in code.pieces(index + 1, before: close) {
        specifiers.modifiers.append(code.range(piece.lowerBound, piece.upperBound))
      }
      index = code.next(index, before: frame.end)
    }
    if let section = frame.section { specifiers.modifiers.append(section) }
    var start = sign
    var types = 0
    while index < frame.end {
      var own = specifiers
      let declarator = declarator(index, &own, types: types, before: frame.end)
      if types == 0 { specifiers.type = own.type }
      let end = max(declarator.end, index)
      let isLast = end >= frame.end || !code.isPunctuation(end, ",")
      if let name = declarator.name {
        let hasSemicolon = isLast && end < frame.end && code.isPunctuation(end, ";")
        var entity = entity(
          .property, own, from: start, name: name, signatureEnd: max(end, name + 1),
          end: max(hasSemicolon ? end + 1 : end, name + 1))
        entity.returnType = types == 0 ? typeRange(own, name, end: end) : nil
        entity.parent = frame.parent
        entities.append(entity)
      }
      if isLast { return code.isPunctuation(end, ";") ? min(end + 1, frame.end) : end }
      (start, index, types) = (end + 1, end + 1, 1)
    }
    return max(index, sign + 2)
  }
}
