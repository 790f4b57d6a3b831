import SemanticDiff
import Source
import Syntax

/// How the code of a declaration differs between its two sides, comments left out.
enum TokenDifference {
  case nothing
  /// Only in what strings hold.
  case strings
  /// Only in numbers, truth values or operators: the same names in the same order compute something
  /// else.
  case values
  case other

  /// Bodies above it are not compared.
  private static let mostTokens = 50_000

  /// Nil where one of the sides is missing.
  init?(_ change: EntityChange, _ pair: FilePair, before other: FilePair?) {
    guard let old = (other ?? pair).before, let new = pair.after, let before = change.before?.bytes,
      let after = change.after?.bytes, before.end <= old.text.bytes.count,
      after.end <= new.text.bytes.count
    else { return nil }
    let (x, y) = (Side(old, before), Side(new, after))
    guard x.places.count <= TokenDifference.mostTokens, y.places.count <= TokenDifference.mostTokens
    else {
      self = .other
      return
    }
    var differing: [(Int, Int)] = []
    if x.places.count == y.places.count {
      differing = zip(x.places, y.places).filter { !x.isEqual($0, y, $1) }
      if differing.isEmpty {
        self = .nothing
      } else if differing.allSatisfy({ x.isString($0) && y.isString($1) }) {
        self = .strings
      } else {
        self = differing.allSatisfy { x.hasOtherValue($0, y, $1) } ? .values : .other
      }
      return
    }
    // A term that only one side has: `a + 1` instead of `a`.
    let (short, long) = x.places.count < y.places.count ? (x, y) : (y, x)
    let prefix = zip(short.places, long.places).prefix { short.isEqual($0, long, $1) }.count
    let suffix = zip(short.places.reversed(), long.places.reversed())
      .prefix(short.places.count - prefix).prefix { short.isEqual($0, long, $1) }.count
    let extra = long.places.dropFirst(prefix).dropLast(suffix)
    let isTerm =
      prefix + suffix == short.places.count && extra.allSatisfy(long.isValueOrOperator)
      && extra.contains { long.file.tokens.kind($0) == .number }
      && extra.contains { long.file.tokens.kind($0) == .operator }
    self = isTerm ? .values : .other
  }

  private struct Side {
    let file: SyntaxFile
    let places: [Int]

    init(_ file: SyntaxFile, _ range: ByteRange) {
      self.file = file
      let tokens = file.tokens
      var places: [Int] = []
      var index = tokens.firstIndex(startingAt: range.start)
      while index < tokens.count, tokens.start(index) < range.end {
        if !tokens.kind(index).isComment { places.append(index) }
        index += 1
      }
      self.places = places
    }

    func bytes(_ index: Int) -> ArraySlice<UInt8> { file.text.slice(file.tokens.range(index)) }

    func text(_ index: Int) -> String { file.text.string(file.tokens.range(index)) }

    func isEqual(_ index: Int, _ other: Side, _ place: Int) -> Bool {
      bytes(index).elementsEqual(other.bytes(place))
    }

    func isString(_ index: Int) -> Bool {
      file.tokens.kind(index).isStringPiece || file.tokens.kind(index) == .text
    }

    func hasOtherValue(_ index: Int, _ other: Side, _ place: Int) -> Bool {
      let (a, b) = (text(index), other.text(place))
      switch (file.tokens.kind(index), other.file.tokens.kind(place)) {
      case (.number, .number):
        return a.filter { $0 != "_" }.lowercased() != b.filter { $0 != "_" }.lowercased()
      case (.operator, .operator):
        // `===` for `==` is a matter of style to most.
        return Side.operators.contains(a) && Side.operators.contains(b)
      default: return Side.truths.contains(a) && Side.truths.contains(b)
      }
    }

    func isValueOrOperator(_ index: Int) -> Bool {
      switch file.tokens.kind(index) {
      case .number: true
      case .operator: Side.operators.contains(text(index))
      default: false
      }
    }

    private static let operators: Set<String> = [
      "+", "-", "/", "%", "<", ">", "<=", ">=", "==", "!=", "&&", "||", "<<", ">>", "+=", "-=",
    ]
    private static let truths: Set<String> = ["true", "false", "True", "False", "YES", "NO"]
  }
}
