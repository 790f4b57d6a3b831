import Source

extension TokenBuffer {
  /// The comments directly above a token: the nearest run without a blank line between them.
  ///
  /// - Parameter plain: whether comments that are not marked as documentation count too. They may
  ///   then not be divided from the token by a blank line.
  func documentation(above token: Int, in text: SourceText, plain: Bool) -> ByteRange? {
    var below = token
    var first: Int?
    var last: Int?
    while below > 0, kind(below - 1).isComment,
      flags(below - 1).contains(.startsLine)
    {
      let comment = below - 1
      if flags(comment).contains(.directive) { break }
      let isFirst = below == token
      if !isFirst || plain, text.lineEnds(end(comment), start(below)) > 1 { break }
      if plain || flags(comment).contains(.documentation) {
        first = comment
        if last == nil { last = comment }
      }
      below = comment
    }
    guard let first, let last else { return nil }
    return ByteRange(start(first), end(last))
  }
}

extension SourceText {
  /// How many line ends stand between two offsets.
  fileprivate func lineEnds(_ start: Int, _ end: Int) -> Int {
    bytes[start..<end].reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
  }
}
