/// What Rust reads alike (The Rust Reference): commas behind the last of a list, those behind the block of a
/// match arm. What stands in a macro's call or an attribute is tokens, in which every comma counts.
extension TokenRewriter {
  mutating func rewriteRust() {
    findDocumentation()
    /// The brackets around a token: where each opens, and where the clause `where` begins in it.
    var open: [(place: Int, isMacro: Bool, commas: Int, isInWhere: Bool)] = []
    var top = (place: -1, isMacro: false, commas: 0, isInWhere: false)
    for place in 0..<count {
      switch kind(place) {
      case .open:
        if isOpen(place, "{"), isPunctuation(place - 1, ","), top.isInWhere { drop(place - 1) }
        if isOpen(place, "{") { top.isInWhere = false }
        open.append(top)
        top = (place, top.isMacro || isMacroBracket(place), 0, false)
      case .close:
        let group = top
        top = open.popLast() ?? (-1, false, 0, false)
        if !group.isMacro, isPunctuation(place - 1, ","), place - 2 > group.place,
          !isPunctuation(place - 2, ","), group.place >= 0
        {
          let isOne = isOpen(group.place, "(") && group.commas < 2
          if !isOne || isCalled(group.place) { drop(place - 1) }
        }
      case .punctuation:
        if isPunctuation(place, ",") {
          top.commas += 1
          if !top.isMacro, endsArmBlock(place - 1) { drop(place) }
        } else if isPunctuation(place, ";") {
          if isPunctuation(place - 1, ","), top.isInWhere { drop(place - 1) }
          top.isInWhere = false
        }
      case .keyword:
        if symbol(place) == RustWord.where.rawValue, !top.isMacro { top.isInWhere = true }
      case .operator:
        // The end of a list of type arguments or parameters.
        if !top.isMacro, symbol(place) == UInt8(ascii: ">"), isPunctuation(place - 1, ","),
          place - 2 > top.place, !isPunctuation(place - 2, ","), !isOperator(place - 2, "<")
        {
          drop(place - 1)
        }
      default: break
      }
    }
  }

  /// Comments that document are attributes.
  private mutating func findDocumentation() {
    text.bytes.withUnsafeBufferPointer { bytes in
      for index in 0..<tokens.count where tokens.kind(index).isComment {
        let (start, end) = (tokens.start(index), tokens.end(index))
        let isInner = end - start > 2 && bytes[start + 2] == UInt8(ascii: "!")
        guard isInner || tokens.flags(index).contains(.documentation) else { continue }
        let hash = hashOf(bytes, start, end, .lineComment)
        documentation.append(CanonicalTokens.Comment(token: index, hash: hash))
      }
    }
  }

  /// Whether a bracket opens what a macro or an attribute gets: behind `a!`, `macro_rules! a` or `#`.
  private func isMacroBracket(_ place: Int) -> Bool {
    if isPunctuation(place - 1, "#") { return true }
    if isOperator(place - 1, "!") {
      return kind(place - 2) == .identifier || isPunctuation(place - 2, "#")
        || kind(place - 2) == .keyword
    }
    return kind(place - 1) == .identifier && isOperator(place - 2, "!")
      || kind(place - 1) == .identifier && isWritten(place - 2, "macro")
      || kind(place - 1) == .close && isMacroParameters(place - 1)
  }

  /// `macro a(…) {…}`
  private func isMacroParameters(_ close: Int) -> Bool {
    let opener = Int(partners[close])
    return opener >= 2 && kind(opener - 1) == .identifier && isWritten(opener - 2, "macro")
  }

  /// Whether a parenthesis belongs to a call, a pattern or a declaration, and is no tuple.
  private func isCalled(_ place: Int) -> Bool {
    guard kind(place - 1) == .identifier else { return isClose(place - 1, ")") }
    // Lifetimes and labels are identifiers; words that are reserved in some editions may stand before tuples.
    return text.bytes[range(place - 1).start] != UInt8(ascii: "'") && !isWritten(place - 1, "yield")
      && !isWritten(place - 1, "become") && !isWritten(place - 1, "raw")
      && !isWritten(place - 1, "box")
  }

  /// Whether a brace closes the block that a match arm consists of.
  private func endsArmBlock(_ place: Int) -> Bool {
    isClose(place, "}") && partners[place] >= 0 && isOperator(Int(partners[place]) - 1, "=>")
  }
}
