import Source

/// The declarations of Go. Each function gets the index of the first token of all and that of the
/// specification behind the keyword, and returns the index to go on from.
extension GoReader {
  /// An entity from its first token, documentation above, to the token before `end`.
  private func entity(
    _ kind: EntityKind, from start: Int, name: Int, signature: Int, signatureEnd: Int, end: Int,
    _ frame: Frame
  ) -> Entity {
    let documentation = code.documentation(above: start, plain: true)
    var entity = Entity(
      kind: kind,
      range: ByteRange(documentation?.start ?? code.start(start), code.end(max(end, name + 1) - 1)),
      nameRange: code.range(name),
      signatureRange: code.range(signature, max(signatureEnd, signature + 1)),
      docRange: documentation, visibility: visibility(name, frame))
    entity.parent = frame.parent
    return entity
  }

  /// An import: a path, behind a name, a period or nothing.
  mutating func importSpec(_ start: Int, _ spec: Int, _ frame: Frame) -> Int {
    let path = code.kind(spec) == .string ? spec : spec + 1
    guard path < frame.end, code.kind(path) == .string else { return spec + 1 }
    var entity = entity(
      .import, from: start, name: path, signature: start, signatureEnd: path + 1, end: path + 1,
      frame)
    entity.visibility = .private
    let quoted = entity.nameRange
    if quoted.count > 2 { entity.nameRange = ByteRange(quoted.start + 1, quoted.end - 1) }
    entities.append(entity)
    return path + 1
  }

  // MARK: - Constants and variables

  mutating func valueSpec(_ kind: EntityKind, _ start: Int, _ spec: Int, _ frame: Frame) -> Int {
    guard code.kind(spec) == .identifier else { return code.next(spec, before: frame.end) }
    let end = statementEnd(spec, before: frame.end)
    let names = nameList(spec, before: end)
    let type = names[names.count - 1] + 1
    var equals = type
    while equals < end, !code.isOperator(equals, "=") { equals = code.next(equals, before: end) }
    let values = equals + 1 < end ? code.pieces(equals + 1, before: end) : []
    let holder = entities.count
    for (place, name) in names.enumerated() {
      var entity = entity(
        kind, from: place == 0 ? start : name, name: name, signature: name,
        signatureEnd: place == 0 ? equals : name + 1, end: end, frame)
      if type < equals { entity.returnType = code.range(type, equals) }
      if values.count == names.count {
        entity.bodyRange = code.range(values[place].lowerBound, values[place].upperBound)
      } else if equals + 1 < end {
        entity.bodyRange = code.range(equals + 1, end)
      }
      entities.append(entity)
    }
    frames.append(Frame(end: end, scope: .code, parent: holder, isLocal: true))
    frames.append(
      Frame(end: min(equals, end), scope: .type, parent: holder, isLocal: frame.isLocal))
    return type
  }

  /// The names before a type or `=`, with commas between them.
  private func nameList(_ start: Int, before end: Int) -> [Int] {
    var names = [start]
    var index = start + 1
    while index + 1 < end, code.isPunctuation(index, ","), code.kind(index + 1) == .identifier {
      names.append(index + 1)
      index += 2
    }
    return names
  }

  // MARK: - Types

  mutating func typeSpec(_ start: Int, _ spec: Int, _ frame: Frame) -> Int {
    guard code.kind(spec) == .identifier else { return code.next(spec, before: frame.end) }
    let end = statementEnd(spec, before: frame.end)
    var type = spec + 1
    if type < end, code.isOpen(type, "["), holdsTypeParameters(type, before: end) {
      type = code.next(type, before: end)
    }
    let members = type < end ? opensMembers(type) : nil
    let kind: EntityKind =
      switch members {
      case .fields: .struct
      case .methods: .interface
      default: .typealias
      }
    var entity = entity(
      kind, from: start, name: spec, signature: start,
      signatureEnd: members == nil ? end : type + 1,
      end: end, frame)
    if members != nil { entity.bodyRange = code.range(type + 1, max(end, type + 2)) }
    let holder = Frame(end: end, scope: .type, parent: entities.count, isLocal: frame.isLocal)
    entities.append(entity)
    frames.append(holder)
    return type
  }

