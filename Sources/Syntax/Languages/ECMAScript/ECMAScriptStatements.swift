import Source

extension ECMAScriptOutline {
  /// What has been read of a declaration: its decorators and modifiers.
  struct Heading {
    /// The first token, decorators included.
    let first: Int
    /// The first token that is no decorator.
    var start: Int
    var modifiers: [ByteRange] = []
    var isExported = false
    /// The word `default` of `export default`.
    var defaultWord: Int?
  }

  /// Goes through statements, at any depth of brackets, to the next declaration and reads it.
  mutating func statements(from start: Int) {
    let top = frames.count - 1
    let end = frames[top].end
    let first = frames[top].first
    var depth = frames[top].depth
    var before = out.previous(start)
    var index = start
    var statements = frames[top].statements
    defer { frames[top].statements = statements }
    while index < end {
      let kind = out.tokens.kind(index)
      switch kind {
      case .lineComment, .blockComment:
        index += 1
        continue
      case .open:
        depth += 1
        statements &= ~Self.bit(depth)
      case .close: depth -= 1
      case .punctuation where symbol(index) == UInt8(ascii: ","):
        if let declaration = frames[top].declaration, declaration.depth == depth {
          let name = after(index)
          if name < end {
            (frames[top].index, frames[top].depth) = (index, depth)
            return declarator(name, declaration, first: name, start: name)
          }
        } else if statements & Self.bit(depth) != 0 {
          // `a.b = function () {}, a.c = function () {}`
          let next = after(index)
          if isIdentifier(next), next < end, out.isSymbol(after(next), ".") {
            (frames[top].index, frames[top].depth) = (next, depth)
            if assignment(next, frames[top]) { return }
          }
        }
      case .identifier, .keyword, .punctuation:
        if before < first || beginsStatement(index, kind, behind: before) {
          frames[top].declaration = nil
          // A sequence that begins with a word of the language is no sequence of assignments.
          statements &= ~Self.bit(depth)
          if kind == .identifier { statements |= Self.bit(depth) }
          (frames[top].index, frames[top].depth) = (index, depth)
          if declaration(index, frames[top]) { return }
          if kind == .punctuation {
            // Decorators of nothing.
            var heading = Heading(first: index, start: index)
            index = max(decorators(index, end, &heading), index + 1)
            before = out.previous(index)
            continue
          }
        }
      default: break
      }
      before = index
      index += 1
    }
    frames[top].index = end
  }

  /// The bit of `Frame.statements` for a depth; none where so many brackets are open that only
  /// generated code has them.
  private static func bit(_ depth: Int) -> UInt64 {
    depth >= 0 && depth < 64 ? 1 << UInt64(depth) : 0
  }

  private func beginsStatement(_ index: Int, _ kind: TokenKind, behind before: Int) -> Bool {
    if kind == .punctuation, symbol(index) != UInt8(ascii: "@") { return false }
    switch out.tokens.kind(before) {
    case .punctuation where symbol(before) == UInt8(ascii: ";"): return true
    case .punctuation where symbol(before) == UInt8(ascii: ":"):
      // Of `case 1:`, `default:`, a label, or a property, whose value is no declaration.
      let word = keyword(index)
      let isValue = word == ECMAScriptWord.function || word == ECMAScriptWord.class
      return word != 0 && (!isValue || keyword(out.previous(before)) == ECMAScriptWord.default)
    case .open: return symbol(before) == UInt8(ascii: "{")
    case .close where symbol(before) == UInt8(ascii: "}"): return true
    case .close where symbol(before) == UInt8(ascii: ")"):
      return startsLine(index) || keyword(index) != 0
    case .keyword:
      return out.isWord(before, "else") || out.isWord(before, "do")
        || startsLine(index)
          && (endsValue(before) || keyword(index) != 0 || out.isWord(before, "void")
            || out.isWord(before, "const"))
    default: return startsLine(index) && endsValue(before)
    }
  }

