import Source

/// The tokens of a file as its compiler reads them: one number each, equal for tokens that it reads alike,
/// and what the white space before it means. Two pieces of code whose canonical tokens are equal have the
/// same syntax tree; where that is not certain they differ.
///
/// What a language reads alike is a short list of rewrites (`Language.rewrites`), each with its proof where it
/// stands.
public struct CanonicalTokens: Sendable {
  /// By the index of the token; 0 where the token means nothing.
  public let hashes: [UInt64]
  public let marks: [Marks]
  /// How deep the line of the token is indented, as the number of smaller indentations around it; empty
  /// where indentation means nothing.
  public let levels: [Int32]
  /// The comments that tools act on, with what they follow, by the indices of their tokens, ascending.
  public let pragmas: [Comment]
  /// The comments that the language keeps in its tree (Rust's documentation), likewise.
  public let documentation: [Comment]

  /// A comment with a meaning, by the index of its token.
  public struct Comment: Sendable {
    public let token: Int
    public let hash: UInt64
  }

  /// What white space before a token means.
  public struct Marks: OptionSet, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A line end that can end a statement, or that ends a directive.
    public static let line = Marks(rawValue: 1)
    /// White space that is shown, or that decides what an operator is.
    public static let space = Marks(rawValue: 2)
    /// Part of a preprocessor line.
    public static let directive = Marks(rawValue: 4)
    /// Any line end, whether it means something or not.
    static let lineEnd = Marks(rawValue: 8)
    /// A vertical tab or a form feed, which not all compilers take for white space, or a line that consists
    /// of a backslash.
    static let rareSpace = Marks(rawValue: 16)

    /// What tells two tokens apart.
    public static let meaning: Marks = [.line, .space, .directive, .rareSpace]
  }

  /// Reads the tokens of a file anew; takes about as long as the lexer.
  init(_ file: borrowing SyntaxFile) {
    var rewriter = TokenRewriter(file)
    file.language.rewrites?(&rewriter)
    hashes = rewriter.hashes
    marks = rewriter.marks
    levels = rewriter.levels
    pragmas = rewriter.pragmas
    documentation = rewriter.documentation
  }
}

/// Canonical tokens while they are made. The rewrites of the languages walk `code`.
struct TokenRewriter {
  let text: SourceText
  let tokens: TokenBuffer
  let hasElements: Bool
  fileprivate(set) var hashes: [UInt64] = []
  fileprivate(set) var marks: [CanonicalTokens.Marks] = []
  fileprivate(set) var levels: [Int32] = []
  fileprivate(set) var pragmas: [CanonicalTokens.Comment] = []
  var documentation: [CanonicalTokens.Comment] = []
  /// The indices of the tokens that are no comments. What follows is by the place in this list.
  private(set) var code: [Int32] = []
  /// The place of the partner of each bracket, else -1. Brackets of directives have none.
  private(set) var partners: [Int32] = []

  fileprivate init(_ file: borrowing SyntaxFile) {
    text = file.text
    tokens = file.tokens
    hasElements = file.tokens.hasElements || file.language.layout.contains(.elements)
    let layout = file.language.layout
    let count = tokens.count
    hashes = [UInt64](repeating: 0, count: count)
    marks = [CanonicalTokens.Marks](repeating: [], count: count)
    code.reserveCapacity(count)
    let bytes = file.text.bytes
    bytes.withUnsafeBufferPointer { read($0, layout) }
    matchBrackets()
  }

