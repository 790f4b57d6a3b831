import Source

extension CReader {
  /// Reads the declaration that begins at an index.
  ///
  /// - Returns: the index to go on from; a body is left to a frame.
  mutating func declaration(_ start: Int, _ frame: Frame) -> Int {
    if code.kind(start) == .close || code.isPunctuation(start, ";") || code.isOpen(start, "{") {
      return start + 1
    }
    if let word = word(start), word == ._Static_assert || word == .static_assert {
      return afterSemicolon(start, before: frame.end)
    }
    if word(start) == .extern, code.kind(start + 1) == .string, code.isOpen(start + 2, "{") {
      return min(start + 3, frame.end)
    }
    var specifiers = Specifiers(start: start, signature: start)
    if frame.scope == .members { specifiers.visibility = frame.visibility }
    let first = declarator(start, &specifiers, types: 0, before: frame.end)
    if let aggregate = first.aggregate { return type(aggregate, first, specifiers, frame) }
    if first.isFunction, let body = first.body { return function(first, body, specifiers, frame) }
    if first.body != nil {
      // A block that no declaration explains: what it holds may be declarations.
      return first.end + 1
    }
    return declarators(first, specifiers, frame, isAlone: true)
  }

  func afterSemicolon(_ start: Int, before limit: Int) -> Int {
    var index = start
    while index < limit, !code.isPunctuation(index, ";"), code.kind(index) != .close {
      index = code.next(index, before: limit)
    }
    return min(max(index, start) + 1, limit)
  }

  // MARK: - Entities

  func entity(
    _ kind: EntityKind, _ specifiers: Specifiers, from start: Int, name: Int, signatureEnd: Int,
    end: Int
  ) -> Entity {
    let isFirst = start == specifiers.start
    let documentation = isFirst ? code.documentation(above: start, plain: true) : nil
    let from = documentation?.start ?? code.start(start)
    let signature = isFirst ? min(specifiers.signature, signatureEnd - 1) : start
    var entity = Entity(
      kind: kind, range: ByteRange(from, max(code.end(end - 1), from)), nameRange: code.range(name),
      signatureRange: code.range(signature, max(signatureEnd, signature + 1)),
      docRange: documentation, visibility: specifiers.visibility)
    entity.modifiers = specifiers.modifiers
    return entity
  }

  /// The type of what is named: from its first word to the name or, where parentheses stand around that,
  /// all of the declarator.
  func typeRange(_ specifiers: Specifiers, _ name: Int, end: Int) -> ByteRange? {
    guard let type = specifiers.type, type < name else { return nil }
    return code.typeRange(type, name: name, end: end)
  }

  private mutating func function(
    _ declarator: CDeclarator, _ body: Int, _ specifiers: Specifiers, _ frame: Frame
  ) -> Int {
    guard let name = declarator.name, let open = declarator.parameters else { return body + 1 }
    let close = code.closer(of: body, before: frame.end)
    let other = lines.alternative(to: body, closer: close)
    let end = other ?? min(close + 1, frame.end)
    var entity = entity(
      frame.scope == .members ? .method : .function, specifiers, from: specifiers.start,
      name: name, signatureEnd: body, end: max(end, body + 1))
    entity.bodyRange = code.range(body, max(end, body + 1))
    entity.parameters = parameters(open, before: frame.end)
    nameOldStyle(&entity.parameters, open, body, before: frame.end)
    entity.returnType = typeRange(specifiers, name, end: declarator.end)
    entity.parent = frame.parent
    entities.append(entity)
    frames.append(Frame(end: other ?? close, scope: .code, parent: entities.count - 1))
    return body + 1
  }

