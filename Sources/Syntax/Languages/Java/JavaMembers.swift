import Source

/// Fields, methods, constructors and their parameters.
extension JavaReader {
  mutating func member(_ start: Int, _ frame: Frame) -> Int {
    var prefix = Prefix(start: start, signature: start)
    let first = readPrefix(start, &prefix, before: frame.end)
    guard first < frame.end else { return frame.end }
    if beginsType(first, before: frame.end) { return type(first, prefix, frame) }
    if frame.scope == .file {
      switch word(first) {
      case .import: return imported(first, prefix, frame)
      case .package: return semicolon(first, before: frame.end) + 1
      case .module where code.kind(first + 1) == .identifier: return module(first, prefix, frame)
      case .open where word(first + 1) == .module && code.kind(first + 2) == .identifier:
        return module(first + 1, prefix, frame)
      default: break
      }
    }
    if code.isOpen(first, "{") {
      // An initializer belongs to its type.
      frames.append(
        Frame(
          end: code.closer(of: first, before: frame.end), scope: .code, parent: frame.parent))
      return first + 1
    }
    let type = afterTypeParameters(first, before: frame.end)
    guard let name = declaredName(type, before: frame.end) else {
      return code.next(max(type, first), before: frame.end)
    }
    let next = name + 1
    if next < frame.end, code.isOpen(next, "(") {
      return method(name, type: type, open: next, prefix, frame)
    }
    if name == type {
      // The short constructor of a record has no parameters.
      guard next < frame.end, code.isOpen(next, "{") else { return next }
      return callable(
        .initializer, name, type: type, parameters: [], header: next, prefix, frame)
    }
    return fields(name, type: type, prefix, frame)
  }

  private func afterTypeParameters(_ start: Int, before limit: Int) -> Int {
    code.isOperator(start, "<") ? generics.after(start, before: limit) : start
  }

  /// The name behind a type, or the one that is no type's for constructors.
  private func declaredName(_ start: Int, before limit: Int) -> Int? {
    var index = start
    var name: Int?
    // Longer names of types are not written; the bound keeps broken files linear.
    let last = min(limit, start + 256)
    while index < last {
      switch code.kind(index) {
      case .identifier:
        if let name, name == index - 1 {
          let next = index + 1
          if code.kind(next) == .identifier { return nil }
        }
        name = index
        index += 1
      case .keyword:
        guard let word = word(index), word.isPrimitive,
          index == start || code.kind(index - 1) != .keyword
        else { return name }
        index += 1
      case .punctuation where code.symbol(index) == UInt8(ascii: "."): index += 1
      case .punctuation where code.symbol(index) == UInt8(ascii: "@"):
        var prefix = Prefix(start: index, signature: index)
        index = annotation(index, &prefix, before: limit)
      case .operator:
        let next = generics.after(index, before: last)
        if next == index { return name }
        index = next
      case .open where code.symbol(index) == UInt8(ascii: "["):
        // Brackets behind the name belong to the field's type, those before it to the type's.
        if let name, name == index - 1, name > start,
          !code.isPunctuation(name - 1, "."), isField(index, before: last)
        {
          return name
        }
        index = code.next(index, before: last)
      default: return name
      }
    }
    return name
  }

  /// Whether brackets behind a name end a field and not a type: no name follows them.
  private func isField(_ bracket: Int, before limit: Int) -> Bool {
    var index = bracket
    while index < limit, code.isOpen(index, "[") { index = code.next(index, before: limit) }
    return code.kind(index) != .identifier && !code.isPunctuation(index, "@")
  }

  // MARK: - Methods

  private mutating func method(
    _ name: Int, type: Int, open: Int, _ prefix: Prefix, _ frame: Frame
  ) -> Int {
    let kind: EntityKind =
      name == type
      ? .initializer
      : prefix.isTest ? .test : frame.scope == .file ? .function : .method
    return callable(
      kind, name, type: type, parameters: parameters(open, before: frame.end),
      header: code.next(open, before: frame.end), prefix, frame)
  }

