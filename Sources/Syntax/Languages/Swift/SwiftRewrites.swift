/// What Swift reads alike (The Swift Programming Language, Lexical Structure): line ends where no statement can
/// end or begin, and commas behind the last element.
extension TokenRewriter {
  mutating func rewriteSwift() {
    for place in 0..<count {
      if isDirective(place) { continue }
      if place > 0, startsLine(place), !isDirective(place - 1),
        continuesSwift(place) || awaitsSwift(place - 1)
      {
        joinLine(place)
      }
      if kind(place) == .close, isPunctuation(place - 1, ","), partners[place] >= 0 {
        let opener = Int(partners[place])
        let isPostfix = kind(opener - 1) == .identifier || kind(opener - 1) == .close
        if place - 2 > opener, !isPunctuation(place - 2, ","),
          isOpen(opener, "[") && !isPostfix || isOpen(opener, "(") && isPostfix
        {
          drop(place - 1)
        }
      }
    }
  }

  /// Whether a token goes on with what stands on the line above: no statement begins with it.
  private func continuesSwift(_ place: Int) -> Bool {
    switch kind(place) {
    case .operator:
      // White space on both sides makes it infix.
      return hasSpaceBefore(place + 1) && symbol(place) != UInt8(ascii: "&")
        || isWritten(place, "->") || isWritten(place, "=")
    case .punctuation:
      // `.a` on a line of its own goes on with an expression.
      return symbol(place) == UInt8(ascii: ".") && !hasSpaceBefore(place + 1)
        && (kind(place - 1) == .identifier || kind(place - 1) == .close)
        || symbol(place) == UInt8(ascii: ",") || symbol(place) == UInt8(ascii: ":")
    case .keyword:
      guard let word = SwiftWord(rawValue: symbol(place)) else { return false }
      switch word {
      case .else, .catch: return isClose(place - 1, "}")
      case .where, .in, .as, .is, .throws, .rethrows: return true
      default: return false
      }
    default: return false
    }
  }

  /// Whether something must follow a token, on whichever line.
  private func awaitsSwift(_ place: Int) -> Bool {
    switch kind(place) {
    case .operator:
      // White space on both sides makes it infix.
      return hasSpaceBefore(place) || isWritten(place, "->") || isWritten(place, "=")
    case .punctuation:
      return symbol(place) == UInt8(ascii: ",")
    case .keyword:
      guard let word = SwiftWord(rawValue: symbol(place)) else { return false }
      switch word {
      case .let, .var, .func, .import, .struct, .enum, .class, .protocol, .extension, .typealias,
        .if, .guard, .while, .where, .else, .as, .is, .try:
        return true
      default: return false
      }
    default: return false
    }
  }
}
