import Source

/// Reads TOML's tokens against its grammar, statement by statement, with a stack of its own for
/// arrays and inline tables, and goes on with the next statement after a fault.
///
/// Tables are sections and keys are keys, to the fourth level and not within arrays, as in JSON. A
/// table of an array (`[[package]]`) is told from the others by the `name` or `id` in it.
struct TOMLOutline {
  private static let deepestEntity = 4
  private static let mostEntities = 50_000
  private static let mostDefects = 20

  private struct Container {
    let open: Int
    /// The inline table, or nil for an array.
    let table: Int32?
    /// The entity whose value it is, or -1.
    let entity: Int
    /// The entity that its keys belong to; nil where they are none.
    let parent: Int?
    let depth: Int
  }

  private enum Expected { case value, valueOrClose, keyOrClose, commaOrClose }

  var out: Outliner
  private let bytes: [UInt8]
  private let checks: Bool
  private var tables = TOMLTables()
  private var table = TOMLTables.root
  private var section = -1
  /// Whether the section is one of an array of tables that has no name of its own yet.
  private var isUnnamed = false
  /// The headers of the arrays of tables that the section is in, the outermost first.
  private var arrays: [[ByteRange]] = []
  private var index = 0
  private var reported = 0
  private var hasNewer = false
  private var containers: [Container] = []

  init(_ out: Outliner) {
    self.out = out
    bytes = out.text.bytes
    checks = out.checksValidity
  }

  mutating func run() {
    while index < out.count {
      if out.tokens.kind(index).isComment {
        checkComment()
      } else if out.isSymbol(index, "[") {
        header()
      } else {
        pair()
      }
    }
    closeSection(before: out.count)
    if checks, let place = out.defects.first(where: { $0.rule == .invalidUTF8 })?.range {
      report("TOML is UTF-8, and this is none", help: "save the file as UTF-8", place)
    }
  }

  private mutating func checkComment() {
    if checks {
      let range = out.tokens.range(index)
      if let fault = bytes.withUnsafeBufferPointer({ TOMLText.commentFault($0, range) }) {
        report(fault)
      }
    }
    index += 1
  }

  /// Whether the token at the index stands on the line of the one before it.
  private var isOnLine: Bool {
    index < out.count && !out.tokens.flags(index).contains(.startsLine)
  }

  /// Where something is missing: behind the token before the index.
  private var behind: ByteRange {
    index > 0 ? out.tokens.range(index - 1) : ByteRange(0, min(1, bytes.count))
  }

  // MARK: - Statements

