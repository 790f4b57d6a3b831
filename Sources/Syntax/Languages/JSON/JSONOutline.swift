import Source

/// Reads JSON's tokens against its grammar, with a stack of its own instead of recursion, and goes on
/// after each fault as a person would read on.
struct JSONOutline {
  /// Entities are made of the keys on the first levels only, and of none within arrays, where keys
  /// repeat: a data file of a hundred megabytes has millions of keys that no one would call parts of
  /// it.
  private static let deepestEntity = 4
  /// The most entities of one file, for the same reason.
  private static let mostEntities = 50_000
  /// The most faults of one file: further ones are mostly consequences.
  private static let mostDefects = 20

  private struct Container {
    let open: Int
    let isObject: Bool
    /// The number of keys on the stack of keys when it was opened.
    let firstKey: Int
    /// The entity whose value it is, or -1; -2 within arrays.
    let entity: Int
  }

  private enum Expected {
    case value, firstValue, key, firstKey, colon, comma, end
  }

  var out: Outliner
  private let dialect: JSONDialect
  private var containers: [Container] = []
  /// How many of the containers are objects.
  private var objects = 0
  private var keys = JSONKeys()
  private var expected = Expected.value
  /// The entity of the key whose value comes next.
  private var pending = -1
  private var comma = -1
  private var reported = 0
  /// Whether something stood where only a placeholder of a template makes sense. Without it the
  /// braces of nested objects are no markers.
  private var mayBeTemplate = false

  init(_ out: Outliner) {
    self.out = out
    dialect = JSONDialect(path: out.path)
  }

  mutating func run() {
    var documents = 0
    for index in 0..<out.count {
      if out.tokens.kind(index).isComment {
        comment(index)
        continue
      }
      if out.tokens.kind(index) == .string { string(index) }
      if dialect.isLines, out.tokens.flags(index).contains(.startsLine), index > 0 {
        closeAll()
        expected = .value
      }
      if expected == .value, containers.isEmpty { documents += 1 }
      take(index)
    }
    if expected == .colon, let last = lastToken { missingValue(last) }
    if expected == .value, documents > 0, containers.isEmpty == false, let last = lastToken,
      !out.isSymbol(last, ",")
    {
      missingValue(last)
    }
    closeAll()
    if documents == 0, !dialect.isLines, !dialect.allowsComments {
      report(
        "the file is empty, which is not JSON", help: "write a value: `{}`, `[]` or `null`",
        ByteRange(0, 0))
    }
    if mayBeTemplate { out.defects = TemplateMarkers.softened(out.defects, in: out.text) }
  }

  private var lastToken: Int? {
    let last = out.previous(out.count)
    return last >= 0 ? last : nil
  }

  private mutating func missingValue(_ last: Int) {
    report("a value is missing here", help: "write the value of the key", out.tokens.range(last))
  }

  // MARK: - Grammar

  private mutating func take(_ index: Int) {
    switch out.tokens.kind(index) {
    case .punctuation:
      out.tokens.symbol(index) == UInt8(ascii: ",") ? takeComma(index) : takeColon(index)
    case .close: takeClose(index)
    default:
      separate(index)
      expected == .key || expected == .firstKey ? takeKey(index) : takeValue(index)
    }
  }

  /// What a value or key stands behind: nothing is missing, or the comma, the colon or the end is.
  private mutating func separate(_ index: Int) {
    switch expected {
    case .comma:
      report(
        "a comma is missing before this", help: "put `,` behind the value above",
        out.tokens.range(index))
      expected = containers.last?.isObject == true ? .key : .value
    case .colon:
      report(
        "a colon is missing before this", help: "put `:` between the key and its value",
        out.tokens.range(index))
      expected = .value
    case .end:
      report(
        "there is more after the end of the value",
        help: "a JSON file holds one value; put several into an array", out.tokens.range(index))
      expected = .value
    default: break
    }
  }

