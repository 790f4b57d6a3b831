/// Generic parameters and arguments between `<` and `>`, which are operators to a lexer.
extension CodeTokens {
  /// How many angle brackets a token opens, less those it closes; `->` and `=>` hold none.
  func angles(_ index: Int) -> Int {
    guard kind(index) == .operator else { return 0 }
    let first = symbol(index)
    guard first == UInt8(ascii: "<") || first == UInt8(ascii: ">") else { return 0 }
    var depth = 0
    for offset in start(index)..<end(index) where text.bytes[offset] == first { depth += 1 }
    return first == UInt8(ascii: "<") ? depth : -depth
  }

  /// The index behind the angle brackets that open at an index; the index itself when none open
  /// there or they are not closed.
  ///
  /// - Parameter braces: whether groups of braces may stand between them.
  func afterAngles(_ start: Int, before limit: Int, braces: Bool = false) -> Int {
    var depth = 0
    var index = start
    // Longer lists are not written; the bound keeps broken files linear.
    let last = min(limit, start + 4096)
    while index < last {
      switch kind(index) {
      case .operator:
        depth += angles(index)
        if depth <= 0 { return index == start ? start : index + 1 }
      case .open:
        if !braces, symbol(index) == UInt8(ascii: "{") { return start }
        if index == start { return start }
        index = next(index, before: limit)
        continue
      case .close: return start
      case .punctuation where symbol(index) == UInt8(ascii: ";"): return start
      default: if index == start { return start }
      }
      index += 1
    }
    return start
  }
}
