import Source
import Yams

/// A policy file read as YAML, before anything is known of its meaning.
struct PolicyDocument {
  let text: SourceText
  let path: String
  /// Nil when the file says nothing.
  let root: Node?

  /// Bounds for the recursion of the YAML parser.
  private static let maximalSize = 1 << 20
  private static let maximalDepth = 64

  init(_ text: SourceText, path: String) throws(PolicyError) {
    self.text = text
    self.path = path
    func fail(_ message: String, _ offset: Int, help: String?) -> PolicyError {
      let end = min(offset + 1, text.bytes.count)
      let range = ByteRange(min(offset, end), end)
      let place = Problem.Place(path: path, text: text, range: text.range(range))
      return PolicyError([Problem(.usage, message, at: place, help: help)])
    }
    guard text.bytes.count <= Self.maximalSize else {
      throw fail("the file is larger than 1 MiB", 0, help: "a policy is much smaller than that")
    }
    guard let string = String(validating: text.bytes, as: UTF8.self) else {
      throw fail(
        "the file is not UTF-8 from here on", text.firstInvalidByte, help: "save it as UTF-8")
    }
    if let offset = Self.tooDeep(text.bytes) {
      throw fail("the file is nested too deeply", offset, help: nil)
    }
    do {
      root = try Yams.compose(yaml: string)
    } catch let error as YamlError {
      throw PolicyError([Self.problem(error, text, path)])
    } catch {
      throw fail("the file is not YAML: \(error)", 0, help: nil)
    }
  }

  /// Where brackets or the indicators of one line are nested deeper than any policy needs. Brackets
  /// are counted in texts and comments too, so that it errs on the safe side.
  private static func tooDeep(_ bytes: [UInt8]) -> Int? {
    var brackets = 0
    var indicators = 0
    for (offset, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "{"): brackets += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): brackets = max(0, brackets - 1)
      case UInt8(ascii: "\n"): indicators = 0
      case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
        let next = offset + 1 < bytes.count ? bytes[offset + 1] : UInt8(ascii: "\n")
        if next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") { indicators += 1 }
      default: break
      }
      if brackets > maximalDepth || indicators > 4 * maximalDepth { return offset }
    }
    return nil
  }

  // MARK: Places

  func place(_ range: ByteRange) -> Problem.Place {
    Problem.Place(path: path, text: text, range: text.range(range))
  }

  /// The place of a node: all of a scalar that stands on one line, else its first byte.
  func place(_ node: Node) -> Problem.Place {
    let start = node.mark.map { text.offset($0) } ?? 0
    return place(ByteRange(start, max(end(of: node, from: start), start)))
  }

  private func end(of node: Node, from start: Int) -> Int {
    let limit = text.bytes.count
    guard case .scalar(let scalar) = node else { return min(start + 1, limit) }
    switch scalar.style {
    case .singleQuoted, .doubleQuoted:
      let quote = UInt8(ascii: scalar.style == .singleQuoted ? "'" : "\"")
      guard start < limit, text.bytes[start] == quote else { return min(start + 1, limit) }
      var index = start + 1
      while index < limit, text.bytes[index] != quote, text.bytes[index] != UInt8(ascii: "\n") {
        index += quote == UInt8(ascii: "\"") && text.bytes[index] == UInt8(ascii: "\\") ? 2 : 1
      }
      return min(index + 1, limit)
    case .plain, .any:
      let bytes = Array(scalar.string.utf8)
      return text.bytes[start...].starts(with: bytes) ? start + bytes.count : min(start + 1, limit)
    case .literal, .folded: return min(start + 1, limit)
    }
  }

  // MARK: Errors of the YAML parser

  private static func problem(_ error: YamlError, _ text: SourceText, _ path: String) -> Problem {
    func at(_ offset: Int) -> Problem.Place {
      let start = min(offset, text.bytes.count)
      let range = ByteRange(start, min(start + 1, text.bytes.count))
      return Problem.Place(path: path, text: text, range: text.range(range))
    }
    switch error {
    case .composer(let context?, _, let mark, _) where context.text.contains("single document"):
      return Problem(
        .usage, "the file holds more than one document", at: at(text.offset(mark)),
        help: "remove the line `---` or what follows it")
    case .scanner(let context, let message, let mark, _),
      .parser(let context, let message, let mark, _),
      .composer(let context, let message, let mark, _):
      let offset = text.offset(mark)
      var help: String?
      if let context {
        let position = text.position(at: text.offset(context.mark))
        help = "\(context.text) at line \(position.line), column \(position.column)"
      }
      return Problem(.usage, "the file is not YAML: \(message)", at: at(offset), help: help)
    case .reader(let message, let offset, _, let yaml):
      let bytes = offset.map { yaml.prefix($0).utf8.count } ?? 0
      return Problem(.usage, "the file is not YAML: \(message)", at: at(bytes))
    case .duplicatedKeysInMapping(let keys, let context):
      let key = keys.first ?? ""
      let first = text.offset(context.mark)
      let second = text.repeated(key, after: first)
      let place = Problem.Place(
        path: path, text: text,
        range: text.range(ByteRange(second, min(second + key.utf8.count, text.bytes.count))))
      return Problem(
        .usage, "the key `\(key)` is given twice", at: place,
        help: "it was first given in line \(text.position(at: first).line); keep one of them")
    default:
      return Problem(.usage, "the file is not YAML: \(error)", at: at(0))
    }
  }
}

