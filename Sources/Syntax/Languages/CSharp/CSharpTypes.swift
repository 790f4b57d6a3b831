import Source

/// Types and parameters.
extension CSharpReader {
  /// The index behind the type that begins at `start`, or nil when none does.
  func afterType(_ start: Int, before limit: Int) -> Int? {
    var index = start
    if word(index) == .scoped, code.kind(index + 1) == .identifier { index += 1 }
    if word(index) == .ref { index += 1 }
    if word(index) == .readonly { index += 1 }
    guard index < limit else { return nil }
    if code.isOpen(index, "(") {
      index = code.next(index, before: limit)
    } else if word(index) == .delegate, code.isOperator(index + 1, "*") {
      index += 2
      // `delegate* unmanaged[Cdecl]<int, void>`
      if index < limit, code.kind(index) == .identifier { index += 1 }
      if index < limit, code.isOpen(index, "[") { index = code.next(index, before: limit) }
      guard let behind = code.afterTypeArguments(index, before: limit) else { return nil }
      index = behind
    } else {
      guard let behind = afterTypeName(index, before: limit) else { return nil }
      index = behind
    }
    while index < limit {
      if code.isPunctuation(index, "?") || code.isOperator(index, "*") {
        index += 1
      } else if code.isOpen(index, "["), isRank(index, before: limit) {
        index = code.next(index, before: limit)
      } else {
        break
      }
    }
    return index
  }

  private func afterTypeName(_ start: Int, before limit: Int) -> Int? {
    var index = start
    while index < limit {
      if code.kind(index) == .keyword, let word = word(index), word.isType { return index + 1 }
      guard code.kind(index) == .identifier else { return nil }
      index += 1
      guard index < limit else { return index }
      if let behind = code.afterTypeArguments(index, before: limit) { index = behind }
      guard index + 1 < limit,
        code.isPunctuation(index, ".") || code.isOperator(index, ":", ":")
      else { return index }
      index += 1
    }
    return nil
  }

  /// Whether brackets hold nothing but the commas of an array's rank.
  private func isRank(_ open: Int, before limit: Int) -> Bool {
    let close = code.closer(of: open, before: limit)
    var index = open + 1
    while index < close, code.isPunctuation(index, ",") { index += 1 }
    return index == close
  }

  /// The parameters between parentheses or brackets.
  func parameters(_ open: Int, before limit: Int) -> [Parameter] {
    let close = code.closer(of: open, before: limit)
    var result: [Parameter] = []
    var index = open + 1
    while index < close {
      if let parameter = parameter(&index, before: close) { result.append(parameter) }
      while index < close, !code.isPunctuation(index, ",") {
        index = code.next(index, before: close)
      }
      index += 1
    }
    return result
  }

  private func parameter(_ index: inout Int, before close: Int) -> Parameter? {
    while index < close, code.isOpen(index, "[") { index = code.next(index, before: close) }
    let start = index
    while index < close, let word = word(index), isParameterModifier(word, index) { index += 1 }
    guard let name = afterType(index, before: close), name > start else { return nil }
    index = name
    let type = code.range(start, name)
    // The receiver of an extension block, or `__arglist`, has no name.
    guard name < close, code.kind(name) == .identifier else {
      return Parameter(name: ByteRange(type.start, type.start), type: type)
    }
    index += 1
    var parameter = Parameter(name: self.name(name), type: type)
    if index + 1 < close, code.isOperator(index, "=") {
      let value = index + 1
      index = value
      while index < close, !code.isPunctuation(index, ",") {
        index = code.next(index, before: close)
      }
      if index > value { parameter.defaultValue = code.range(value, index) }
    }
    return parameter
  }

  private func isParameterModifier(_ word: CSharpWord, _ index: Int) -> Bool {
    switch word {
    case .this, .ref, .out, .in, .params, .readonly: true
    case .scoped: code.kind(index + 1) == .identifier || code.kind(index + 1) == .keyword
    default: false
    }
  }
}
