import Source

/// The items of Rust. Each function gets the index of the keyword and returns the index to go on from;
/// a body is left to a frame.
extension RustReader {
  /// An entity from its prefix up to the token before `end`.
  private func entity(
    _ kind: EntityKind, _ prefix: Prefix, name: ByteRange, signatureEnd: Int, end: Int,
    _ frame: Frame
  ) -> Entity {
    var documentation = code.documentation(above: prefix.start, plain: false)
    var start = code.start(prefix.start)
    if let documentation {
      start = documentation.start
    } else if prefix.signature > prefix.start, prefix.signature < end {
      // Between attributes and item.
      documentation = code.documentation(above: prefix.signature, plain: false)
    }
    var entity = Entity(
      kind: kind, range: ByteRange(start, max(code.end(max(end - 1, prefix.start)), name.end)),
      nameRange: name,
      signatureRange: code.range(prefix.signature, max(signatureEnd, prefix.signature + 1)),
      docRange: documentation, visibility: prefix.visibility ?? frame.visibility)
    entity.modifiers = prefix.modifiers
    entity.parent = frame.parent
    return entity
  }

  /// Adds an entity with a body, and a frame for that.
  private mutating func add(
    _ entity: Entity, body: Int, _ frame: Frame, scope: Frame.Scope,
    visibility: Visibility = .private
  ) -> Int {
    var entity = entity
    let close = code.closer(of: body, before: frame.end)
    let last = max(code.end(closing: close, before: frame.end), code.end(body))
    entity.range = ByteRange(entity.range.start, max(last, entity.range.end))
    entity.bodyRange = ByteRange(code.start(body), last)
    entities.append(entity)
    frames.append(
      Frame(end: close, scope: scope, parent: entities.count - 1, visibility: visibility))
    return body + 1
  }

  /// The bytes of a name, without the `r#` before it.
  func nameRange(_ index: Int) -> ByteRange {
    let range = code.range(index)
    let isRaw = range.count > 2 && code.text.bytes[range.start + 1] == UInt8(ascii: "#")
    return isRaw ? ByteRange(range.start + 2, range.end) : range
  }

  mutating func function(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let name = keyword + 1
    var index = generics.after(name + 1, before: frame.end)
    var parameters: [Parameter] = []
    if index < frame.end, code.isOpen(index, "(") {
      parameters = self.parameters(index, before: frame.end)
      index = code.next(index, before: frame.end)
    }
    let header = header(index, before: frame.end)
    let kind: EntityKind =
      prefix.isTest ? .test : frame.scope == .members ? .method : .function
    var entity = entity(
      kind, prefix, name: nameRange(name), signatureEnd: header.end,
      end: afterSemicolon(header.end, before: frame.end), frame)
    entity.parameters = parameters
    entity.returnType = header.returnType
    guard let body = header.body else {
      entities.append(entity)
      return afterSemicolon(header.end, before: frame.end)
    }
    return add(entity, body: body, frame, scope: .code)
  }

  mutating func structure(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let name = keyword + 1
    var index = generics.after(name + 1, before: frame.end)
    if word(keyword) == .union, index >= frame.end || !code.isOpen(index, "{"),
      word(index) != .where
    {
      return keyword + 1
    }
    var parameters: [Parameter] = []
    if index < frame.end, code.isOpen(index, "(") {
      parameters = tupleFields(index, before: frame.end)
      index = code.next(index, before: frame.end)
    }
    let header = header(index, before: frame.end)
    let end = afterSemicolon(header.end, before: frame.end)
    var entity = entity(
      .struct, prefix, name: nameRange(name), signatureEnd: header.end, end: end, frame)
    entity.parameters = parameters
    guard let body = header.body else {
      entities.append(entity)
      return end
    }
    return add(entity, body: body, frame, scope: .fields)
  }

  mutating func enumeration(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    type(.enum, keyword, prefix, frame, scope: .variants)
  }

  mutating func trait(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    type(.trait, keyword, prefix, frame, scope: .members)
  }

  /// Adds what has a name, generic parameters and a body whose members are as visible as it is.
  private mutating func type(
    _ kind: EntityKind, _ keyword: Int, _ prefix: Prefix, _ frame: Frame, scope: Frame.Scope
  ) -> Int {
    let name = keyword + 1
    let header = header(
      generics.after(name + 1, before: frame.end), before: frame.end)
    let end = afterSemicolon(header.end, before: frame.end)
    let entity = entity(
      kind, prefix, name: nameRange(name), signatureEnd: header.end, end: end, frame)
    guard let body = header.body else {
      entities.append(entity)
      return end
    }
    return add(entity, body: body, frame, scope: scope, visibility: entity.visibility)
  }

