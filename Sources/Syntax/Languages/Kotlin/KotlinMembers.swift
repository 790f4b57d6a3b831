import Source

/// The declarations. Each function gets the index of the keyword and returns the index to go on from.
extension KotlinReader {
  /// `package a.b` and `import a.b.*`.
  mutating func named(
    _ kind: EntityKind, _ keyword: Int, _ prefix: Prefix, _ frame: Frame
  ) -> Int {
    var end = keyword + 1
    while end < frame.end, end == keyword + 1 || !code.flags(end).contains(.startsLine),
      !code.isPunctuation(end, ";"), code.kind(end) != .close
    {
      end += 1
    }
    guard end > keyword + 1 else { return keyword + 1 }
    var nameEnd = keyword + 2
    while nameEnd + 1 < end, code.isPunctuation(nameEnd, ".") { nameEnd += 2 }
    let entity = out.entity(
      kind, prefix, name: code.range(keyword + 1, nameEnd), signatureEnd: end, end: end, frame)
    return out.add(entity, holding: end, to: end, scope: .code)
  }

  // MARK: - Types

  mutating func type(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let word = word(keyword) == .fun ? .interface : self.word(keyword)
    let name = self.word(keyword) == .fun ? keyword + 2 : keyword + 1
    guard name < frame.end, code.kind(name) == .identifier else { return keyword + 1 }
    let isEnumeration = prefix.modifiers.contains {
      code.text.slice($0).elementsEqual("enum".utf8)
    }
    let kind: EntityKind = word == .interface ? .interface : isEnumeration ? .enum : .class
    return type(kind, prefix, name: self.name(name), from: name + 1, frame)
  }

  /// `object Name`, `companion object`, or the object of an expression.
  mutating func object(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let next = keyword + 1
    if next < frame.end, code.kind(next) == .identifier, !code.flags(next).contains(.startsLine) {
      return type(.object, prefix, name: name(next), from: next + 1, frame)
    }
    if let companion = prefix.modifiers.last(where: {
      code.text.slice($0).elementsEqual("companion".utf8)
    }) {
      return type(.object, prefix, name: companion, from: next, frame)
    }
    let body = endOfHeader(next, before: frame.end)
    guard body < frame.end, code.isOpen(body, "{") else { return next }
    // Its members belong to the declaration around the expression.
    return out.enter(body, frame, scope: .type)
  }

  /// Adds a type whose type parameters, constructor or body begin at an index.
  private mutating func type(
    _ kind: EntityKind, _ prefix: Prefix, name: ByteRange, from start: Int, _ frame: Frame
  ) -> Int {
    var index = start
    if index < frame.end, let behind = code.afterTypeArguments(index, before: frame.end) {
      index = behind
    }
    var parameters: [Parameter] = []
    var constructor = Prefix(start: min(index, frame.end - 1))
    var open = index
    if open < frame.end { open = readPrefix(open, &constructor, before: frame.end) }
    if open < frame.end, word(open) == .constructor { open += 1 }
    if open < frame.end, code.isOpen(open, "("), open > index || !startsAnew(open) {
      parameters = self.parameters(open, before: frame.end)
      index = code.next(open, before: frame.end)
    }
    let end = endOfHeader(index, before: frame.end)
    var entity = out.entity(kind, prefix, name: name, signatureEnd: end, end: end, frame)
    entity.parameters = parameters
    guard end < frame.end, code.isOpen(end, "{") else {
      return out.add(entity, holding: end, to: end, scope: .code)
    }
    return out.add(
      entity, block: end, frame, scope: kind == .enum ? .enumeration : .type, visibility: .public)
  }

  /// The index of the brace that opens a body, or behind the last token of a header without one.
  private func endOfHeader(_ start: Int, before limit: Int) -> Int {
    var index = start
    for _ in 0..<Declarations.longestHeader where index < limit {
      if code.isOpen(index, "{") || code.kind(index) == .close { return index }
      if code.isPunctuation(index, ";") || code.isPunctuation(index, ",") && index == start {
        return index
      }
      if startsAnew(index) { return index }
      switch word(index) {
      case .class, .fun, .interface, .object, .val, .var: return index
      default: index = code.next(index, before: limit)
      }
    }
    return min(index, limit)
  }

