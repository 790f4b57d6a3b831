import Source

/// Reads the keys of YAML's block mappings, by their columns.
struct YAMLOutline {
  /// As for JSON: the first levels, and nothing within sequences, where keys repeat.
  private static let deepestEntity = 4
  private static let mostEntities = 50_000

  private struct Level {
    let column: Int
    /// The entity of the key, or -1 for one that is none.
    let entity: Int
    let isSequence: Bool
  }

  var out: Outliner
  private var levels: [Level] = []

  init(_ out: Outliner) { self.out = out }

  mutating func run() {
    var index = 0
    var flow = 0
    var line = 0
    /// Whether what follows on the line may be a key: nothing but dashes stands before it.
    var mayBeKey = false
    while index < out.count {
      if out.tokens.flags(index).contains(.startsLine) {
        line = lineStart(out.tokens.start(index))
        mayBeKey = true
      }
      let column = out.tokens.start(index) - line
      switch out.tokens.kind(index) {
      case .open:
        flow += 1
        mayBeKey = false
      case .close: flow = max(0, flow - 1)
      case .operator where column == 0 && out.tokens.end(index) - out.tokens.start(index) == 3:
        close(from: -1, before: index)
        flow = 0
      case .punctuation
      where flow == 0 && mayBeKey && out.tokens.symbol(index) != UInt8(ascii: ":"):
        openSequence(column, before: index)
      case .text, .string:
        if flow == 0, mayBeKey, isKey(index) { key(index, column) }
        mayBeKey = false
      default: break
      }
      index += 1
    }
    close(from: -1, before: out.count)
  }

  private func isKey(_ index: Int) -> Bool {
    out.isSymbol(index + 1, ":") && !out.tokens.flags(index + 1).contains(.startsLine)
  }

  private func lineStart(_ offset: Int) -> Int {
    var start = offset
    while start > 0, out.text.bytes[start - 1] != 10 { start -= 1 }
    return start
  }

  private mutating func openSequence(_ column: Int, before index: Int) {
    close(from: column + 1, before: index)
    if let top = levels.last, top.isSequence, top.column == column { return }
    levels.append(Level(column: column, entity: -1, isSequence: true))
  }

  private mutating func key(_ index: Int, _ column: Int) {
    close(from: column, before: index)
    let isTooDeep =
      levels.count >= Self.deepestEntity || levels.last.map { $0.entity < 0 } == true
      || out.entities.count >= Self.mostEntities
    guard !isTooDeep else {
      levels.append(Level(column: column, entity: -1, isSequence: false))
      return
    }
    let range = out.tokens.range(index)
    let isQuoted = out.tokens.kind(index) == .string && range.count > 2
    let entity = Entity(
      kind: .key, range: ByteRange(range.start, out.tokens.end(index + 1)),
      nameRange: isQuoted ? ByteRange(range.start + 1, range.end - 1) : range,
      signatureRange: range, visibility: .public)
    let added = out.add(entity, parent: levels.last?.entity ?? -1)
    levels.append(Level(column: column, entity: added, isSequence: false))
  }

  private mutating func close(from column: Int, before index: Int) {
    guard let top = levels.last, top.column >= column else { return }
    let last = out.previous(index)
    while let top = levels.last, top.column >= column {
      levels.removeLast()
      guard top.entity >= 0, last >= 0 else { continue }
      let range = out.entities[top.entity].range
      let end = max(range.end, out.tokens.end(last))
      out.entities[top.entity].range = ByteRange(range.start, end)
      let value = out.significant(out.tokens.firstIndex(startingAt: range.end))
      if value <= last {
        out.entities[top.entity].bodyRange = ByteRange(out.tokens.start(value), end)
      }
    }
  }
}
