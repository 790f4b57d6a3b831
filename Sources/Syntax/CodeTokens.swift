import Source

/// The tokens of a file that are code, numbered anew: comments and preprocessor lines are left out,
/// so that the branches of a conditional follow one another.
struct CodeTokens {
  let text: SourceText
  let tokens: TokenBuffer
  /// The index in `tokens` of each.
  let indices: [Int32]
  private let partners: [Int32]

  /// - Precondition: the outliner has matched its delimiters.
  /// - Parameter dead: tokens that are never compiled, as ascending ranges; they are left out too.
  init(_ outliner: borrowing Outliner, except dead: [Range<Int>] = []) {
    text = outliner.text
    tokens = outliner.tokens
    var indices: [Int32] = []
    indices.reserveCapacity(outliner.count)
    var partners: [Int32] = []
    partners.reserveCapacity(outliner.count)
    // The new number of each delimiter, by its index in `tokens`.
    var numbers = [Int32](repeating: -1, count: outliner.count)
    var unpaired = 0
    let tokens = tokens
    var nextDead = 0
    var deadStart = dead.first?.lowerBound ?? Int.max
    for index in 0..<outliner.count {
      let kind = tokens.kind(index)
      if kind.isComment || tokens.flags(index).contains(.directive) { continue }
      if index >= deadStart {
        while nextDead < dead.count, dead[nextDead].upperBound <= index { nextDead += 1 }
        deadStart = nextDead < dead.count ? dead[nextDead].lowerBound : Int.max
        if index >= deadStart { continue }
      }
      let number = Int32(truncatingIfNeeded: indices.count)
      indices.append(Int32(truncatingIfNeeded: index))
      partners.append(-1)
      if kind == .open {
        numbers[index] = number
        unpaired += 1
      } else if kind == .close, outliner.partners[index] >= 0 {
        numbers[index] = number
        let open = numbers[Int(outliner.partners[index])]
        partners[Int(number)] = open
        if open >= 0, partners[Int(open)] < 0 {
          partners[Int(open)] = number
          unpaired -= 1
        }
      }
    }
    // Openers in the branches of a conditional can share what closes them.
    if unpaired > 0 {
      for (number, token) in indices.enumerated() where partners[number] < 0 {
        let index = Int(token)
        guard outliner.tokens.kind(index) == .open, outliner.partners[index] >= 0 else { continue }
        partners[number] = numbers[Int(outliner.partners[index])]
      }
    }
    self.indices = indices
    self.partners = partners
  }

  var count: Int { indices.count }

  /// The number of the first token of code behind one of `tokens`.
  func index(behind token: Int) -> Int {
    var low = 0
    var high = indices.count
    while low < high {
      let middle = (low + high) / 2
      if indices[middle] <= token { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The kind of a token; `invalid` past either end.
  @inline(__always) func kind(_ index: Int) -> TokenKind {
    index >= 0 && index < indices.count ? tokens.kind(Int(indices[index])) : .invalid
  }
  @inline(__always) func symbol(_ index: Int) -> UInt8 {
    index >= 0 && index < indices.count ? tokens.symbol(Int(indices[index])) : 0
  }
  @inline(__always) func flags(_ index: Int) -> TokenFlags {
    index >= 0 && index < indices.count ? tokens.flags(Int(indices[index])) : []
  }
  @inline(__always) func start(_ index: Int) -> Int { tokens.start(Int(indices[index])) }
  @inline(__always) func end(_ index: Int) -> Int { tokens.end(Int(indices[index])) }
  func length(_ index: Int) -> Int { end(index) - start(index) }
  func range(_ index: Int) -> ByteRange { ByteRange(start(index), end(index)) }
  /// The bytes from the start of one token to the end of the one before `end`.
  ///
  /// - Precondition: `start < end`.
  func range(_ start: Int, _ end: Int) -> ByteRange {
    ByteRange(self.start(start), self.end(end - 1))
  }

  @inline(__always) func isOpen(_ index: Int, _ symbol: Unicode.Scalar) -> Bool {
    kind(index) == .open && self.symbol(index) == UInt8(ascii: symbol)
  }
  @inline(__always) func isClose(_ index: Int, _ symbol: Unicode.Scalar) -> Bool {
    kind(index) == .close && self.symbol(index) == UInt8(ascii: symbol)
  }
  @inline(__always) func isPunctuation(_ index: Int, _ symbol: Unicode.Scalar) -> Bool {
    kind(index) == .punctuation && self.symbol(index) == UInt8(ascii: symbol)
  }
  /// Whether the token is an operator of one byte.
  @inline(__always) func isOperator(_ index: Int, _ symbol: Unicode.Scalar) -> Bool {
    kind(index) == .operator && self.symbol(index) == UInt8(ascii: symbol) && length(index) == 1
  }
  /// Whether the token is an operator of two bytes.
  @inline(__always) func isOperator(
    _ index: Int, _ first: Unicode.Scalar, _ second: Unicode.Scalar
  ) -> Bool {
    kind(index) == .operator && symbol(index) == UInt8(ascii: first) && length(index) == 2
      && text.bytes[start(index) + 1] == UInt8(ascii: second)
  }

  /// The index of the partner of an opening delimiter, or `limit` when it has none before that.
  func closer(of open: Int, before limit: Int) -> Int {
    let partner = Int(partners[open])
    return partner > open && partner < limit ? partner : limit
  }

  /// The index of the partner of a closing delimiter, or -1 when it has none.
  func opener(of close: Int) -> Int { Int(partners[close]) }

  /// The byte offset at which what ends with a delimiter's partner ends; `close` as `closer` gave it.
  func end(closing close: Int, before limit: Int) -> Int {
    close < limit ? end(close) : (close > 0 ? end(close - 1) : 0)
  }

  /// The index behind one token, or behind the whole group that it opens.
  @inline(__always) func next(_ index: Int, before limit: Int) -> Int {
    guard kind(index) == .open else { return index + 1 }
    return min(closer(of: index, before: limit) + 1, limit)
  }

  /// The parts between the commas of a list; a comma inside a group is none, and an empty part is left
  /// out.
  ///
  /// - Parameter angled: whether angle brackets make groups too.
  func pieces(_ start: Int, before end: Int, angled: Bool = false) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var first = start
    var index = start
    var depth = 0
    while index < end {
      if angled { depth += angles(index) }
      if depth <= 0, isPunctuation(index, ",") {
        if index > first { result.append(first..<index) }
        first = index + 1
      }
      index = next(index, before: end)
    }
    if end > first { result.append(first..<end) }
    return result
  }

  /// The comments directly above a token: the nearest run without a blank line between them.
  ///
  /// - Parameter plain: whether comments that are not marked as documentation count too. They may
  ///   then not be divided from the token by a blank line.
  func documentation(above index: Int, plain: Bool) -> ByteRange? {
    documentation(aboveToken: Int(indices[index]), plain: plain)
  }

  /// The same for a token by its index in `tokens`.
  func documentation(aboveToken token: Int, plain: Bool) -> ByteRange? {
    tokens.documentation(above: token, in: text, plain: plain)
  }
}