  mutating func alias(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let name = keyword + 1
    guard name < frame.end, code.kind(name) == .identifier else { return keyword + 1 }
    let end = afterValue(name, before: frame.end)
    let entity = out.entity(
      .typealias, prefix, name: self.name(name), signatureEnd: end, end: end, frame)
    return out.add(entity, holding: end, to: end, scope: .code)
  }

  /// An entry of an enumeration, with what stands up to the next one.
  mutating func entry(_ index: Int, _ frame: Frame) -> Int {
    if code.kind(index) == .close { return index + 1 }
    var prefix = Prefix(start: index)
    let name = readPrefix(index, &prefix, before: frame.end)
    let isEntry = name < frame.end && code.kind(name) == .identifier
    if code.isPunctuation(index, ";") || !isEntry && code.kind(index) != .punctuation {
      // Members follow.
      out.frames[out.frames.count - 1] = Frame(
        end: frame.end, scope: .type, parent: frame.parent, visibility: frame.visibility)
      return code.isPunctuation(index, ";") ? index + 1 : index
    }
    guard isEntry else { return max(name, index + 1) }
    var end = name + 1
    if end < frame.end, code.isOpen(end, "(") { end = code.next(end, before: frame.end) }
    prefix.signature = name
    var entity = out.entity(
      .enumCase, prefix, name: self.name(name), signatureEnd: end, end: end, frame)
    if frame.parent >= 0 { entity.visibility = out.entities[frame.parent].visibility }
    guard end < frame.end, code.isOpen(end, "{") else {
      return out.add(entity, holding: end, to: end, scope: .code)
    }
    return out.add(entity, block: end, frame, scope: .type, visibility: .public)
  }

  // MARK: - Functions

  /// A name with the type that it extends, if any.
  private struct Name {
    let range: ByteRange
    let receiver: ByteRange?
    /// The index behind it.
    let end: Int
  }

  /// Reads `<T> Receiver<T>.name`.
  private func extendedName(_ start: Int, before limit: Int) -> Name? {
    var index = start
    if index < limit, let behind = code.afterTypeArguments(index, before: limit) { index = behind }
    // Annotations of the receiver.
    if index < limit, code.isPunctuation(index, "@") {
      var prefix = Prefix(start: index)
      index = readPrefix(index, &prefix, before: limit)
    }
    guard index < limit else { return nil }
    let first = index
    var last: Int?
    var receiverEnd = index
    if code.isOpen(index, "(") {
      index = code.next(index, before: limit)
      while index < limit, code.isPunctuation(index, "?") { index += 1 }
      guard index < limit, isDot(index) else { return nil }
      receiverEnd = index
      index += 1
    }
    while index < limit {
      guard code.kind(index) == .identifier || code.kind(index) == .keyword else { break }
      if code.kind(index) == .keyword, word(index) != .interface { break }
      last = index
      index += 1
      var next = index
      if next < limit, let behind = code.afterTypeArguments(next, before: limit) { next = behind }
      while next < limit, code.isPunctuation(next, "?") { next += 1 }
      guard next < limit, isDot(next) else { break }
      receiverEnd = next
      index = next + 1
    }
    guard let last else { return nil }
    // The question mark of `?.` belongs to the receiver.
    let receiver =
      last > first
      ? ByteRange(code.start(first), code.end(receiverEnd) - 1) : nil
    return Name(range: name(last), receiver: receiver, end: last + 1)
  }

  private func isDot(_ index: Int) -> Bool {
    code.isPunctuation(index, ".") || code.isOperator(index, "?", ".")
  }

  mutating func function(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    guard let name = extendedName(keyword + 1, before: frame.end) else { return keyword + 1 }
    var open = name.end
    if open < frame.end, let behind = code.afterTypeArguments(open, before: frame.end) {
      open = behind
    }
    guard open < frame.end, code.isOpen(open, "(") else { return keyword + 1 }
    return callable(
      frame.scope == .file || frame.scope == .code ? .function : .method, prefix,
      name: name.range, receiver: name.receiver, open: open, frame)
  }

  mutating func constructor(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    guard keyword + 1 < frame.end, code.isOpen(keyword + 1, "(") else { return keyword + 1 }
    return callable(
      .initializer, prefix, name: code.range(keyword), open: keyword + 1, frame)
  }

  mutating func initializer(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    guard keyword + 1 < frame.end, code.isOpen(keyword + 1, "{") else { return keyword + 1 }
    var entity = out.entity(
      .initializer, prefix, name: code.range(keyword), signatureEnd: keyword + 1,
      end: keyword + 1, frame)
    entity.visibility = .private
    return out.add(entity, block: keyword + 1, frame, scope: .code)
  }