  /// A structure, union or enumeration with its body.
  private mutating func type(
    _ keyword: Int, _ head: CDeclarator, _ specifiers: Specifiers, _ frame: Frame
  ) -> Int {
    let body = head.end
    let close = code.closer(of: body, before: frame.end)
    let other = lines.alternative(to: body, closer: close)
    let isEnumeration = word(keyword) == .enum
    var kind: EntityKind = isEnumeration ? .enum : .struct
    var name = head.tag
    var end = other ?? min(close + 1, frame.end)
    var rest = other == nil ? Rest(specifiers: specifiers, start: end) : nil
    if name == nil, other == nil, end < frame.end {
      // Without a name of its own it has that of its typedef, or is the type of one variable.
      var copy = specifiers
      let first = declarator(end, &copy, types: 1, before: frame.end)
      if let declared = first.name, !first.isFunction {
        name = declared
        if !specifiers.isTypedef { kind = frame.scope == .members ? .field : .variable }
        end = afterInitializer(first.end, before: frame.end)
        rest = Rest(specifiers: specifiers, start: end)
        if end < frame.end, code.isPunctuation(end, ";") { end += 1 }
      }
    }
    var parent = frame.parent
    if let name {
      var entity = entity(
        kind, specifiers, from: specifiers.start, name: name,
        signatureEnd: kind == .field || kind == .variable || head.tag == nil
          ? keyword + 1 : body,
        end: max(end, body + 1))
      entity.bodyRange = code.range(body, max(other ?? min(close + 1, frame.end), body + 1))
      entity.parent = frame.parent
      entities.append(entity)
      parent = entities.count - 1
    }
    frames.append(
      Frame(
        end: other ?? close, scope: isEnumeration ? .enumerators : .members, parent: parent,
        rest: rest))
    return body + 1
  }

  /// Reads the declarators from an index to `;`; one may begin there, or a comma before one.
  mutating func declarators(_ start: Int, _ specifiers: Specifiers, _ frame: Frame) -> Int {
    var index = start
    if index < frame.end, code.isPunctuation(index, ",") { index += 1 }
    guard index < frame.end, !code.isPunctuation(index, ";") else {
      return min(index + 1, frame.end)
    }
    var copy = specifiers
    let first = declarator(index, &copy, types: 1, before: frame.end)
    return declarators(first, from: index, specifiers, frame, isAlone: false)
  }

  private mutating func declarators(
    _ first: CDeclarator, from start: Int? = nil, _ specifiers: Specifiers, _ frame: Frame,
    isAlone: Bool
  ) -> Int {
    var declarator = first
    var start = start ?? specifiers.start
    while true {
      let end = afterInitializer(declarator.end, before: frame.end)
      let isLast = end >= frame.end || !code.isPunctuation(end, ",")
      if let name = declarator.name {
        add(declarator, name, from: start, to: end, isLast: isLast, specifiers, frame)
      }
      guard !isLast else {
        guard end < frame.end else { return frame.end }
        if code.isPunctuation(end, ";") { return end + 1 }
        return max(end, start + 1)
      }
      start = end + 1
      guard start < frame.end else { return frame.end }
      var copy = specifiers
      declarator = self.declarator(start, &copy, types: 1, before: frame.end)
      if declarator.end <= start, !code.isPunctuation(declarator.end, ",") {
        return max(declarator.end, start)
      }
    }
  }

  private mutating func add(
    _ declarator: CDeclarator, _ name: Int, from start: Int, to end: Int, isLast: Bool,
    _ specifiers: Specifiers, _ frame: Frame
  ) {
    let kind: EntityKind
    if specifiers.isTypedef {
      kind = .typealias
    } else if declarator.isFunction {
      kind = frame.scope == .members ? .method : .function
    } else {
      kind = frame.scope == .members ? .field : .variable
    }
    let hasSemicolon = isLast && end < frame.end && code.isPunctuation(end, ";")
    let signatureEnd =
      declarator.end < end && code.isPunctuation(declarator.end, ":") ? end : declarator.end
    var entity = entity(
      kind, specifiers, from: start, name: name, signatureEnd: max(signatureEnd, name + 1),
      end: max(hasSemicolon ? end + 1 : end, name + 1))
    if declarator.end < end, code.isOperator(declarator.end, "="), declarator.end + 1 < end {
      entity.bodyRange = code.range(declarator.end + 1, end)
    }
    if let open = declarator.parameters { entity.parameters = parameters(open, before: frame.end) }
    if start == specifiers.start {
      entity.returnType = typeRange(specifiers, name, end: declarator.end)
    }
    entity.parent = frame.parent
    entities.append(entity)
  }

  /// The index of the `,` or `;` behind an initial value or the width of a bit field.
  private func afterInitializer(_ start: Int, before limit: Int) -> Int {
    guard start < limit, code.isOperator(start, "=") || code.isPunctuation(start, ":") else {
      return start
    }
    var index = start + 1
    while index < limit, code.kind(index) != .close, !code.isPunctuation(index, ",") {
      if code.isPunctuation(index, ";") { break }
      index = code.next(index, before: limit)
    }
    return index
  }
}
