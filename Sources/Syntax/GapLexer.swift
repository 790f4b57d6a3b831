/// What the lexers do alike that read white space byte by byte among the rest: it is the gap between two
/// tokens.
protocol GapLexer {
  var cursor: ByteCursor { get }
  var output: TokenWriter { get set }
}

extension GapLexer {
  var tokens: TokenBuffer { @inline(__always) get { output.tokens } }

  /// Whether the next token is the first of its line.
  var startsLine: Bool {
    @inline(__always) get { output.flags == .startsLine }
    @inline(__always) set { output.flags = newValue ? .startsLine : [] }
  }

  /// Adds the token from `start` to the position.
  @inline(__always)
  mutating func emit(
    _ kind: TokenKind, _ start: Int, symbol: UInt8 = 0, flags: TokenFlags = []
  ) {
    add(kind, start, cursor.position, symbol: symbol, flags: flags)
  }

  /// Adds the token between two offsets, unless it is empty.
  @inline(__always)
  mutating func emit(
    _ kind: TokenKind, _ start: Int, _ end: Int, symbol: UInt8 = 0, flags: TokenFlags = []
  ) {
    if end > start { add(kind, start, end, symbol: symbol, flags: flags) }
  }

  /// Adds a token.
  ///
  /// - Parameter countsGap: whether white space before it means anything.
  @inline(__always)
  mutating func add(
    _ kind: TokenKind, _ start: Int, _ end: Int, symbol: UInt8, flags: TokenFlags,
    countsGap: Bool = true
  ) {
    output.addBehindGap(kind, start, end, symbol: symbol, adding: flags, countsGap: countsGap)
  }
}
