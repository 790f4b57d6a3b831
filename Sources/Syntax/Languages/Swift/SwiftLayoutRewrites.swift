import Source

/// What Swift reads alike of declarations and strings (The Swift Programming Language): an accessor `get` that is the only one (Getter Declaration), line ends at the edges of a list
/// of type parameters, and the indentation of strings of many lines (String Literals).
extension TokenRewriter {
  /// `var a: B { get { c } }` is `var a: B { c }`.
  mutating func rewriteSwiftGetter(_ outer: Int) {
    guard isOpen(outer, "{"), partners[outer] >= 0, isWritten(outer + 1, "get"),
      isOpen(outer + 2, "{"), partners[outer + 2] >= 0,
      partners[outer + 2] + 1 == partners[outer], isBehindTypedVariable(outer)
    else { return }
    let inner = Int(partners[outer + 2])
    // What is not the same with another brace in front of it stays.
    guard inner > outer + 3, !isOpen(outer + 3, "{") else { return }
    drop(outer + 1)
    drop(outer + 2)
    drop(inner)
  }

  /// Whether a brace follows `var a: B`, whatever the type.
  private func isBehindTypedVariable(_ brace: Int) -> Bool {
    var place = brace - 1
    var steps = 0
    while place > 2, steps < 64 {
      steps += 1
      switch kind(place) {
      case .close:
        guard !isClose(place, "}"), partners[place] >= 0 else { return false }
        place = Int(partners[place]) - 1
      case .punctuation where symbol(place) == UInt8(ascii: ":"):
        return kind(place - 1) == .identifier
          && symbol(place - 2) == SwiftWord.var.rawValue && kind(place - 2) == .keyword
      case .identifier, .keyword: place -= 1
      case .punctuation where symbol(place) == UInt8(ascii: "."): place -= 1
      case .operator where !isWritten(place, "=") && !isWritten(place, "->"): place -= 1
      default: return false
      }
    }
    return false
  }

  /// Line ends and white space behind `<` and before `>` of what a declaration is generic over.
  mutating func rewriteSwiftTypeParameters(_ open: Int) {
    guard isWritten(open, "<"), kind(open - 1) == .identifier, kind(open - 2) == .keyword,
      let word = SwiftWord(rawValue: symbol(open - 2)),
      [.func, .struct, .class, .enum, .typealias].contains(word)
    else { return }
    var place = open + 1
    var depth = 1
    while place < count, place < open + 512 {
      switch kind(place) {
      case .open:
        guard partners[place] >= 0, !isOpen(place, "{") else { return }
        place = Int(partners[place])
      case .operator where isWritten(place, "<"): depth += 1
      case .operator where isWritten(place, ">"):
        depth -= 1
        if depth == 0 {
          for edge in [open + 1, place] {
            joinLine(edge)
            joinSpace(edge)
          }
          return
        }
      case .operator where isWritten(place, "&") || isWritten(place, "==") || isWritten(place, "."):
        break
      case .identifier, .keyword, .punctuation: break
      default: return
      }
      place += 1
    }
  }

  /// A string of many lines by its lines without the indentation of the last one.
  mutating func rewriteSwiftString(_ first: Int) {
    var pieces = [first]
    if kind(first) == .stringStart {
      var depth = 0
      var place = first + 1
      scan: while place < count {
        switch kind(place) {
        case .stringStart: depth += 1
        case .stringMiddle where depth == 0: pieces.append(place)
        case .stringEnd:
          if depth == 0 {
            pieces.append(place)
            break scan
          }
          depth -= 1
        default: break
        }
        place += 1
      }
      guard place < count else { return }
    }
    let start = range(first).start
    var marks = start
    while marks < text.bytes.count, text.bytes[marks] == UInt8(ascii: "#") { marks += 1 }
    guard marks + 3 < text.bytes.count,
      (0..<3).allSatisfy({ text.bytes[marks + $0] == UInt8(ascii: "\"") })
    else { return }
    let last = range(pieces[pieces.count - 1])
    // The indentation is what stands before the marks that close it.
    let close = last.end - 3 - (marks - start)
    var indentation = close
    while indentation > last.start,
      text.bytes[indentation - 1] == 32 || text.bytes[indentation - 1] == 9
    {
      indentation -= 1
    }
    guard indentation > last.start, text.bytes[indentation - 1] == 10, close > indentation else {
      return
    }
    var found: [UInt64] = []
    for piece in pieces {
      guard let hash = hash(of: range(piece), kind(piece), without: indentation..<close) else {
        return
      }
      found.append(hash)
    }
    for (piece, hash) in zip(pieces, found) { setHash(piece, hash) }
  }

  /// The number of a piece of text, each of whose lines but the first begins with an indentation or is empty.
  private func hash(of piece: ByteRange, _ kind: TokenKind, without indentation: Range<Int>)
    -> UInt64?
  {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(piece.count)
    var index = piece.start
    while index < piece.end {
      let byte = text.bytes[index]
      bytes.append(byte)
      index += 1
      guard byte == 10, index < piece.end, text.bytes[index] != 10, text.bytes[index] != 13 else {
        continue
      }
      let width = indentation.count
      guard index + width <= piece.end,
        (0..<width).allSatisfy({
          text.bytes[index + $0] == text.bytes[indentation.lowerBound + $0]
        })
      else { return nil }
      index += width
    }
    return bytes.withUnsafeBufferPointer { hashOf($0, 0, $0.count, kind) }
  }
}