  mutating func implementation(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let start = generics.after(keyword + 1, before: frame.end)
    let header = header(start, before: frame.end)
    guard let body = header.body else { return max(header.end, keyword + 1) }
    var type = start
    var isTrait = false
    var end = start
    while end < body, word(end) != .where {
      // `for<'a>` begins a type, `for` stands behind the trait.
      let isBinder = code.isOperator(end + 1, "<") && isLifetime(end + 2)
      if word(end) == .for, !isBinder {
        type = end + 1
        isTrait = true
      }
      end = code.next(end, before: body)
    }
    end = min(end, body)
    guard type < end else { return keyword + 1 }
    let entity = entity(
      .impl, prefix, name: typeName(type, before: end), signatureEnd: body, end: body, frame)
    if isTrait { traitImplementations.insert(entities.count) }
    return add(entity, body: body, frame, scope: .members)
  }

  private func isLifetime(_ index: Int) -> Bool {
    code.kind(index) == .identifier && code.text.bytes[code.start(index)] == UInt8(ascii: "'")
  }

  /// The last name of a path without its generic arguments; all of a type that is no path.
  private func typeName(_ start: Int, before end: Int) -> ByteRange {
    var index = code.isOperator(start, ":", ":") ? start + 1 : start
    while index < end, code.kind(index) == .identifier && !isLifetime(index) || isPathWord(index) {
      let name = index
      index = generics.after(index + 1, before: end)
      if index >= end { return nameRange(name) }
      guard code.isOperator(index, ":", ":") else { break }
      index += 1
    }
    return code.range(start, end)
  }

  private func isPathWord(_ index: Int) -> Bool {
    switch word(index) {
    case .crate, .super, .self, .Self: true
    default: false
    }
  }

  mutating func module(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let name = keyword + 1
    let end = afterSemicolon(name + 1, before: frame.end)
    let entity = entity(
      .module, prefix, name: nameRange(name), signatureEnd: name + 1, end: end, frame)
    guard name + 1 < frame.end, code.isOpen(name + 1, "{") else {
      entities.append(entity)
      return end
    }
    return add(entity, body: name + 1, frame, scope: .items)
  }

  mutating func alias(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let end = semicolon(keyword + 1, before: frame.end)
    let entity = entity(
      .typealias, prefix, name: nameRange(keyword + 1), signatureEnd: end,
      end: afterSemicolon(end, before: frame.end), frame)
    entities.append(entity)
    return max(afterSemicolon(end, before: frame.end), keyword + 2)
  }

  /// A constant or a static variable.
  mutating func value(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let isConstant = word(keyword) == .const
    var name = keyword + 1
    if word(name) == .mut { name += 1 }
    guard name + 1 < frame.end, code.kind(name) == .identifier else { return keyword + 1 }
    let colon = generics.after(name + 1, before: frame.end)
    guard code.isPunctuation(colon, ":") else { return keyword + 1 }
    let header = header(colon, before: frame.end)
    var end = header.end
    if let equals = header.definition { end = semicolon(equals, before: frame.end) }
    var entity = entity(
      isConstant ? .constant : .variable, prefix, name: nameRange(name),
      signatureEnd: header.definition ?? header.end,
      end: afterSemicolon(end, before: frame.end), frame)
    let type = colon + 1
    if type < (header.definition ?? header.end) {
      entity.returnType = code.range(type, header.definition ?? header.end)
    }
    entities.append(entity)
    guard let equals = header.definition, equals + 1 < end else {
      return max(end, name + 1)
    }
    entities[entities.count - 1].bodyRange = code.range(equals + 1, end)
    frames.append(Frame(end: end, scope: .code, parent: entities.count - 1))
    return equals + 1
  }

  mutating func use(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let end = semicolon(keyword + 1, before: frame.end)
    guard end > keyword + 1 else { return keyword + 1 }
    // The name of a tree is the path before its braces.
    var nameEnd = keyword + 1
    while nameEnd < end, !code.isOpen(nameEnd, "{") { nameEnd += 1 }
    if nameEnd < end, nameEnd > keyword + 2 { nameEnd -= 1 }
    if nameEnd == keyword + 1 { nameEnd = end }
    let last = afterSemicolon(end, before: frame.end)
    entities.append(
      entity(
        .import, prefix, name: code.range(keyword + 1, nameEnd), signatureEnd: end, end: last,
        frame))
    return last
  }

