import Source
import Syntax

/// A link or an image of a document, as far as its destination goes.
struct DocumentLink: Hashable {
  /// As written, without angle brackets and title.
  let destination: String
  /// Of the destination; of a reference without a definition that of its label.
  let range: ByteRange
  /// Whether it is a label that no definition explains.
  var isUndefined = false
}

/// The links of a Markdown document, and what can be linked to in it (CommonMark 0.31; HTML's `a` and `img`).
struct MarkdownLinks {
  private(set) var links: [DocumentLink] = []
  /// What stands in code spans, with its place.
  private(set) var codeSpans: [ByteRange] = []
  private let file: SyntaxFile
  private let bytes: [UInt8]
  private var definitions: Set<String> = []
  private var references: [(label: ByteRange, isFull: Bool)] = []

  /// A document with more is generated; what comes behind is left out.
  private static let most = 20_000
  /// Parentheses in a destination that are nested deeper make no link, as in cmark: reading stays linear.
  private static let deepest = 32

  init(_ file: SyntaxFile) {
    self.file = file
    bytes = file.text.bytes
    for block in blocks() { read(block) }
    for reference in references where reference.isFull {
      let label = Self.label(bytes[reference.label.start..<reference.label.end])
      // Names of code are resolved by documentation generators.
      if !label.isEmpty, !definitions.isEmpty, !definitions.contains(label),
        !label.utf8.contains(where: { ".:`/=(".utf8.contains($0) })
      {
        links.append(
          DocumentLink(
            destination: file.text.string(reference.label), range: reference.label,
            isUndefined: true))
      }
    }
    links.sort { $0.range.start < $1.range.start }
  }

  // MARK: Blocks

  /// Stretches of text within which a link begins and ends: code and front matter are left out.
  private func blocks() -> [Range<Int>] {
    let tokens = file.tokens
    var result: [Range<Int>] = []
    var start = -1
    var end = -1
    for index in 0..<tokens.count {
      let kind = tokens.kind(index)
      let isText =
        kind == .text || kind == .identifier && tokens.symbol(index) == UInt8(ascii: "[")
        || kind == .punctuation || kind == .operator || kind == .keyword
      let first = tokens.start(index)
      if start >= 0, !isText || isApart(end, first) {
        result.append(start..<end)
        start = -1
      }
      if !isText { continue }
      if start < 0 { start = first }
      end = tokens.end(index)
    }
    if start >= 0 { result.append(start..<end) }
    return result
  }

  /// Whether a blank line lies between two places.
  private func isApart(_ from: Int, _ to: Int) -> Bool {
    var lines = 0
    var index = from
    while index < to {
      if bytes[index] == 10 { lines += 1 }
      index += 1
    }
    return lines > 1
  }

  // MARK: Inlines

