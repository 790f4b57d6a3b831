import Source

/// What JavaScript and TypeScript read alike (ECMA-262, 12.9 Literals, 13.2.4 Array Initializer, 13.3
/// Left-Hand-Side Expressions, 15.3 Arrow Functions).
extension TokenRewriter {
  mutating func rewriteEcmaScript() {
    var strings = 0
    for place in 0..<count {
      let kind = kind(place)
      if kind == .stringEnd { strings -= 1 }
      switch kind {
      case .string where strings == 0: rewriteECMAScriptString(place)
      case .number where strings == 0: rewriteNumber(place)
      case .close where strings == 0: closeECMAScript(place)
      case .operator:
        // No line end may stand before these, not in brackets either; `<` can open arguments of a type.
        if isWritten(place, "=>") || isWritten(place, "++") || isWritten(place, "--")
          || isWritten(place, "!") || isWritten(place, "<")
        {
          keepLine(place)
        }
        if isWritten(place, "++") || isWritten(place, "--") { keepLine(place + 1) }
      case .open where isOpen(place, "[") && isPostfix(place): keepLine(place)
      case .identifier:
        // One of two names in a row is a word that may ask for the other on its line.
        if isWritten(place, "async") { keepLine(place + 1) }
        if self.kind(place - 1) == .identifier || continuesType(place) { keepLine(place) }
      case .keyword where continuesType(place): keepLine(place)
      case .keyword
      where symbol(place) == ECMAScriptWord.yield || symbol(place) == ECMAScriptWord.throw:
        keepLine(place + 1)
      default: break
      }
      if kind == .stringStart { strings += 1 }
    }
  }

  /// A string by its value, whatever quotes it has. Where elements stand, quotes in their attributes take no
  /// backslash.
  private mutating func rewriteECMAScriptString(_ place: Int) {
    let range = range(place)
    guard range.count >= 2 else { return }
    text.bytes.withUnsafeBufferPointer { bytes in
      let quote = bytes[range.start]
      guard quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""), bytes[range.end - 1] == quote
      else { return }
      let inner = range.start + 1..<range.end - 1
      // Of a directive, which is a statement, the tree has the spelling too.
      let isStatement = hasLineEndBefore(place) || kind(place - 1) == .open
      if hasElements || isStatement, inner.contains(where: { bytes[$0] == UInt8(ascii: "\\") }) {
        return
      }
      setHash(place, valueHash(bytes, inner, isRaw: false, seed: 0))
    }
  }

  private mutating func closeECMAScript(_ place: Int) {
    let opener = Int(partners[place])
    guard opener >= 0 else { return }
    if isPunctuation(place - 1, ",") {
      // `[,]` and `[a,,]` hold empty elements; nothing may follow the last of rest parameters.
      if place - 2 <= opener || isPunctuation(place - 2, ",")
        || isPunctuation(place - 2, ";") || endsWithRest(opener, place)
      {
        return
      }
      if isOpen(opener, "{") {
        if beginsList(opener), !isMapped(opener) { drop(place - 1) }
      } else if isOpen(opener, "[") {
        if isList(opener, place) { drop(place - 1) }
      } else if isPostfix(opener) || isWritten(place + 1, "=>") {
        drop(place - 1)
      }
      return
    }
    // `(a) => b` is `a => b`.
    if isClose(place, ")"), opener == place - 2, kind(place - 1) == .identifier,
      isWritten(place + 1, "=>"), !isPostfix(opener), !startsLine(opener)
    {
      drop(opener)
      drop(place)
    }
  }

  /// Whether a brace stands where a value, a pattern or a type does, and opens no block.
  private func beginsList(_ opener: Int) -> Bool {
    switch kind(opener - 1) {
    case .open: return !isOpen(opener - 1, "{")
    case .punctuation:
      // Neither behind a statement nor between tags, where it holds one expression: `<a>{b}</a>`.
      return ![UInt8(ascii: ";"), UInt8(ascii: ">"), UInt8(ascii: "/")].contains(symbol(opener - 1))
    // The value of an attribute of an element is one expression: `<a b={c}>`.
    case .operator: return !isWritten(opener - 1, "=>") && !hasElements
    case .keyword:
      let word = symbol(opener - 1)
      return [
        ECMAScriptWord.const, ECMAScriptWord.let, ECMAScriptWord.var, ECMAScriptWord.import,
        ECMAScriptWord.export, ECMAScriptWord.return,
      ].contains(word)
    case .identifier:
      return kind(opener - 2) == .keyword && symbol(opener - 2) == ECMAScriptWord.enum
    default: return false
    }
  }

  /// Words of TypeScript that go on with what is before them on their line.
  private func continuesType(_ place: Int) -> Bool {
    isWritten(place, "extends") || isWritten(place, "as") || isWritten(place, "satisfies")
      || isWritten(place, "is")
  }

  /// Whether a brace opens a mapped type, in which nothing follows the one member: `{ [a in b]: c }`.
  private func isMapped(_ opener: Int) -> Bool {
    (opener + 1...opener + 3).contains { isOpen($0, "[") && isWritten($0 + 2, "in") }
  }

  /// Whether square brackets are a list of values or types, and no index and no computed name of a member.
  private func isList(_ opener: Int, _ closer: Int) -> Bool {
    let isDeclared =
      kind(opener - 1) == .keyword
      && [ECMAScriptWord.const, ECMAScriptWord.let, ECMAScriptWord.var].contains(symbol(opener - 1))
    if isDeclared { return true }
    let isBehind =
      kind(opener - 1) == .operator || isOpen(opener - 1, "(") || isOpen(opener - 1, "[")
      || isPunctuation(opener - 1, ",") || isPunctuation(opener - 1, ":")
      || kind(opener - 1) == .keyword && symbol(opener - 1) == ECMAScriptWord.return
    return isBehind && !isPunctuation(closer + 1, ":") && !isOpen(closer + 1, "(")
      && !isWritten(closer + 1, "?") && !isWritten(closer + 1, "=") && !isWritten(closer + 1, "<")
      && !isWritten(closer + 1, "!") && !isWritten(closer + 1, ":")
  }

  private func isPostfix(_ opener: Int) -> Bool {
    kind(opener - 1) == .identifier || kind(opener - 1) == .close
  }

  /// Whether `...` begins the last element of a list.
  private func endsWithRest(_ opener: Int, _ closer: Int) -> Bool {
    var place = closer - 2
    while place > opener {
      if kind(place) == .close {
        let partner = Int(partners[place])
        if partner < 0 { return true }
        place = partner - 1
        continue
      }
      if isPunctuation(place, ",") { return false }
      if isWritten(place, "...") { return true }
      place -= 1
    }
    return false
  }
}
