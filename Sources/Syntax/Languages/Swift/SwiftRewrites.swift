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
      if place > 0 { joinSwiftSpace(place) }
      switch kind(place) {
      case .open: rewriteSwiftGetter(place)
      case .operator: rewriteSwiftTypeParameters(place)
      case .string, .stringStart: rewriteSwiftString(place)
      default: break
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

  /// White space before a token, where it decides nothing: an operator is infix with white space on both sides
  /// or on none, and brackets and commas count as white space (The Swift Programming Language, Operators).
  private mutating func joinSwiftSpace(_ place: Int) {
    let before = kind(place - 1)
    switch kind(place) {
    case .punctuation:
      // `a .b` is `a.b`.
      let isMember = symbol(place) == UInt8(ascii: ".")
      // `(.a)`
      if isMember, before == .open, !hasSpaceBefore(place + 1) { joinSpace(place) }
      if isMember ? isOperand(place - 1) && !hasSpaceBefore(place + 1) : before != .operator {
        joinSpace(place)
      }
    case .close: joinSpace(place)
    case .open:
      let isName = before == .operator && symbol(place - 2) == SwiftWord.func.rawValue
      // `any (A & B)` is a type, or a call as any other.
      let isAny =
        before == .identifier && isWritten(place - 1, "any") && isOpen(place, "(")
        && !isPunctuation(place - 2, "@") && !isOperator(place - 2, "@")
      if isOpen(place, "{") && before != .operator || before == .keyword || before == .open
        || before == .punctuation && symbol(place - 1) != UInt8(ascii: ".") || isName || isAny
      {
        joinSpace(place)
      }
    case .operator:
      let isFirst =
        before == .open
        || before == .punctuation && symbol(place - 1) != UInt8(ascii: ".")
      if isFirst { joinSpace(place) }
      let isPlain = ![
        UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "!"),
        UInt8(ascii: "?"), UInt8(ascii: "/"),
      ].contains(symbol(place))
      if isPlain, isOperand(place - 1), isOperand(place + 1) || isOpen(place + 1, "("),
        hasSpaceBefore(place) == hasSpaceBefore(place + 1)
      {
        joinSpace(place)
        joinSpace(place + 1)
      }
    default: break
    }
  }

  private func isOperand(_ place: Int) -> Bool {
    switch kind(place) {
    case .identifier, .number, .string, .stringEnd: true
    case .close: isClose(place, ")") || isClose(place, "]")
    default: false
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
    case .open:
      return isOpen(place, "{") && takesBlock(place - 1)
    case .keyword:
      guard let word = SwiftWord(rawValue: symbol(place)) else { return false }
      switch word {
      case .else: return true
      case .catch: return isClose(place - 1, "}")
      case .where, .in, .as, .is, .throws, .rethrows: return true
      default: return false
      }
    default: return false
    }
  }

  /// Whether a brace on the line below opens a block of what a token ends, or is its last argument. Behind
  /// another brace the line end decides what that one opened: `if a {b} {c}`.
  private func takesBlock(_ place: Int) -> Bool {
    switch kind(place) {
    case .identifier, .number, .string, .stringEnd: return true
    case .close: return !isClose(place, "}")
    case .operator: return symbol(place) == UInt8(ascii: ">") || !hasSpaceBefore(place)
    case .keyword:
      guard let word = SwiftWord(rawValue: symbol(place)) else { return false }
      switch word {
      case .else, .do, .catch, .defer, .repeat, .throws, .rethrows, .deinit: return true
      default: return SwiftWord.isOperand(symbol(place))
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
      return symbol(place) == UInt8(ascii: ",") || symbol(place) == UInt8(ascii: ":")
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
