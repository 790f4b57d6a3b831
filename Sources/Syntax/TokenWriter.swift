/// What a lexer writes to: the tokens, and what the next one gets. Both protocols of lexers write through
/// it, since reaching the tokens through a property of a protocol counts a reference for each of them.
struct TokenWriter {
  let tokens: TokenBuffer
  /// What the next token gets.
  var flags: TokenFlags = .startsLine

  init(_ tokens: TokenBuffer) { self.tokens = tokens }

  /// Adds a token with the flags that wait for it.
  ///
  /// - Parameter looksThroughComments: whether a token behind a comment that starts its line starts it too.
  @inline(__always)
  mutating func add(
    _ kind: TokenKind, _ start: Int, _ end: Int, symbol: UInt8, adding more: TokenFlags,
    looksThroughComments: Bool
  ) {
    tokens.append(kind, start, end, symbol: symbol, flags: flags.union(more))
    if kind.isComment {
      flags = looksThroughComments ? flags.union(.spaceBefore) : .spaceBefore
    } else {
      flags = []
    }
  }

  /// Adds a token that has white space before it where there is a gap between it and the last one.
  ///
  /// - Parameter countsGap: whether white space before it means anything.
  @inline(__always)
  mutating func addBehindGap(
    _ kind: TokenKind, _ start: Int, _ end: Int, symbol: UInt8, adding more: TokenFlags,
    countsGap: Bool
  ) {
    var all = flags.union(more)
    if countsGap, start > tokens.end || start == 0 { all.insert(.spaceBefore) }
    tokens.append(kind, start, end, symbol: symbol, flags: all)
    flags = []
  }

  /// The index of the last token that is no comment, or -1.
  var last: Int {
    var index = tokens.count - 1
    while index >= 0, tokens.kind(index).isComment { index -= 1 }
    return index
  }
}
