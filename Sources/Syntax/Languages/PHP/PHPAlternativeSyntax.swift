import Source

/// The alternative syntax of control structures, which PHP's templates are written in: `if (a):` to
/// `endif;`.
extension Outliner {
  /// Reports the words of control structures that open a block with a colon and lack the word that closes
  /// it, and those that close nothing. Nothing is reported of a file with other errors, nor where `<?` may
  /// begin code, which the configuration decides.
  ///
  /// - Precondition: delimiters are matched.
  mutating func reportAlternativeSyntax() {
    var open: [(index: Int, close: PHPWord)] = []
    // How many blocks are open at each brace.
    var braces: [Int] = []
    var unclosed: [Int] = []
    var unexpected: [Int] = []
    for index in 0..<count {
      switch tokens.kind(index) {
      case .open where tokens.symbol(index) == UInt8(ascii: "{"): braces.append(open.count)
      case .close where tokens.symbol(index) == UInt8(ascii: "}"):
        let outer = braces.popLast() ?? 0
        while open.count > outer, let block = open.popLast() { unclosed.append(block.index) }
      case .keyword:
        guard let word = PHPWord(rawValue: tokens.symbol(index)), !isName(index) else { continue }
        if let close = word.alternativeEnd {
          if opensAlternative(index) { open.append((index, close)) }
        } else if word.endsAlternative, endsStatement(significant(index + 1)) {
          let floor = braces.last ?? 0
          guard let match = open[floor...].lastIndex(where: { $0.close == word }) else {
            unexpected.append(index)
            continue
          }
          unclosed += open[(match + 1)...].map(\.index)
          open.removeSubrange(match...)
        }
      default: break
      }
    }
    unclosed += open.map(\.index)
    guard !unclosed.isEmpty || !unexpected.isEmpty,
      !defects.contains(where: { $0.severity == .error }), !mayHoldShortTags()
    else { return }
    for index in unclosed.sorted().prefix(Defect.mostOfOneKind) {
      let word = PHPWord(rawValue: tokens.symbol(index))?.alternativeEnd
      defects.append(
        Defect(
          .unclosedDelimiter, .error,
          "`\(text.string(tokens.range(index)))` is never closed",
          help: "add `\(word.map { "\($0)" } ?? "");` where its block ends",
          range: tokens.range(index)))
    }
    for index in unexpected.prefix(Defect.mostOfOneKind) {
      defects.append(
        Defect(
          .unexpectedDelimiter, .error,
          "`\(text.string(tokens.range(index)))` closes nothing",
          help: "remove it, or add the block that it should close", range: tokens.range(index)))
    }
  }

  private func mayHoldShortTags() -> Bool {
    (0..<count).contains { index in
      guard tokens.kind(index) == .text else { return false }
      let bytes = text.slice(tokens.range(index))
      return zip(bytes, bytes.dropFirst()).contains {
        $0 == UInt8(ascii: "<") && $1 == UInt8(ascii: "?")
      }
    }
  }

  /// Whether a word is the name of a member, constant or case.
  private func isName(_ index: Int) -> Bool {
    let before = previous(index)
    guard before >= 0 else { return false }
    return isSymbol(before, "&") || isWord(before, "function") || isWord(before, "const")
      || isWord(before, "case") || isWord(before, "as") || isWord(before, "insteadof")
  }

  private func endsStatement(_ index: Int) -> Bool { index == count || isSymbol(index, ";") }

  private func opensAlternative(_ index: Int) -> Bool {
    let group = significant(index + 1)
    guard isSymbol(group, "("), Int(partners[group]) > group else { return false }
    return isSymbol(significant(Int(partners[group]) + 1), ":")
  }
}

extension PHPWord {
  /// The word that closes the block which this one opens with a colon.
  fileprivate var alternativeEnd: PHPWord? {
    switch self {
    case .if: .endif
    case .for: .endfor
    case .foreach: .endforeach
    case .while: .endwhile
    case .switch: .endswitch
    case .declare: .enddeclare
    default: nil
    }
  }

  fileprivate var endsAlternative: Bool {
    switch self {
    case .endif, .endfor, .endforeach, .endwhile, .endswitch, .enddeclare: true
    default: false
    }
  }
}
