import Source

/// Finds functions, the variables of a file, and the functions in its tables.
struct LuaOutline {
  /// What is between two words or braces.
  private struct Scope {
    enum Kind { case function, block, table }

    let entity: Int
    let last: Int
    let kind: Kind
    /// Whether it stands in a function.
    let isLocal: Bool
  }

  var out: Outliner
  private var scopes: [Scope] = []
  private var named: Set<ArraySlice<UInt8>> = []

  init(_ out: Outliner) { self.out = out }

  mutating func run() {
    var index = 0
    while index < out.count {
      while let scope = scopes.last, scope.last < index { scopes.removeLast() }
      index = read(index)
    }
  }

  private var limit: Int { scopes.last?.last ?? out.count - 1 }
  private var parent: Int { scopes.last?.entity ?? -1 }
  private var isInFunction: Bool { scopes.last?.isLocal ?? false }
  private var isInTable: Bool { scopes.last?.kind == .table }

  private mutating func open(_ kind: Scope.Kind, entity: Int, last: Int) {
    let isLocal = kind == .function || isInFunction
    scopes.append(Scope(entity: entity, last: last, kind: kind, isLocal: isLocal))
  }

  /// Notes a block without a name, or a function without one.
  private mutating func openBlock(_ index: Int) {
    let partner = Int(out.partners[index])
    guard partner > index, partner <= limit else { return }
    open(word(index) == .function ? .function : .block, entity: parent, last: partner)
  }

  private func word(_ index: Int) -> LuaWord? {
    guard index >= 0, index < out.count, out.tokens.kind(index) == .keyword else { return nil }
    return LuaWord(rawValue: out.tokens.symbol(index))
  }

  /// Reads what begins at an index; the index to go on at.
  private mutating func read(_ index: Int) -> Int {
    switch out.tokens.kind(index) {
    case .keyword where word(index) == .function:
      let name = out.significant(index + 1)
      if name <= limit, out.tokens.kind(name) == .identifier {
        let first = out.previous(index)
        let isLocal = word(first) == .local
        return function(
          isLocal ? first : index, keyword: index, name: name, isLocal: isLocal)
      }
      openBlock(index)
    case .keyword where out.tokens.flags(index).contains(.opensBlock): openBlock(index)
    case .keyword where word(index) == .local && word(out.significant(index + 1)) != .function:
      return variables(index, out.significant(index + 1), isLocal: true)
    case .identifier where beginsAssignment(index): return variables(index, index, isLocal: false)
    case .open where isKeyOfFunction(index):
      let name = index + 1
      return function(index, keyword: index + 4, name: name, nameEnd: name, isLocal: false)
    default: break
    }
    return index + 1
  }

  /// Whether `["name"] = function` begins in a table.
  private func isKeyOfFunction(_ index: Int) -> Bool {
    out.isSymbol(index, "[") && index + 4 <= limit && out.tokens.kind(index + 1) == .string
      && out.isSymbol(index + 2, "]") && out.isSymbol(index + 3, "=")
      && word(index + 4) == .function
      && (out.isSymbol(index - 1, "{") || out.isSymbol(index - 1, ","))
  }