  /// Reads the declaration that begins at `first`; whether there was one.
  private mutating func declaration(_ first: Int, _ frame: Frame) -> Bool {
    let end = frame.end
    var heading = Heading(first: first, start: first)
    var index = decorators(first, end, &heading)
    heading.start = index
    while index < end {
      let next = after(index)
      guard next < end else { break }
      if keyword(index) == ECMAScriptWord.export, !heading.isExported {
        if let done = exportList(index, frame) { return done }
        heading.modifiers.append(out.tokens.range(index))
        heading.isExported = true
        index = decorators(next, end, &heading)
      } else if keyword(index) == ECMAScriptWord.default, heading.isExported {
        heading.modifiers.append(out.tokens.range(index))
        heading.defaultWord = index
        index = next
      } else if isWord(index, "declare") || isWord(index, "abstract") || isWord(index, "async"),
        !startsLine(next), keyword(next) != 0 || isIdentifier(next)
      {
        // `async` begins arrow functions as well, which are values and no declarations.
        guard !isWord(index, "async") || keyword(next) == ECMAScriptWord.function else { break }
        heading.modifiers.append(out.tokens.range(index))
        index = next
      } else {
        break
      }
    }
    guard index < end else { return false }
    let next = after(index)
    switch keyword(index) {
    case 0: break
    case ECMAScriptWord.function: return function(index, heading, frame)
    case ECMAScriptWord.class: return type(.class, index, heading, frame)
    case ECMAScriptWord.enum: return type(.enum, index, heading, frame)
    case ECMAScriptWord.import: return imports(index, heading, frame)
    case ECMAScriptWord.const where keyword(next) == ECMAScriptWord.enum:
      heading.modifiers.append(out.tokens.range(index))
      return type(.enum, next, heading, frame)
    case ECMAScriptWord.const, ECMAScriptWord.let, ECMAScriptWord.var:
      guard next < end,
        isIdentifier(next) || out.isSymbol(next, "{") || out.isSymbol(next, "[")
      else { return false }
      let declaration = Declaration(
        isConstant: keyword(index) == ECMAScriptWord.const, modifiers: heading.modifiers,
        isExported: heading.isExported, depth: frame.depth)
      declarator(next, declaration, first: first, start: heading.start)
      return true
    case ECMAScriptWord.await where isWord(next, "using") && !startsLine(next):
      return resource(next, heading, frame)
    default: break
    }
    if next < end, isIdentifier(index), !startsLine(next) {
      if isWord(index, "using"), resource(index, heading, frame) { return true }
      if isWord(index, "interface"), isIdentifier(next) {
        return type(.interface, index, heading, frame)
      }
      if isWord(index, "type"), isIdentifier(next), typeAlias(next, heading, frame) { return true }
      if isWord(index, "namespace") || isWord(index, "module"),
        isIdentifier(next) || out.tokens.kind(next) == .string
      {
        return namespace(index, next, heading, frame)
      }
      if isWord(index, "global"), out.isSymbol(next, "{"), !heading.modifiers.isEmpty {
        return namespace(index, index, heading, frame)
      }
    }
    if heading.defaultWord != nil { return defaultValue(index, heading, frame) }
    if isIdentifier(index) {
      return testCall(index, frame) || assignment(index, frame)
    }
    return false
  }

  /// The declaration behind `using` or `await using` (ECMAScript Explicit Resource Management).
  private mutating func resource(_ using: Int, _ heading: Heading, _ frame: Frame) -> Bool {
    let name = after(using)
    guard name < frame.end, isIdentifier(name), !startsLine(name), out.isSymbol(after(name), "=")
    else { return false }
    let declaration = Declaration(
      isConstant: true, modifiers: heading.modifiers, isExported: heading.isExported,
      depth: frame.depth)
    declarator(name, declaration, first: heading.first, start: heading.start)
    return true
  }

  private func decorators(_ start: Int, _ end: Int, _ heading: inout Heading) -> Int {
    var index = start
    while index < end, out.isSymbol(index, "@") {
      let next = decoratorEnd(index, end)
      heading.modifiers.append(range(index, through: out.previous(next)))
      index = out.significant(next)
    }
    return index
  }

  func visibility(_ isExported: Bool, _ frame: Frame) -> Visibility {
    guard frame.isModule, frame.depth == 0 else { return .private }
    return isExported ? .public : .internal
  }

  // MARK: - Declarations

  private mutating func function(_ word: Int, _ heading: Heading, _ frame: Frame) -> Bool {
    var name = after(word)
    if name < frame.end, out.isSymbol(name, "*") { name = after(name) }
    guard name < frame.end else { return false }
    var rest = name
    if isIdentifier(name) {
      rest = after(name)
    } else if let word = heading.defaultWord {
      name = word
    } else {
      return false
    }
    guard let value = callable(rest, frame.end) else { return false }
    var entity = Entity(
      kind: .function, range: out.tokens.range(name), nameRange: out.tokens.range(name),
      signatureRange: out.tokens.range(name), visibility: visibility(heading.isExported, frame))
    entity.modifiers = heading.modifiers
    addFunction(entity, value, first: heading.first, start: heading.start, parent: frame.parent)
    return true
  }

  /// A class, interface or enumeration whose keyword is `word`.
  private mutating func type(
    _ kind: EntityKind, _ word: Int, _ heading: Heading, _ frame: Frame
  ) -> Bool {
    var name = after(word)
    if !isIdentifier(name) || name >= frame.end {
      guard let word = heading.defaultWord, kind == .class else { return false }
      name = word
    }
    return typeBody(kind, name: name, from: after(max(name, word)), heading, frame)
  }

