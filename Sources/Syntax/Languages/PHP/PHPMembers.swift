import Source

/// Functions, constants and properties. Each function returns the index to go on from.
extension PHPReader {
  mutating func function(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    var name = keyword + 1
    if code.isOperator(name, "&") { name += 1 }
    guard name + 1 < frame.end, code.kind(name) == .identifier || code.kind(name) == .keyword,
      code.isOpen(name + 1, "(")
    else { return keyword + 1 }
    let parameters = self.parameters(name + 1, before: frame.end)
    var index = code.next(name + 1, before: frame.end)
    var type: Range<Int>?
    if index + 1 < frame.end, code.isPunctuation(index, ":") {
      let end = afterType(index + 1, before: frame.end)
      if end > index + 1 { type = index + 1..<end }
      index = max(end, index + 1)
    }
    let isMethod = frame.scope == .type
    let isConstructor =
      isMethod && code.text.slice(code.range(name)).elementsEqual("__construct".utf8)
    var entity = out.entity(
      isConstructor ? .initializer : isMethod ? .method : .function, prefix, name: code.range(name),
      signatureEnd: min(index, frame.end), end: min(index, frame.end), frame)
    entity.parameters = parameters
    if let type { entity.returnType = code.range(type.lowerBound, type.upperBound) }
    guard index < frame.end, code.isOpen(index, "{") else { return finish(entity, index, frame) }
    return out.add(entity, block: index, frame, scope: .code, visibility: .public)
  }

  /// The index behind a type: `?A`, `A|B`, `(A&B)|null`, `static`.
  private func afterType(_ start: Int, before limit: Int) -> Int {
    var index = start
    while index < limit {
      switch code.kind(index) {
      case .identifier:
        if isVariable(index) { return index }
      case .keyword:
        switch word(index) {
        case .array, .callable, .static: break
        default: return index
        }
      case .open where code.isOpen(index, "("):
        index = code.next(index, before: limit)
        continue
      case .operator where code.isOperator(index, "|"): break
      case .operator where code.isOperator(index, "&"):
        // Before a variable it makes that a reference.
        if code.kind(index + 1) == .operator || isVariable(index + 1) { return index }
      case .punctuation where code.isPunctuation(index, "?"): break
      default: return index
      }
      index += 1
    }
    return limit
  }

  /// `const A = 1, B = 2;` with or without a type.
  mutating func constants(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    var name = keyword + 1
    // The name stands right before `=`.
    while name < frame.end, name < keyword + 64, !code.isOperator(name + 1, "=") {
      guard code.kind(name) != .close, !code.isPunctuation(name, ";") else { return keyword + 1 }
      name = code.next(name, before: frame.end)
    }
    return list(.constant, prefix, name: name, type: keyword + 1, frame)
  }

  /// A property, several of one type, or one with hooks.
  mutating func properties(_ start: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    guard start > prefix.start else { return start + 1 }
    let name = afterType(start, before: frame.end)
    guard name < frame.end, isVariable(name) else { return max(name, start) }
    return list(.property, prefix, name: name, type: start, frame)
  }

  private func isVariable(_ index: Int) -> Bool {
    code.kind(index) == .identifier && code.text.bytes[code.start(index)] == UInt8(ascii: "$")
  }

  private mutating func list(
    _ kind: EntityKind, _ first: Prefix, name firstName: Int, type: Int, _ frame: Frame
  ) -> Int {
    var prefix = first
    var name = firstName
    while name < frame.end, code.kind(name) == .identifier || code.kind(name) == .keyword {
      let end = valueEnd(name + 1, before: frame.end)
      var entity = out.entity(
        kind, prefix, name: code.range(name), signatureEnd: name + 1, end: end, frame)
      if name == firstName, type < name { entity.returnType = code.range(type, name) }
      if name + 2 < end, code.isOperator(name + 1, "=") {
        entity.bodyRange = code.range(name + 2, end)
      }
      if end < frame.end, code.isOpen(end, "{") {
        let start = entity.bodyRange?.start
        let next = out.add(entity, block: end, frame, scope: .code)
        if let start, let body = out.entities[out.entities.count - 1].bodyRange {
          out.entities[out.entities.count - 1].bodyRange = ByteRange(start, body.end)
        }
        return next
      }
      guard end + 1 < frame.end, code.isPunctuation(end, ",") else {
        return finish(entity, end, frame)
      }
      out.entities.append(entity)
      name = end + 1
      var following = Prefix(start: name)
      following.visibility = prefix.visibility
      following.modifiers = prefix.modifiers
      prefix = following
    }
    return max(name, firstName + 1)
  }

  /// The index of the comma, semicolon or hooks behind a value.
  private func valueEnd(_ start: Int, before limit: Int) -> Int {
    var index = start
    while index < limit, code.kind(index) != .close, !code.isPunctuation(index, ";"),
      !code.isPunctuation(index, ","), !code.isOpen(index, "{")
    {
      index = code.next(index, before: limit)
    }
    return min(index, limit)
  }

  /// The parameters between parentheses.
  private func parameters(_ open: Int, before limit: Int) -> [Parameter] {
    let close = code.closer(of: open, before: limit)
    var result: [Parameter] = []
    var index = open + 1
    while index < close {
      while index < close, code.isOpen(index, "[") { index = code.next(index, before: close) }
      let type = index
      while index < close, !isVariable(index), !code.isPunctuation(index, ",") {
        index = code.next(index, before: close)
      }
      if index < close, isVariable(index) {
        var parameter = Parameter(name: code.range(index))
        // Modifiers, `&` and `...` count as part of the type: callers have to follow them.
        if type < index { parameter.type = code.range(type, index) }
        index += 1
        if index + 1 < close, code.isOperator(index, "=") {
          let value = index + 1
          index = afterValue(value, before: close)
          if value < index { parameter.defaultValue = code.range(value, index) }
        }
        result.append(parameter)
      }
      while index < close, !code.isPunctuation(index, ",") {
        index = code.next(index, before: close)
      }
      index += 1
    }
    return result
  }
}