  private mutating func callable(
    _ kind: EntityKind, _ name: Int, type: Int, parameters: [Parameter], header: Int,
    _ prefix: Prefix, _ frame: Frame
  ) -> Int {
    var index = header
    var value: Int?
    while index < frame.end, !code.isPunctuation(index, ";"), code.kind(index) != .close {
      if value == nil, code.isOpen(index, "{") { break }
      if word(index) == .default { value = index + 1 }
      index = code.next(index, before: frame.end)
    }
    let hasBody = value == nil && index < frame.end && code.isOpen(index, "{")
    let signatureEnd = value.map { $0 - 1 } ?? index
    let end = !hasBody && index < frame.end && code.isPunctuation(index, ";") ? index + 1 : index
    var entity = entity(
      kind, prefix, name: code.range(name), signatureEnd: signatureEnd, end: end, frame)
    entity.parameters = parameters
    if type < name { entity.returnType = code.range(type, name) }
    if kind == .initializer { entity.visibility = prefix.visibility ?? frame.constructors }
    if let value, value < index { entity.bodyRange = code.range(value, index) }
    guard hasBody else {
      entities.append(entity)
      return max(end, name + 1)
    }
    let close = add(entity, body: index, frame)
    frames.append(Frame(end: close, scope: .code, parent: entities.count - 1))
    return index + 1
  }

  // MARK: - Fields

  private mutating func fields(
    _ first: Int, type: Int, _ prefix: Prefix, _ frame: Frame
  ) -> Int {
    let end = semicolon(first, before: frame.end)
    var name = first
    var prefix = prefix
    // What an initial value declares belongs to its field.
    var values: [Frame] = []
    while name < end, code.kind(name) == .identifier {
      let next = separator(name + 1, before: end)
      var equals = name + 1
      while equals < next, !code.isOperator(equals, "=") {
        equals = code.next(equals, before: next)
      }
      let isLast = next >= end
      let last = isLast && end < frame.end && code.isPunctuation(end, ";") ? end + 1 : next
      var entity = entity(
        .field, prefix, name: code.range(name), signatureEnd: min(equals, next), end: last, frame)
      if name == first { entity.returnType = code.range(type, first) }
      if equals + 1 < next { entity.bodyRange = code.range(equals + 1, next) }
      values.append(Frame(end: next, scope: .code, parent: entities.count))
      entities.append(entity)
      guard !isLast else { break }
      name = next + 1
      prefix = Prefix(
        start: name, signature: name, visibility: prefix.visibility, modifiers: prefix.modifiers)
    }
    frames += values.reversed()
    return first + 1
  }

  /// The index of the comma between two fields: behind it a name stands with `=`, `,`, brackets or the
  /// end after it, which in a value only a comparison with angle brackets around it does.
  private func separator(_ start: Int, before limit: Int) -> Int {
    var index = start
    while index < limit {
      if code.isPunctuation(index, ","), code.kind(index + 1) == .identifier {
        let next = index + 2
        if next >= limit || code.isOperator(next, "=") || code.isPunctuation(next, ",")
          || code.isOpen(next, "[")
        {
          return index
        }
      }
      if code.isOperator(index, "<") {
        index = max(generics.after(index, before: limit), index + 1)
      } else {
        index = code.next(index, before: limit)
      }
    }
    return limit
  }

  /// The index of the `;` that ends a field, or of the end of its scope.
  func semicolon(_ start: Int, before limit: Int) -> Int {
    var index = start
    while index < limit, !code.isPunctuation(index, ";"), code.kind(index) != .close {
      index = code.next(index, before: limit)
    }
    return min(index, limit)
  }

  // MARK: - Parameters

  func parameters(_ open: Int, before limit: Int) -> [Parameter] {
    code.pieces(open + 1, before: code.closer(of: open, before: limit), angled: true)
      .compactMap { parameter($0)?.0 }
  }

  /// A parameter and the index of its type; none for a receiver, `Type this`.
  func parameter(_ piece: Range<Int>) -> (Parameter, Int)? {
    var prefix = Prefix(start: piece.lowerBound, signature: piece.lowerBound)
    let type = readPrefix(piece.lowerBound, &prefix, before: piece.upperBound)
    var name = piece.upperBound - 1
    while name > type, code.kind(name) == .close || code.kind(name) == .open { name -= 1 }
    guard name > type, code.kind(name) == .identifier else { return nil }
    return (Parameter(name: code.range(name), type: code.range(type, name)), type)
  }
}