  /// The body of a type is the first brace behind its heritage, outside of type arguments.
  mutating func typeBody(
    _ kind: EntityKind, name: Int, from start: Int, _ heading: Heading, _ frame: Frame
  ) -> Bool {
    var index = start
    while index < frame.end, !out.isSymbol(index, "{") {
      if let close = angles(index, frame.end) {
        index = close
      } else if out.tokens.kind(index) == .open, partner(index) > index {
        index = partner(index)
      } else if out.tokens.kind(index) == .close || out.isSymbol(index, ";")
        || keyword(index) != 0 && ECMAScriptWord.contains(ECMAScriptWord.statement, symbol(index))
        || keyword(index) == ECMAScriptWord.class || out.isSymbol(index, ":")
        || isIdentifier(index) && startsLine(index) && endsHeritage(index)
      {
        return false
      }
      index += 1
    }
    guard index < frame.end else { return false }
    let close = partner(index) > index ? partner(index) : index
    var entity = Entity(
      kind: kind, range: range(heading.first, through: close), nameRange: out.tokens.range(name),
      signatureRange: range(heading.start, through: out.previous(index)),
      visibility: visibility(heading.isExported, frame))
    entity.modifiers = heading.modifiers
    entity.bodyRange = range(index, through: close)
    entity.docRange = documentation(heading.first)
    if let documentation = entity.docRange {
      entity.range = ByteRange(documentation.start, entity.range.end)
    }
    let added = out.add(entity, parent: frame.parent)
    go(to: close + 1)
    let members: Frame.Kind =
      kind == .enum ? .cases : kind == .interface ? .signatures : .members
    if close > index { push(members, index + 1, close, parent: added) }
    return true
  }

  /// Whether a name at the start of a line is none of the header of the type above.
  private func endsHeritage(_ index: Int) -> Bool {
    let before = out.previous(index)
    return endsValue(before) && !isWord(before, "implements") && !isWord(index, "implements")
  }

  private mutating func typeAlias(_ name: Int, _ heading: Heading, _ frame: Frame) -> Bool {
    var equals = after(name)
    if let close = angles(equals, frame.end) { equals = after(close) }
    guard equals < frame.end, out.isSymbol(equals, "=") else { return false }
    let value = after(equals)
    let end = typeEnd(value, frame.end)
    let last = out.previous(max(end, value))
    var entity = Entity(
      kind: .typealias, range: range(heading.first, through: last),
      nameRange: out.tokens.range(name),
      signatureRange: range(heading.start, through: out.previous(equals)),
      visibility: visibility(heading.isExported, frame))
    entity.modifiers = heading.modifiers
    if value < end { entity.bodyRange = range(value, through: last) }
    addLeaf(entity, heading.first, frame)
    go(to: end)
    return true
  }

  private mutating func addLeaf(_ leaf: Entity, _ first: Int, _ frame: Frame) {
    var entity = leaf
    entity.docRange = documentation(first)
    entity.range = ByteRange(entity.docRange?.start ?? leaf.range.start, leaf.range.end)
    _ = out.add(entity, parent: frame.parent)
  }

  private mutating func namespace(
    _ word: Int, _ name: Int, _ heading: Heading, _ frame: Frame
  ) -> Bool {
    var last = name
    while out.isSymbol(after(last), "."), isIdentifier(after(after(last))) {
      last = after(after(last))
    }
    let open = after(last)
    let hasBody = open < frame.end && out.isSymbol(open, "{") && partner(open) > open
    guard hasBody || heading.modifiers.count > 0 else { return false }
    let end = hasBody ? partner(open) : last
    let isString = out.tokens.kind(name) == .string && out.tokens.range(name).count > 2
    var names = range(name, through: last)
    if isString { names = ByteRange(names.start + 1, names.end - 1) }
    var entity = Entity(
      kind: isString ? .module : .namespace, range: range(heading.first, through: end),
      nameRange: names, signatureRange: range(heading.start, through: last),
      visibility: visibility(heading.isExported, frame))
    entity.modifiers = heading.modifiers
    if hasBody { entity.bodyRange = range(open, through: end) }
    addLeaf(entity, heading.first, frame)
    go(to: end + 1)
    if hasBody {
      push(.statements, open + 1, end, parent: out.entities.count - 1, isModule: true)
    }
    return true
  }

  /// `export default` and a value.
  private mutating func defaultValue(_ index: Int, _ heading: Heading, _ frame: Frame) -> Bool {
    guard let word = heading.defaultWord else { return false }
    if let value = functionValue(index, frame.end) {
      var entity = Entity(
        kind: .function, range: out.tokens.range(word), nameRange: out.tokens.range(word),
        signatureRange: out.tokens.range(word), visibility: .public)
      entity.modifiers = heading.modifiers + [value.isAsync].compactMap { $0 }
      addFunction(entity, value, first: heading.first, start: heading.start, parent: frame.parent)
      return true
    }
    let end = expressionEnd(index, frame.end)
    guard end > index else { return false }
    if isIdentifier(index), out.previous(end) == index {
      exported.insert(out.text.slice(out.tokens.range(index)))
      go(to: end)
      return true
    }
    let last = out.previous(end)
    var entity = Entity(
      kind: .constant, range: range(heading.first, through: last),
      nameRange: out.tokens.range(word), signatureRange: range(heading.start, through: word),
      visibility: .public)
    entity.modifiers = heading.modifiers
    entity.bodyRange = range(index, through: last)
    addLeaf(entity, heading.first, frame)
    go(to: end)
    push(value: index..<end, parent: out.entities.count - 1, literal: Literal())
    return true
  }
}
