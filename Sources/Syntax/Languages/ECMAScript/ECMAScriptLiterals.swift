import Source

extension ECMAScriptOutline {
  /// What the functions of an object literal belong to.
  struct Literal {
    /// The name of what the literal initialises, where that is no entity that holds them.
    var qualifier: ByteRange?
    var kind = EntityKind.method
    var visibility = Visibility.public
  }

  /// Goes on with the value of a name: the properties of an object literal, or the statements in it.
  mutating func push(value: Range<Int>, parent: Int, literal: Literal?) {
    let open = value.lowerBound
    let inner = unwrapped(value)
    guard let literal, let close = literalEnd(inner.lowerBound, inner.upperBound) else {
      return push(.statements, open, value.upperBound, parent: parent)
    }
    if after(close) < inner.upperBound {
      push(.statements, close + 1, inner.upperBound, parent: parent)
    }
    push(.literal, inner.lowerBound + 1, close, parent: parent)
    frames[frames.count - 1].literal = literal
  }

  /// The brace that closes an object literal which begins at `open` and is all of a value, but for a
  /// type that is claimed of it.
  func literalEnd(_ open: Int, _ limit: Int) -> Int? {
    guard open < limit, out.isSymbol(open, "{"), partner(open) > open, partner(open) < limit else {
      return nil
    }
    return endsWhole(partner(open), limit) ? partner(open) : nil
  }

  /// Whether a value that ends with the token is no part of a longer one.
  func endsWhole(_ last: Int, _ limit: Int) -> Bool {
    let behind = after(last)
    return behind >= limit || out.isSymbol(behind, ";") || out.isSymbol(behind, ",")
      || isWord(behind, "as") || isWord(behind, "satisfies") || out.tokens.kind(behind) == .close
      || startsLine(behind) && !joinsLine(behind)
  }

  /// A value without the parentheses around all of it.
  private func unwrapped(_ value: Range<Int>) -> Range<Int> {
    var value = value
    while out.isSymbol(value.lowerBound, "("), partner(value.lowerBound) > value.lowerBound,
      endsWhole(partner(value.lowerBound), value.upperBound)
    {
      let inner = after(value.lowerBound)..<partner(value.lowerBound)
      guard !inner.isEmpty else { break }
      value = inner
    }
    return value
  }

  /// A property of an object literal, which begins at `first`: a method, a value, or `...value`.
  mutating func property(_ first: Int, _ frame: Frame, _ literal: Literal) {
    let end = frame.end
    var index = first
    var modifiers: [ByteRange] = []
    var kind = literal.kind
    while isIdentifier(index), beginsName(after(index), end) {
      if isWord(index, "get") || isWord(index, "set") {
        kind = .property
      } else if !isWord(index, "async") {
        break
      }
      modifiers.append(out.tokens.range(index))
      index = after(index)
    }
    if index < end, out.isSymbol(index, "*") {
      modifiers.append(out.tokens.range(index))
      index = after(index)
    }
    guard index < end, let last = nameEnd(index, end) else {
      return skipProperty(from: index, frame)
    }
    let next = after(last)
    guard next < end, !out.isSymbol(next, ",") else { return go(to: next + 1) }
    let name = out.tokens.kind(index) == .string ? content(index) : range(index, through: last)
    var entity = Entity(
      kind: kind, range: name, nameRange: name, signatureRange: name,
      visibility: literal.visibility)
    if let qualifier = literal.qualifier { entity.qualifiers = [qualifier] }
    entity.modifiers = modifiers
    if let function = callable(next, end), function.body != nil {
      return addFunction(entity, function, first: first, start: first, parent: frame.parent)
    }
    let value = after(next)
    guard out.isSymbol(next, ":"), value < end else { return skipProperty(from: next, frame) }
    if let function = functionValue(value, end), function.body != nil {
      let behind = out.significant(function.end)
      if behind >= end || out.isSymbol(behind, ",") {
        entity.modifiers = [function.isAsync].compactMap { $0 }
        return addFunction(entity, function, first: first, start: first, parent: frame.parent)
      }
    }
    if keyword(value) == ECMAScriptWord.class {
      let own = after(value)
      let heading = Heading(first: first, start: first)
      let body = isIdentifier(own) ? after(own) : own
      if typeBody(.class, name: index, from: body, heading, frame) { return }
    }
    skipProperty(from: value, frame, Literal(qualifier: name, visibility: literal.visibility))
  }

  /// Goes on behind the comma that ends a property, and into the value that begins at `start`.
  private mutating func skipProperty(from start: Int, _ frame: Frame, _ literal: Literal? = nil) {
    var index = start
    if index < frame.end, out.tokens.kind(index) != .open, out.isSymbol(after(index), ",") {
      return go(to: after(index) + 1)
    }
    while index < frame.end, !out.isSymbol(index, ",") {
      index = max(valueEnd(index, frame.end), index + 1)
    }
    go(to: index + 1)
    if start < index {
      push(value: start..<min(index, frame.end), parent: frame.parent, literal: literal)
    }
  }
}
