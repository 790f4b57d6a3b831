import Source

/// What a token is, the same for every language.
public enum TokenKind: UInt8, Sendable {
  case identifier
  /// A word of the language; which one is the token's `symbol`.
  case keyword
  case number
  /// A whole string, or, where a string is interpolated, its pieces with the tokens of the
  /// interpolations between them: `stringStart` (`stringMiddle`)* `stringEnd`.
  case string
  case stringStart
  case stringMiddle
  case stringEnd
  /// A character literal, where the language tells it from a string.
  case character
  case regex
  /// `(`, `[` and `{` or the language's spelling of them.
  case open
  /// `)`, `]` and `}`.
  case close
  /// One of `, ; : . @ ? # ...` alone; its `symbol` is its ASCII byte.
  case punctuation
  /// A run of operator characters as the language joins them; `symbol` is the first byte.
  case `operator`
  case lineComment
  case blockComment
  /// The word that begins a preprocessor line, `#` included. Every token of such a line has
  /// `TokenFlags.directive`.
  case directive
  /// Text that is not code: JSX text, YAML scalars, inline HTML.
  case text
  /// Bytes that begin no token of the language.
  case invalid

  public var isComment: Bool {
    @inline(__always) get { self == .lineComment || self == .blockComment }
  }
  public var isStringPiece: Bool {
    rawValue >= TokenKind.string.rawValue && rawValue <= TokenKind.stringEnd.rawValue
  }
}

/// What surrounds a token.
public struct TokenFlags: OptionSet, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The first token (comments too) of its line.
  public static let startsLine = TokenFlags(rawValue: 1)
  /// White space, a line end or a comment stands before it.
  public static let spaceBefore = TokenFlags(rawValue: 2)
  /// Part of a preprocessor line.
  public static let directive = TokenFlags(rawValue: 4)
  /// A string, comment or quotation that ends only with the file, or the line it may not cross.
  public static let unterminated = TokenFlags(rawValue: 8)
  /// A comment that documents what follows (`///`, `/**`).
  public static let documentation = TokenFlags(rawValue: 16)
  /// A word that opens a block which another word closes: `do`, `if`, `class`.
  public static let opensBlock = TokenFlags(rawValue: 32)
  /// A word that closes a block: `end`, `done`, `fi`.
  public static let closesBlock = TokenFlags(rawValue: 64)
}

/// The tokens of one file in order, as parallel arrays. What lies between two tokens is white space
/// (or line continuation), so tokens and gaps together cover each byte exactly once.
///
/// Written by one lexer, then never changed.
public final class TokenBuffer: @unchecked Sendable {
  // One lexer writes, readers come later: a dynamic check of each access costs a tenth of the time.
  @exclusivity(unchecked) public private(set) var count = 0
  /// Whether an element of JSX stands in it, between whose parts white space is shown.
  @exclusivity(unchecked) public internal(set) var hasElements = false
  @exclusivity(unchecked) private var capacity: Int
  @exclusivity(unchecked) private var starts: UnsafeMutablePointer<UInt32>
  @exclusivity(unchecked) private var ends: UnsafeMutablePointer<UInt32>
  @exclusivity(unchecked) private var kinds: UnsafeMutablePointer<TokenKind>
  @exclusivity(unchecked) private var symbols: UnsafeMutablePointer<UInt8>
  @exclusivity(unchecked) private var flagBytes: UnsafeMutablePointer<TokenFlags>

  init(capacity: Int) {
    self.capacity = max(capacity, 16)
    starts = .allocate(capacity: self.capacity)
    ends = .allocate(capacity: self.capacity)
    kinds = .allocate(capacity: self.capacity)
    symbols = .allocate(capacity: self.capacity)
    flagBytes = .allocate(capacity: self.capacity)
  }

  deinit {
    starts.deallocate()
    ends.deallocate()
    kinds.deallocate()
    symbols.deallocate()
    flagBytes.deallocate()
  }

  /// Adds a token behind the last one.
  @inline(__always)
  func append(
    _ kind: TokenKind, _ start: Int, _ end: Int, symbol: UInt8 = 0, flags: TokenFlags = []
  ) {
    if count == capacity { grow() }
    starts[count] = UInt32(truncatingIfNeeded: start)
    ends[count] = UInt32(truncatingIfNeeded: end)
    kinds[count] = kind
    symbols[count] = symbol
    flagBytes[count] = flags
    count &+= 1
  }

  @inline(never)
  private func grow() {
    func moved<T>(_ old: UnsafeMutablePointer<T>) -> UnsafeMutablePointer<T> {
      let new = UnsafeMutablePointer<T>.allocate(capacity: capacity * 2)
      new.moveInitialize(from: old, count: count)
      old.deallocate()
      return new
    }
    starts = moved(starts)
    ends = moved(ends)
    kinds = moved(kinds)
    symbols = moved(symbols)
    flagBytes = moved(flagBytes)
    capacity *= 2
  }

  @inline(__always) public func kind(_ index: Int) -> TokenKind { kinds[index] }
  @inline(__always) public func start(_ index: Int) -> Int { Int(starts[index]) }
  @inline(__always) public func end(_ index: Int) -> Int { Int(ends[index]) }
  /// The keyword's number in its language's table, the ASCII byte of a delimiter or punctuation, the
  /// first byte of an operator, else 0.
  @inline(__always) public func symbol(_ index: Int) -> UInt8 { symbols[index] }
  @inline(__always) public func flags(_ index: Int) -> TokenFlags { flagBytes[index] }
  @inline(__always) func insert(_ flags: TokenFlags, at index: Int) {
    flagBytes[index].formUnion(flags)
  }
  /// Says anew what a token is, where a lexer knows it only once it has read it.
  @inline(__always) func replace(
    _ index: Int, _ kind: TokenKind, symbol: UInt8, adding flags: TokenFlags = []
  ) {
    kinds[index] = kind
    symbols[index] = symbol
    flagBytes[index].formUnion(flags)
  }
  /// Where the last token ends; 0 when there is none.
  @inline(__always) var end: Int { count == 0 ? 0 : Int(ends[count &- 1]) }
  public func range(_ index: Int) -> ByteRange { ByteRange(start(index), end(index)) }

  /// The index of the first token that starts at or after an offset; `count` when there is none.
  public func firstIndex(startingAt offset: Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if start(middle) < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
