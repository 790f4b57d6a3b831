import Source

/// The declarations that hold others or are called. Each function returns the index to go on from.
extension CSharpReader {
  mutating func type(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    var name = keyword + 1
    if word(keyword) == .record, word(name) == .class || word(name) == .struct { name += 1 }
    guard name < frame.end, code.kind(name) == .identifier else { return keyword + 1 }
    var index = name + 1
    if index < frame.end, let behind = code.afterTypeArguments(index, before: frame.end) {
      index = behind
    }
    var parameters: [Parameter] = []
    if index < frame.end, code.isOpen(index, "(") {
      parameters = self.parameters(index, before: frame.end)
      index = code.next(index, before: frame.end)
    }
    let end = afterHeader(index, before: frame.end)
    let kind: EntityKind
    var scope = Scope.type
    var level = Visibility.private
    switch word(keyword) {
    case .class: kind = .class
    case .struct: kind = .struct
    case .interface: (kind, scope, level) = (.interface, .interface, .public)
    case .enum: (kind, scope) = (.enum, .enumeration)
    default: kind = .record
    }
    var entity = out.entity(
      kind, prefix, name: self.name(name), signatureEnd: end, end: end, frame)
    entity.parameters = parameters
    if kind == .enum { level = entity.visibility }
    if end < frame.end, code.isOpen(end, "{") {
      return out.add(entity, block: end, frame, scope: scope, visibility: level)
    }
    return finish(entity, end, frame)
  }

  /// `extension(T receiver) { members }`.
  mutating func extensionBlock(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    var open = keyword + 1
    if open < frame.end, let behind = code.afterTypeArguments(open, before: frame.end) {
      open = behind
    }
    guard open < frame.end, code.isOpen(open, "(") else { return member(keyword, prefix, frame) }
    let receiver = parameters(open, before: frame.end)
    let end = afterHeader(code.next(open, before: frame.end), before: frame.end)
    guard end < frame.end, code.isOpen(end, "{") else { return open + 1 }
    var entity = out.entity(
      .extension, prefix, name: receiver.first?.type ?? code.range(keyword), signatureEnd: end,
      end: end, frame)
    entity.parameters = receiver
    entity.visibility = .public
    return out.add(entity, block: end, frame, scope: .type)
  }

  /// Adds an entity without a body, with the semicolon at `end`.
  private mutating func finish(_ entity: Entity, _ end: Int, _ frame: Frame) -> Int {
    var entity = entity
    var end = end
    if end < frame.end, code.isPunctuation(end, ";") {
      entity.range = ByteRange(entity.range.start, code.end(end))
      end += 1
    }
    return out.add(entity, holding: end, to: end, scope: .code)
  }

  /// The index of the `{`, `=>` or `;` that ends a header, or of what shows that it lacks one.
  private func afterHeader(_ start: Int, before limit: Int) -> Int {
    var index = start
    guard index < limit, word(index) == .where || code.isPunctuation(index, ":") else {
      return min(index, limit)
    }
    for _ in 0..<Declarations.longestHeader where index < limit {
      switch code.kind(index) {
      case .open where code.symbol(index) == UInt8(ascii: "{"): return index
      case .close: return index
      case .punctuation where code.symbol(index) == UInt8(ascii: ";"): return index
      case .operator where code.isOperator(index, "=", ">") || code.isOperator(index, "="):
        return index
      case .keyword:
        switch word(index) {
        case .public, .private, .protected, .internal, .static, .namespace: return index
        default: break
        }
      default: break
      }
      index = code.next(index, before: limit)
    }
    return min(index, limit)
  }

  mutating func delegate(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    guard let end = afterType(keyword + 1, before: frame.end), end < frame.end,
      code.kind(end) == .identifier
    else { return keyword + 1 }
    var open = end + 1
    if open < frame.end, let behind = code.afterTypeArguments(open, before: frame.end) {
      open = behind
    }
    guard open < frame.end, code.isOpen(open, "(") else { return keyword + 1 }
    return callable(
      .typealias, prefix, name: name(end), type: (keyword + 1, end), open: open, frame)
  }

  /// `implicit operator T(...)`, which is named by all three words.
  mutating func conversion(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    var index = keyword + 1
    // `explicit IFace<T>.operator U(...)`
    while index < frame.end, word(index) != .operator, !code.isPunctuation(index, ";"),
      index < keyword + 64
    {
      index = code.next(index, before: frame.end)
    }
    guard index < frame.end, word(index) == .operator else { return keyword + 1 }
    let type = word(index + 1) == .checked ? index + 2 : index + 1
    guard let end = afterType(type, before: frame.end), end < frame.end, code.isOpen(end, "(")
    else {
      return keyword + 1
    }
    return callable(
      .operator, prefix, name: code.range(keyword, end), type: (type, end), open: end, frame)
  }