  private mutating func takeKey(_ index: Int) {
    var range = out.tokens.range(index)
    switch out.tokens.kind(index) {
    case .string:
      let closing = out.tokens.flags(index).contains(.unterminated) ? 0 : 1
      if range.count > 2 { range = ByteRange(range.start + 1, range.end - closing) }
    case .identifier, .keyword, .number:
      if !dialect.isJSON5 || out.tokens.kind(index) == .number {
        report(
          "a key must stand in double quotes", help: "write `\"\(out.text.string(range))\"`", range)
      }
    default:
      if out.isSymbol(index, "{") || out.tokens.kind(index) == .invalid { mayBeTemplate = true }
      report(
        "a key in double quotes is expected here", help: "write the key and a colon before this",
        range)
      takeValue(index)
      return
    }
    keys.push(index, range, in: out.text)
    expected = .colon
    pending = -2
    guard let container = containers.last, container.entity != -2,
      containers.count <= Self.deepestEntity, out.entities.count < Self.mostEntities
    else { return }
    let whole = out.tokens.range(index)
    pending = out.add(
      Entity(
        kind: .key, range: whole, nameRange: range, signatureRange: whole, visibility: .public),
      parent: container.entity)
  }

  private mutating func takeValue(_ index: Int) {
    let range = out.tokens.range(index)
    switch out.tokens.kind(index) {
    case .open:
      let isObject = out.tokens.symbol(index) == UInt8(ascii: "{")
      let inArray = containers.last.map { !$0.isObject } ?? false
      let entity = containers.isEmpty ? (isObject ? -1 : -2) : inArray || !isObject ? -2 : pending
      if !isObject, pending >= 0, !inArray { openArrays.append((containers.count, pending)) }
      if isObject { objects += 1 }
      containers.append(
        Container(open: index, isObject: isObject, firstKey: keys.count, entity: entity))
      expected = isObject ? .firstKey : .firstValue
      return
    case .number:
      if let fault = JSONNumber.fault(out.text.slice(range), isJSON5: dialect.isJSON5) {
        report(fault.message, help: fault.help, range)
      }
    case .identifier: word(range)
    case .invalid:
      mayBeTemplate = true
      report(
        "this is not part of JSON", help: "remove it, or put it into a string in double quotes",
        range)
    default: break
    }
    finishValue(end: range.end, start: range.start)
  }

  private var openArrays: [(depth: Int, entity: Int)] = []

  private mutating func finishValue(end: Int, start: Int) {
    if let container = containers.last, container.isObject, pending >= 0 {
      setBody(of: pending, ByteRange(start, end))
    }
    pending = -1
    expected = containers.isEmpty ? .end : .comma
  }

  private mutating func setBody(of entity: Int, _ range: ByteRange) {
    out.entities[entity].bodyRange = range
    out.entities[entity].range = ByteRange(out.entities[entity].range.start, range.end)
  }

  private mutating func takeComma(_ index: Int) {
    if expected != .comma {
      report(
        expected == .end ? "a comma stands after the end" : "a value is missing before this comma",
        help: "remove the comma", out.tokens.range(index))
      if containers.isEmpty { return }
    }
    comma = index
    expected = containers.last?.isObject == true ? .key : .value
  }

  private mutating func takeColon(_ index: Int) {
    if expected == .colon {
      expected = .value
    } else {
      report(
        "a colon is not expected here", help: "remove it, or put a key before it",
        out.tokens.range(index))
    }
  }

