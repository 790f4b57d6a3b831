import Source

/// The delimiters that are open at a place, as a stack that is kept when it is left: a conditional's
/// branches all begin with the one of its `#if`, without a copy.
struct OpenDelimiters {
  private struct Node {
    let token: Int32
    let symbol: UInt8
    let below: Int32
    let depth: Int32
    /// The nearest nodes down from this one, itself included, that are `(`, `[` and `{`.
    var parenthesis: Int32
    var bracket: Int32
    var brace: Int32
  }

  private var nodes: [Node] = []
  /// The innermost open delimiter; -1 when there is none.
  var top: Int32 = -1

  /// How many delimiters are open.
  var depth: Int32 { top < 0 ? 0 : nodes[Int(top)].depth }

  mutating func push(_ token: Int, _ symbol: UInt8) {
    let number = Int32(truncatingIfNeeded: nodes.count)
    var node = Node(
      token: Int32(truncatingIfNeeded: token), symbol: symbol, below: top, depth: depth + 1,
      parenthesis: -1, bracket: -1, brace: -1)
    if top >= 0 {
      let under = nodes[Int(top)]
      (node.parenthesis, node.bracket, node.brace) = (under.parenthesis, under.bracket, under.brace)
    }
    switch symbol {
    case UInt8(ascii: "("): node.parenthesis = number
    case UInt8(ascii: "["): node.bracket = number
    default: node.brace = number
    }
    nodes.append(node)
    top = number
  }

  /// Closes the nearest opener that fits a closing delimiter, with all that is open in it.
  ///
  /// - Parameter floor: how many of the outermost delimiters cannot be closed here.
  /// - Returns: the opener's token, or nil when none fits.
  mutating func popMatch(of close: UInt8, above floor: Int32) -> Int32? {
    guard top >= 0 else { return nil }
    let under = nodes[Int(top)]
    let found: Int32
    switch OpenDelimiters.opener(of: close) {
    case UInt8(ascii: "("): found = under.parenthesis
    case UInt8(ascii: "["): found = under.bracket
    default: found = under.brace
    }
    guard found >= 0, nodes[Int(found)].depth > floor else { return nil }
    top = nodes[Int(found)].below
    return nodes[Int(found)].token
  }

  /// The tokens that stand for one another in two stacks that are open in the same delimiters; nil
  /// when they are not, or differ in more than can be compared without costing much.
  func differences(_ one: Int32, _ other: Int32) -> [(Int32, Int32)]? {
    var result: [(Int32, Int32)] = []
    var (one, other) = (one, other)
    while one != other {
      guard one >= 0, other >= 0, result.count < 64 else { return nil }
      let (a, b) = (nodes[Int(one)], nodes[Int(other)])
      guard a.depth == b.depth, a.symbol == b.symbol else { return nil }
      result.append((a.token, b.token))
      (one, other) = (a.below, b.below)
    }
    return result
  }

  static func opener(of close: UInt8) -> UInt8 {
    switch close {
    case UInt8(ascii: ")"): UInt8(ascii: "(")
    case UInt8(ascii: "]"): UInt8(ascii: "[")
    default: UInt8(ascii: "{")
    }
  }
}

/// A conditional of the preprocessor whose `#endif` has not been reached.
struct ConditionalBranches {
  /// The innermost delimiter open at the `#if`, and how many could not be closed there.
  let base: Int32
  let floor: Int32
  /// Whether the branch being read may be compiled, and the index at which it begins.
  var isLive: Bool
  var start: Int
  /// Whether the first branch is always taken.
  let isAlways: Bool
  /// Whether one of the branches is taken for certain.
  var isComplete: Bool
  /// Whether the branch being read is compiled in some programs only.
  var isOptional: Bool
  /// Whether no branch so far is ever taken.
  var isNever: Bool
  /// The innermost delimiter open at the end of the first branch that may be compiled.
  var first: Int32?
}

/// The tokens that are compiled in some programs only, as ascending ranges of indices.
struct OptionalTokens {
  private var ranges: [Range<Int>] = []
  private var start = 0
  private var depth = 0

  mutating func begin(at index: Int) {
    if depth == 0 { start = index }
    depth += 1
  }

  mutating func end(at index: Int) {
    depth -= 1
    if depth == 0 { ranges.append(start..<index) }
  }

  func contains(_ index: Int) -> Bool {
    if depth > 0, index >= start { return true }
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound <= index { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(index)
  }
}

/// What a preprocessor line does, by its word.
enum PreprocessorWord {
  case begin(String)
  case alternative(isLast: Bool)
  case end
  case define

  init?(_ spelling: ArraySlice<UInt8>) {
    let word = spelling.drop { !$0.isLetter }
    func spells(_ other: StaticString) -> Bool {
      word.count == other.utf8CodeUnitCount && other.withUTF8Buffer { word.elementsEqual($0) }
    }
    switch word.first {
    case UInt8(ascii: "i"):
      if spells("if") {
        self = .begin("if")
      } else if spells("ifdef") {
        self = .begin("ifdef")
      } else if spells("ifndef") {
        self = .begin("ifndef")
      } else {
        return nil
      }
    case UInt8(ascii: "e"):
      if spells("endif") {
        self = .end
      } else if spells("else") {
        self = .alternative(isLast: true)
      } else if spells("elif") || spells("elseif") || spells("elifdef") || spells("elifndef") {
        self = .alternative(isLast: false)
      } else {
        return nil
      }
    case UInt8(ascii: "d"):
      guard spells("define") else { return nil }
      self = .define
    default: return nil
    }
  }
}
