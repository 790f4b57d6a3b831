/// A block of HTML in Markdown, by what ends it.
enum MarkdownHTML {
  /// `<script>`, `<pre>`, `<style>`, `<textarea>`: one of their end tags.
  case raw
  case comment, instruction, declaration, characterData
  /// A tag of a block, or any tag that is alone on its line: a blank line.
  case element

  private static let blocks: Set<String> = Set(
    """
    address article aside base basefont blockquote body caption center col colgroup dd details dialog \
    dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header \
    hr html iframe legend li link main menu menuitem nav noframes ol optgroup option p param search \
    section summary table tbody td tfoot th thead title tr track ul
    """.split(separator: " ").map(String.init))
  private static let raws: [StaticString] = ["script", "pre", "style", "textarea"]

  /// - Parameter mayInterrupt: whether the line would else go on with a paragraph, which a tag alone
  ///   does not end.
  init?(_ cursor: ByteCursor, _ first: Int, _ lineEnd: Int, mayInterrupt isParagraph: Bool) {
    func byte(_ index: Int) -> UInt8 { index < lineEnd ? cursor.base[index] : 10 }
    if cursor.starts(with: "<!--", at: first) {
      self = .comment
      return
    }
    if byte(first + 1) == UInt8(ascii: "?") {
      self = .instruction
      return
    }
    if cursor.starts(with: "<![CDATA[", at: first) {
      self = .characterData
      return
    }
    if byte(first + 1) == UInt8(ascii: "!") {
      guard byte(first + 2).isLetter else { return nil }
      self = .declaration
      return
    }
    let isEnd = byte(first + 1) == UInt8(ascii: "/")
    let start = first + (isEnd ? 2 : 1)
    guard byte(start).isLetter else { return nil }
    var end = start
    while end < lineEnd, byte(end).isLetter || byte(end).isDigit || byte(end) == UInt8(ascii: "-") {
      end += 1
    }
    let next = byte(end)
    let isDelimited = next == 32 || next == 9 || next == 10 || next == UInt8(ascii: ">")
    let isRaw = Self.raws.contains { HTMLName.matches($0, cursor.base, start, end) }
    if isRaw, !isEnd, isDelimited {
      self = .raw
      return
    }
    if isDelimited || next == UInt8(ascii: "/") && byte(end + 1) == UInt8(ascii: ">"),
      end - start <= 10
    {
      let name = String(
        decoding: UnsafeBufferPointer(start: cursor.base + start, count: end - start), as: UTF8.self
      )
      if Self.blocks.contains(name.lowercased()) {
        self = .element
        return
      }
    }
    guard !isParagraph, !isRaw, Self.isWholeTag(cursor, end, lineEnd, isEnd: isEnd) else {
      return nil
    }
    self = .element
  }