  /// `extern crate name;` or `extern "C" { ... }`.
  mutating func external(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    if word(keyword + 1) == .crate, keyword + 2 < frame.end {
      let end = semicolon(keyword + 2, before: frame.end)
      guard end > keyword + 2 else { return keyword + 2 }
      let last = afterSemicolon(end, before: frame.end)
      entities.append(
        entity(
          .import, prefix, name: nameRange(keyword + 2), signatureEnd: end, end: last, frame))
      return last
    }
    let open = code.kind(keyword + 1) == .string ? keyword + 2 : keyword + 1
    guard open < frame.end, code.isOpen(open, "{") else { return keyword + 1 }
    frames.append(
      Frame(end: code.closer(of: open, before: frame.end), scope: .items, parent: frame.parent))
    return open + 1
  }

  /// `macro_rules! name {...}` or `macro name(...) {...}`.
  mutating func macro(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let isRules = word(keyword) == .macro_rules
    let name = isRules ? keyword + 2 : keyword + 1
    guard name + 1 < frame.end, code.kind(name) == .identifier, code.kind(name + 1) == .open,
      !isRules || code.isOperator(keyword + 1, "!")
    else { return keyword + 1 }
    var body = name + 1
    if !isRules, code.isOpen(body, "(") {
      body = code.next(body, before: frame.end)
      guard body < frame.end, code.isOpen(body, "{") else { return keyword + 1 }
    }
    let end = max(code.next(body, before: frame.end), body + 1)
    let last = isRules ? afterSemicolon(end, before: frame.end) : end
    var entity = entity(
      .macro, prefix, name: nameRange(name), signatureEnd: body, end: last, frame)
    entity.bodyRange = code.range(body, end)
    if prefix.isExported { entity.visibility = .public }
    entities.append(entity)
    return last
  }

  // MARK: - Members

  mutating func field(_ start: Int, _ frame: Frame) -> Int {
    var prefix = Prefix(start: start, signature: start)
    let name = readPrefix(start, &prefix, before: frame.end)
    guard name + 1 < frame.end, code.kind(name) == .identifier, code.isPunctuation(name + 1, ":")
    else { return max(name, start + 1) }
    let end = comma(name + 1, before: frame.end)
    var equals = name + 2
    while equals < end, !code.isOperator(equals, "=") { equals = code.next(equals, before: end) }
    var entity = entity(
      .field, prefix, name: nameRange(name), signatureEnd: min(equals, end), end: end, frame)
    if name + 2 < equals { entity.returnType = code.range(name + 2, min(equals, end)) }
    if equals + 1 < end { entity.bodyRange = code.range(equals + 1, end) }
    entities.append(entity)
    return min(end + 1, frame.end)
  }

  mutating func variant(_ start: Int, _ frame: Frame) -> Int {
    var prefix = Prefix(start: start, signature: start)
    let name = readPrefix(start, &prefix, before: frame.end)
    guard name < frame.end, code.kind(name) == .identifier else { return max(name, start + 1) }
    let end = comma(name + 1, before: frame.end)
    let next = name + 1
    var signatureEnd = next
    let isTuple = next < end && code.isOpen(next, "(")
    if isTuple { signatureEnd = code.next(next, before: end) }
    let hasFields = next < end && code.isOpen(next, "{")
    var equals = hasFields ? code.next(next, before: end) : signatureEnd
    while equals < end, !code.isOperator(equals, "=") { equals = code.next(equals, before: end) }
    var entity = entity(
      .enumCase, prefix, name: nameRange(name), signatureEnd: signatureEnd, end: end, frame)
    if isTuple { entity.parameters = tupleFields(next, before: end) }
    if equals + 1 < end { entity.bodyRange = code.range(equals + 1, end) }
    if hasFields {
      entity.bodyRange = code.range(next, max(code.next(next, before: end), next + 1))
    }
    entities.append(entity)
    guard hasFields else { return min(end + 1, frame.end) }
    frames.append(
      Frame(
        end: code.closer(of: next, before: end), scope: .fields, parent: entities.count - 1,
        visibility: entity.visibility))
    return next + 1
  }
}
