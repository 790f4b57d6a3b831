import Source
import Syntax

/// The tokens of a file that are code, for reading calls and their arguments.
struct CodeReader: CodeTokens {
  let file: SyntaxFile
  private let tokens: TokenBuffer
  let places: [Int]

  init(_ file: SyntaxFile) {
    self.file = file
    let tokens = file.tokens
    self.tokens = tokens
    places = (0..<tokens.count).filter { !tokens.kind($0).isComment }
  }

  func start(_ index: Int) -> Int { tokens.start(places[index]) }
  func end(_ index: Int) -> Int { tokens.end(places[index]) }

  func isOpen(_ index: Int) -> Bool { kind(index) == .open }

  /// The first token that begins at or behind an offset.
  func index(at offset: Int) -> Int {
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if start(middle) < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The token that closes what one opens, as far as anyone looks for it.
  private func partner(of open: Int) -> Int { closer(of: open, within: 4_000) }

  /// The arguments of a call, by the token that opens them.
  func arguments(_ open: Int) -> [Range<Int>] {
    let close = partner(of: open)
    var result: [Range<Int>] = []
    var first = open + 1
    var index = first
    while index < close {
      if isOpen(index) {
        index = min(partner(of: index) + 1, close)
        continue
      }
      if isSymbol(index, ",") {
        if index > first { result.append(first..<index) }
        first = index + 1
      }
      index += 1
    }
    if close > first { result.append(first..<close) }
    return result
  }

  /// The value of a named argument: `name=value`, `name: value`.
  func named(_ name: String, in arguments: [Range<Int>]) -> Range<Int>? {
    for argument in arguments where argument.count > 2 {
      if bytes(argument.lowerBound).elementsEqual(name.utf8),
        isSymbol(argument.lowerBound + 1, "=") || isSymbol(argument.lowerBound + 1, ":")
      {
        return (argument.lowerBound + 2)..<argument.upperBound
      }
    }
    return nil
  }

  /// Whether a value is written out, so that no one can put anything into it.
  func isLiteral(_ range: Range<Int>) -> Bool {
    for index in range {
      switch kind(index) {
      case .string, .number, .character, .open, .close, .punctuation, .operator, .text: continue
      case .keyword:
        if !["true", "false", "none", "null", "nil", "r", "b", "u"].contains(
          text(index).lowercased())
        {
          return false
        }
      case .identifier:
        let bytes = bytes(index)
        // A prefix of a string, or a constant.
        if bytes.count <= 2, kind(index + 1) == .string { continue }
        if bytes.allSatisfy({ $0 &- 65 < 26 || $0 == 95 || $0 &- 48 < 10 }) { continue }
        return false
      default: return false
      }
    }
    return true
  }

  /// Whether a value is a text with something put in: interpolated, joined, or formatted.
  func isBuiltText(_ range: Range<Int>) -> Bool {
    var holdsString = false
    for index in range {
      switch kind(index) {
      case .stringStart, .stringMiddle, .stringEnd: return true
      case .string:
        holdsString = true
        // A variable within the string, which not every language's tokens tell.
        if ["php", "shell", "kotlin", "scala"].contains(file.language.name), holdsVariable(index) {
          return true
        }
      default: break
      }
    }
    return holdsString && !isLiteral(range)
      && range.contains { isJoin($0) || isFormat($0) }
  }

  private func holdsVariable(_ index: Int) -> Bool {
    let bytes = bytes(index)
    guard bytes.first == UInt8(ascii: "\""), let mark = bytes.firstIndex(of: UInt8(ascii: "$")),
      mark + 1 < bytes.endIndex
    else { return false }
    let next = bytes[mark + 1] | 32
    return next &- 97 < 26 || bytes[mark + 1] == UInt8(ascii: "{") || bytes[mark + 1] == 95
  }

  /// `+` or `%` beside a text, and `.` in PHP.
  func isJoin(_ index: Int) -> Bool {
    let isJoining =
      isSymbol(index, "+") || isSymbol(index, "%")
      || file.language.name == "php" && isSymbol(index, ".")
      || file.language.name == "lua" && text(index) == ".."
    return isJoining && (kind(index - 1) == .string || kind(index + 1) == .string)
  }

  /// `.format(…)` behind a text, and functions that format.
  func isFormat(_ index: Int) -> Bool {
    guard isName(index), isOpen(index + 1) else { return false }
    let name = text(index)
    return name == "format" || name == "Sprintf" || name == "sprintf" || name == "formatted"
  }

  /// The name before `.`, `::` or `->` in front of a name.
  func owner(_ index: Int) -> Int? {
    var before = index - 1
    if isSymbol(before, ".") || ["::", "->", "?.", ":"].contains(text(before)) {
      before -= 1
    } else if isSymbol(before, ":"), isSymbol(before - 1, ":") {
      before -= 2
    } else {
      return nil
    }
    return before
  }

  /// The end of the statement or argument that a token stands in, as far as one can tell.
  func statementEnd(_ index: Int) -> Int {
    var index = index
    let limit = min(count, index + 300)
    while index < limit {
      if kind(index) == .close || isSymbol(index, ";") || isSymbol(index, ",") { return index }
      if isOpen(index) {
        index = partner(of: index) + 1
        continue
      }
      // A new line ends it where no operator goes on.
      if index + 1 < count, tokens.flags(places[index + 1]).contains(.startsLine),
        kind(index + 1) != .operator, !isSymbol(index + 1, "."), kind(index) != .operator
      {
        return index + 1
      }
      index += 1
    }
    return limit
  }
}
