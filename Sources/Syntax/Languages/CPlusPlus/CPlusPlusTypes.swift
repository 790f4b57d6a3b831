import Source

/// Classes, structures, unions and enumerations.
extension CPlusPlusReader {
  /// Reads the head of a type: `class MACRO name final : bases {`.
  ///
  /// - Parameter start: where the rest of the head begins when that is not directly behind the keyword.
  /// - Returns: the index of its brace, with `aggregate` set; else that behind its name.
  func aggregate(
    _ keyword: Int, from start: Int? = nil, _ specifiers: inout Specifiers,
    _ reading: inout Reading, before limit: Int
  ) -> Int {
    if specifiers.type == nil { specifiers.type = keyword }
    reading.types += 1
    (reading.last, reading.previous) = (nil, nil)
    let isEnumeration = word(keyword) == .enum
    var index = start ?? keyword + 1
    if isEnumeration, word(index) == .class || word(index) == .struct { index += 1 }
    var tag: CPlusPlusName?
    var behindFirst: Int?
    loop: while index < limit {
      switch code.kind(index) {
      case .keyword:
        let next = code.afterAttributes(index, before: limit)
        guard next > index else { break loop }
        index = next
      case .open where code.isOpen(index, "[") && code.isOpen(index + 1, "["):
        index = code.next(index, before: limit)
      case .identifier, .operator:
        if tag != nil, spells(index, "final"),
          code.isOpen(index + 1, "{") || code.isPunctuation(index + 1, ":")
        {
          index += 1
          break loop
        }
        let name = name(index, before: limit)
        guard name.end > index, name.role == .plain else { break loop }
        if name.end < limit, code.isOpen(name.end, "(") {
          // Macros for attributes may stand before the name.
          guard code.isMacroLike(name.last), !name.isQualified else { break loop }
          index = code.next(name.end, before: limit)
          continue loop
        }
        // Of names behind one another the last is meant, the others are macros; so is one behind it.
        if tag.map({ code.isMacroLike($0.last) || !code.isMacroLike(name.last) }) ?? true {
          tag = name
        }
        if behindFirst == nil { behindFirst = name.end }
        index = name.end
      default: break loop
      }
    }
    if let body = bodyOfType(index, isEnumeration: isEnumeration, before: limit) {
      reading.result.aggregate = keyword
      reading.result.tag = tag
      reading.result.end = body
      return body
    }
    return max(behindFirst ?? index, keyword + 1)
  }

  /// The brace behind a type's name and its bases.
  private func bodyOfType(_ start: Int, isEnumeration: Bool, before limit: Int) -> Int? {
    guard start < limit else { return nil }
    if code.isOpen(start, "{") { return start }
    guard code.isPunctuation(start, ":") else { return nil }
    var index = start + 1
    while index < limit, !code.isOpen(index, "{") {
      switch code.kind(index) {
      case .close: return nil
      case .punctuation:
        if isEnumeration || !code.isPunctuation(index, ",") { return nil }
      case .operator where code.isOperator(index, "="): return nil
      case .keyword where word(index)?.isAggregate ?? false:
        // The other branch of a conditional begins with the type once more.
        if lines.beginsBranch(index) { return nil }
      default: break
      }
      let next = templates.after(index, before: limit)
      index = next > index ? next : code.next(index, before: limit)
    }
    return index < limit ? index : nil
  }

  /// Adds a type with its body.
  mutating func type(
    _ keyword: Int, _ head: CPlusPlusDeclarator, _ specifiers: Specifiers, _ frame: Frame
  ) -> Int {
    let body = head.end
    let close = code.closer(of: body, before: frame.end)
    let other = lines.alternative(to: body, closer: close)
    let isEnumeration = word(keyword) == .enum
    var kind: EntityKind = isEnumeration ? .enum : word(keyword) == .class ? .class : .struct
    var name = head.tag
    var end = other ?? min(close + 1, frame.end)
    var rest: Rest? = other == nil ? Rest(specifiers: specifiers, start: end) : nil
    if frame.scope == .code { rest = nil }
    if name == nil, rest != nil, end < frame.end {
      // Without a name of its own it has that of its typedef, or is the type of one variable.
      var copy = specifiers
      let first = declarator(end, &copy, types: 1, frame)
      if let declared = first.name, !first.isFunction {
        name = declared
        if !specifiers.isTypedef { kind = frame.scope == .members ? .field : .variable }
        end = afterInitializer(first.end, specifiers, before: frame.end)
        rest = Rest(specifiers: specifiers, start: end)
        if end < frame.end, code.isPunctuation(end, ";") { end += 1 }
      }
    }
    if rest != nil, head.tag != nil, !specifiers.isTypedef, end < frame.end,
      code.flags(end).contains(.startsLine), code.kind(end) != .punctuation,
      code.kind(end) == .keyword || code.kind(end) == .close
    {
      // The `;` is missing, or stands in a branch of a conditional.
      rest = nil
    }
    var inner = Frame(
      end: other ?? close, scope: isEnumeration ? .enumerators : .members, parent: frame.parent,
      visibility: word(keyword) == .class && !isEnumeration ? .private : .public,
      isFileLocal: frame.isFileLocal || frame.scope == .code,
      className: head.tag?.last ?? frame.className, rest: rest)
    if head.tag == nil { inner.visibility = frame.visibility }
    if let name {
      var entity = entity(
        kind, specifiers, from: specifiers.start, name: code.range(name.last, name.lastEnd),
        signatureEnd: head.tag == nil ? keyword + 1 : body, end: max(end, body + 1), frame)
      entity.qualifiers = qualifiers(name).map { code.range($0) }
      entity.bodyRange = code.range(body, max(other ?? min(close + 1, frame.end), body + 1))
      entities.append(entity)
      inner = Frame(
        end: inner.end, scope: inner.scope, parent: entities.count - 1,
        visibility: inner.visibility, isFileLocal: inner.isFileLocal, className: inner.className,
        rest: rest)
    }
    frames.append(inner)
    return body + 1
  }

  /// Finds the next class in the body of a function.
  ///
  /// - Returns: the index to go on from.
  mutating func localType(_ start: Int, _ frame: Frame) -> Int {
    var index = start
    while index < frame.end {
      if code.kind(index) == .keyword, let word = word(index), word.isAggregate, word != .enum,
        beginsStatement(index)
      {
        var specifiers = Specifiers(start: index)
        var reading = Reading(result: CPlusPlusDeclarator(end: index), types: 0)
        let next = aggregate(index, &specifiers, &reading, before: frame.end)
        // Two names before a brace are a type and a variable, unless the first is a macro.
        if reading.result.aggregate != nil, let tag = reading.result.tag,
          tag.start == index + 1 || code.kind(index + 1) != .identifier
            || code.isMacroLike(index + 1)
        {
          return type(index, reading.result, specifiers, frame)
        }
        if reading.result.aggregate == nil { index = max(next - 1, index) }
      }
      index += 1
    }
    return frame.end
  }

  private func beginsStatement(_ index: Int) -> Bool {
    switch code.kind(index - 1) {
    case .open: code.isOpen(index - 1, "{")
    case .close: code.isClose(index - 1, "}")
    case .punctuation: code.symbol(index - 1) == UInt8(ascii: ";")
    default: false
    }
  }

  /// Reads one name of an enumeration.
  mutating func enumerator(_ index: Int, _ frame: Frame) -> Int {
    let (entity, next) = code.enumerator(index, before: frame.end, templates: templates)
    if var entity {
      entity.parent = frame.parent
      if frame.isFileLocal { entity.visibility = .private }
      entities.append(entity)
    }
    return next
  }
}