  private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, _ layout: Layout) {
    var indentations = Indentations(isRead: layout.hasIndentation)
    // The interpolated strings around a token: white space in them can be printed (`f"{a = }"`).
    var strings = 0
    // For each open bracket whether line ends mean nothing directly inside it.
    var free: [Bool] = []
    var lineBefore = true
    var last = -1
    var beforeLast = -1
    for index in 0..<tokens.count {
      let (start, end) = (tokens.start(index), tokens.end(index))
      let kind = tokens.kind(index)
      let flags = tokens.flags(index)
      if flags.contains(.startsLine) { lineBefore = true }
      if kind.isComment {
        if let pragma = Pragma.hash(bytes, start, end) {
          pragmas.append(
            CanonicalTokens.Comment(
              token: index, hash: combined(pragma, last < 0 ? 0 : hashes[last])))
        } else if !UnicodeScan.isValid(bytes, start, end) {
          // Most compilers refuse a file for it.
          pragmas.append(
            CanonicalTokens.Comment(token: index, hash: hashOf(bytes, start, end, .invalid)))
        }
        if layout.hasIndentation { levels.append(Int32(indentations.level)) }
        // A comment of several lines ends a statement as a line end does.
        if kind == .blockComment, !lineBefore, bytes[start..<end].contains(10) { lineBefore = true }
        continue
      }
      code.append(Int32(truncatingIfNeeded: index))
      var hash = hashOf(bytes, start, end, kind)
      var mark: CanonicalTokens.Marks = []
      let gap = last < 0 ? 0..<start : tokens.end(index - 1)..<start
      let isDirective = flags.contains(.directive)
      if lineBefore, layout.hasLines || isDirective, free.last != true || hasElements {
        // A line end behind an opening or before a closing brace ends no statement.
        let isInnerEdge =
          !layout.hasIndentation && last >= 0
          && (tokens.kind(last) == .open || kind == .close) && !hasElements
        if !isInnerEdge, !joinsLines(bytes, gap) {
          mark.insert(.line)
          if layout.hasIndentation, free.isEmpty {
            indentations.begin(at: column(bytes, start))
          }
        }
      }
      if layout.hasIndentation { levels.append(Int32(indentations.level)) }
      if strings > 0, kind != .stringMiddle, kind != .stringEnd {
        hash = combined(hash, hashOf(bytes, gap.lowerBound, gap.upperBound, .text))
      }
      if flags.contains(.spaceBefore) {
        let isOperatorSpace =
          layout.hasOperatorSpacing
          && (kind == .operator || kind == .open || kind == .punctuation
            || last >= 0 && tokens.kind(last) == .operator
            || last >= 0 && tokens.kind(last) == .punctuation
              && tokens.symbol(last) == UInt8(ascii: "."))
        // `#define A (b)` takes no arguments.
        let isMacroSpace =
          isDirective && kind == .open && beforeLast >= 0 && isDefine(bytes, beforeLast)
        if hasElements || layout.contains(.spaces) || isOperatorSpace || isMacroSpace {
          mark.insert(.space)
        }
      }
      if isDirective { mark.insert(.directive) }
      if lineBefore { mark.insert(.lineEnd) }
      if holdsRareSpace(bytes, gap) || isDirective && holdsReturn(bytes, gap)
        || mark.contains(.line) && gap.contains(where: { bytes[$0] == UInt8(ascii: "\\") })
      {
        mark.insert(.rareSpace)
      }
      if kind == .stringStart { strings += 1 }
      if kind == .stringEnd { strings -= 1 }
      if kind == .open {
        free.append(
          layout.ignoresLinesInBrackets
            && (layout.hasIndentation || tokens.symbol(index) != UInt8(ascii: "{")))
      }
      if kind == .close { _ = free.popLast() }
      hashes[index] = hash
      marks[index] = mark
      lineBefore = false
      beforeLast = last
      last = index
    }
    // A backslash at the end of the file goes on with nothing.
    if tokens.count > 0, bytes[tokens.end(tokens.count - 1)...].contains(UInt8(ascii: "\\")) {
      pragmas.append(CanonicalTokens.Comment(token: tokens.count - 1, hash: 1))
    }
  }

  /// Whether a backslash makes one line of two.
  @inline(__always)
  private func joinsLines(_ bytes: UnsafeBufferPointer<UInt8>, _ gap: Range<Int>) -> Bool {
    var isJoined = false
    var index = gap.lowerBound
    while index < gap.upperBound {
      if bytes[index] == UInt8(ascii: "\\") {
        isJoined = true
        let isPair =
          index + 2 < gap.upperBound && bytes[index + 1] == 13 && bytes[index + 2] == 10
        index += isPair ? 3 : 2
        continue
      }
      // A line end of its own.
      if bytes[index] == 10 || bytes[index] == 13 { return false }
      index += 1
    }
    return isJoined
  }

  private func isDefine(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    tokens.kind(index) == .directive
      && bytes[tokens.start(index)..<tokens.end(index)].suffix(6).elementsEqual("define".utf8)
  }

  @inline(__always)
  private func holdsRareSpace(_ bytes: UnsafeBufferPointer<UInt8>, _ gap: Range<Int>) -> Bool {
    gap.contains { bytes[$0] == 11 || bytes[$0] == 12 }
  }

  /// A carriage return alone, which ends a preprocessor line for some compilers.
  private func holdsReturn(_ bytes: UnsafeBufferPointer<UInt8>, _ gap: Range<Int>) -> Bool {
    gap.contains {
      bytes[$0] == 13 && ($0 + 1 == gap.upperBound || bytes[$0 + 1] != 10)
    }
  }

  private mutating func matchBrackets() {
    partners = [Int32](repeating: -1, count: code.count)
    var open: [Int32] = []
    for place in 0..<code.count {
      let kind = tokens.kind(Int(code[place]))
      if kind == .open, !isDirective(place) {
        open.append(Int32(place))
      } else if kind == .close, !isDirective(place), let partner = open.popLast() {
        partners[place] = partner
        partners[Int(partner)] = Int32(place)
      }
    }
  }
}