  /// Adds what has parameters and may have a body, the parameters' parenthesis being at `open`.
  mutating func callable(
    _ kind: EntityKind, _ prefix: Prefix, name: ByteRange, qualifier: ByteRange? = nil,
    type: (Int, Int)?, open: Int, _ frame: Frame
  ) -> Int {
    let end = afterHeader(code.next(open, before: frame.end), before: frame.end)
    var entity = out.entity(kind, prefix, name: name, signatureEnd: end, end: end, frame)
    entity.qualifiers = qualifier.map { [$0] } ?? []
    entity.parameters = parameters(open, before: frame.end)
    if let type, type.0 < type.1 { entity.returnType = code.range(type.0, type.1) }
    return body(entity, end, frame)
  }

  private func isBody(_ index: Int, _ frame: Frame) -> Bool {
    index < frame.end && (code.isOpen(index, "{") || code.isOperator(index, "=", ">"))
  }

  /// Adds an entity with the body that begins at an index: a block, `=>` or none.
  private mutating func body(_ entity: Entity, _ index: Int, _ frame: Frame) -> Int {
    guard index < frame.end else { return finish(entity, index, frame) }
    if code.isOpen(index, "{") { return out.add(entity, block: index, frame, scope: .code) }
    guard code.isOperator(index, "=", ">"), index + 1 < frame.end else {
      return finish(entity, index, frame)
    }
    return add(entity, value: index + 1, to: afterValue(index + 1, before: frame.end), frame)
  }

  /// Adds an entity with the expression from `start` to `end`, and the semicolon behind that.
  private mutating func add(_ entity: Entity, value start: Int, to end: Int, _ frame: Frame) -> Int
  {
    var entity = entity
    guard start < end else { return finish(entity, max(end, start), frame) }
    entity.bodyRange = code.range(start, end)
    let hasSemicolon = end < frame.end && code.isPunctuation(end, ";")
    entity.range = ByteRange(
      entity.range.start, max(code.end(hasSemicolon ? end : end - 1), entity.range.end))
    return out.add(entity, holding: start, to: end, scope: .code)
  }

  /// The index of the semicolon behind an expression.
  private func afterValue(_ start: Int, before limit: Int) -> Int {
    var index = start
    while index < limit, !code.isPunctuation(index, ";"), code.kind(index) != .close {
      index = code.next(index, before: limit)
    }
    return index
  }

  // MARK: - Members

  /// A member that begins with its type or, as constructors do, with its name.
  mutating func member(_ start: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    if code.isOperator(start, "~") { return destructor(start, prefix, frame) }
    guard let type = afterType(start, before: frame.end), type < frame.end else {
      return skip(start, frame)
    }
    if code.isOpen(type, "("), type == start + 1, code.kind(start) == .identifier {
      guard frame.scope != .file else { return type }
      return callable(
        .initializer, prefix, name: name(start), type: nil, open: type, frame)
    }
    var prefix = prefix
    var index = type
    // The interface of an explicit implementation.
    while index < frame.end, code.kind(index) == .identifier {
      let behind = code.afterTypeArguments(index + 1, before: frame.end) ?? index + 1
      guard behind < frame.end,
        code.isPunctuation(behind, ".") || code.isOperator(behind, ":", ":")
      else { break }
      index = behind + 1
    }
    guard index < frame.end else { return skip(start, frame) }
    let interface = index > type ? code.range(type, index - 1) : nil
    if interface != nil { prefix.visibility = .private }
    switch word(index) {
    case .this where index + 1 < frame.end && code.isOpen(index + 1, "["):
      return property(
        .subscript, prefix, name: code.range(index), qualifier: interface, type: (start, type),
        from: index + 1, frame)
    case .operator: return operatorDeclaration(index, prefix, type: (start, type), frame)
    default: break
    }
    guard code.kind(index) == .identifier, index + 1 < frame.end else { return skip(start, frame) }
    let name = self.name(index)
    let next = code.afterTypeArguments(index + 1, before: frame.end) ?? index + 1
    guard next < frame.end else { return skip(start, frame) }
    if code.isOpen(next, "(") {
      if frame.scope == .file {
        // A statement, unless a body follows.
        let end = afterHeader(code.next(next, before: frame.end), before: frame.end)
        guard isBody(end, frame) else { return next }
        prefix.visibility = .private
      }
      return callable(
        frame.scope == .file ? .function : .method, prefix, name: name, qualifier: interface,
        type: (start, type), open: next, frame)
    }
    guard frame.scope != .file else { return next }
    if code.isOpen(next, "{") || code.isOperator(next, "=", ">") {
      return property(
        .property, prefix, name: name, qualifier: interface, type: (start, type), from: next, frame)
    }
    return fields(index, prefix, type: (start, type), frame)
  }

  /// The index to go on from where no declaration begins.
  private mutating func skip(_ start: Int, _ frame: Frame) -> Int {
    guard start < frame.end else { return frame.end }
    if code.kind(start) == .open { return out.enter(start, frame, scope: .code) }
    // No declaration begins within a dotted name.
    var index = start
    while index + 1 < frame.end, code.kind(index) == .identifier {
      let dot = code.afterTypeArguments(index + 1, before: frame.end) ?? index + 1
      guard dot < frame.end, code.isPunctuation(dot, ".") else { break }
      index = dot + 1
    }
    return max(index, start + 1)
  }

