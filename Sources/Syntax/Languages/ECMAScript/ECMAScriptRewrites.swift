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
        // No line end may stand before these, not in brackets either.
        if isWritten(place, "=>") || isWritten(place, "++") || isWritten(place, "--") {
          keepLine(place)
        }
        if isWritten(place, "++") || isWritten(place, "--") { keepLine(place + 1, ifAny: true) }
      case .identifier where isWritten(place, "async"): keepLine(place + 1, ifAny: true)
      case .keyword
      where symbol(place) == ECMAScriptWord.yield || symbol(place) == ECMAScriptWord.throw:
        keepLine(place + 1, ifAny: true)
      default: break
      }
      if kind == .stringStart { strings += 1 }
    }
  }

  private mutating func keepLine(_ place: Int, ifAny: Bool) {
    if place < count { keepLine(place) }
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
      if inner.contains(where: { bytes[$0] == UInt8(ascii: "\\") }), hasElements { return }
      // The directive `'use\\x20strict'` is another one than it seems: escapes but quotes stay spelled.
      setHash(place, valueHash(bytes, inner, isRaw: false, seed: 0))
    }
  }

  private mutating func closeECMAScript(_ place: Int) {
    let opener = Int(partners[place])
    guard opener >= 0 else { return }
    if isPunctuation(place - 1, ",") {
      // `[,]` and `[a,,]` hold empty elements; nothing may follow the last of rest parameters.
      if place - 2 <= opener || isPunctuation(place - 2, ",") || endsWithRest(opener, place) {
        return
      }
      if isOpen(opener, "{") {
        drop(place - 1)
      } else if isOpen(opener, "[") {
        if !isPostfix(opener) { drop(place - 1) }
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
