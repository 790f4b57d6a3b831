import Source

extension ECMAScriptOutline {
  /// `const`, `let` or `var`, whose names are read one by one.
  struct Declaration {
    let isConstant: Bool
    let modifiers: [ByteRange]
    let isExported: Bool
    /// The brackets open in the frame where it stands.
    let depth: Int
  }

  /// One name, or pattern of names, with its type and value.
  mutating func declarator(_ name: Int, _ declaration: Declaration, first: Int, start: Int) {
    let frame = frames[frames.count - 1]
    frames[frames.count - 1].declaration = declaration
    var target = name
    if out.tokens.kind(name) == .open, partner(name) > name { target = partner(name) }
    var index = after(target)
    if index < frame.end, out.isSymbol(index, "!") { index = after(index) }
    if index < frame.end, out.isSymbol(index, ":") {
      index = max(typeEnd(after(index), frame.end), index + 1)
    }
    let signatureEnd = out.previous(min(index, frame.end))
    var value: Range<Int>?
    if index < frame.end, out.isSymbol(index, "=") {
      let begin = after(index)
      let end = valueEnd(begin, frame.end)
      if begin < end { value = begin..<end }
      index = max(end, begin)
    }
    let visibility = visibility(declaration.isExported, frame)
    if let value, isIdentifier(name) {
      if keyword(value.lowerBound) == ECMAScriptWord.class {
        let heading = Heading(
          first: first, start: start, modifiers: declaration.modifiers,
          isExported: declaration.isExported)
        let own = after(value.lowerBound)
        if typeBody(
          .class, name: name, from: isIdentifier(own) ? after(own) : own, heading, frame)
        {
          return
        }
      } else if var function = functionValue(value.lowerBound, value.upperBound),
        function.end >= out.previous(value.upperBound)
      {
        function.end = min(function.end, value.upperBound)
        var entity = Entity(
          kind: .function, range: out.tokens.range(name), nameRange: out.tokens.range(name),
          signatureRange: out.tokens.range(name), visibility: visibility)
        entity.modifiers = declaration.modifiers + [function.isAsync].compactMap { $0 }
        addFunction(entity, function, first: first, start: start, parent: frame.parent)
        return
      }
    }
    var parent = frame.parent
    if frame.isModule, frame.depth == 0 {
      let last = value.map { out.previous($0.upperBound) } ?? signatureEnd
      for binding in bindings(name, target) {
        var entity = Entity(
          kind: declaration.isConstant ? .constant : .variable,
          range: range(first, through: max(last, target)), nameRange: binding,
          signatureRange: range(start, through: max(signatureEnd, target)),
          visibility: visibility)
        entity.modifiers = declaration.modifiers
        entity.docRange = documentation(first)
        if let value { entity.bodyRange = range(value.lowerBound, through: last) }
        entity.range = ByteRange(entity.docRange?.start ?? entity.range.start, entity.range.end)
        parent = out.add(entity, parent: frame.parent)
      }
    }
    go(to: max(index, target + 1))
    guard let value else { return }
    let isEntity = parent != frame.parent
    push(
      value: value, parent: parent,
      literal: Literal(
        qualifier: isEntity || target > name ? nil : out.tokens.range(name),
        visibility: isEntity ? .public : .private))
  }

  /// The names that a pattern binds, or the one name.
  private func bindings(_ first: Int, _ last: Int) -> [ByteRange] {
    guard first < last else { return [out.tokens.range(first)] }
    var result: [ByteRange] = []
    var index = first + 1
    while index < last {
      let next = after(index)
      if out.isSymbol(index, "=") {
        // A default value, up to the comma or bracket behind it.
        index += 1
        while index < last, !out.isSymbol(index, ","), out.tokens.kind(index) != .close {
          index =
            out.tokens.kind(index) == .open && partner(index) > index
            ? partner(index) + 1 : index + 1
        }
        continue
      }
      if isIdentifier(index),
        out.isSymbol(next, ",") || out.isSymbol(next, "=")
          || out.tokens.kind(next) == .close
      {
        result.append(out.tokens.range(index))
      }
      index += 1
    }
    return result
  }
}
