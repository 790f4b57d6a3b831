import Source

/// Types, the constants of enumerations, imports and modules. Each function gets the index of the
/// keyword and returns the index to go on from; a body is left to a frame.
extension JavaReader {
  /// An entity from its prefix up to the token before `end`.
  func entity(
    _ kind: EntityKind, _ prefix: Prefix, name: ByteRange, signatureEnd: Int, end: Int,
    _ frame: Frame
  ) -> Entity {
    let documentation = code.documentation(above: prefix.start, plain: false)
    let start = documentation?.start ?? code.start(prefix.start)
    var entity = Entity(
      kind: kind, range: ByteRange(start, max(code.end(max(end - 1, prefix.start)), name.end)),
      nameRange: name,
      signatureRange: code.range(prefix.signature, max(signatureEnd, prefix.signature + 1)),
      docRange: documentation, visibility: prefix.visibility ?? frame.visibility)
    entity.modifiers = prefix.modifiers
    entity.parent = frame.parent
    return entity
  }

  /// Adds an entity with a body.
  ///
  /// - Returns: the index behind the body's last token, of its closing brace where there is one.
  mutating func add(_ entity: Entity, body: Int, _ frame: Frame) -> Int {
    var entity = entity
    let close = code.closer(of: body, before: frame.end)
    let last = max(code.end(closing: close, before: frame.end), code.end(body))
    entity.range = ByteRange(entity.range.start, max(last, entity.range.end))
    entity.bodyRange = ByteRange(code.start(body), last)
    entities.append(entity)
    return close
  }

  /// Whether a type is declared at an index, modifiers left out.
  func beginsType(_ index: Int, before limit: Int) -> Bool {
    guard index + 1 < limit else { return false }
    switch word(index) {
    case .class, .interface, .enum: return code.kind(index + 1) == .identifier
    case .record:
      guard code.kind(index + 1) == .identifier, index + 2 < limit else { return false }
      return code.isOpen(index + 2, "(") || code.isOperator(index + 2, "<")
    default: return code.isPunctuation(index, "@") && word(index + 1) == .interface
    }
  }

  mutating func type(_ start: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let keyword = code.isPunctuation(start, "@") ? start + 1 : start
    let name = keyword + 1
    guard name < frame.end, code.kind(name) == .identifier else { return keyword + 1 }
    let kind: EntityKind
    switch word(keyword) {
    case .interface: kind = .interface
    case .enum: kind = .enum
    case .record: kind = .record
    default: kind = .class
    }
    var index = generics.after(name + 1, before: frame.end)
    var components: Int?
    if kind == .record, index < frame.end, code.isOpen(index, "(") {
      components = index
      index = code.next(index, before: frame.end)
    }
    while index < frame.end, !code.isOpen(index, "{"), !code.isPunctuation(index, ";"),
      code.kind(index) != .close
    {
      index = code.next(index, before: frame.end)
    }
    var entity = entity(
      kind, prefix, name: code.range(name), signatureEnd: index, end: index, frame)
    if let components { entity.parameters = parameters(components, before: frame.end) }
    guard index < frame.end, code.isOpen(index, "{") else {
      entities.append(entity)
      return max(index, name + 1)
    }
    let holder = entities.count
    let close = add(entity, body: index, frame)
    if let components { addComponents(components, of: holder, before: frame.end) }
    let isInterface = kind == .interface
    frames.append(
      Frame(
        end: close, scope: .members, parent: holder,
        visibility: isInterface ? .public : .internal,
        constructors: kind == .enum ? .private : .internal))
    if kind == .enum {
      frames.append(
        Frame(end: constantsEnd(index + 1, before: close), scope: .constants, parent: holder))
    }
    return index + 1
  }

  /// The components of a record are its fields.
  private mutating func addComponents(_ open: Int, of holder: Int, before limit: Int) {
    let pieces = code.pieces(
      open + 1, before: code.closer(of: open, before: limit), angled: true)
    for piece in pieces {
      guard let (parameter, start) = parameter(piece) else { continue }
      var field = Entity(
        kind: .field, range: code.range(piece.lowerBound, piece.upperBound),
        nameRange: parameter.name, signatureRange: code.range(start, piece.upperBound),
        visibility: .public)
      field.returnType = parameter.type
      field.parent = holder
      entities.append(field)
    }
  }

  // MARK: - Enumerations

  /// The index of the `;` behind the constants, or of the end of the body.
  private func constantsEnd(_ start: Int, before limit: Int) -> Int {
    var index = start
    while index < limit, !code.isPunctuation(index, ";") { index = code.next(index, before: limit) }
    return min(index, limit)
  }

  mutating func constant(_ start: Int, _ frame: Frame) -> Int {
    var prefix = Prefix(start: start, signature: start)
    let name = readPrefix(start, &prefix, before: frame.end)
    guard name < frame.end, code.kind(name) == .identifier else { return max(name, start + 1) }
    var index = name + 1
    let hasArguments = index < frame.end && code.isOpen(index, "(")
    let argumentsEnd = hasArguments ? code.next(index, before: frame.end) : index
    let hasBody = argumentsEnd < frame.end && code.isOpen(argumentsEnd, "{")
    var entity = entity(
      .enumCase, prefix, name: code.range(name), signatureEnd: name + 1, end: argumentsEnd, frame)
    entity.visibility = .public
    let holder = entities.count
    if hasBody {
      index = add(entity, body: argumentsEnd, frame)
      frames.append(Frame(end: index, scope: .members, parent: holder))
      if hasArguments { entities[holder].bodyRange = nil }
    } else {
      entities.append(entity)
    }
    if hasArguments {
      let end = hasBody ? index + 1 : argumentsEnd
      entities[holder].bodyRange = code.range(
        name + 1, max(min(end, frame.end), argumentsEnd))
      // Classes may stand among the arguments; the body begins behind its brace.
      frames.append(
        Frame(end: hasBody ? argumentsEnd + 1 : argumentsEnd, scope: .code, parent: holder))
      return name + 1
    }
    return hasBody ? argumentsEnd + 1 : max(argumentsEnd, name + 1)
  }

  // MARK: - Files

  mutating func imported(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    var name = keyword + 1
    if word(name) == .static || word(name) == .module && code.kind(name + 1) == .identifier {
      name += 1
    }
    var end = name
    while end < frame.end,
      code.kind(end) == .identifier || code.isPunctuation(end, ".")
        || code.isOperator(end, "*")
    {
      end += 1
    }
    guard end > name else { return keyword + 1 }
    let last = end < frame.end && code.isPunctuation(end, ";") ? end + 1 : end
    var entity = entity(
      .import, prefix, name: code.range(name, end), signatureEnd: end, end: last, frame)
    entity.visibility = .private
    entities.append(entity)
    return last
  }

  /// The module of a `module-info.java`.
  mutating func module(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    var body = keyword + 1
    while body < frame.end, code.kind(body) == .identifier || code.isPunctuation(body, ".") {
      body += 1
    }
    guard body > keyword + 1, body < frame.end, code.isOpen(body, "{") else { return keyword + 1 }
    var entity = entity(
      .module, prefix, name: code.range(keyword + 1, body), signatureEnd: body, end: body, frame)
    entity.visibility = .public
    return min(add(entity, body: body, frame) + 1, frame.end)
  }
}
