import Source

extension Outliner {
  /// Makes the `<` and `>` around type arguments and protocols delimiters, so that a comma between them
  /// parts nothing outside: a `<` behind a name, with nothing but types up to its `>`.
  ///
  /// - Precondition: the delimiters have been matched.
  mutating func pairTypeArguments() {
    // The `<` that are open, the outermost first.
    var open: [Int] = []
    var previous = -1
    var index = 0
    while index < count {
      defer { index += 1 }
      let kind = tokens.kind(index)
      if kind.isComment { continue }
      defer { previous = index }
      if tokens.flags(index).contains(.directive) {
        open.removeAll()
        continue
      }
      switch kind {
      case .identifier, .keyword: break
      case .operator: pairTypeArgument(index, behind: previous, &open)
      case .open where !open.isEmpty:
        // The parameters of a block.
        let close = Int(partners[index])
        if tokens.symbol(index) == UInt8(ascii: "("), close > index, close - index < 256 {
          index = close
        } else {
          open.removeAll()
        }
      case .punctuation:
        let symbol = tokens.symbol(index)
        if symbol != UInt8(ascii: ",") && symbol != UInt8(ascii: ":") { open.removeAll() }
      default: open.removeAll()
      }
    }
  }

  private mutating func pairTypeArgument(_ index: Int, behind previous: Int, _ open: inout [Int]) {
    let length = tokens.end(index) - tokens.start(index)
    switch tokens.symbol(index) {
    case UInt8(ascii: "<") where length == 1:
      let isBehindName =
        previous >= 0
        && (tokens.kind(previous) == .identifier || tokens.kind(previous) == .keyword)
      if isBehindName { open.append(index) } else { open.removeAll() }
    case UInt8(ascii: ">"):
      // `>>` closes two; those inside of the outermost pair need not be told apart.
      guard open.count >= length else { return open.removeAll() }
      open.removeLast(length - 1)
      guard let first = open.popLast(), open.isEmpty else { return }
      tokens.replace(first, .open, symbol: UInt8(ascii: "<"))
      tokens.replace(index, .close, symbol: UInt8(ascii: ">"))
      partners[first] = Int32(truncatingIfNeeded: index)
      partners[index] = Int32(truncatingIfNeeded: first)
    case UInt8(ascii: "*") where length == 1, UInt8(ascii: "^") where length == 1: break
    default: open.removeAll()
    }
  }
}
