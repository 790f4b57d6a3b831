import Source
import Syntax

/// The tokens of a piece of code that are no comments, each with the number of its bytes.
struct CodeSlice: CodeTokens {
  let file: SyntaxFile
  private(set) var places: [Int] = []
  private(set) var words: [Word] = []

  /// - Parameter left: a range to leave out, as the string that documents a function of Python.
  init(_ file: SyntaxFile, _ range: ByteRange, except left: ByteRange? = nil) {
    self.file = file
    let tokens = file.tokens
    var index = tokens.firstIndex(startingAt: range.start)
    let end = min(range.end, file.text.bytes.count)
    file.text.bytes.withUnsafeBufferPointer { bytes in
      while index < tokens.count, tokens.end(index) <= end {
        defer { index += 1 }
        if tokens.kind(index).isComment { continue }
        if let left, left.contains(tokens.start(index)) { continue }
        places.append(index)
        words.append(Word(bytes, tokens.range(index)))
      }
    }
  }

  /// A part of another.
  init(_ whole: CodeSlice, _ part: Range<Int>) {
    file = whole.file
    places = Array(whole.places[part])
    words = Array(whole.words[part])
  }

  /// A token as a word; `none` past either end.
  func word(_ index: Int) -> Word { index >= 0 && index < count ? words[index] : .none }

  func range(_ index: Int) -> ByteRange { file.tokens.range(places[index]) }

  func startsLine(_ index: Int) -> Bool {
    index >= 0 && index < count && file.tokens.flags(places[index]).contains(.startsLine)
      || index == 0
  }

  /// The index behind the statement that stands at `start`: a `;`, or a line end outside of brackets.
  ///
  /// - Parameter most: how many tokens of it are wanted.
  func statementEnd(_ start: Int, within most: Int = .max) -> Int {
    let limit = most < count - start ? start + most : count
    var depth = 0
    var index = start
    while index < limit {
      if index > start, depth == 0, startsLine(index), !continues(index) { return index }
      switch kind(index) {
      case .open: depth += 1
      case .close:
        if depth == 0 { return index }
        depth -= 1
      default:
        if depth == 0, isSymbol(index, ";") { return index }
      }
      index += 1
    }
    return limit
  }

  /// Whether a line goes on with what the line before it began.
  private func continues(_ index: Int) -> Bool {
    let first = file.tokens.symbol(places[index])
    if kind(index) == .punctuation || kind(index) == .operator {
      // A chain of calls (`.toBe(1)`, `?.a`, `->b`), or an operator.
      return first != UInt8(ascii: "@") && first != UInt8(ascii: "#")
    }
    return kind(index - 1) == .operator || isSymbol(index - 1, ",") || isSymbol(index - 1, "=")
  }

  /// One number for all tokens, spacing and comments left out.
  var digest: Word { words.reduce(Word(count: count)) { $0.followed(by: $1) } }

  func digest(_ part: Range<Int>) -> Word {
    words[part].reduce(Word(count: part.count)) { $0.followed(by: $1) }
  }

  /// The range from one token to the end of the one before `end`.
  func range(_ part: Range<Int>) -> ByteRange {
    part.isEmpty
      ? ByteRange(0, 0)
      : ByteRange(range(part.lowerBound).start, range(part.upperBound - 1).end)
  }
}
