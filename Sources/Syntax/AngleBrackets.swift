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
    ends = [Int32](repeating: 0, count: code.count)
    // The open angle brackets by their tokens, and -1 for each delimiter around them.
    var open: [Int32] = []
    let tokens = code.tokens
    for (index, token) in code.indices.enumerated() {
      switch tokens.kind(Int(token)) {
      case .operator:
        var depth = angles(index)
        while depth > 0 {
          open.append(Int32(truncatingIfNeeded: index))
          depth -= 1
        }
        while depth < 0, let last = open.last, last >= 0 {
          ends[Int(last)] = Int32(truncatingIfNeeded: index + 1)
          open.removeLast()
          depth += 1
        }
      case .open:
        if !braces, tokens.symbol(Int(token)) == UInt8(ascii: "{") { Self.dropAngles(&open) }
        open.append(-1)
      case .close:
        Self.dropAngles(&open)
        if !open.isEmpty { open.removeLast() }
      case .punctuation where tokens.symbol(Int(token)) == UInt8(ascii: ";"): Self.dropAngles(&open)
      default: break
      }
    }
  }

  private static func dropAngles(_ open: inout [Int32]) {
    while let last = open.last, last >= 0 { open.removeLast() }
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
