import Source

/// The declarations that are called or hold others. Each function gets the index of the keyword and
/// returns the index to go on from; a body is left to a frame.
extension SwiftReader {
  /// An entity from its prefix up to the token before `end`.
  func entity(
    _ kind: EntityKind, _ prefix: Prefix, name: ByteRange, signatureEnd: Int, end: Int,
    _ frame: Frame
  ) -> Entity {
    let documentation = code.documentation(above: prefix.start, plain: false)
    let start = documentation?.start ?? code.start(prefix.start)
    let last = code.end(max(end - 1, prefix.start))
    var entity = Entity(
      kind: kind, range: ByteRange(start, max(last, start)), nameRange: name,
      signatureRange: code.range(prefix.signature, max(signatureEnd, prefix.signature + 1)),
      docRange: documentation, visibility: prefix.visibility ?? frame.visibility)
    entity.modifiers = prefix.modifiers
    return entity
  }

  /// Adds an entity whose body may be a block, and a frame for that.
  ///
  /// - Returns: the index to go on from.
  mutating func add(
    _ entity: Entity, body: Int?, end: Int, _ frame: Frame, scope: Frame.Scope = .code,
    visibility: Visibility = .private
  ) -> Int {
    var entity = entity
    entity.parent = frame.parent
    guard let body else {
      entities.append(entity)
      return end
    }
    let close = code.closer(of: body, before: frame.end)
    let last = code.end(closing: close, before: frame.end)
    entity.range = ByteRange(entity.range.start, max(last, entity.range.end))
    entity.bodyRange = ByteRange(code.start(body), max(last, code.end(body)))
    entities.append(entity)
    frames.append(
      Frame(
        end: close, scope: scope, parent: entities.count - 1, visibility: visibility,
        cases: scope == .enumeration ? entity.visibility : .internal))
    return body + 1
  }

  mutating func function(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let name = keyword + 1
    guard name < frame.end,
      [.identifier, .keyword, .operator].contains(code.kind(name)),
      !startsAnew(name) || code.kind(name) != .keyword
    else { return keyword + 1 }
    var range = nameRange(name)
    var kind: EntityKind = frame.scope == .file || frame.scope == .code ? .function : .method
    var next = name + 1
    if code.kind(name) == .operator {
      kind = .operator
      // `<<T>(` is the operator `<` with generic parameters.
      if range.count > 1, code.text.bytes[range.end - 1] == UInt8(ascii: "<"),
        code.kind(next) == .identifier, !code.flags(next).contains(.spaceBefore)
      {
        range = ByteRange(range.start, range.end - 1)
        next = afterGenericName(next, before: frame.end)
      }
    } else if prefix.isTest {
      kind = .test
    }
    return callable(kind, prefix, name: range, from: next, frame)
  }

  /// The index behind the `>` that closes generic parameters whose `<` belongs to the token before.
  private func afterGenericName(_ start: Int, before limit: Int) -> Int {
    var depth = 1
    var index = start
    while index < min(limit, start + 4096), depth > 0 {
      if code.kind(index) == .operator { depth += angles(index) }
      if code.kind(index) == .open { return start }
      index += 1
    }
    return depth > 0 ? start : index
  }

  /// The index behind generic parameters, which may stand on lines of their own; the index itself where
  /// there are none.
  private func afterParameters(_ index: Int, before limit: Int) -> Int {
    guard index < limit, code.kind(index) == .operator, angles(index) > 0 else { return index }
    return afterGenerics(index, before: limit)
  }

  /// Adds what has generic parameters, parameters and a body, read from `start`.
  private mutating func callable(
    _ kind: EntityKind, _ prefix: Prefix, name: ByteRange, from start: Int, _ frame: Frame
  ) -> Int {
    var index = start
    index = afterParameters(index, before: frame.end)
    var parameters: [Parameter] = []
    if index < frame.end, code.isOpen(index, "("), !startsAnew(index) {
      parameters = self.parameters(index, before: frame.end)
      index = code.next(index, before: frame.end)
    }
    let header = header(index, before: frame.end)
    var end = header.end
    var signatureEnd = header.definition ?? header.end
    var body = header.body
    if kind == .subscript, frame.scope == .protocol, let open = body {
      // The accessors that are asked for are part of the requirement.
      end = code.next(open, before: frame.end)
      signatureEnd = end
      body = nil
    }
    var entity = entity(
      kind, prefix, name: name, signatureEnd: signatureEnd, end: end, frame)
    entity.parameters = parameters
    entity.returnType = header.returnType
    if let definition = header.definition, definition + 1 < header.end {
      entity.bodyRange = code.range(definition + 1, header.end)
    }
    return add(entity, body: body, end: end, frame)
  }

