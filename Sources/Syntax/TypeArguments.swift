/// Type parameters and arguments between `<` and `>`, which lexers read as operators.
extension CodeTokens {
  /// How many angle brackets an operator opens, less those it closes; arrows are none.
  private func typeBrackets(_ index: Int) -> Int {
    if isOperator(index, "-", ">") || isOperator(index, "=", ">") { return 0 }
    var depth = 0
    for offset in start(index)..<end(index) {
      let byte = text.bytes[offset]
      if byte == UInt8(ascii: "<") { depth += 1 }
      if byte == UInt8(ascii: ">") { depth -= 1 }
    }
    return depth
  }

  /// The index behind the list that the `<` at an index opens, or nil when the tokens up to its `>`
  /// make no list of types.
  func afterTypeArguments(_ start: Int, before limit: Int) -> Int? {
    guard isOperator(start, "<") else { return nil }
    var depth = 0
    var index = start
    // Longer and deeper lists are not written; the bounds keep broken files linear.
    let end = min(limit, start + 1024)
    while index < end {
      switch kind(index) {
      case .operator:
        depth += typeBrackets(index)
        if depth <= 0 { return index + 1 }
        if depth > 32 { return nil }
        switch symbol(index) {
        case UInt8(ascii: "<"), UInt8(ascii: ">"): if length(index) > 2 { return nil }
        case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: "-"): break
        case UInt8(ascii: "&"): if length(index) > 1 { return nil }
        default: return nil
        }
      case .open:
        if symbol(index) == UInt8(ascii: "{") { return nil }
        index = next(index, before: limit)
        continue
      case .punctuation:
        if symbol(index) == UInt8(ascii: ";") { return nil }
      case .identifier, .keyword: break
      default: return nil
      }
      index += 1
    }
    return nil
  }
}
