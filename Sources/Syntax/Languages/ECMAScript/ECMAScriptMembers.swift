import Source

extension ECMAScriptOutline {
  private static let modifiers: [StaticString] = [
    "public", "private", "protected", "static", "abstract", "readonly", "override", "declare",
    "async", "accessor", "get", "set",
  ]

  /// A member of a class or interface, which begins at `first`.
  mutating func member(_ first: Int, _ frame: Frame) {
    let end = frame.end
    var index = first
    var modifiers: [ByteRange] = []
    var visibility = Visibility.public
    var isAccessor = false
    while index < end, out.isSymbol(index, "@") {
      let next = decoratorEnd(index, end)
      modifiers.append(range(index, through: out.previous(next)))
      index = next
    }
    let start = index
    while index < end, isIdentifier(index), Self.modifiers.contains(where: { isWord(index, $0) }),
      beginsName(after(index), end)
    {
      switch out.text.string(out.tokens.range(index)) {
      case "private": visibility = .private
      case "protected": visibility = .protected
      case "public": break
      case "get", "set":
        isAccessor = true
        fallthrough
      default: modifiers.append(out.tokens.range(index))
      }
      index = after(index)
    }
    if index < end, out.isSymbol(index, "*") {
      modifiers.append(out.tokens.range(index))
      index = after(index)
    }
    guard index < end else { return go(to: end) }
    if isWord(index, "static") || !modifiers.isEmpty,
      out.isSymbol(index, "{") || isStaticBlock(index)
    {
      let open = out.isSymbol(index, "{") ? index : after(index)
      let close = partner(open)
      guard close > open else { return go(to: open + 1) }
      go(to: close + 1)
      push(.statements, open + 1, close, parent: frame.parent)
      return
    }
    guard let last = nameEnd(index, end) else {
      // A call signature has no name.
      let signature = frame.kind == .signatures ? callable(index, end) : nil
      return go(to: max(signature?.end ?? 0, index + 1))
    }
    if out.text.bytes[out.tokens.start(index)] == UInt8(ascii: "#") { visibility = .private }
    var next = after(last)
    while next < end, out.isSymbol(next, "?") || out.isSymbol(next, "!") { next = after(next) }
    let name = out.tokens.kind(index) == .string ? content(index) : range(index, through: last)
    var entity = Entity(
      kind: .property, range: range(first, through: last), nameRange: name,
      signatureRange: range(start, through: last), visibility: visibility)
    entity.modifiers = modifiers
    if let function = next < end ? callable(next, end) : nil {
      let isConstructor =
        out.isWord(index, "constructor") && frame.kind == .members && !isStatic(modifiers)
        || out.isWord(index, "new") && frame.kind == .signatures
      entity.kind = isConstructor ? .initializer : isAccessor ? .property : .method
      addFunction(entity, function, first: first, start: start, parent: frame.parent)
      if isConstructor, frame.kind == .members { parameterProperties(next, frame) }
      return
    }
    field(entity, first: first, start: start, next: next, frame)
  }

  private func isStatic(_ modifiers: [ByteRange]) -> Bool {
    modifiers.contains { out.text.slice($0).elementsEqual("static".utf8) }
  }

  private func isStaticBlock(_ index: Int) -> Bool {
    isWord(index, "static") && out.isSymbol(after(index), "{")
  }

  func beginsName(_ index: Int, _ end: Int) -> Bool {
    guard index < end else { return false }
    switch out.tokens.kind(index) {
    case .identifier, .keyword, .string, .number: return true
    case .open: return symbol(index) != UInt8(ascii: "(")
    case .operator: return out.isSymbol(index, "*")
    default: return false
    }
  }

  /// The last token of a member's name, or nil when there is none.
  func nameEnd(_ index: Int, _ end: Int) -> Int? {
    switch out.tokens.kind(index) {
    case .identifier, .keyword, .string, .number: return index
    case .open where symbol(index) == UInt8(ascii: "[") && partner(index) > index:
      return partner(index) < end ? partner(index) : nil
    default: return nil
    }
  }