  private mutating func callable(
    _ kind: EntityKind, _ prefix: Prefix, name: ByteRange, receiver: ByteRange? = nil, open: Int,
    _ frame: Frame
  ) -> Int {
    let behind = code.next(open, before: frame.end)
    var index = behind
    var type: Range<Int>?
    if index + 1 < frame.end, code.isPunctuation(index, ":"), !startsAnew(index) {
      let end = afterType(index + 1, before: frame.end)
      if end > index + 1, kind != .initializer { type = index + 1..<end }
      index = max(end, index + 1)
    }
    if index < frame.end, word(index) == .where, code.kind(index) == .identifier {
      index = afterType(index + 1, before: frame.end, constraints: true)
    }
    var entity = out.entity(
      kind, prefix, name: name, signatureEnd: min(index, frame.end), end: min(index, frame.end),
      frame)
    entity.qualifiers = receiver.map { [$0] } ?? []
    entity.parameters = parameters(open, before: frame.end)
    if let type { entity.returnType = code.range(type.lowerBound, type.upperBound) }
    if frame.scope == .code { entity.visibility = .private }
    guard index < frame.end else { return out.add(entity, holding: index, to: index, scope: .code) }
    if code.isOpen(index, "{") { return out.add(entity, block: index, frame, scope: .code) }
    guard code.isOperator(index, "="), index + 1 < frame.end else {
      return out.add(entity, holding: index, to: index, scope: .code)
    }
    return add(entity, value: index + 1, to: afterValue(index + 1, before: frame.end))
  }

  /// Adds an entity with the expression from `start` to `end`.
  private mutating func add(_ entity: Entity, value start: Int, to end: Int) -> Int {
    var entity = entity
    guard start < end else { return out.add(entity, holding: start, to: start, scope: .code) }
    entity.bodyRange = code.range(start, end)
    entity.range = ByteRange(entity.range.start, max(code.end(end - 1), entity.range.end))
    return out.add(entity, holding: start, to: end, scope: .code)
  }

  /// The index behind a type: before `,`, `=`, a brace, a word that is none of a type, or a new line.
  ///
  /// - Parameter constraints: whether commas belong to it.
  private func afterType(_ start: Int, before limit: Int, constraints: Bool = false) -> Int {
    var index = start
    while index < limit {
      if index > start, startsAnew(index) { return index }
      switch code.kind(index) {
      case .open where code.isOpen(index, "{"): return index
      case .close: return index
      case .punctuation
      where code.isPunctuation(index, ";") || code.isPunctuation(index, ",") && !constraints:
        return index
      case .operator where code.isOperator(index, "="): return index
      case .operator:
        if let behind = code.afterTypeArguments(index, before: limit) {
          index = behind
          continue
        }
      case .identifier where word(index) == .by || word(index) == .where: return index
      case .identifier where index > start && beginsAccessor(index): return index
      default: break
      }
      index = code.next(index, before: limit)
    }
    return limit
  }

  /// Whether an accessor of a property, or the modifiers before one, begin behind its type on one line.
  private func beginsAccessor(_ index: Int) -> Bool {
    switch code.kind(index - 1) {
    case .identifier, .close: break
    case .punctuation: guard code.isPunctuation(index - 1, "?") else { return false }
    case .operator: guard code.symbol(index - 1) == UInt8(ascii: ">") else { return false }
    default: return false
    }
    guard !code.isOperator(index - 1, "-", ">") else { return false }
    return word(index) == .get || word(index) == .set
      || word(index)?.isModifier == true && code.kind(index + 1) == .identifier
        && (word(index + 1) == .get || word(index + 1) == .set
          || word(index + 1)?.isModifier == true)
  }

  // MARK: - Properties

