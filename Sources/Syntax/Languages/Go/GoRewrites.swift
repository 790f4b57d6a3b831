/// What Go reads alike (The Go Programming Language Specification, Semicolons).
extension TokenRewriter {
  /// A line end is a semicolon behind a name, a literal, a closing bracket, and some words and operators;
  /// elsewhere it is white space.
  mutating func rewriteGo() {
    for place in 0..<count where place > 0 {
      if endsGoStatement(place - 1) { keepLine(place) } else { joinLine(place) }
    }
  }

  private func endsGoStatement(_ place: Int) -> Bool {
    switch kind(place) {
    case .identifier, .number, .string, .stringEnd, .character, .close, .invalid, .text: true
    case .keyword: GoWord(rawValue: symbol(place))?.endsStatement ?? true
    case .operator: isWritten(place, "++") || isWritten(place, "--")
    default: false
    }
  }
}