  private mutating func takeClose(_ index: Int) {
    let isObject = out.tokens.symbol(index) == UInt8(ascii: "}")
    guard let top = containers.last else {
      report(
        "`\(isObject ? "}" : "]")` closes nothing", help: "remove it", out.tokens.range(index),
        rule: .unexpectedDelimiter)
      return
    }
    if top.isObject != isObject {
      guard isObject ? objects > 0 : containers.count > objects else {
        report(
          "`\(isObject ? "}" : "]")` closes nothing",
          help: "remove it, or write `\(isObject ? "]" : "}")`", out.tokens.range(index),
          rule: .unexpectedDelimiter)
        return
      }
      while let top = containers.last, top.isObject != isObject {
        unclosed(top)
        pop(end: out.tokens.start(index))
      }
    }
    switch expected {
    case .key, .value:
      let afterComma = comma >= 0 && out.previous(index) == comma
      if !afterComma {
        report(
          "a value is missing before this", help: "write the value", out.tokens.range(index))
      } else if !dialect.allowsComments {
        report(
          "a comma stands before the closing `\(isObject ? "}" : "]")`", help: "remove the comma",
          out.tokens.range(comma))
      }
    case .colon:
      report(
        "the key has no value", help: "put `:` and a value behind the key",
        out.tokens.range(index))
    default: break
    }
    pop(end: out.tokens.end(index))
  }

  private mutating func pop(end: Int) {
    let container = containers.removeLast()
    if container.isObject { objects -= 1 }
    let start = out.tokens.start(container.open)
    if container.isObject {
      for range in keys.duplicates(from: container.firstKey, in: out.text) {
        out.defects.append(
          Defect(
            .duplicateKey, .warning, "the key `\(out.text.string(range))` is there twice",
            help: "remove one of the two; readers keep the last one or refuse the file",
            range: range))
      }
    }
    if container.entity >= 0 { setBody(of: container.entity, ByteRange(start, max(start, end))) }
    if let array = openArrays.last, array.depth == containers.count {
      openArrays.removeLast()
      setBody(of: array.entity, ByteRange(start, max(start, end)))
    }
    pending = -1
    expected = containers.isEmpty ? .end : .comma
  }

  private mutating func closeAll() {
    guard !containers.isEmpty else { return }
    let end = lastToken.map { out.tokens.end($0) } ?? 0
    while let top = containers.last {
      unclosed(top)
      pop(end: dialect.isLines ? out.tokens.end(top.open) : end)
    }
  }

  private mutating func unclosed(_ container: Container) {
    report(
      "`\(container.isObject ? "{" : "[")` is never closed",
      help: "add `\(container.isObject ? "}" : "]")`", out.tokens.range(container.open),
      rule: .unclosedDelimiter)
  }

  // MARK: - Words

  private mutating func comment(_ index: Int) {
    let range = out.tokens.range(index)
    if out.tokens.flags(index).contains(.unterminated) {
      report(
        "the comment is never closed", help: "add `*/`", ByteRange(range.start, range.start + 2),
        rule: .unterminatedComment)
    } else if !dialect.allowsComments || out.text.bytes[range.start] == UInt8(ascii: "#") {
      report("JSON has no comments", help: "remove the comment", range)
    }
  }

  private mutating func word(_ range: ByteRange) {
    switch out.text.string(range) {
    case "NaN" where dialect.isJSON5, "Infinity" where dialect.isJSON5: return
    case "True", "TRUE": report("JSON spells it `true`", help: "write `true`", range)
    case "False", "FALSE": report("JSON spells it `false`", help: "write `false`", range)
    case "None", "nil", "NULL", "Null", "undefined":
      report("JSON spells it `null`", help: "write `null`", range)
    case let other:
      report("`\(other)` is no JSON value", help: "put it into double quotes", range)
    }
  }

  private mutating func string(_ index: Int) {
    let range = out.tokens.range(index)
    if out.tokens.flags(index).contains(.unterminated) {
      report(
        "the string is never closed", help: "add the closing quote on the same line",
        ByteRange(range.start, range.start + 1), rule: .unterminatedString)
      return
    }
    if dialect.isJSON5 { return }
    if out.tokens.symbol(index) == UInt8(ascii: "'") {
      report("JSON strings stand in double quotes", help: "write `\"` for `'`", range)
    } else if let fault = JSONString.fault(in: out.text, range) {
      report(fault.message, help: fault.help, fault.range)
    }
  }

  private mutating func report(
    _ message: String, help: String, _ range: ByteRange, rule: Defect.Rule = .invalidJSON
  ) {
    reported += 1
    guard reported <= Self.mostDefects else { return }
    out.defects.append(Defect(rule, .error, message, help: help, range: range))
  }
}