  mutating func initializer(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let isDeinitializer = code.symbol(keyword) == SwiftWord.deinit.rawValue
    var index = keyword + 1
    if !isDeinitializer {
      // `?` or `!`, alone or run together with the `<` of generic parameters.
      if index < frame.end, code.kind(index) == .operator,
        code.symbol(index) == UInt8(ascii: "?") || code.symbol(index) == UInt8(ascii: "!")
      {
        index = angles(index) > 0 ? afterGenerics(index, before: frame.end) : index + 1
      }
      guard index < frame.end,
        code.isOpen(index, "(") || code.kind(index) == .operator
          || code.isClose(index - 1, ">") || code.kind(index - 1) == .operator
      else { return keyword + 1 }
    }
    return callable(
      isDeinitializer ? .deinitializer : .initializer, prefix, name: code.range(keyword),
      from: index, frame)
  }

  mutating func subscriptDeclaration(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    callable(.subscript, prefix, name: code.range(keyword), from: keyword + 1, frame)
  }

  mutating func macro(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    callable(.macro, prefix, name: nameRange(keyword + 1), from: keyword + 2, frame)
  }

  mutating func type(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let word = SwiftWord(rawValue: code.symbol(keyword))
    let name = keyword + 1
    guard name < frame.end, !startsAnew(name) else { return keyword + 1 }
    var range: ByteRange
    var index = name + 1
    if word == .extension {
      index = afterExtendedType(name, before: frame.end)
      guard index > name else { return keyword + 1 }
      range = code.range(name, index)
    } else {
      guard code.kind(name) == .identifier else { return keyword + 1 }
      range = nameRange(name)
      index = afterParameters(index, before: frame.end)
    }
    let header = header(index, before: frame.end)
    let kind: EntityKind
    var scope = Frame.Scope.type
    switch word {
    case .class: kind = .class
    case .struct: kind = .struct
    case .enum: (kind, scope) = (.enum, .enumeration)
    case .protocol: (kind, scope) = (.protocol, .protocol)
    case .extension: kind = .extension
    default: kind = .actor
    }
    let entity = entity(
      kind, prefix, name: range, signatureEnd: header.end, end: header.end, frame)
    var visibility = Visibility.internal
    if kind == .protocol { visibility = entity.visibility }
    if kind == .extension, let level = prefix.visibility { visibility = level }
    return add(
      entity, body: header.body, end: header.end, frame, scope: scope, visibility: visibility)
  }

  /// The index of the `:`, `where` or brace behind the type that an extension extends.
  private func afterExtendedType(_ start: Int, before limit: Int) -> Int {
    var index = start
    while index < limit {
      if index > start, startsAnew(index) { return index }
      switch code.kind(index) {
      case .open where code.symbol(index) == UInt8(ascii: "{"): return index
      case .close: return index
      case .punctuation where code.symbol(index) == UInt8(ascii: ":"): return index
      case .punctuation where code.symbol(index) == UInt8(ascii: ";"): return index
      case .keyword where code.symbol(index) == SwiftWord.where.rawValue: return index
      default: index = code.next(index, before: limit)
      }
    }
    return limit
  }

  mutating func alias(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let name = keyword + 1
    guard name < frame.end, code.kind(name) == .identifier else { return keyword + 1 }
    let header = header(afterParameters(name + 1, before: frame.end), before: frame.end)
    let entity = entity(
      .typealias, prefix, name: nameRange(name), signatureEnd: header.end, end: header.end, frame)
    return add(entity, body: nil, end: header.end, frame)
  }

  mutating func operatorDeclaration(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let name = keyword + 1
    guard name < frame.end, code.kind(name) == .operator else { return keyword + 1 }
    // The operator does not join its line to the next one.
    let next = name + 1
    let hasMore =
      next < frame.end && (code.isPunctuation(next, ":") || code.isOpen(next, "{"))
    let header = hasMore ? header(next, before: frame.end) : nil
    let end = header?.end ?? next
    let entity = entity(
      .operator, prefix, name: code.range(name), signatureEnd: end, end: end, frame)
    return add(entity, body: header?.body, end: end, frame)
  }

  mutating func precedenceGroup(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let name = keyword + 1
    guard name < frame.end, code.kind(name) == .identifier else { return keyword + 1 }
    let header = header(name + 1, before: frame.end)
    let entity = entity(
      .operator, prefix, name: nameRange(name), signatureEnd: header.end, end: header.end, frame)
    return add(entity, body: header.body, end: header.end, frame)
  }

  mutating func imported(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    var index = keyword + 1
    // `import struct Module.Name`
    if code.kind(index) == .keyword, code.kind(index + 1) == .identifier { index += 1 }
    let name = index
    while index < frame.end, code.kind(index) == .identifier || code.kind(index) == .operator {
      index += 1
      guard code.isPunctuation(index, "."), index + 1 < frame.end else { break }
      index += 1
    }
    guard index > name else { return keyword + 1 }
    let entity = entity(
      .import, prefix, name: code.range(name, index), signatureEnd: index, end: index, frame)
    return add(entity, body: nil, end: index, frame)
  }
}