  /// Whether the tag whose name ends at an offset is complete and nothing follows it.
  private static func isWholeTag(
    _ cursor: ByteCursor, _ nameEnd: Int, _ lineEnd: Int, isEnd: Bool
  ) -> Bool {
    var index = nameEnd
    func byte() -> UInt8 { index < lineEnd ? cursor.base[index] : 0 }
    func blanks() -> Bool {
      let start = index
      while byte() == 32 || byte() == 9 { index += 1 }
      return index > start
    }
    while true {
      let isApart = blanks()
      if byte() == UInt8(ascii: "/"), !isEnd { index += 1 }
      if byte() == UInt8(ascii: ">") { break }
      guard isApart, !isEnd,
        byte().isLetter || byte() == UInt8(ascii: "_") || byte() == UInt8(ascii: ":")
      else { return false }
      while byte().isLetter || byte().isDigit || byte() == UInt8(ascii: "_")
        || byte() == UInt8(ascii: ":") || byte() == UInt8(ascii: ".") || byte() == UInt8(ascii: "-")
      {
        index += 1
      }
      let behindName = index
      _ = blanks()
      guard byte() == UInt8(ascii: "=") else {
        index = behindName
        continue
      }
      index += 1
      _ = blanks()
      let quote = byte()
      if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
        index += 1
        while index < lineEnd, byte() != quote { index += 1 }
        guard index < lineEnd else { return false }
        index += 1
      } else {
        let start = index
        while index < lineEnd, byte() > 32, !"\"'=<>`".utf8.contains(byte()) { index += 1 }
        guard index > start else { return false }
      }
    }
    index += 1
    _ = blanks()
    return index == lineEnd
  }

  /// The place in the line behind what ends the block, if it is there.
  func end(_ cursor: ByteCursor, _ first: Int, _ lineEnd: Int) -> Int? {
    func find(_ word: StaticString) -> Int? {
      let length = word.utf8CodeUnitCount
      var index = first
      while index + length <= lineEnd {
        if cursor.base[index] == word.utf8Start[0], cursor.starts(with: word, at: index) {
          return index + length
        }
        index += 1
      }
      return nil
    }
    switch self {
    case .comment: return find("-->")
    case .instruction: return find("?>")
    case .declaration: return find(">")
    case .characterData: return find("]]>")
    case .element: return nil
    case .raw:
      var index = first
      while index + 1 < lineEnd {
        if cursor.base[index] == UInt8(ascii: "<"), cursor.base[index + 1] == UInt8(ascii: "/") {
          for name in Self.raws {
            let end = index + 2 + name.utf8CodeUnitCount
            if end < lineEnd, cursor.base[end] == UInt8(ascii: ">"),
              HTMLName.matches(name, cursor.base, index + 2, end)
            {
              return end + 1
            }
          }
        }
        index += 1
      }
      return nil
    }
  }
}

/// YAML between lines of `---`, or TOML between lines of `+++`, at the start of a file.
struct MarkdownFrontMatter {
  /// Where its first line, and all of it, ends.
  let start: Int
  let end: Int
  /// What parts a key from its value.
  let separator: UInt8

  init?(_ cursor: ByteCursor) {
    let isYAML = cursor.starts(with: "---")
    guard isYAML || cursor.starts(with: "+++") else { return nil }
    separator = isYAML ? UInt8(ascii: ":") : UInt8(ascii: "=")
    var line = cursor.position
    var number = 0
    var start = 0
    var hasKey = false
    var isEmpty = true
    while line < cursor.count {
      var end = line
      while end < cursor.count, cursor.base[end] != 10 { end += 1 }
      var last = end
      while last > line, cursor.base[last - 1].isBlank { last -= 1 }
      let next = min(end + 1, cursor.count)
      if number == 0 {
        guard last - line == 3 else { return nil }
        start = next
      } else {
        let isMark =
          last - line == 3
          && (cursor.starts(with: isYAML ? "---" : "+++", at: line)
            || isYAML && cursor.starts(with: "...", at: line))
        if isMark {
          guard hasKey || isEmpty else { return nil }
          self.start = start
          self.end = next
          return
        }
        if last > line, cursor.base[line] != UInt8(ascii: "#") {
          // Text between two rules is no front matter.
          if isEmpty {
            hasKey =
              Self.find(separator, cursor, line, last) != nil
              || cursor.base[line] == UInt8(ascii: "[")
          }
          if isEmpty, !hasKey { return nil }
          isEmpty = false
        }
      }
      line = next
      number += 1
    }
    return nil
  }

  private static func find(
    _ separator: UInt8, _ cursor: ByteCursor, _ first: Int, _ last: Int
  ) -> Int? {
    var index = first
    while index < last {
      if cursor.base[index] == separator,
        separator == UInt8(ascii: "=") || index + 1 >= last || cursor.base[index + 1].isBlank
      {
        return index
      }
      index += 1
    }
    return nil
  }

  /// The key that begins at an offset at the margin: where it ends, and its separator.
  func key(_ cursor: ByteCursor, _ first: Int, _ last: Int) -> (end: Int, mark: Int)? {
    guard
      cursor.base[first].isIdentifierPart || cursor.base[first] == UInt8(ascii: "\"")
        || cursor.base[first] == UInt8(ascii: "'"),
      let mark = Self.find(separator, cursor, first, last), mark > first
    else { return nil }
    var end = mark
    while end > first, cursor.base[end - 1].isBlank { end -= 1 }
    return (end, mark)
  }
}
