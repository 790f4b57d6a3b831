import Source

extension Outliner {
  /// Pairs opening and closing delimiters into `partners` and reports those without one.
  ///
  /// A file whose delimiters pair up costs one pass. Only when they do not is a second pass made that
  /// asks the indentation which opener lost its partner: the innermost one that a closing delimiter
  /// at the start of a line, indented less than the opener's own line, leaves open.
  ///
  /// - Parameter conditionals: whether `#if`, `#else` and `#endif` are read: each branch then begins
  ///   with the delimiters that were open at its `#if`, and what follows goes on from the first
  ///   branch. Where the branches of one conditional disagree, a file can be well formed though its
  ///   tokens do not pair up, so that no delimiter is reported.
  mutating func matchDelimiters(conditionals: Bool = false) {
    partners = [Int32](repeating: -1, count: count)
    var stack: [Int] = []
    var branches: [(open: [Int], first: [Int]?)] = []
    var stray: [Int] = []
    // Openers that a search has found to be open nowhere, so that it is not repeated.
    var absent: Set<UInt8> = []
    var ambiguous = false
    for index in 0..<count {
      switch tokens.kind(index) {
      case .open where !tokens.flags(index).contains(.directive):
        stack.append(index)
        if !absent.isEmpty { absent.remove(tokens.symbol(index)) }
      case .close where !tokens.flags(index).contains(.directive):
        let opener = Outliner.opener(of: tokens.symbol(index))
        if let top = stack.last, tokens.symbol(top) == opener {
          stack.removeLast()
          pair(top, index)
        } else if !absent.contains(opener),
          let place = stack.lastIndex(where: { tokens.symbol($0) == opener })
        {
          stray += stack[(place + 1)...]
          pair(stack[place], index)
          stack.removeSubrange(place...)
        } else {
          absent.insert(opener)
          stray.append(index)
        }
      case .directive where conditionals:
        switch Conditional(word: text.slice(tokens.range(index))) {
        case .begin:
          branches.append((stack, nil))
        case .alternative:
          guard let last = branches.indices.last else { continue }
          if let first = branches[last].first {
            if first != stack { ambiguous = true }
          } else {
            branches[last].first = stack
          }
          stack = branches[last].open
          absent.removeAll()
        case .end:
          guard let branch = branches.popLast() else { continue }
          // Without `#else` the other branch is the empty one.
          if (branch.first ?? branch.open) != stack { ambiguous = true }
          stack = branch.first ?? stack
          absent.removeAll()
        case nil: break
        }
      default: break
      }
    }
    stray += stack
    if !stray.isEmpty, !ambiguous { reportUnpaired(stray.sorted()) }
  }

  private mutating func pair(_ open: Int, _ close: Int) {
    partners[open] = Int32(truncatingIfNeeded: close)
    partners[close] = Int32(truncatingIfNeeded: open)
  }

  /// Reports the unpaired delimiters, each opener moved to where the indentation says.
  private mutating func reportUnpaired(_ stray: [Int]) {
    let suspects = openersByIndentation()
    var openers = 0
    for index in stray {
      if tokens.kind(index) == .close {
        let spelling = text.string(tokens.range(index))
        defects.append(
          Defect(
            .unexpectedDelimiter, .error, "`\(spelling)` closes nothing",
            help: "remove it, or add the opening delimiter that it should close",
            range: tokens.range(index)))
      } else {
        let guilty = openers < suspects.count ? suspects[openers] : index
        openers += 1
        let spelling = text.string(tokens.range(guilty))
        defects.append(
          Defect(
            .unclosedDelimiter, .error, "`\(spelling)` is never closed",
            help: "add the closing delimiter that fits it", range: tokens.range(guilty)))
      }
    }
  }

  /// The openers that a closing delimiter at the start of a line, indented less than the opener's
  /// line, shows to be without partner; in the order found.
  private func openersByIndentation() -> [Int] {
    var result: [Int] = []
    var stack: [(index: Int, indentation: Int)] = []
    var indentation = 0
    for index in 0..<count where !tokens.flags(index).contains(.directive) {
      let startsLine = tokens.flags(index).contains(.startsLine)
      if startsLine { indentation = column(tokens.start(index)) }
      switch tokens.kind(index) {
      case .open:
        stack.append((index, indentation))
      case .close:
        let opener = Outliner.opener(of: tokens.symbol(index))
        if startsLine {
          while let top = stack.last, top.indentation > indentation {
            result.append(top.index)
            stack.removeLast()
          }
        }
        if let top = stack.last, tokens.symbol(top.index) == opener { stack.removeLast() }
      default: break
      }
    }
    return result
  }

  /// The number of bytes between the start of the line and an offset.
  private func column(_ offset: Int) -> Int {
    var start = offset
    while start > 0, text.bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    return offset - start
  }

  private static func opener(of close: UInt8) -> UInt8 {
    switch close {
    case UInt8(ascii: ")"): UInt8(ascii: "(")
    case UInt8(ascii: "]"): UInt8(ascii: "[")
    default: UInt8(ascii: "{")
    }
  }
}

/// What a preprocessor word does to the conditional it stands in.
private enum Conditional {
  case begin, alternative, end

  init?(word: ArraySlice<UInt8>) {
    let letters = word.drop { !$0.isLetter }
    switch String(decoding: letters, as: UTF8.self) {
    case "if", "ifdef", "ifndef": self = .begin
    case "else", "elif", "elseif", "elifdef", "elifndef": self = .alternative
    case "endif": self = .end
    default: return nil
    }
  }
}