extension SourceText {
  /// The offset of a mark, whose column counts Unicode scalars.
  fileprivate func offset(_ mark: Mark) -> Int {
    let line = line(mark.line)
    var offset = line.startIndex
    var left = mark.column - 1
    // A slice without content has no place of its own.
    if line.isEmpty { return lineOffset(mark.line) }
    while left > 0, offset < line.endIndex {
      offset += 1
      while offset < line.endIndex, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      left -= 1
    }
    return offset
  }

  /// The offset at which a line from 1 starts, or of the end.
  private func lineOffset(_ number: Int) -> Int {
    var line = 1
    for (offset, byte) in bytes.enumerated() {
      if line == number { return offset }
      if byte == UInt8(ascii: "\n") { line += 1 }
    }
    return bytes.count
  }

  /// Where a key of the mapping that has it at `first` is written again; `first` when it cannot be
  /// found. A key that starts its line is sought in the same column, any other behind `{` or `,`.
  fileprivate func repeated(_ key: String, after first: Int) -> Int {
    let word = Array(key.utf8)
    func before(_ offset: Int) -> UInt8? {
      var index = offset - 1
      while index >= 0, [32, 9, 34, 39].contains(bytes[index]) { index -= 1 }
      return index >= 0 ? bytes[index] : nil
    }
    func startsLine(_ offset: Int) -> Bool {
      let byte = before(offset)
      return byte == nil || byte == UInt8(ascii: "\n")
    }
    let block = startsLine(first)
    let column = position(at: first).column
    var offset = first + word.count
    while offset + word.count <= bytes.count {
      defer { offset += 1 }
      guard bytes[offset...].starts(with: word) else { continue }
      var end = offset + word.count
      while end < bytes.count, [32, 9, 34, 39].contains(bytes[end]) { end += 1 }
      guard end < bytes.count, bytes[end] == UInt8(ascii: ":") else { continue }
      if block
        ? startsLine(offset) && position(at: offset).column == column
        : [UInt8(ascii: "{"), UInt8(ascii: ",")].contains(before(offset))
      {
        return offset
      }
    }
    return first
  }

  /// The offset of the first byte that is part of no UTF-8 character.
  fileprivate var firstInvalidByte: Int {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      offset += UTF8.width(scalar)
    }
    return offset
  }
}
