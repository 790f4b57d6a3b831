import Source

extension Outliner {
  /// Reports strings and comments without an end, at their opening quote.
  mutating func reportUnterminated() {
    for index in 0..<count where tokens.flags(index).contains(.unterminated) {
      let start = tokens.start(index)
      let range = ByteRange(start, min(start + opening(index), tokens.end(index)))
      let kind = tokens.kind(index)
      let defect =
        kind == .punctuation
        ? Defect(
          .unclosedDelimiter, .error, "the element is never closed", help: "add its closing tag",
          range: range)
        : kind.isComment
          ? Defect(
            .unterminatedComment, .error, "the comment is never closed", help: "add `*/`",
            range: range)
          : Defect(
            .unterminatedString, .error, "the string is never closed",
            help: "add the closing \(quote(range))", range: range)
      defects.append(defect)
    }
  }

  /// The number of bytes of the prefix and quotes that open a token.
  private func opening(_ index: Int) -> Int {
    let bytes = text.slice(tokens.range(index))
    let prefix = bytes.prefix { $0.isLetter }.count
    guard let quote = bytes.dropFirst(prefix).first else { return 1 }
    if tokens.kind(index).isComment { return 2 }
    return prefix + min(3, bytes.dropFirst(prefix).prefix { $0 == quote }.count)
  }

  private func quote(_ range: ByteRange) -> String {
    let opening = text.string(range).drop { $0.isLetter }
    return "`\(opening)`"
  }
}