  /// Whether a bracket behind a type's name opens type parameters, and not the length of an array.
  private func holdsTypeParameters(_ open: Int, before limit: Int) -> Bool {
    let close = code.closer(of: open, before: limit)
    guard open + 2 < close, code.kind(open + 1) == .identifier else { return false }
    switch code.kind(open + 2) {
    case .identifier, .keyword, .open: return !code.isOpen(open + 2, "(")
    case .punctuation: return code.isPunctuation(open + 2, ",")
    case .operator:
      if code.isOperator(open + 2, "~") { return true }
      // `[P *T]` is an array, `[P *T,]` is not.
      return code.isOperator(open + 2, "*") && code.pieces(open + 1, before: close).count > 1
        || code.isPunctuation(close - 1, ",")
    default: return false
    }
  }

  // MARK: - Members

  mutating func field(_ start: Int, _ frame: Frame) -> Int {
    let isEmbeddedPointer = code.isOperator(start, "*")
    guard code.kind(start) == .identifier || isEmbeddedPointer else {
      return code.next(start, before: frame.end)
    }
    let end = statementEnd(start, before: frame.end)
    guard end > start else { return start + 1 }
    var typeEnd = end
    let tag = code.kind(end - 1) == .string && end - 1 > start ? end - 1 : nil
    if let tag { typeEnd = tag }
    if isEmbeddedPointer || isEmbedded(start, before: typeEnd) {
      embeddedField(start, typeEnd: typeEnd, tag: tag, end: end, frame)
      return end
    }
    let names = nameList(start, before: typeEnd)
    let type = names[names.count - 1] + 1
    let holder = entities.count
    for (place, name) in names.enumerated() {
      var entity = entity(
        .field, from: name, name: name, signature: name,
        signatureEnd: place == 0 ? typeEnd : name + 1, end: end, frame)
      if type < typeEnd { entity.returnType = code.range(type, typeEnd) }
      if let tag { entity.modifiers = [code.range(tag)] }
      entities.append(entity)
    }
    frames.append(Frame(end: end, scope: .type, parent: holder, isLocal: frame.isLocal))
    return type
  }

  /// Whether a field is a type alone: `T`, `p.T` or `T[int]`.
  private func isEmbedded(_ start: Int, before end: Int) -> Bool {
    let next = start + 1
    if next >= end || code.isPunctuation(next, ".") { return true }
    guard code.isOpen(next, "[") else { return false }
    // `a [5]int` goes on behind the bracket.
    return code.next(next, before: end) >= end && code.closer(of: next, before: end) > next + 1
  }

  private mutating func embeddedField(
    _ start: Int, typeEnd: Int, tag: Int?, end: Int, _ frame: Frame
  ) {
    guard let name = typeName(start, before: typeEnd) else { return }
    var entity = entity(
      .field, from: start, name: name, signature: start, signatureEnd: typeEnd, end: end, frame)
    entity.returnType = code.range(start, typeEnd)
    if let tag { entity.modifiers = [code.range(tag)] }
    entities.append(entity)
  }

  /// The last identifier of a type's name: `T` of `*p.T[int]`.
  func typeName(_ start: Int, before end: Int) -> Int? {
    var name: Int?
    for index in start..<max(start, end) {
      if code.kind(index) == .identifier { name = index }
      if code.isOpen(index, "[") { break }
    }
    return name
  }

  mutating func interfaceMethod(_ start: Int, _ frame: Frame) -> Int {
    let end = max(statementEnd(start, before: frame.end), start + 1)
    guard code.kind(start) == .identifier, start + 1 < end, code.isOpen(start + 1, "(") else {
      return end
    }
    var entity = entity(
      .method, from: start, name: start, signature: start, signatureEnd: end, end: end, frame)
    entity.parameters = parameters(start + 1, before: end)
    let results = code.next(start + 1, before: end)
    if results < end { entity.returnType = code.range(results, end) }
    entities.append(entity)
    return end
  }
}
