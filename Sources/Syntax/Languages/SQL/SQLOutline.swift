import Source

/// Finds what the statements create. Dialects accept too much of one another's nonsense for any of it
/// to be called wrong, so that nothing is reported.
struct SQLOutline {
  var out: Outliner

  init(_ out: Outliner) { self.out = out }

  mutating func run() {
    pairParentheses()
    var index = out.significant(0)
    while index < out.count {
      let end = endOfStatement(index)
      if word(index) == .create { statement(index, end) }
      // A statement may begin where none was ended.
      index = end > index && word(end) == .create ? end : out.significant(max(end, index) + 1)
    }
  }

  private mutating func pairParentheses() {
    out.partners = [Int32](repeating: -1, count: out.count)
    var open: [Int] = []
    for index in 0..<out.count {
      if out.tokens.kind(index) == .open { open.append(index) }
      if out.isSymbol(index, ";") { open.removeAll(keepingCapacity: true) }
      guard out.tokens.kind(index) == .close, let last = open.popLast() else { continue }
      out.partners[last] = Int32(truncatingIfNeeded: index)
      out.partners[index] = Int32(truncatingIfNeeded: last)
    }
  }

  func word(_ index: Int) -> SQLWord? {
    guard index >= 0, index < out.count, out.tokens.kind(index) == .keyword else { return nil }
    return SQLWord(rawValue: out.tokens.symbol(index))
  }

  func isName(_ index: Int) -> Bool {
    guard index < out.count else { return false }
    switch out.tokens.kind(index) {
    case .identifier, .keyword: return true
    case .string: return out.text.bytes[out.tokens.start(index)] == UInt8(ascii: "\"")
    default: return false
    }
  }

  // MARK: - Statements

  /// The index of the token that ends the statement that begins at an index, or the number of tokens.
  private func endOfStatement(_ start: Int) -> Int {
    if word(start) == .delimiter { return min(start + 1, out.count) }
    let hasBody = word(start) == .create && createsRoutine(start)
    var depth = 0
    var index = start
    while index < out.count {
      switch out.tokens.kind(index) {
      case .punctuation where depth == 0 && out.isSymbol(index, ";"): return index
      case .text: return index
      case .keyword:
        let word = word(index)
        if word == .go, out.tokens.flags(index).contains(.startsLine),
          index + 1 >= out.count || out.tokens.flags(index + 1).contains(.startsLine)
        {
          return index
        }
        if word == .create, index > start, !hasBody, out.tokens.flags(index).contains(.startsLine) {
          return index
        }
        if hasBody {
          depth = max(0, depth + change(of: word, at: index))
        }
      default: break
      }
      index += 1
    }
    return out.count
  }

  /// By how much a word of a routine's body changes the number of blocks that are open.
  private func change(of word: SQLWord?, at index: Int) -> Int {
    switch word {
    case .begin:
      let next = self.word(index + 1)
      let isTransaction = next == .transaction || next == .tran || next == .work
      return isTransaction || out.isSymbol(index + 1, ";") ? 0 : 1
    case .case: return self.word(index - 1) == .end ? 0 : 1
    case .end:
      switch self.word(index + 1) {
      case .if, .loop, .while, .repeat, .for: return 0
      default: return -1
      }
    default: return 0
    }
  }

  private func createsRoutine(_ start: Int) -> Bool {
    guard let kind = kindOfStatement(start) else { return false }
    switch word(kind) {
    case .function, .procedure, .trigger, .package, .event: return true
    case .type: return word(kind + 1) == .body
    default: return false
    }
  }

  /// The index of the word that says what `CREATE` creates.
  private func kindOfStatement(_ start: Int) -> Int? {
    var index = out.significant(start + 1)
    if word(index) == .or { index = out.significant(index + 2) }
    let first = index
    // Words before it: `OR REPLACE`, `TEMPORARY`, `DEFINER = user`, `UNIQUE`.
    for _ in 0..<12 {
      switch word(index) {
      case .table, .view, .function, .procedure, .trigger, .index, .type, .schema, .database,
        .sequence, .domain, .package, .macro, .event, .aggregate:
        return index
      case .select, .insert, .user, .role, .language: return nil
      case nil where out.tokens.kind(index) == .identifier && index == first:
        // `CREATE EXTENSION a WITH SCHEMA b` creates none of these; `ALGORITHM = ...` goes on.
        let next = out.significant(index + 1)
        guard out.isSymbol(next, "=") || word(next) == .table || word(next) == .view else {
          return nil
        }
        index = next
      default: index = out.significant(index + 1)
      }
      if index >= out.count || out.isSymbol(index, ";") || out.isSymbol(index, "(") { return nil }
    }
    return nil
  }

