import Source
import Syntax

/// Tokens of one file that are no comments, read by their places among each other.
protocol CodeTokens {
  var file: SyntaxFile { get }
  /// The indices of the tokens in their file.
  var places: [Int] { get }
}

extension CodeTokens {
  var count: Int { places.count }
  var isEmpty: Bool { places.isEmpty }

  /// The kind of a token; `invalid` past either end.
  func kind(_ index: Int) -> TokenKind {
    index >= 0 && index < count ? file.tokens.kind(places[index]) : .invalid
  }

  /// The bytes of a token; none past either end.
  func bytes(_ index: Int) -> ArraySlice<UInt8> {
    index >= 0 && index < count ? file.text.slice(file.tokens.range(places[index])) : []
  }

  func text(_ index: Int) -> String { String(decoding: bytes(index), as: UTF8.self) }

  /// Whether a token is one symbol.
  func isSymbol(_ index: Int, _ symbol: Unicode.Scalar) -> Bool {
    guard index >= 0, index < count else { return false }
    let range = file.tokens.range(places[index])
    return range.count == 1 && file.text.bytes[range.start] == UInt8(ascii: symbol)
  }

  /// Whether a token is a name or a word of the language.
  func isName(_ index: Int) -> Bool {
    let kind = kind(index)
    return kind == .identifier || kind == .keyword
  }

  /// The index of the partner of an opening bracket.
  ///
  /// - Parameter most: how many tokens are looked at.
  /// - Returns: the index behind those tokens where it is not among them, `count` at most.
  func closer(of open: Int, within most: Int = .max) -> Int {
    let limit = most < count - open ? open + most : count
    var depth = 0
    var index = open
    while index < limit {
      switch kind(index) {
      case .open: depth += 1
      case .close:
        depth -= 1
        if depth == 0 { return index }
      default: break
      }
      index += 1
    }
    return limit
  }
}