  mutating func property(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    guard let name = extendedName(keyword + 1, before: frame.end) else { return keyword + 1 }
    var index = name.end
    var type: Range<Int>?
    if index + 1 < frame.end, code.isPunctuation(index, ":"), !startsAnew(index) {
      let end = afterType(index + 1, before: frame.end)
      if end > index + 1 { type = index + 1..<end }
      index = max(end, index + 1)
    }
    if index < frame.end, word(index) == .where, code.kind(index) == .identifier {
      index = afterType(index + 1, before: frame.end, constraints: true)
    }
    let signatureEnd = min(index, frame.end)
    let isConstant = prefix.modifiers.contains {
      code.text.slice($0).elementsEqual("const".utf8)
    }
    var entity = out.entity(
      isConstant ? .constant : .property, prefix, name: name.range, signatureEnd: signatureEnd,
      end: signatureEnd, frame)
    entity.qualifiers = name.receiver.map { [$0] } ?? []
    if let type { entity.returnType = code.range(type.lowerBound, type.upperBound) }
    var body: Int?
    if index < frame.end, code.isOperator(index, "=") || word(index) == .by {
      body = code.isOperator(index, "=") ? index + 1 : index
      index = max(afterValue(index + 1, before: frame.end), index + 1)
    }
    let end = afterAccessors(index, before: frame.end)
    let start = body ?? index
    guard start < end else { return out.add(entity, holding: index, to: index, scope: .code) }
    return add(entity, value: start, to: end)
  }

  /// The index behind the accessors of a property; the index itself where none follow.
  private func afterAccessors(_ start: Int, before limit: Int) -> Int {
    var end = start
    for _ in 0..<2 {
      var index = end
      while index < limit, code.isPunctuation(index, ";") { index += 1 }
      guard index < limit else { return end }
      var prefix = Prefix(start: index)
      index = readPrefix(index, &prefix, before: limit)
      guard index < limit, word(index) == .get || word(index) == .set else { return end }
      let next = index + 1
      guard next < limit, code.isOpen(next, "("), !code.flags(next).contains(.startsLine) else {
        // `private set` alone.
        guard
          next >= limit || startsAnew(next) || code.kind(next) == .close
            || code.isPunctuation(next, ";")
        else { return end }
        end = next
        continue
      }
      index = code.next(next, before: limit)
      if index < limit, code.isPunctuation(index, ":") {
        index = max(afterType(index + 1, before: limit), index + 1)
      }
      if index < limit, code.isOpen(index, "{") {
        index = code.next(index, before: limit)
      } else if index < limit, code.isOperator(index, "=") {
        index = max(afterValue(index + 1, before: limit), index + 1)
      } else if holdsArguments(next) {
        return end
      }
      end = min(index, limit)
    }
    return end
  }

  /// Whether the parentheses at an index hold more than an accessor's do, so that `get(...)` is a call.
  private func holdsArguments(_ open: Int) -> Bool {
    let close = code.closer(of: open, before: code.count)
    return close > open + 2
  }

  // MARK: - Parameters

  func parameters(_ open: Int, before limit: Int) -> [Parameter] {
    let close = code.closer(of: open, before: limit)
    var result: [Parameter] = []
    var index = open + 1
    while index < close {
      var prefix = Prefix(start: index)
      index = readPrefix(index, &prefix, before: close)
      while index < close, isParameterModifier(index) { index += 1 }
      if index + 1 < close, code.kind(index) == .identifier, code.isPunctuation(index + 1, ":") {
        var parameter = Parameter(name: name(index))
        let type = index + 2
        index = type
        while index < close, !code.isPunctuation(index, ","), !code.isOperator(index, "=") {
          index =
            code.afterTypeArguments(index, before: close) ?? code.next(index, before: close)
        }
        if index > type { parameter.type = code.range(type, index) }
        if index + 1 < close, code.isOperator(index, "=") {
          let value = index + 1
          index = value
          index = afterDefault(value, before: close)
          if index > value { parameter.defaultValue = code.range(value, index) }
        }
        result.append(parameter)
      }
      while index < close, !code.isPunctuation(index, ",") {
        index = code.next(index, before: close)
      }
      index += 1
    }
    return result
  }

  private func isParameterModifier(_ index: Int) -> Bool {
    if word(index) == .val || word(index) == .var { return true }
    return code.kind(index) == .identifier && word(index)?.isModifier == true
      && !code.isPunctuation(index + 1, ":")
  }

  /// The index of the comma behind a default value; those of type arguments are none.
  private func afterDefault(_ start: Int, before close: Int) -> Int {
    var index = start
    var strings = 0
    while index < close {
      switch code.kind(index) {
      case .stringStart: strings += 1
      case .stringEnd: strings -= 1
      case .punctuation where code.isPunctuation(index, ",") && strings <= 0: return index
      default: break
      }
      index = code.afterTypeArguments(index, before: close) ?? code.next(index, before: close)
    }
    return close
  }
}
