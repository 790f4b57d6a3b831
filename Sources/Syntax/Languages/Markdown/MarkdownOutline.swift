import Source

/// Makes sections of Markdown's headings, each with all up to the next heading of its level or of one
/// above it; and keys of the front matter and of the definitions of links.
struct MarkdownOutline {
  private static let mostEntities = 50_000

  var out: Outliner
  private var open: [(level: UInt8, entity: Int)] = []
  /// The key of the front matter whose value is being read, or -1.
  private var key = -1

  init(_ out: Outliner) { self.out = out }

  mutating func run() {
    var index = 0
    /// The first word of a paragraph that turned out to be a heading.
    var heading = -1
    while index < out.count {
      let flags = out.tokens.flags(index)
      if flags.contains(.opensBlock) { heading = index }
      switch out.tokens.kind(index) {
      case .keyword:
        let symbol = out.tokens.symbol(index)
        if flags.contains(.closesBlock) {
          if heading >= 0 {
            section(
              symbol - MarkdownLexer.underline, from: heading, name: heading..<index, end: index)
          }
          heading = -1
        } else {
          let end = behindText(index + 1)
          section(symbol, from: index, name: index + 1..<end, end: max(end - 1, index))
          index = end - 1
        }
      case .identifier where out.tokens.symbol(index) == UInt8(ascii: "["): definition(index)
      case .identifier where out.tokens.symbol(index) != 0: frontMatterKey(index)
      case .text where key >= 0: stretchKey(to: index)
      case .directive: key = -1
      default: break
      }
      index += 1
    }
    close(to: 0, before: out.count)
  }

  /// The index behind the words that begin at an index, on the same line.
  private func behindText(_ first: Int) -> Int {
    var index = first
    while index < out.count, out.tokens.kind(index) == .text,
      !out.tokens.flags(index).contains(.startsLine)
    {
      index += 1
    }
    return index
  }

  private mutating func section(_ level: UInt8, from first: Int, name: Range<Int>, end: Int) {
    close(to: level, before: first)
    guard out.entities.count < Self.mostEntities else { return }
    let range = ByteRange(out.tokens.start(first), out.tokens.end(end))
    let nameRange =
      name.isEmpty
      ? out.tokens.range(first)
      : ByteRange(out.tokens.start(name.lowerBound), out.tokens.end(name.upperBound - 1))
    let added = out.add(
      Entity(
        kind: .section, range: range, nameRange: nameRange, signatureRange: range,
        visibility: .public), parent: open.last?.entity ?? -1)
    open.append((level, added))
  }

  /// Closes the sections of a level and below.
  private mutating func close(to level: UInt8, before index: Int) {
    guard let innermost = open.last, innermost.level >= level else { return }
    let last = out.previous(index)
    let end = last >= 0 ? out.tokens.end(last) : 0
    while let section = open.last, section.level >= level {
      open.removeLast()
      let range = out.entities[section.entity].range
      guard end > range.end else { continue }
      let body = out.significant(out.tokens.firstIndex(startingAt: range.end))
      out.entities[section.entity].range = ByteRange(range.start, end)
      out.entities[section.entity].bodyRange = ByteRange(out.tokens.start(body), end)
    }
  }

  private mutating func definition(_ index: Int) {
    guard out.entities.count < Self.mostEntities else { return }
    var last = index
    while last + 1 < out.count, !out.tokens.flags(last + 1).contains(.startsLine) { last += 1 }
    let label = out.tokens.range(index)
    _ = out.add(
      Entity(
        kind: .key, range: ByteRange(label.start, out.tokens.end(last)), nameRange: label,
        signatureRange: label, visibility: .public), parent: open.last?.entity ?? -1)
  }

  private mutating func frontMatterKey(_ index: Int) {
    let name = out.tokens.range(index)
    key = out.add(
      Entity(
        kind: .key, range: name, nameRange: name, signatureRange: name, visibility: .public),
      parent: -1)
  }

  private mutating func stretchKey(to index: Int) {
    let value = out.tokens.range(index)
    let range = out.entities[key].range
    let body = out.entities[key].bodyRange?.start ?? value.start
    out.entities[key].range = ByteRange(range.start, value.end)
    out.entities[key].bodyRange = ByteRange(body, value.end)
  }
}
