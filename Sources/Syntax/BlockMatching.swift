import Source

extension Outliner {
  /// Pairs the words that open and close blocks, and the delimiters, into `partners`, and reports
  /// those without a partner: words are those whose tokens say so (`TokenFlags.opensBlock`).
  ///
  /// Of the openers that lost their partner the one is reported that a closer at the start of a line,
  /// indented less than the opener's own line, leaves open; of the closers the one that is indented
  /// more than the line it would close.
  ///
  /// - Parameters:
  ///   - closer: the `symbol` of the word that closes what a word with that `symbol` opens.
  ///   - reports: whether defects are added; partners are found all the same.
  mutating func matchBlocks(closer: (UInt8) -> UInt8, reports: Bool) {
    partners = [Int32](repeating: -1, count: count)
    var open: [OpenBlock] = []
    // How many of each closer are awaited, so that one which fits nothing costs no search.
    var awaited = [Int](repeating: 0, count: 512)
    var unclosed: [Int] = []
    var unexpected: [Int] = []
    for index in 0..<count {
      switch blockRole(index, closer) {
      case .none: break
      case .opens(let mark):
        open.append(OpenBlock(token: index, mark: mark))
        awaited[mark] += 1
      case .closes(let mark):
        guard awaited[mark] > 0 else {
          unexpected.append(index)
          continue
        }
        while let top = open.popLast() {
          awaited[top.mark] -= 1
          if top.mark == mark {
            partners[top.token] = Int32(truncatingIfNeeded: index)
            partners[index] = Int32(truncatingIfNeeded: top.token)
            break
          }
          unclosed.append(top.token)
        }
      }
    }
    guard reports, !open.isEmpty || !unclosed.isEmpty || !unexpected.isEmpty else { return }
    unclosed += open.map(\.token)
    unclosed.sort()
    reportBlocks(unclosed, unexpected, closer)
  }

  private struct OpenBlock {
    let token: Int
    /// Which closer it awaits.
    let mark: Int
    var indentation = 0
  }

  private enum BlockRole {
    case none
    case opens(Int)
    case closes(Int)
  }

  /// What a token does to the blocks: delimiters and words are numbered apart.
  private func blockRole(_ index: Int, _ closer: (UInt8) -> UInt8) -> BlockRole {
    let flags = tokens.flags(index)
    switch tokens.kind(index) {
    case .open:
      let open = tokens.symbol(index)
      return .opens(256 + Int(open == UInt8(ascii: "(") ? UInt8(ascii: ")") : open + 2))
    case .close: return .closes(256 + Int(tokens.symbol(index)))
    case .stringStart: return .opens(256)
    case .stringEnd: return .closes(256)
    case .keyword, .identifier:
      if flags.contains(.opensBlock) { return .opens(Int(closer(tokens.symbol(index)))) }
      if flags.contains(.closesBlock) { return .closes(Int(tokens.symbol(index))) }
      return .none
    default: return .none
    }
  }

  private mutating func reportBlocks(
    _ unclosed: [Int], _ unexpected: [Int], _ closer: (UInt8) -> UInt8
  ) {
    let suspects = suspectsByIndentation(closer)
    func isString(_ index: Int) -> Bool { tokens.kind(index).isStringPiece }
    for (number, index) in unclosed.prefix(Defect.mostOfOneKind).enumerated()
    where !isString(index) {
      let guilty = number < suspects.openers.count ? suspects.openers[number] : index
      let spelling = text.string(tokens.range(guilty))
      defects.append(
        Defect(
          .unclosedDelimiter, .error, "`\(spelling)` is never closed",
          help: "add what closes it where its block ends", range: tokens.range(guilty)))
    }
    for (number, index) in unexpected.prefix(Defect.mostOfOneKind).enumerated()
    where !isString(index) {
      let guilty = number < suspects.closers.count ? suspects.closers[number] : index
      let spelling = text.string(tokens.range(guilty))
      defects.append(
        Defect(
          .unexpectedDelimiter, .error, "`\(spelling)` closes nothing",
          help: "remove it, or add the word or delimiter that it should close",
          range: tokens.range(guilty)))
    }
  }

  /// The openers and closers at which the indentation and the blocks disagree, in the order found.
  private func suspectsByIndentation(
    _ closer: (UInt8) -> UInt8
  ) -> (openers: [Int], closers: [Int]) {
    var openers: [Int] = []
    var closers: [Int] = []
    var stack: [OpenBlock] = []
    var indentation = 0
    for index in 0..<count {
      let startsLine = tokens.flags(index).contains(.startsLine)
      if startsLine { indentation = indentationOfLine(at: tokens.start(index)) }
      switch blockRole(index, closer) {
      case .none: break
      case .opens(let mark):
        stack.append(OpenBlock(token: index, mark: mark, indentation: indentation))
      case .closes(let mark):
        if startsLine {
          while let top = stack.last, top.indentation > indentation {
            if !tokens.kind(top.token).isStringPiece { openers.append(top.token) }
            stack.removeLast()
          }
          if let top = stack.last, top.indentation < indentation, top.mark == mark,
            tokens.flags(top.token).contains(.startsLine)
          {
            closers.append(index)
            continue
          }
        }
        if let top = stack.last, top.mark == mark { stack.removeLast() }
      }
    }
    return (openers, closers)
  }

  /// How many bytes of white space stand between the start of the line and its first token.
  private func indentationOfLine(at offset: Int) -> Int {
    var start = offset
    while start > 0, text.bytes[start - 1] != UInt8(ascii: "\n"), text.bytes[start - 1].isBlank {
      start -= 1
    }
    return offset - start
  }
}