  private mutating func statement(_ start: Int, _ end: Int) {
    guard let kind = kindOfStatement(start), let declared = word(kind), kind < end else { return }
    var name = out.significant(kind + 1)
    while name < end, let word = word(name),
      word == .if || word == .not || word == .exists || word == .concurrently || word == .body
    {
      name = out.significant(name + 1)
    }
    guard name < end, isName(name), word(name) != .on else { return }
    var lastOfName = name
    while lastOfName + 2 < end, out.isSymbol(lastOfName + 1, "."), isName(lastOfName + 2) {
      lastOfName += 2
    }
    let documentation = out.tokens.documentation(above: start, in: out.text, plain: true)
    let first = out.tokens.start(start)
    let last = out.tokens.end(max(out.previous(end), lastOfName))
    var header = lastOfName
    var entity = Entity(
      kind: Self.kind(declared),
      range: ByteRange(documentation?.start ?? first, last),
      nameRange: ByteRange(out.tokens.start(name), out.tokens.end(lastOfName)),
      signatureRange: ByteRange(first, last), docRange: documentation, visibility: .public)
    let open = out.significant(lastOfName + 1)
    let hasList = open < end && out.isSymbol(open, "(") && Int(out.partners[open]) < end
    let close = hasList ? Int(out.partners[open]) : -1
    switch declared {
    case .function, .procedure, .aggregate, .macro:
      if close > open {
        header = close
        entity.parameters = parameters(open + 1, close)
      }
      header = readResult(&entity, header, end)
    case .trigger, .event, .index, .sequence, .domain, .database, .schema: break
    default: break
    }
    entity.signatureRange = ByteRange(first, out.tokens.end(header))
    let body = out.significant(header + 1)
    if body < end, out.tokens.start(body) < last {
      entity.bodyRange = ByteRange(out.tokens.start(body), last)
    }
    let added = out.add(entity, parent: -1)
    if declared == .table, close > open { columns(open + 1, close, parent: added) }
  }

  private static func kind(_ word: SQLWord) -> EntityKind {
    switch word {
    case .table: .struct
    case .view: .record
    case .function, .aggregate, .macro: .function
    case .procedure, .trigger, .event: .function
    case .type, .domain: .typealias
    case .schema, .database: .namespace
    case .package: .module
    case .sequence: .variable
    default: .key
    }
  }

  // MARK: - Parts

  /// `RETURNS type`; the index of the last token of the header.
  private func readResult(_ entity: inout Entity, _ header: Int, _ end: Int) -> Int {
    let returns = out.significant(header + 1)
    guard returns < end, word(returns) == .returns || word(returns) == .return else {
      return header
    }
    let type = out.significant(returns + 1)
    var index = type
    var last = returns
    while index < end {
      if out.tokens.kind(index).isComment {
        index += 1
        continue
      }
      if let word = word(index),
        word == .as || word == .language || word == .begin || word == .with
          || word == .return
      {
        break
      }
      if index > type, out.tokens.flags(index).contains(.startsLine), !out.isSymbol(index, "(") {
        break
      }
      if out.tokens.kind(index) == .string { break }
      let partner = Int(out.partners[index])
      last = out.tokens.kind(index) == .open && partner > index && partner < end ? partner : index
      index = last + 1
    }
    guard last > returns, type <= last else { return header }
    entity.returnType = ByteRange(out.tokens.start(type), out.tokens.end(last))
    return last
  }

  /// The ranges of token indices between commas.
  private func items(_ start: Int, _ end: Int) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var first = start
    var index = start
    while index < end {
      if out.isSymbol(index, ",") {
        result.append(first..<index)
        first = index + 1
      }
      let partner = Int(out.partners[index])
      index = out.tokens.kind(index) == .open && partner > index ? min(partner, end) + 1 : index + 1
    }
    if first < end { result.append(first..<end) }
    return result
  }

  private func parameters(_ start: Int, _ end: Int) -> [Parameter] {
    items(start, end).compactMap { item in
      var name = out.significant(item.lowerBound)
      while name + 1 < item.upperBound, let word = word(name),
        word == .`inout` || word == .out || word == .variadic || out.isWord(name, "IN")
      {
        name = out.significant(name + 1)
      }
      if name + 1 < item.upperBound, out.isWord(name, "IN") || out.isWord(name, "in") { name += 1 }
      guard name < item.upperBound, isName(name) else { return nil }
      var parameter = Parameter(name: out.tokens.range(name))
      var value = item.upperBound
      for index in item where word(index) == .default || out.isSymbol(index, "=") {
        value = index
        break
      }
      let type = out.significant(name + 1)
      if type < value {
        parameter.type = ByteRange(out.tokens.start(type), out.tokens.end(out.previous(value)))
      }
      let first = out.significant(value + 1)
      if first < item.upperBound {
        parameter.defaultValue = ByteRange(
          out.tokens.start(first), out.tokens.end(out.previous(item.upperBound)))
      }
      return parameter
    }
  }

  /// The columns of a table; its constraints have no names to speak of.
  private mutating func columns(_ start: Int, _ end: Int, parent: Int) {
    for item in items(start, end) {
      let name = out.significant(item.lowerBound)
      guard name < item.upperBound, isName(name) else { continue }
      let next = out.significant(name + 1)
      switch word(name) {
      case .constraint, .primary, .foreign, .unique, .check, .exclude, .like, .fulltext, .spatial,
        .period:
        continue
      case .index, .key:
        // `KEY name (columns)`, but a column may be called so.
        if next < item.upperBound, isName(next) || out.isSymbol(next, "("),
          (next..<item.upperBound).contains(where: { out.isSymbol($0, "(") })
        {
          continue
        }
      default: break
      }
      let last = out.previous(item.upperBound)
      let range = ByteRange(out.tokens.start(name), out.tokens.end(max(last, name)))
      var entity = Entity(
        kind: .field, range: range, nameRange: out.tokens.range(name), signatureRange: range,
        visibility: .public)
      if next <= last, next < item.upperBound {
        entity.returnType = ByteRange(out.tokens.start(next), out.tokens.end(last))
      }
      _ = out.add(entity, parent: parent)
    }
  }
}
