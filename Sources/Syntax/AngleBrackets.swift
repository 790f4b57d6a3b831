/// Which `<` and `>` are the brackets of generic parameters and arguments, as far as pairing them up
/// tells: to a lexer they are operators. Found once, so that no reader searches for a partner.
struct AngleBrackets {
  /// For each token that opens some, the index behind the one that closes them, else 0.
  private var ends: [Int32]

  /// - Parameter braces: whether groups of braces may stand between the brackets.
  init(_ code: CodeTokens, braces: Bool) {
    self.init(code, braces: braces) { code.angles($0) }
  }

  /// - Parameter angles: how many angle brackets an operator opens, less those it closes.
  init(_ code: CodeTokens, braces: Bool, angles: (Int) -> Int) {
    self.init(
      code.tokens, count: code.count, token: { Int(code.indices[$0]) }, braces: braces,
      angles: angles, endsAll: { _ in false })
  }

  /// - Parameters:
  ///   - count: how many of the tokens are read.
  ///   - token: the index in `tokens` of each of them.
  ///   - endsAll: whether a keyword or operator stands between no angle brackets.
  @inline(__always)
  init(
    _ tokens: TokenBuffer, count: Int, token: (Int) -> Int, braces: Bool, angles: (Int) -> Int,
    endsAll: (Int) -> Bool
  ) {
    ends = [Int32](repeating: 0, count: count)
    // The open angle brackets, with how many delimiters are open around each.
    var open: [(index: Int32, depth: Int32)] = []
    var depth: Int32 = 0
    for index in 0..<count {
      let token = token(index)
      switch tokens.kind(token) {
      case .operator:
        var angles = angles(index)
        if angles == 0, endsAll(index) { Self.drop(&open, from: depth) }
        while angles > 0 {
          open.append((Int32(truncatingIfNeeded: index), depth))
          angles -= 1
        }
        while angles < 0, let last = open.last, last.depth == depth {
          ends[Int(last.index)] = Int32(truncatingIfNeeded: index + 1)
          open.removeLast()
          angles += 1
        }
      case .open:
        if !braces, tokens.symbol(token) == UInt8(ascii: "{") { Self.drop(&open, from: depth) }
        depth += 1
      case .close:
        Self.drop(&open, from: depth)
        depth = max(depth - 1, 0)
      case .punctuation where tokens.symbol(token) == UInt8(ascii: ";"):
        Self.drop(&open, from: depth)
      case .keyword where endsAll(index): Self.drop(&open, from: depth)
      default: break
      }
    }
  }

  /// Forgets the angle brackets that so many delimiters or more are open around.
  @inline(__always)
  private static func drop(_ open: inout [(index: Int32, depth: Int32)], from depth: Int32) {
    while let last = open.last, last.depth >= depth { open.removeLast() }
  }

  /// The index behind the angle brackets that open at an index; the index itself when none open
  /// there or they are not closed before the limit.
  @inline(__always)
  func after(_ start: Int, before limit: Int) -> Int {
    guard start < limit, start < ends.count else { return start }
    let end = Int(ends[start])
    return end > start && end <= limit ? end : start
  }
}

extension CodeTokens {
  /// How many angle brackets a token opens, less those it closes; `->` and `=>` hold none.
  func angles(_ index: Int) -> Int {
    guard kind(index) == .operator else { return 0 }
    let first = symbol(index)
    guard first == UInt8(ascii: "<") || first == UInt8(ascii: ">") else { return 0 }
    var depth = 0
    for offset in start(index)..<end(index) where text.bytes[offset] == first { depth += 1 }
    return first == UInt8(ascii: "<") ? depth : -depth
  }
}