  private mutating func header() {
    let start = index
    closeSection(before: start)
    let isArray =
      out.isSymbol(index + 1, "[") && out.tokens.start(index + 1) == out.tokens.end(index)
    index += isArray ? 2 : 1
    guard let parts = key() else { return skipStatement() }
    let closes = isArray ? 2 : 1
    for _ in 0..<closes {
      guard isOnLine, out.isSymbol(index, "]") else {
        report(
          "the table's header is never closed", help: "add `\(isArray ? "]]" : "]")`",
          out.tokens.range(start), rule: .unclosedDelimiter)
        return skipStatement()
      }
      index += 1
    }
    if isArray, out.tokens.start(index - 1) != out.tokens.end(index - 2) {
      report(
        "`]]` is one mark", help: "remove the blank between the two", out.tokens.range(index - 1))
    }
    let range = ByteRange(out.tokens.start(start), out.tokens.end(index - 1))
    if checks {
      let (opened, conflict) = tables.open(parts, isArray: isArray, in: bytes)
      table = opened
      if let conflict {
        let whole = ByteRange(parts[0].start, parts[parts.count - 1].end)
        report(
          "`\(out.text.string(conflict == parts.last ? whole : conflict))` is there already",
          help: "merge the two, or rename one of them", conflict, rule: .duplicateKey)
      }
    }
    while let array = arrays.last,
      !isPrefix(array, of: parts) || isArray && array.count == parts.count
    {
      arrays.removeLast()
    }
    if isArray { arrays.append(parts) }
    isUnnamed = isArray
    section = -1
    if out.entities.count < Self.mostEntities {
      section = out.add(
        Entity(
          kind: .section, range: range, nameRange: name(parts), signatureRange: range,
          visibility: .public),
        parent: -1)
    }
    endStatement()
  }

  private func isPrefix(_ key: [ByteRange], of other: [ByteRange]) -> Bool {
    key.count <= other.count && zip(key, other).allSatisfy { TOMLKey.areEqual($0, $1, in: bytes) }
  }

  private mutating func closeSection(before index: Int) {
    guard section >= 0 else { return }
    let start = out.entities[section].range.start
    let last = out.previous(index)
    guard last >= 0, out.tokens.end(last) > out.entities[section].range.end else { return }
    out.entities[section].range = ByteRange(start, out.tokens.end(last))
    let body = out.significant(
      out.tokens.firstIndex(startingAt: out.entities[section].signatureRange.end))
    out.entities[section].bodyRange = ByteRange(out.tokens.start(body), out.tokens.end(last))
  }

  private mutating func pair() {
    guard let parts = key() else { return skipStatement() }
    guard isOnLine, out.isSymbol(index, "=") else {
      report("`=` is missing behind the key", help: "write `key = value`", behind)
      return skipStatement()
    }
    index += 1
    define(parts, in: table)
    let depth = section >= 0 ? 2 : 1
    let entity = !arrays.isEmpty ? -1 : add(parts, parent: section, depth: depth)
    if isUnnamed { nameSection(by: parts) }
    if value(of: entity, depth: depth) { endStatement() } else { skipStatement() }
  }

  /// Names a table of an array by the value of its `name` or `id`.
  private mutating func nameSection(by parts: [ByteRange]) {
    guard section >= 0, parts.count == 1, isOnLine, out.tokens.kind(index) == .string else {
      return
    }
    let key = out.text.slice(TOMLKey.content(parts[0], in: bytes))
    guard key.elementsEqual("name".utf8) || key.elementsEqual("id".utf8) else { return }
    let value = TOMLKey.content(out.tokens.range(index), in: bytes)
    guard value.count > 0, bytes[value.start] != bytes[value.start - 1] else { return }
    out.entities[section].range = ByteRange(out.entities[section].range.start, value.end)
    out.entities[section].qualifiers = [out.entities[section].nameRange]
    out.entities[section].nameRange = value
    isUnnamed = false
  }

  private mutating func endStatement() {
    guard isOnLine, !out.tokens.kind(index).isComment else { return }
    report(
      "the line should end here", help: "put this on a line of its own", out.tokens.range(index))
    skipStatement()
  }

  /// Goes to the next line that may begin a statement.
  private mutating func skipStatement() {
    closeContainers()
    index += index < out.count && out.tokens.flags(index).contains(.startsLine) ? 0 : 1
    while index < out.count {
      if out.tokens.flags(index).contains(.startsLine) {
        switch out.tokens.kind(index) {
        case .lineComment, .identifier: return
        case .string where out.isSymbol(index + 1, "="): return
        case .open where out.isSymbol(index, "[") && mayBeHeader(index + 1): return
        default: break
        }
      }
      index += 1
    }
  }

  private func mayBeHeader(_ index: Int) -> Bool {
    index < out.count && (out.tokens.kind(index) == .identifier || out.isSymbol(index, "["))
  }

  // MARK: - Keys

  /// The parts of the key at the index, or nil where there is none.
  private mutating func key() -> [ByteRange]? {
    var parts: [ByteRange] = []
    while true {
      guard index < out.count, parts.isEmpty || isOnLine else {
        report("a key is missing here", help: "write the name behind this", behind)
        return nil
      }
      let range = out.tokens.range(index)
      switch out.tokens.kind(index) {
      case .identifier:
        if bytes[range.start..<range.end].contains(where: { $0 >= 128 }) {
          report("this key needs quotes", help: "write `\"\(out.text.string(range))\"`", range)
        }
      case .string: checkString()
      default:
        report("a key is expected here", help: "write a name, in quotes if need be", range)
        return nil
      }
      if out.tokens.kind(index) == .string, range.count >= 6,
        bytes[range.start + 1] == bytes[range.start],
        bytes[range.start + 2] == bytes[range.start]
      {
        report("a key stands on one line", help: "use single quotation marks", range)
      }
      parts.append(range)
      index += 1
      guard isOnLine, out.isSymbol(index, ".") else { return parts }
      index += 1
    }
  }

  private func name(_ parts: [ByteRange]) -> ByteRange {
    if parts.count == 1 {
      let content = TOMLKey.content(parts[0], in: bytes)
      return content.count > 0 ? content : parts[0]
    }
    return ByteRange(parts[0].start, parts[parts.count - 1].end)
  }

  private mutating func define(_ parts: [ByteRange], in table: Int32) {
    guard checks, let twin = tables.define(parts, in: table, bytes) else { return }
    report(
      "the key `\(out.text.string(twin))` is there twice",
      help: "remove one of the two; TOML allows a key once", twin, rule: .duplicateKey)
  }

  private mutating func add(_ parts: [ByteRange], parent: Int, depth: Int) -> Int {
    guard depth <= Self.deepestEntity, out.entities.count < Self.mostEntities else { return -1 }
    let whole = ByteRange(parts[0].start, parts[parts.count - 1].end)
    return out.add(
      Entity(
        kind: .key, range: whole, nameRange: name(parts), signatureRange: whole,
        visibility: .public), parent: parent)
  }

  // MARK: - Values

  /// Reads the value at the index, with all that it holds.
  ///
  /// - Returns: whether it was read to its end.
  private mutating func value(of entity: Int, depth: Int) -> Bool {
    var expected = Expected.value
    var entity = entity
    var depth = depth
    while true {
      while !containers.isEmpty, index < out.count, out.tokens.kind(index).isComment {
        if containers.last?.table != nil { newer("a comment in an inline table", behind) }
        checkComment()
      }
      guard index < out.count, isOnLine || !containers.isEmpty else {
        guard let container = containers.last else {
          report("a value is missing here", help: "write the value of the key", behind)
          return false
        }
        return unclosed(container)
      }
      let range = out.tokens.range(index)
      if !isOnLine, let container = containers.last {
        if container.table != nil, !out.isSymbol(index, "}") || expected != .keyOrClose {
          newer("an inline table of several lines", range)
        }
        // The lexer takes it for a key where the array cannot go on.
        if container.table == nil, out.isSymbol(index + 1, "=") { return unclosed(container) }
      }
      let isClose = out.tokens.kind(index) == .close
      if isClose, expected != .value, let container = containers.last {
        guard out.isSymbol(index, container.table == nil ? "]" : "}") else {
          return unclosed(container)
        }
        if expected == .keyOrClose, index > 0, out.isSymbol(out.previous(index), ",") {
          newer("a comma before `}`", out.tokens.range(out.previous(index)))
        }
        containers.removeLast()
        index += 1
        setBody(of: container.entity, out.tokens.start(container.open), range.end)
        if containers.isEmpty { return true }
        expected = .commaOrClose
        continue
      }
      switch expected {
      case .commaOrClose:
        guard out.isSymbol(index, ",") else {
          report("a comma is missing before this", help: "put `,` behind the value above", range)
          return false
        }
        index += 1
        expected = containers.last?.table == nil ? .valueOrClose : .keyOrClose
      case .keyOrClose:
        guard let container = containers.last, let parts = key() else { return false }
        guard out.isSymbol(index, "=") else {
          report("`=` is missing behind the key", help: "write `key = value`", behind)
          return false
        }
        index += 1
        define(parts, in: container.table ?? TOMLTables.root)
        depth = container.depth + 1
        entity = container.parent.map { add(parts, parent: $0, depth: depth) } ?? -1
        expected = .value
      case .value, .valueOrClose:
        if containers.last?.table == nil, !containers.isEmpty { entity = -1 }
        guard out.tokens.kind(index) != .open else {
          open(entity, depth)
          expected = containers.last?.table == nil ? .valueOrClose : .keyOrClose
          continue
        }
        guard scalar() else { return false }
        setBody(of: entity, range.start, range.end)
        if containers.isEmpty { return true }
        expected = .commaOrClose
      }
    }
  }

  private mutating func open(_ entity: Int, _ depth: Int) {
    let isTable = out.tokens.symbol(index) == UInt8(ascii: "{")
    let isInArray = containers.last.map { $0.table == nil || $0.parent == nil } ?? false
    containers.append(
      Container(
        open: index, table: isTable ? (checks ? tables.addInline() : 0) : nil, entity: entity,
        parent: isTable && entity >= 0 && !isInArray ? entity : nil, depth: depth))
    index += 1
  }

  private mutating func setBody(of entity: Int, _ start: Int, _ end: Int) {
    guard entity >= 0 else { return }
    out.entities[entity].bodyRange = ByteRange(start, end)
    out.entities[entity].range = ByteRange(out.entities[entity].range.start, end)
  }

  private mutating func unclosed(_ container: Container) -> Bool {
    let isArray = container.table == nil
    report(
      "`\(isArray ? "[" : "{")` is never closed", help: "add `\(isArray ? "]" : "}")`",
      out.tokens.range(container.open), rule: .unclosedDelimiter)
    return false
  }

  /// Gives up what is open where the statement cannot be read on.
  private mutating func closeContainers() {
    let last = out.previous(index)
    while let container = containers.popLast() {
      setBody(of: container.entity, out.tokens.start(container.open), out.tokens.end(last))
    }
  }

  /// Reads a value that holds no others.
  private mutating func scalar() -> Bool {
    let range = out.tokens.range(index)
    switch out.tokens.kind(index) {
    case .string: checkString()
    case .number, .identifier:
      let fault = checks ? bytes.withUnsafeBufferPointer { TOMLScalar.fault($0, range) } : nil
      if let fault { report(fault) }
    default:
      report("a value is expected here", help: "write the value, in quotes if it is text", range)
      return false
    }
    index += 1
    return true
  }

  private mutating func checkString() {
    let range = out.tokens.range(index)
    if out.tokens.flags(index).contains(.unterminated) {
      let quote = out.tokens.symbol(index)
      let isLong =
        range.count >= 3 && bytes[range.start + 1] == quote && bytes[range.start + 2] == quote
      report(
        "the string is never closed", help: "add the closing quotation mark",
        ByteRange(range.start, range.start + (isLong ? 3 : 1)), rule: .unterminatedString)
    } else if checks, let fault = bytes.withUnsafeBufferPointer({ TOMLText.fault($0, range) }) {
      report(fault)
    }
  }

  // MARK: - Defects

  private mutating func report(_ fault: TOMLFault) {
    if fault.isNewer, hasNewer { return }
    hasNewer = hasNewer || fault.isNewer
    report(
      fault.message, help: fault.help, fault.range, severity: fault.isNewer ? .warning : .error)
  }

  private mutating func newer(_ what: String, _ range: ByteRange) {
    report(
      TOMLFault(
        message: "\(what) is TOML 1.1, which older readers reject",
        help: "write it on one line, without comment and without a comma behind the last member",
        range: range, isNewer: true))
  }

  private mutating func report(
    _ message: String, help: String, _ range: ByteRange, rule: Defect.Rule = .invalidTOML,
    severity: Severity = .error
  ) {
    guard reported < Self.mostDefects else { return }
    reported += 1
    out.defects.append(Defect(rule, severity, message, help: help, range: range))
  }
}