/// The indentations around a line, which make blocks.
private struct Indentations {
  /// A width with tabs to every eighth column and one with tabs of one column, which must agree (The Python
  /// Language Reference, 2.1.8 Indentation).
  struct Column: Equatable {
    var wide = 0
    var narrow = 0
  }

  let isRead: Bool
  private var columns = [Column()]
  private(set) var level = 1

  init(isRead: Bool) { self.isRead = isRead }

  mutating func begin(at column: Column) {
    let count = columns.count
    while columns[columns.count - 1].wide > column.wide { columns.removeLast() }
    let last = columns[columns.count - 1]
    // A line between two indentations belongs to no block, nor does one whose depth is a matter of tabs.
    let isBetween = columns.count < count && last.wide != column.wide
    let isUnclear = last.wide == column.wide ? last != column : last.narrow >= column.narrow
    if last.wide != column.wide { columns.append(column) }
    level = isBetween || isUnclear ? columns.count + 4096 : columns.count
  }
}

/// How wide what stands before an offset in its line is.
private func column(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> Indentations.Column {
  var start = offset
  while start > 0, bytes[start - 1] != UInt8(ascii: "\n"), bytes[start - 1] != UInt8(ascii: "\r") {
    start -= 1
  }
  var column = Indentations.Column()
  for index in start..<offset {
    column.wide = bytes[index] == 9 ? (column.wide / 8 + 1) * 8 : column.wide + 1
    column.narrow += 1
  }
  return column
}

// MARK: What the rewrites of the languages use, all by places in `code`

extension TokenRewriter {
  var count: Int { code.count }

  @inline(__always) func kind(_ place: Int) -> TokenKind {
    place >= 0 && place < code.count ? tokens.kind(Int(code[place])) : .invalid
  }
  @inline(__always) func symbol(_ place: Int) -> UInt8 {
    place >= 0 && place < code.count ? tokens.symbol(Int(code[place])) : 0
  }
  @inline(__always) func isDirective(_ place: Int) -> Bool {
    tokens.flags(Int(code[place])).contains(.directive)
  }
  func range(_ place: Int) -> ByteRange { tokens.range(Int(code[place])) }

  @inline(__always) func isOpen(_ place: Int, _ symbol: Unicode.Scalar) -> Bool {
    kind(place) == .open && self.symbol(place) == UInt8(ascii: symbol)
  }
  @inline(__always) func isClose(_ place: Int, _ symbol: Unicode.Scalar) -> Bool {
    kind(place) == .close && self.symbol(place) == UInt8(ascii: symbol)
  }
  @inline(__always) func isPunctuation(_ place: Int, _ symbol: Unicode.Scalar) -> Bool {
    kind(place) == .punctuation && self.symbol(place) == UInt8(ascii: symbol)
  }
  func isOperator(_ place: Int, _ word: StaticString) -> Bool {
    kind(place) == .operator && isWritten(place, word)
  }
  func isWritten(_ place: Int, _ word: StaticString) -> Bool {
    guard place >= 0, place < code.count else { return false }
    let range = range(place)
    guard range.count == word.utf8CodeUnitCount else { return false }
    return (0..<range.count).allSatisfy { text.bytes[range.start + $0] == word.utf8Start[$0] }
  }
  func startsLine(_ place: Int) -> Bool { marks[Int(code[place])].contains(.line) }
  func hasSpaceBefore(_ place: Int) -> Bool {
    place < code.count && tokens.flags(Int(code[place])).contains(.spaceBefore)
  }

  /// Says that a token means nothing, unless there is rare white space before it. What its white space means passes on to the next token.
  mutating func drop(_ place: Int) {
    if !marks[Int(code[place])].contains(.rareSpace) { hashes[Int(code[place])] = 0 }
  }

  /// Says that a line end before a token means nothing.
  mutating func joinLine(_ place: Int) { marks[Int(code[place])].remove(.line) }

  /// Says that white space before a token means nothing, or that it does, if there is any.
  mutating func joinSpace(_ place: Int) { marks[Int(code[place])].remove(.space) }
  mutating func keepSpace(_ place: Int) {
    if hasSpaceBefore(place) { marks[Int(code[place])].insert(.space) }
  }

  /// Says that white space of any kind before a token means something, if there is any.
  mutating func keepGap(_ place: Int) { marks[Int(code[place])].insert(.space) }

  /// How deep the line of a token is indented, where that means something.
  func level(_ place: Int) -> Int32 { levels.isEmpty ? 0 : levels[Int(code[place])] }

  /// Says that a token begins a block of its own, as if it stood on a deeper line.
  ///
  /// - Parameter header: a token of the line that the block belongs to.
  mutating func beginBlock(_ place: Int, under header: Int) {
    marks[Int(code[place])].insert(.line)
    levels[Int(code[place])] = levels[Int(code[header])] + 1
  }

  /// Says that a line end before a token, if there is one, means something.
  mutating func keepLine(_ place: Int) {
    guard place < count else { return }
    let index = Int(code[place])
    if marks[index].contains(.lineEnd) { marks[index].insert(.line) }
  }
  func hasLineEndBefore(_ place: Int) -> Bool {
    place < code.count && marks[Int(code[place])].contains(.lineEnd)
  }

  /// Says that comments mean something.
  mutating func keepComments(_ comments: [CanonicalTokens.Comment]) {
    if comments.isEmpty { return }
    pragmas = (pragmas + comments).sorted { $0.token < $1.token }
  }

  /// Gives a token the number of a value that it stands for.
  mutating func setHash(_ place: Int, _ hash: UInt64) { hashes[Int(code[place])] = hash }
}

/// Combines two hashes, order kept; never 0.
@inline(__always)
public func combined(_ a: UInt64, _ b: UInt64) -> UInt64 {
  var value = (a ^ (b &* 0x9E37_79B9_7F4A_7C15)) &* 0xBF58_476D_1CE4_E5B9
  value ^= value >> 29
  return value | 1 << 63
}

/// The hash of a token of a kind, by FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv); never 0.
@inline(__always)
func hashOf(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ kind: TokenKind)
  -> UInt64
{
  // The kind is spread over all bits, so that it cannot stand in for a byte.
  var hash = 0xCBF2_9CE4_8422_2325 ^ (UInt64(kind.rawValue) + 1) &* 0x9E37_79B9_7F4A_7C15
  for index in start..<max(start, end) { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
  return hash | 1 << 63
}