  /// The name's bytes, without the quotation marks of a key.
  private func nameRange(_ first: Int, _ last: Int) -> ByteRange {
    let range = ByteRange(out.tokens.start(first), out.tokens.end(last))
    let mark = out.text.bytes[range.start]
    guard range.count > 2, mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'") else {
      return range
    }
    return ByteRange(range.start + 1, range.end - 1)
  }

  /// Whether a name may begin an assignment or a field of a table.
  private func beginsAssignment(_ index: Int) -> Bool {
    let before = out.previous(index)
    guard before >= 0 else { return true }
    switch out.tokens.kind(before) {
    case .identifier, .number, .string, .close: return true
    case .keyword:
      switch word(before) {
      case .local, .function, .for, .and, .or, .not, .in, .return: return false
      default: return true
      }
    case .open: return out.isSymbol(before, "{")
    case .punctuation: return out.isSymbol(before, ";") || out.isSymbol(before, ",")
    default: return false
    }
  }

  /// The index of the last token of a dotted name.
  private func endOfName(_ start: Int) -> Int {
    var index = start
    while index + 2 <= limit, out.isSymbol(index + 1, ".") || out.isSymbol(index + 1, ":"),
      out.tokens.range(index + 1).count == 1, out.tokens.kind(index + 2) == .identifier
    {
      index += 2
    }
    return index
  }

  // MARK: - Functions

  /// Adds a function; the index behind its parameters.
  private mutating func function(
    _ first: Int, keyword: Int, name: Int, nameEnd: Int? = nil, isLocal: Bool
  ) -> Int {
    let lastOfName = nameEnd ?? endOfName(name)
    let opening = out.significant((nameEnd == nil ? lastOfName : keyword) + 1)
    guard opening <= limit, out.isSymbol(opening, "(") else { return keyword + 1 }
    let close = Int(out.partners[opening])
    let partner = Int(out.partners[keyword])
    let end = partner > keyword ? min(partner, limit) : limit
    guard close > opening, close <= end else { return keyword + 1 }
    let documentation = out.tokens.documentation(above: first, in: out.text, plain: true)
    let start = out.tokens.start(first)
    let isMethod = lastOfName > name && out.isSymbol(lastOfName - 1, ":")
    var entity = Entity(
      kind: isMethod ? .method : .function,
      range: ByteRange(documentation?.start ?? start, out.tokens.end(end)),
      nameRange: nameRange(name, lastOfName),
      signatureRange: ByteRange(start, out.tokens.end(close)), docRange: documentation,
      visibility: isLocal || isInFunction ? .private : visibility(lastOfName))
    if close < end {
      let body = out.significant(close + 1)
      entity.bodyRange = ByteRange(out.tokens.start(min(body, end)), out.tokens.end(end))
    }
    if isLocal, first != name { entity.modifiers = [out.tokens.range(first)] }
    for index in (opening + 1)..<close {
      let kind = out.tokens.kind(index)
      if kind == .identifier || kind == .operator {
        entity.parameters.append(Parameter(name: out.tokens.range(index)))
      }
    }
    open(.function, entity: out.add(entity, parent: parent), last: end)
    return close + 1
  }

  /// What a name claims: a leading underscore keeps it inside.
  private func visibility(_ name: Int) -> Visibility {
    out.text.bytes[out.tokens.start(name)] == UInt8(ascii: "_") ? .internal : .public
  }

  // MARK: - Variables

  /// Reads `a, b = c` from its first name on; the index to go on at.
  private mutating func variables(_ first: Int, _ start: Int, isLocal: Bool) -> Int {
    guard start <= limit, out.tokens.kind(start) == .identifier else { return first + 1 }
    var names: [(start: Int, end: Int, isConstant: Bool)] = []
    var index = start
    let isInTable = out.isSymbol(out.previous(first), "{") || out.isSymbol(out.previous(first), ",")
    while index <= limit, out.tokens.kind(index) == .identifier {
      let end = isLocal ? index : endOfName(index)
      var next = end + 1
      var isConstant = false
      if isLocal, out.isSymbol(next, "<"), next + 2 <= limit, out.isSymbol(next + 2, ">") {
        isConstant = out.isWord(next + 1, "const")
        next += 3
      }
      names.append((index, end, isConstant))
      index = next
      guard out.isSymbol(index, ","), !isInTable else { break }
      index += 1
    }
    let hasValue = index <= limit && out.isSymbol(index, "=") && out.tokens.kind(index) == .operator
    guard let name = names.first, isLocal || hasValue else { return first + 1 }
    let value = out.significant(index + 1)
    if hasValue, names.count == 1, word(value) == .function {
      return function(first, keyword: value, name: name.start, nameEnd: name.end, isLocal: isLocal)
    }
    let isBlock = scopes.last?.kind == .block
    if isInFunction || isBlock && isLocal || isInTable && !out.isSymbol(value, "{")
      || isInTable && !self.isInTable
    {
      return hasValue ? index + 1 : index
    }
    let end =
      hasValue ? endOfValue(value, isField: isInTable) : max(index - 1, name.end)
    let documentation = out.tokens.documentation(above: first, in: out.text, plain: true)
    var added = parent
    for name in names {
      let range = ByteRange(out.tokens.start(name.start), out.tokens.end(name.end))
      // A field of another table is set, not declared; a name set anew is declared once.
      if !isLocal, parent < 0, !named.insert(out.text.slice(range)).inserted { continue }
      let begin = out.tokens.start(first)
      var entity = Entity(
        kind: name.isConstant
          ? .constant : parent >= 0 || name.end > name.start ? .field : .variable,
        range: ByteRange(documentation?.start ?? begin, out.tokens.end(max(end, name.end))),
        nameRange: range, signatureRange: ByteRange(begin, range.end), docRange: documentation,
        visibility: isLocal ? .private : visibility(name.end))
      if hasValue, value <= end {
        entity.bodyRange = ByteRange(out.tokens.start(value), out.tokens.end(end))
      }
      if isLocal { entity.modifiers = [out.tokens.range(first)] }
      added = out.add(entity, parent: parent)
    }
    // The functions of a table belong to the variable.
    if hasValue, names.count == 1, added != parent, out.isSymbol(value, "{") {
      open(.table, entity: added, last: end)
    }
    return hasValue ? index + 1 : index
  }

  /// The index of the last token of the expressions that begin at an index; a field of a table has
  /// one, which a comma ends.
  private func endOfValue(_ start: Int, isField: Bool) -> Int {
    var index = start
    var last = start - 1
    // Whether the token before ends a value.
    var isAfterValue = false
    while index <= limit {
      switch out.tokens.kind(index) {
      case .lineComment, .blockComment:
        index += 1
        continue
      case .identifier, .number:
        if isAfterValue { return last }
        isAfterValue = true
      case .string: isAfterValue = true
      case .open:
        let partner = Int(out.partners[index])
        guard partner > index, partner <= limit else { return max(last, start) }
        index = partner
        isAfterValue = true
      case .keyword:
        guard let word = word(index) else { return last }
        switch word {
        case .and, .or, .not: isAfterValue = false
        case .nil, .true, .false:
          if isAfterValue { return last }
          isAfterValue = true
        case .function where !isAfterValue:
          let partner = Int(out.partners[index])
          guard partner > index, partner <= limit else { return max(last, start) }
          index = partner
          isAfterValue = true
        default: return max(last, start - 1)
        }
      case .operator:
        // `...` is a value.
        isAfterValue = out.tokens.range(index).count == 3
      case .punctuation:
        if out.isSymbol(index, ";") || out.isWord(index, "::") { return last }
        if isField, out.isSymbol(index, ",") { return last }
        isAfterValue = false
      default: return max(last, start - 1)
      }
      last = index
      index += 1
    }
    return max(last, start - 1)
  }
}
