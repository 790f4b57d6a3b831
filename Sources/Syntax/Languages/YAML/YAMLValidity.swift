import Source
import Yams

/// What libyaml says about a file.
enum YAMLValidity {
  /// Larger files are data: libyaml reads a few megabytes a second.
  private static let mostBytes = 4 << 20
  /// The most aliases in a file that has keys which are no plain words. Composing shares what an alias
  /// names, so a file costs what it is long, but comparing such a key walks through all that its
  /// aliases name, which doubles with each level.
  private static let mostAliases = 12
  /// The most collections in one another: composing one takes a call, and threads have small stacks.
  private static let mostNesting = 100

  static func defects(of text: SourceText, tokens: TokenBuffer) -> [Defect] {
    let bytes = text.bytes
    if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
      return [note("the file is UTF-16 and was not checked", help: "save it as UTF-8", text)]
    }
    if bytes.count > mostBytes {
      return [
        note("the file is larger than 4 MiB and was not checked", help: "split it", text)
      ]
    }
    if isTooDeep(text, tokens) {
      return [
        note(
          "collections are nested more than 100 deep, and the file was not checked",
          help: "nest them less", text)
      ]
    }
    if comparesAliases(tokens) {
      return [
        note(
          "the file has keys made of collections, and many aliases, and was not checked",
          help: "write the keys as plain words", text)
      ]
    }
    do {
      // What type a scalar has says nothing about validity, and asking costs half of the time.
      let parser = try Parser(
        yaml: String(decoding: bytes[beginning(of: text)...], as: UTF8.self), resolver: .basic,
        encoding: .utf8)
      while try parser.nextRoot() != nil {}
      return []
    } catch let error as YamlError {
      return defect(error, text, tokens).map { [$0] } ?? []
    } catch {
      return [note("the file was not checked: \(error)", help: "check it by hand", text)]
    }
  }

  /// Where the text begins: libyaml takes no byte order mark once it is told the encoding.
  private static func beginning(of text: SourceText) -> Int {
    text.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  private static func note(_ message: String, help: String, _ text: SourceText) -> Defect {
    Defect(
      .invalidYAML, .note, message, help: help, range: ByteRange(0, min(1, text.bytes.count)))
  }

  /// Whether more collections may be open at once than libyaml is asked to read. Each flow collection
  /// counts, and each column at which a block collection may have begun.
  private static func isTooDeep(_ text: SourceText, _ tokens: TokenBuffer) -> Bool {
    var columns: [Int] = []
    var flow = 0
    // Where the line of the token begins, and whether a collection may begin with the token.
    var line = 0
    var isFirst = true
    for index in 0..<tokens.count {
      let start = tokens.start(index)
      switch tokens.kind(index) {
      case .lineComment, .directive: continue
      case .open: flow += 1
      case .close: flow = max(flow - 1, 0)
      default: break
      }
      if tokens.flags(index).contains(.startsLine) {
        line = start
        while line > 0, text.bytes[line - 1] == 32 || text.bytes[line - 1] == 9 { line -= 1 }
        isFirst = true
      }
      let isDash = tokens.kind(index) == .punctuation
      if flow == 0, isFirst || isDash && tokens.symbol(index) != UInt8(ascii: ":") {
        while let last = columns.last, last > start - line { columns.removeLast() }
        if columns.last != start - line { columns.append(start - line) }
        isFirst = isDash
      }
      if columns.count + flow > mostNesting { return true }
    }
    return false
  }

  private static func comparesAliases(_ tokens: TokenBuffer) -> Bool {
    var aliases = 0
    var hasKeys = false
    for index in 0..<tokens.count {
      switch tokens.symbol(index) {
      case UInt8(ascii: "*") where tokens.kind(index) == .identifier:
        aliases += 1
      case UInt8(ascii: "?") where tokens.kind(index) == .punctuation: hasKeys = true
      case UInt8(ascii: ":") where tokens.kind(index) == .punctuation && index > 0:
        let before = tokens.kind(index - 1)
        if before == .close || before == .identifier { hasKeys = true }
      default: break
      }
    }
    return hasKeys && aliases > mostAliases
  }

  private static func defect(
    _ error: YamlError, _ text: SourceText, _ tokens: TokenBuffer
  ) -> Defect? {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let range = range(of: mark, in: text)
      if problem.contains("expected ',' or"), let open = unclosed(at: range.start, tokens) {
        let spelling = text.string(tokens.range(open))
        return Defect(
          .invalidYAML, .error, "`\(spelling)` is never closed",
          help: "add the closing bracket that fits it", range: tokens.range(open))
      }
      let place = context.map { " (\($0.text.trimmed) from line \($0.mark.line) on)" } ?? ""
      return Defect(
        .invalidYAML, .error, problem.trimmed + place, help: help(problem, range, text),
        range: range)
    case .reader(let problem, let offset, _, _):
      // The offset counts characters, so only whole-ASCII files have an exact place.
      let start = min(beginning(of: text) + (offset ?? 0), max(0, text.bytes.count - 1))
      return Defect(
        .invalidYAML, .error, problem, help: "remove the character, or write it as an escape",
        range: ByteRange(start, min(start + 1, text.bytes.count)))
    case .duplicatedKeysInMapping(let duplicates, let context):
      // Merging twice is common, and most readers take it.
      guard let key = duplicates.first(where: { $0 != "<<" }) else { return nil }
      return Defect(
        .duplicateKey, .warning, "the key `\(key)` is there twice",
        help: "remove one of the two; readers keep the last one or refuse the file",
        range: range(of: context.mark, in: text))
    default:
      return note("the file was not checked: \(error)", help: "check it by hand", text)
    }
  }

  /// The innermost bracket around an offset, unless it has a partner.
  private static func unclosed(at offset: Int, _ tokens: TokenBuffer) -> Int? {
    var open: [Int] = []
    var index = 0
    while index < tokens.count, tokens.start(index) < offset {
      switch tokens.kind(index) {
      case .open: open.append(index)
      case .close: _ = open.popLast()
      default: break
      }
      index += 1
    }
    guard let innermost = open.last else { return nil }
    var depth = 1
    while index < tokens.count {
      switch tokens.kind(index) {
      case .open: depth += 1
      case .close:
        depth -= 1
        if depth == 0 {
          return tokens.symbol(index) == tokens.symbol(innermost) + 2 ? nil : innermost
        }
      // The next document begins.
      case .operator where tokens.end(index) - tokens.start(index) == 3: return innermost
      default: break
      }
      index += 1
    }
    return innermost
  }

  private static func help(_ problem: String, _ range: ByteRange, _ text: SourceText) -> String {
    if problem.contains("cannot start any token") {
      return range.start < text.bytes.count && text.bytes[range.start] == 9
        ? "indent with blanks, not with tabs" : "put the value into quotes"
    }
    if problem.contains("mapping values are not allowed") {
      return "put the value into quotes, or mend the indentation of this line"
    }
    if problem.contains("expected ':'") { return "put `:` and a blank behind the key" }
    if problem.contains("undefined alias") { return "define the anchor before the alias" }
    if problem.contains("expected ',' or") { return "add the comma or the closing bracket" }
    if problem.contains("end of stream") { return "add the closing quote" }
    return "mend the indentation of this line, or the quotes and brackets above it"
  }

  /// libyaml counts lines by every line end that YAML 1.1 knows and columns by Unicode scalars.
  private static func range(of mark: Mark, in text: SourceText) -> ByteRange {
    let bytes = text.bytes
    var offset = beginning(of: text)
    var line = 1
    while line < mark.line, offset < bytes.count {
      let next = offset + 1 < bytes.count ? bytes[offset + 1] : 0
      let third = offset + 2 < bytes.count ? bytes[offset + 2] : 0
      switch bytes[offset] {
      case 10: line += 1
      case 13 where next != 10: line += 1
      case 0xC2 where next == 0x85:
        line += 1
        offset += 1
      case 0xE2 where next == 0x80 && (third == 0xA8 || third == 0xA9):
        line += 1
        offset += 2
      default: break
      }
      offset += 1
    }
    var column = 1
    while column < mark.column, offset < bytes.count {
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      column += 1
    }
    offset = min(offset, bytes.count)
    if offset == bytes.count {
      // At the end: show the last character that is there.
      while offset > 0, bytes[offset - 1].isBlank || bytes[offset - 1] == 10 { offset -= 1 }
      return ByteRange(max(0, offset - 1), offset)
    }
    return ByteRange(offset, offset + 1)
  }
}

extension String {
  fileprivate var trimmed: Substring {
    var rest = self[...]
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }
}
