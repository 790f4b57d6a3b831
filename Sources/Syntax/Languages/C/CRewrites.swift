import Source

/// What C and its relatives read alike (ISO/IEC 9899, 6.10 Preprocessing directives): white space between `#` and the
/// word behind it. White space in what a macro turns into a string counts (6.10.5.2 The # operator).
extension TokenRewriter {
  mutating func rewriteC() {
    let quoting = rewriteDirectives()
    if quoting.isEmpty { return }
    for place in 0..<count where !isDirective(place) && isOpen(place, "(") && partners[place] >= 0 {
      guard kind(place - 1) == .identifier, quoting.contains(hashes[Int(code[place - 1])]) else {
        continue
      }
      keepGaps(place + 1, Int(partners[place]))
    }
  }

  /// Says that white space in the arguments of a call means something, but for that around each.
  private mutating func keepGaps(_ start: Int, _ end: Int) {
    var depth = 0
    for place in start..<end {
      let isSeparator = depth == 0 && isPunctuation(place, ",")
      let isFirst = place == start || depth == 0 && isPunctuation(place - 1, ",")
      if kind(place) == .open { depth += 1 }
      if kind(place) == .close { depth -= 1 }
      if !isSeparator, !isFirst, range(place - 1).end < range(place).start { keepGap(place) }
    }
  }

  /// Spells the words of directives without blanks; the names of the macros that make strings of what they get,
  /// or hand it to one that does, as numbers.
  private mutating func rewriteDirectives() -> Set<UInt64> {
    var quoting: Set<UInt64> = []
    var definitions: [Range<Int>] = []
    for place in 0..<count where kind(place) == .directive {
      let isDefinition = spellDirective(place)
      guard isDefinition else { continue }
      var end = place + 1
      while end < count, isDirective(end), kind(end) != .directive { end += 1 }
      if place + 1 < end { definitions.append(place + 1..<end) }
    }
    // A macro may be defined before the one that it hands its arguments to.
    for _ in 0..<4 {
      let known = quoting.count
      for definition in definitions where quotes(definition, quoting) {
        quoting.insert(hashes[Int(code[definition.lowerBound])])
      }
      if quoting.count == known { break }
    }
    return quoting
  }

  private func quotes(_ definition: Range<Int>, _ quoting: Set<UInt64>) -> Bool {
    definition.dropFirst().contains { place in
      let range = range(place)
      if text.bytes[range.start] == UInt8(ascii: "#") {
        return range.count == 1 && place + 1 < definition.upperBound
          && !isWritten(place - 1, "#") && !isWritten(place + 1, "#")
      }
      return kind(place) == .identifier && quoting.contains(hashes[Int(code[place])])
    }
  }

  /// Whether a directive is a definition.
  private mutating func spellDirective(_ place: Int) -> Bool {
    let range = range(place)
    var word: [UInt8] = []
    for index in range.start..<range.end where text.bytes[index].isIdentifierStart {
      word.append(text.bytes[index])
    }
    // What else stands in it, as the backslash of a joined line, is left as it is.
    let isPlain = (range.start..<range.end).allSatisfy { index in
      let byte = text.bytes[index]
      return byte.isIdentifierStart || byte == UInt8(ascii: "#") || byte == 32 || byte == 9
    }
    if isPlain {
      setHash(place, word.withUnsafeBufferPointer { hashOf($0, 0, $0.count, .directive) })
    }
    return word.elementsEqual("define".utf8)
  }
}