  private mutating func field(
    _ field: Entity, first: Int, start: Int, next: Int, _ frame: Frame
  ) {
    var entity = field
    var index = next
    if index < frame.end, out.isSymbol(index, ":") {
      index = max(typeEnd(after(index), frame.end), index + 1)
    }
    let signatureEnd = out.previous(min(index, frame.end))
    entity.signatureRange = ByteRange(
      out.tokens.start(start), max(out.tokens.end(signatureEnd), field.nameRange.end))
    var end = max(entity.signatureRange.end, field.range.end)
    var value: Range<Int>?
    if index < frame.end, out.isSymbol(index, "=") {
      let begin = after(index)
      index = valueEnd(begin, frame.end)
      if begin < index {
        value = begin..<index
        let last = out.previous(index)
        end = max(end, out.tokens.end(last))
        entity.bodyRange = range(begin, through: last)
        if let function = functionValue(begin, index) {
          entity.parameters = function.parameters
          entity.returnType = function.returnType
          if let body = function.body, function.end >= last {
            // A method in all but its name.
            entity.bodyRange = range(body.lowerBound, through: last)
            entity.signatureRange = ByteRange(
              entity.signatureRange.start, out.tokens.end(out.previous(body.lowerBound)))
          }
        }
      }
    }
    entity.docRange = documentation(first)
    entity.range = ByteRange(entity.docRange?.start ?? field.range.start, end)
    let added = out.add(entity, parent: frame.parent)
    while index < frame.end, out.isSymbol(index, ";") || out.isSymbol(index, ",") { index += 1 }
    go(to: index)
    if let value { push(value: value, parent: added, literal: Literal()) }
  }

  /// Adds a function or method, and goes on with its body.
  mutating func addFunction(
    _ function: Entity, _ value: FunctionValue, first: Int, start: Int, parent: Int
  ) {
    var entity = function
    entity.parameters = value.parameters
    entity.returnType = value.returnType
    entity.docRange = documentation(first)
    let last = out.previous(value.end)
    let signatureEnd = value.body.map { out.previous($0.lowerBound) } ?? last
    entity.signatureRange = range(start, through: max(signatureEnd, start))
    entity.range = ByteRange(
      entity.docRange?.start ?? out.tokens.start(first),
      max(out.tokens.end(last), entity.nameRange.end, entity.signatureRange.end))
    if let body = value.body {
      entity.bodyRange = range(body.lowerBound, through: out.previous(body.upperBound))
    }
    let added = out.add(entity, parent: parent)
    go(to: max(value.end, start + 1))
    guard let body = value.body else { return }
    let isBlock = out.isSymbol(body.lowerBound, "{")
    push(
      .statements, isBlock ? body.lowerBound + 1 : body.lowerBound,
      isBlock ? max(body.upperBound - 1, body.lowerBound + 1) : body.upperBound, parent: added)
  }

  /// The parameters of a constructor that are properties as well, since a modifier stands before them.
  private mutating func parameterProperties(_ start: Int, _ frame: Frame) {
    var found: [Entity] = []
    _ = parameters(start, partner(start)) { first, name, parameter in
      var entity = Entity(
        kind: .property,
        range: ByteRange(
          out.tokens.start(first),
          (parameter.defaultValue ?? parameter.type ?? parameter.name).end),
        nameRange: parameter.name,
        signatureRange: ByteRange(
          out.tokens.start(first), (parameter.type ?? parameter.name).end),
        visibility: .public)
      entity.docRange = documentation(first)
      if let documentation = entity.docRange {
        entity.range = ByteRange(documentation.start, entity.range.end)
      }
      var index = first
      while index < name {
        switch out.text.string(out.tokens.range(index)) {
        case "private": entity.visibility = .private
        case "protected": entity.visibility = .protected
        case "public": break
        default: entity.modifiers.append(out.tokens.range(index))
        }
        index = after(index)
      }
      found.append(entity)
    }
    for entity in found { _ = out.add(entity, parent: frame.parent) }
  }

  /// A case of an enumeration.
  mutating func enumCase(_ index: Int, _ frame: Frame) {
    let kind = out.tokens.kind(index)
    guard kind == .identifier || kind == .string || kind == .keyword else {
      return go(to: partner(index) > index ? partner(index) + 1 : index + 1)
    }
    var entity = Entity(
      kind: .enumCase, range: out.tokens.range(index),
      nameRange: kind == .string ? content(index) : out.tokens.range(index),
      signatureRange: out.tokens.range(index),
      visibility: frame.parent >= 0 ? out.entities[frame.parent].visibility : .public)
    var end = after(index)
    if end < frame.end, out.isSymbol(end, "=") {
      let value = after(end)
      end = expressionEnd(value, frame.end)
      if value < end { entity.bodyRange = range(value, through: out.previous(end)) }
    }
    entity.docRange = documentation(index)
    entity.range = ByteRange(
      entity.docRange?.start ?? entity.range.start, entity.bodyRange?.end ?? entity.range.end)
    _ = out.add(entity, parent: frame.parent)
    while end < frame.end, !out.isSymbol(end, ",") {
      end = out.tokens.kind(end) == .open && partner(end) > end ? partner(end) + 1 : end + 1
    }
    go(to: end + 1)
  }
}
