import Source

/// One word of a message, without the punctuation around it.
struct MessageWord {
  let text: String
  let lower: String
  let range: ByteRange
  /// Whether it stands between backticks.
  let isQuoted: Bool
  /// Whether punctuation behind it ends the clause.
  let endsClause: Bool

  /// The words of some bytes; what stands between backticks is one word.
  static func all(_ text: [UInt8], _ range: ByteRange) -> [MessageWord] {
    var result: [MessageWord] = []
    var index = range.start
    while index < range.end {
      if text[index].isBlank || text[index] < 32 {
        index += 1
        continue
      }
      let tick = UInt8(ascii: "`")
      if text[index] == tick,
        let close = text[(index + 1)..<range.end].firstIndex(of: tick), close > index + 1
      {
        var end = close + 1
        while end < range.end, text[end] == tick { end += 1 }
        let next = text[end..<range.end].prefix { !$0.isBlank }
        result.append(
          MessageWord(
            text, ByteRange(index + 1, close), isQuoted: true,
            endsClause: next.contains { ",;.:)!?".utf8.contains($0) } || end == range.end,
            // `A`s and `A`-like speak of something else than A.
            isWhole: next.allSatisfy { ",;.:)!?\"'".utf8.contains($0) } && next.count < 3))
        index = end + next.count
        continue
      }
      // A backtick that is never closed begins a word like any other.
      var end = index + 1
      while end < range.end, !text[end].isBlank, text[end] != tick { end += 1 }
      let written = ByteRange(index, end)
      var (first, last) = (index, end)
      while first < last, "([\"'*`".utf8.contains(text[first]) { first += 1 }
      while last > first, ",;:.!?\"')]*".utf8.contains(text[last - 1]) {
        // `f()` keeps what shows it to be a call.
        if text[last - 1] == UInt8(ascii: ")"), last - 2 > first,
          text[last - 2] == UInt8(ascii: "(")
        {
          break
        }
        last -= 1
      }
      let rest = text[last..<written.end]
      result.append(
        MessageWord(
          text, ByteRange(first, last), isQuoted: false,
          endsClause: rest.contains { ",;.:)!?".utf8.contains($0) } || end == range.end,
          isWhole: true))
      index = end
    }
    return result
  }

  private init(
    _ text: [UInt8], _ range: ByteRange, isQuoted: Bool, endsClause: Bool, isWhole: Bool
  ) {
    self.text = String(decoding: text[range.start..<range.end], as: UTF8.self)
    lower = self.text.lowercased()
    self.range = range
    self.isQuoted = isQuoted && isWhole
    self.endsClause = endsClause
  }

  /// The last part of the name in code that the word is; nil for a word of plain language.
  var codeName: String? {
    var bytes = Array(text.utf8)
    var isCall = false
    if let open = bytes.firstIndex(of: UInt8(ascii: "(")) {
      guard bytes.last == UInt8(ascii: ")") else { return nil }
      isCall = true
      bytes.removeSubrange(open...)
    }
    if let first = bytes.first, "@#.$".utf8.contains(first) { bytes.removeFirst() }
    var parts: [[UInt8]] = [[]]
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      let pair = index + 1 < bytes.count ? bytes[index + 1] : 0
      if byte.isAlphanumeric || byte == UInt8(ascii: "_") || byte >= 128 {
        parts[parts.count - 1].append(byte)
        index += 1
      } else if byte == UInt8(ascii: "."), pair.isAlphanumeric || pair == UInt8(ascii: "_") {
        parts.append([])
        index += 1
      } else if byte == UInt8(ascii: "#") {
        parts.append([])
        index += 1
      } else if byte == UInt8(ascii: ":") && pair == byte
        || byte == UInt8(ascii: "-") && pair == UInt8(ascii: ">")
      {
        parts.append([])
        index += 2
      } else {
        return nil
      }
    }
    guard let last = parts.last, last.count > 2, parts.allSatisfy({ !$0.isEmpty }),
      !(last[0] >= UInt8(ascii: "0") && last[0] <= UInt8(ascii: "9")),
      parts.count == 1 || !MessageWord.fileEndings.contains(String(decoding: last, as: UTF8.self))
    else { return nil }
    guard isQuoted || isCall || last.looksLikeCode else { return nil }
    return String(decoding: last, as: UTF8.self)
  }

  private static let fileEndings: Set<String> = [
    "c", "cc", "cfg", "com", "conf", "cpp", "cs", "css", "csv", "d", "dev", "go", "gradle", "h",
    "hpp", "html", "ini", "io", "java", "jl", "js", "json", "jsx", "kt", "lock", "lua", "m", "md",
    "mdx", "mjs", "mm", "net", "org", "php", "py", "rb", "rs", "rst", "scala", "scss", "sh", "sql",
    "svg", "swift", "toml", "ts", "tsx", "txt", "vue", "xml", "yaml", "yml",
  ]
}

extension [UInt8] {
  /// `snake_case`, `camelCase` and `PascalCase` with two humps; no word of plain language.
  fileprivate var looksLikeCode: Bool {
    guard count > 3 else { return false }
    func isLower(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") }
    func isUpper(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") }
    for index in 1..<(count - 1) {
      if self[index] == UInt8(ascii: "_"), self[index - 1].isAlphanumeric,
        self[index + 1].isAlphanumeric
      {
        return true
      }
      if isLower(self[index - 1]), isUpper(self[index]), isLower(self[index + 1]) { return true }
    }
    return false
  }
}