  private mutating func read(_ block: Range<Int>) {
    var index = block.lowerBound
    let end = block.upperBound
    /// Where brackets opened.
    var open: [Int] = []
    while index < end, links.count < Self.most {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 2
      case UInt8(ascii: "`"): index = codeSpan(index, end)
      case UInt8(ascii: "<"): index = tag(index, end)
      case UInt8(ascii: "["):
        if let next = definition(index, block) {
          index = next
        } else {
          open.append(index)
          index += 1
        }
      case UInt8(ascii: "]"):
        guard let start = open.popLast() else {
          index += 1
          continue
        }
        index = behindText(start, index, end)
      default: index += 1
      }
    }
  }

  /// The place behind a code span, or behind the backticks where they close nothing.
  private mutating func codeSpan(_ start: Int, _ end: Int) -> Int {
    var index = start
    while index < end, bytes[index] == UInt8(ascii: "`") { index += 1 }
    let length = index - start
    let inner = index
    while index < end {
      guard bytes[index] == UInt8(ascii: "`") else {
        index += 1
        continue
      }
      let close = index
      while index < end, bytes[index] == UInt8(ascii: "`") { index += 1 }
      if index - close == length {
        codeSpans.append(ByteRange(inner, close))
        return index
      }
    }
    return inner
  }

  /// The place behind a tag, a comment or an autolink.
  private mutating func tag(_ start: Int, _ end: Int) -> Int {
    if bytes[start..<end].starts(with: "<!--".utf8) {
      var index = start + 4
      while index + 2 < end {
        if bytes[index] == 45, bytes[index + 1] == 45, bytes[index + 2] == 62 { return index + 3 }
        index += 1
      }
      return end
    }
    guard start + 1 < end, isLetter(bytes[start + 1]) else { return start + 1 }
    var index = start + 1
    var quote: UInt8 = 0
    while index < end, quote != 0 || bytes[index] != UInt8(ascii: ">") {
      let byte = bytes[index]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
        if let name = attribute(before: index, from: start), name == "href" || name == "src" {
          var close = index + 1
          while close < end, bytes[close] != quote { close += 1 }
          add(index + 1, close)
        }
      }
      index += 1
    }
    return min(index + 1, end)
  }

  /// The name of the attribute whose value begins at a place.
  private func attribute(before place: Int, from start: Int) -> String? {
    var index = place - 1
    guard index > start, bytes[index] == UInt8(ascii: "=") else { return nil }
    let end = index
    while index > start, isLetter(bytes[index - 1]) { index -= 1 }
    return String(decoding: bytes[index..<end], as: UTF8.self).lowercased()
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    byte | 32 >= UInt8(ascii: "a") && byte | 32 <= UInt8(ascii: "z")
  }

  private mutating func add(_ start: Int, _ end: Int) {
    guard end > start, end <= bytes.count else { return }
    links.append(
      DocumentLink(
        destination: String(decoding: bytes[start..<end], as: UTF8.self),
        range: ByteRange(start, end)))
  }

  /// What follows the text of a link: a destination, a label, or nothing.
  private mutating func behindText(_ open: Int, _ close: Int, _ end: Int) -> Int {
    let next = close + 1
    guard next < end else { return next }
    if bytes[next] == UInt8(ascii: "("), let behind = inline(next + 1, end) { return behind }
    if bytes[next] == UInt8(ascii: "[") {
      var index = next + 1
      while index < end, bytes[index] != UInt8(ascii: "]"), bytes[index] != UInt8(ascii: "[") {
        index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
      }
      guard index < end, bytes[index] == UInt8(ascii: "]") else { return next }
      // `[a][]` takes its own text; `a[0][1]` is no link.
      let isWord = open > 0 && (isLetter(bytes[open - 1]) || bytes[open - 1] == UInt8(ascii: "]"))
      if index > next + 1, close > open + 1, !isWord {
        references.append((ByteRange(next + 1, index), true))
      }
      return index + 1
    }
    return next
  }

  /// Reads `destination "title")`; nil where that is none.
  private mutating func inline(_ start: Int, _ end: Int) -> Int? {
    var index = start
    func skipBlanks() {
      while index < end, bytes[index] <= 32 { index += 1 }
    }
    skipBlanks()
    guard index < end else { return nil }
    let range: Range<Int>
    if bytes[index] == UInt8(ascii: "<") {
      let first = index + 1
      while index < end, !"<>\n".utf8.contains(bytes[index]) { index += 1 }
      guard index < end, bytes[index] == UInt8(ascii: ">") else { return nil }
      range = first..<index
      index += 1
    } else {
      let first = index
      var depth = 0
      scan: while index < end, bytes[index] > 32 {
        switch bytes[index] {
        case UInt8(ascii: "\\"): index += 1
        case UInt8(ascii: "("):
          depth += 1
          if depth > Self.deepest { return nil }
        case UInt8(ascii: ")"):
          if depth == 0 { break scan }
          depth -= 1
        default: break
        }
        index += 1
      }
      range = first..<min(index, end)
    }
    skipBlanks()
    if index < end, bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'") {
      let quote = bytes[index]
      index += 1
      while index < end, bytes[index] != quote { index += 1 }
      index += 1
      skipBlanks()
    }
    guard index < end, bytes[index] == UInt8(ascii: ")") else { return nil }
    add(range.lowerBound, range.upperBound)
    return index + 1
  }

  /// Reads `[label]: destination` at the beginning of a line; nil where that is none.
  private mutating func definition(_ start: Int, _ block: Range<Int>) -> Int? {
    var index = start
    while index > block.lowerBound, bytes[index - 1] == 32 || bytes[index - 1] == UInt8(ascii: ">")
    {
      index -= 1
    }
    guard index == block.lowerBound || bytes[index - 1] == 10 else { return nil }
    index = start + 1
    while index < block.upperBound, bytes[index] != UInt8(ascii: "]"),
      bytes[index] != UInt8(ascii: "[")
    {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard index + 1 < block.upperBound, bytes[index] == UInt8(ascii: "]"),
      bytes[index + 1] == UInt8(ascii: ":")
    else { return nil }
    definitions.insert(Self.label(bytes[start + 1..<index]))
    // A footnote has text behind it.
    let isFootnote = bytes[start + 1] == UInt8(ascii: "^")
    index += 2
    if isFootnote { return index }
    while index < block.upperBound, bytes[index] <= 32 { index += 1 }
    var first = index
    while index < block.upperBound, bytes[index] > 32 { index += 1 }
    var last = index
    if first < last, bytes[first] == UInt8(ascii: "<"), bytes[last - 1] == UInt8(ascii: ">") {
      (first, last) = (first + 1, last - 1)
    }
    add(first, last)
    // A title in quotes holds no link.
    while index < block.upperBound, bytes[index] != 10 { index += 1 }
    return index
  }

  /// Labels are compared without case, with white space as one blank.
  private static func label(_ bytes: ArraySlice<UInt8>) -> String {
    bytes.split { $0 <= 32 }.map { String(decoding: $0, as: UTF8.self).lowercased() }
      .joined(separator: " ")
  }
}