  private mutating func destructor(_ tilde: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let name = tilde + 1
    guard frame.scope == .type, name + 1 < frame.end, code.kind(name) == .identifier,
      code.isOpen(name + 1, "(")
    else { return tilde + 1 }
    return callable(
      .deinitializer, prefix, name: code.range(tilde, name + 1), type: nil, open: name + 1, frame)
  }

  private mutating func operatorDeclaration(
    _ keyword: Int, _ prefix: Prefix, type: (Int, Int), _ frame: Frame
  ) -> Int {
    var name = keyword + 1
    if word(name) == .checked { name += 1 }
    var open = name
    while open < frame.end, open < name + 4, !code.isOpen(open, "(") { open += 1 }
    guard open > name, open < frame.end, code.isOpen(open, "(") else { return keyword + 1 }
    return callable(
      .operator, prefix, name: code.range(keyword + 1, open), type: type, open: open, frame)
  }

  /// A property, an event with accessors or an indexer, from behind its name.
  private mutating func property(
    _ kind: EntityKind, _ prefix: Prefix, name: ByteRange, qualifier: ByteRange?,
    type: (Int, Int), from start: Int, _ frame: Frame
  ) -> Int {
    var parameters: [Parameter] = []
    var index = start
    if kind == .subscript {
      parameters = self.parameters(start, before: frame.end)
      index = code.next(start, before: frame.end)
    }
    var entity = out.entity(
      kind, prefix, name: name, signatureEnd: max(index, start), end: max(index, start), frame)
    entity.qualifiers = qualifier.map { [$0] } ?? []
    entity.parameters = parameters
    entity.returnType = code.range(type.0, type.1)
    guard index < frame.end, code.isOpen(index, "{") else { return body(entity, index, frame) }
    let end = code.next(index, before: frame.end)
    guard let afterBodies = hasBodies(index, end) else {
      // Accessors without bodies are part of what the property promises.
      entity.signatureRange = ByteRange(entity.signatureRange.start, code.end(end - 1))
      entity.range = ByteRange(entity.range.start, code.end(end - 1))
      guard end + 1 < frame.end, code.isOperator(end, "=") else {
        return out.add(entity, holding: end, to: end, scope: .code)
      }
      return add(entity, value: end + 1, to: afterValue(end + 1, before: frame.end), frame)
    }
    guard afterBodies, end + 1 < frame.end else {
      return out.add(entity, block: index, frame, scope: .code)
    }
    return add(entity, value: index, to: afterValue(end + 1, before: frame.end), frame)
  }

  /// Whether a value follows the accessors of a property; nil when none of these has a body.
  private func hasBodies(_ open: Int, _ end: Int) -> Bool? {
    for index in open + 1..<max(end, open + 1)
    where code.isOpen(index, "{") || code.isOperator(index, "=", ">") {
      return code.isOperator(end, "=")
    }
    return nil
  }

  private mutating func fields(
    _ first: Int, _ prefix: Prefix, type: (Int, Int), _ frame: Frame
  ) -> Int {
    var kind = EntityKind.field
    for index in prefix.start..<type.0 {
      if word(index) == .const { kind = .constant }
      if word(index) == .event { kind = .property }
    }
    var prefix = prefix
    var name = first
    while true {
      var signatureEnd = name + 1
      if signatureEnd < frame.end, code.isOpen(signatureEnd, "[") {
        signatureEnd = code.next(signatureEnd, before: frame.end)
      }
      var end = signatureEnd
      let hasValue = end < frame.end && code.isOperator(end, "=")
      if hasValue { end = afterFieldValue(end + 1, before: frame.end) }
      let isLast = end >= frame.end || !code.isPunctuation(end, ",")
      var entity = out.entity(
        kind, prefix, name: self.name(name), signatureEnd: signatureEnd, end: end, frame)
      if name == first { entity.returnType = code.range(type.0, type.1) }
      if hasValue, signatureEnd + 1 < end { entity.bodyRange = code.range(signatureEnd + 1, end) }
      if isLast { return finish(entity, end, frame) }
      out.entities.append(entity)
      guard end + 1 < frame.end, code.kind(end + 1) == .identifier else { return end + 1 }
      name = end + 1
      var following = Prefix(start: name)
      following.visibility = prefix.visibility
      following.modifiers = prefix.modifiers
      prefix = following
    }
  }

  /// The index of the semicolon behind a value, or of the comma before the next name.
  private func afterFieldValue(_ start: Int, before limit: Int) -> Int {
    var index = start
    while index < limit, code.kind(index) != .close, !code.isPunctuation(index, ";") {
      if code.isPunctuation(index, ","), code.kind(index + 1) == .identifier,
        code.isOperator(index + 2, "=") || code.isPunctuation(index + 2, ",")
          || code.isPunctuation(index + 2, ";")
      {
        return index
      }
      index =
        code.afterTypeArguments(index, before: limit) ?? code.next(index, before: limit)
    }
    return min(index, limit)
  }
}
