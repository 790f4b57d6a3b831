/// What Go reads alike (The Go Programming Language Specification, Semicolons and Composite literals).
extension TokenRewriter {
  mutating func rewriteGo() {
    for place in 0..<count {
      if place > 0 {
        // A line end is a semicolon behind a name, a literal, a closing bracket, and some words and
        // operators; elsewhere it is white space.
        if endsGoStatement(place - 1) { keepLine(place) } else { joinLine(place) }
      }
      guard kind(place) == .close, isPunctuation(place - 1, ","), partners[place] >= 0 else {
        continue
      }
      // A list may end with a comma; only there may a closing bracket stand on a line of its own.
      let opener = Int(partners[place])
      if place - 2 <= opener || isPunctuation(place - 2, ",") { continue }
      let isCall = kind(opener - 1) == .identifier || kind(opener - 1) == .close
      if isOpen(opener, "{") || isOpen(opener, "(") && isCall && !startsLine(opener) {
        drop(place - 1)
      }
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
