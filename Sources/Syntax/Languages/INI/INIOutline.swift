import Source

/// Makes sections and keys of INI's lines.
struct INIOutline {
  private static let mostEntities = 50_000
  private static let mostDefects = 20

  private struct Key: Hashable {
    let section: UInt64
    let key: UInt64
  }

  var out: Outliner
  private let dialect: INIDialect
  private var section = -1
  private var sectionName: UInt64 = 0
  private var key = -1
  private var seen: [Key: ByteRange] = [:]
  private var reported = 0

  init(_ out: Outliner) {
    self.out = out
    dialect = INIDialect(path: out.path)
  }

  mutating func run() {
    var index = out.significant(0)
    // Many programs call their own format `.cfg`.
    if out.path?.pathExtension?.lowercased() == "cfg", !out.isSymbol(index, "[") { return }
    while index < out.count {
      switch out.tokens.kind(index) {
      case .open where out.tokens.flags(index).contains(.startsLine): index = header(index)
      case .identifier: index = pair(index)
      case .text:
        // A line that goes on with the value above.
        extend(to: out.tokens.end(index))
        index += 1
      default: index += 1
      }
    }
  }

  private mutating func header(_ start: Int) -> Int {
    var end = start + 1
    while end < out.count, !out.tokens.flags(end).contains(.startsLine),
      out.tokens.kind(end) == .identifier || out.tokens.kind(end) == .close
    {
      end += 1
    }
    key = -1
    section = -1
    let range = ByteRange(out.tokens.start(start), out.tokens.end(end - 1))
    let hasName = end > start + 1 && out.tokens.kind(start + 1) == .identifier
    let name = hasName ? out.tokens.range(start + 1) : range
    sectionName = hash(name)
    guard out.entities.count < Self.mostEntities else { return end }
    section = out.add(
      Entity(
        kind: .section, range: range, nameRange: name, signatureRange: range, visibility: .public),
      parent: -1)
    return end
  }

  private mutating func pair(_ start: Int) -> Int {
    let range = out.tokens.range(start)
    checkRepetition(range, start)
    var end = start + 1
    while end < out.count, !out.tokens.flags(end).contains(.startsLine) { end += 1 }
    let last = out.tokens.end(end - 1)
    guard out.entities.count < Self.mostEntities else { return end }
    let value = start + (out.tokens.kind(start + 1 < end ? start + 1 : start) == .operator ? 2 : 1)
    var entity = Entity(
      kind: .key, range: ByteRange(range.start, last), nameRange: range, signatureRange: range,
      visibility: .public)
    if value < end { entity.bodyRange = ByteRange(out.tokens.start(value), last) }
    key = out.add(entity, parent: section)
    extend(to: last)
    return end
  }

  /// Stretches the key and the section to an offset.
  private mutating func extend(to end: Int) {
    if key >= 0 {
      let start = out.entities[key].bodyRange?.start
      let range = out.entities[key].range
      if end > range.end {
        out.entities[key].range = ByteRange(range.start, end)
        out.entities[key].bodyRange = ByteRange(start ?? codeStart(behind: range.end), end)
      }
    }
    if section >= 0, end > out.entities[section].range.end {
      let header = out.entities[section].signatureRange.end
      let start = out.entities[section].bodyRange?.start ?? codeStart(behind: header)
      out.entities[section].range = ByteRange(out.entities[section].range.start, end)
      out.entities[section].bodyRange = ByteRange(start, end)
    }
  }

  /// Where the first token behind an offset begins that is no comment.
  private func codeStart(behind offset: Int) -> Int {
    out.tokens.start(out.significant(out.tokens.firstIndex(startingAt: offset)))
  }

  // MARK: - Repetition

  private func hash(_ range: ByteRange) -> UInt64 {
    out.text.bytes.withUnsafeBufferPointer { bytes in
      bytes[range.start..<range.end].reduce(0xCBF2_9CE4_8422_2325) {
        ($0 ^ UInt64($1)) &* 0x100_0000_01B3
      }
    }
  }

  /// Whether a key that stands twice loses a value; Git and systemd keep all of them.
  private mutating func checkRepetition(_ range: ByteRange, _ index: Int) {
    guard dialect == .python || dialect == .properties, reported < Self.mostDefects,
      index + 1 < out.count, !out.tokens.flags(index + 1).contains(.startsLine)
    else { return }
    let place = Key(section: sectionName, key: hash(range))
    guard let first = seen.updateValue(range, forKey: place) else { return }
    guard out.text.slice(first).elementsEqual(out.text.slice(range)) else { return }
    reported += 1
    out.defects.append(
      Defect(
        .duplicateKey, .note, "the key `\(out.text.string(range))` is there twice",
        help: "remove one of the two; readers keep the last one or refuse the file", range: range))
  }
}
