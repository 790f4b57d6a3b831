import Source

/// Functions, variables and their parts.
extension CPlusPlusReader {
  func entity(
    _ kind: EntityKind, _ specifiers: Specifiers, from start: Int, name: ByteRange,
    signatureEnd: Int, end: Int, _ frame: Frame
  ) -> Entity {
    let isFirst = start == specifiers.start
    let documentation = isFirst ? code.documentation(above: start, plain: true) : nil
    let from = documentation?.start ?? code.start(start)
    let signature = isFirst ? min(specifiers.signature, signatureEnd - 1) : start
    let isLocal = frame.isFileLocal || specifiers.isStatic && frame.scope == .namespace
    var entity = Entity(
      kind: kind, range: ByteRange(from, max(code.end(end - 1), from)), nameRange: name,
      signatureRange: code.range(signature, max(signatureEnd, signature + 1)),
      docRange: documentation, visibility: isLocal ? .private : frame.visibility)
    entity.parent = frame.parent
    entity.modifiers = specifiers.modifiers
    return entity
  }

  /// Adds a function with its body.
  mutating func function(
    _ declarator: CPlusPlusDeclarator, _ body: Int, _ specifiers: Specifiers, _ frame: Frame
  ) -> Int {
    guard let name = declarator.name, let open = declarator.parameters else { return body + 1 }
    let close = code.closer(of: body, before: frame.end)
    let other = lines.alternative(to: body, closer: close)
    var end = other ?? min(close + 1, frame.end)
    // The handlers of a body that is a `try` block.
    while other == nil, end < frame.end, word(end) == .catch {
      end += 1
      if end < frame.end, code.isOpen(end, "(") { end = code.next(end, before: frame.end) }
      if end < frame.end, code.isOpen(end, "{") { end = code.next(end, before: frame.end) }
    }
    end = max(end, body + 1)
    var entity = entity(
      kind(of: declarator, name, specifiers, frame), specifiers, from: specifiers.start,
      name: code.range(name.last, name.lastEnd), signatureEnd: declarator.signatureEnd ?? body,
      end: end, frame)
    entity.bodyRange = code.range(body, end)
    entity.qualifiers = qualifiers(name).map { code.range($0) }
    if declarator.isMacro {
      nameByArguments(&entity, name, open, before: frame.end)
    } else {
      entity.parameters = parameters(open, before: frame.end)
      entity.returnType = typeRange(specifiers, name, declarator)
    }
    entities.append(entity)
    frames.append(
      Frame(
        end: end, scope: .code, parent: entities.count - 1, visibility: .private,
        isFileLocal: frame.isFileLocal))
    return body + 1
  }

  private func kind(
    of declarator: CPlusPlusDeclarator, _ name: CPlusPlusName, _ specifiers: Specifiers,
    _ frame: Frame
  ) -> EntityKind {
    switch name.role {
    case .operator, .conversion: return .operator
    case .destructor: return .deinitializer
    case .plain: break
    }
    if declarator.isConstructor { return .initializer }
    let isMember = frame.scope == .members && !specifiers.isFriend
    return isMember || name.isQualified ? .method : .function
  }

  /// Names what a macro makes after its arguments: `TEST(suite, name) {`, `MATCHER(Name, "") {`.
  private func nameByArguments(
    _ entity: inout Entity, _ name: CPlusPlusName, _ open: Int, before limit: Int
  ) {
    guard code.isMacroLike(name.last) else { return }
    let spelling = code.text.string(code.range(name.last))
    let isTest = spelling.contains("TEST") || spelling.contains("SCENARIO")
    if isTest { entity.kind = .test }
    let pieces = arguments(open, before: limit)
    guard let first = pieces.first else { return }
    let range = code.range(first.lowerBound)
    if code.kind(first.lowerBound) == .string, range.count > 2, isTest {
      entity.nameRange = ByteRange(range.start + 1, range.end - 1)
    } else if code.kind(first.lowerBound) == .identifier, first.count == 1 {
      entity.nameRange = range
      if isTest, pieces.count > 1, code.kind(pieces[1].lowerBound) == .identifier,
        pieces[1].count == 1
      {
        entity.nameRange = code.range(pieces[1].lowerBound)
        entity.qualifiers = [range]
      }
    }
  }

  /// The type of what is named: from its first word to the name or, where parentheses stand around that,
  /// all of the declarator.
  private func typeRange(
    _ specifiers: Specifiers, _ name: CPlusPlusName, _ declarator: CPlusPlusDeclarator
  ) -> ByteRange? {
    guard let type = specifiers.type, type < name.start else { return nil }
    let first = min(type, specifiers.qualifier ?? type)
    return code.typeRange(first, name: name.start, end: declarator.signatureEnd ?? declarator.end)
  }

  // MARK: - Declarators

  /// Reads the declarators from an index to `;`; one may begin there, or a comma before one.
  mutating func declarators(_ start: Int, _ specifiers: Specifiers, _ frame: Frame) -> Int {
    var index = start
    if index < frame.end, code.isPunctuation(index, ",") { index += 1 }
    guard index < frame.end, !code.isPunctuation(index, ";") else {
      return min(index + 1, frame.end)
    }
    var copy = specifiers
    let first = declarator(index, &copy, types: 1, frame)
    return declarators(first, from: index, specifiers, frame)
  }

  mutating func declarators(
    _ first: CPlusPlusDeclarator, from start: Int, _ specifiers: Specifiers, _ frame: Frame
  ) -> Int {
    var declarator = first
    var start = start
    while true {
      if declarator.name == nil, declarator.bindings == nil, declarator.end < frame.end,
        code.isOpen(declarator.end, "{")
      {
        // A block that no declaration explains: what it holds may be declarations.
        return declarator.end + 1
      }
      let end = afterInitializer(declarator.end, specifiers, before: frame.end)
      let isLast = end >= frame.end || !code.isPunctuation(end, ",")
      let hasSemicolon = isLast && end < frame.end && code.isPunctuation(end, ";")
      let last = hasSemicolon ? end + 1 : end
      if let name = declarator.name {
        add(declarator, name, from: start, to: end, last: last, specifiers, frame)
      } else if let bindings = declarator.bindings {
        addBindings(bindings, from: start, to: last, specifiers, frame)
      }
      guard !isLast else {
        return hasSemicolon ? end + 1 : max(end, start + 1)
      }
      start = end + 1
      guard start < frame.end else { return frame.end }
      var copy = specifiers
      declarator = self.declarator(start, &copy, types: 1, frame)
      if declarator.end <= start, !code.isPunctuation(declarator.end, ",") {
        return max(declarator.end, start)
      }
    }
  }

  private mutating func add(
    _ declarator: CPlusPlusDeclarator, _ name: CPlusPlusName, from start: Int, to end: Int,
    last: Int, _ specifiers: Specifiers, _ frame: Frame
  ) {
    let isFunction =
      declarator.isFunction
      && !(frame.scope == .namespace && !declarator.isConstructor && name.role == .plain
        && holdsValues(declarator.parameters, before: frame.end))
    let kind: EntityKind
    if specifiers.isTypedef {
      kind = .typealias
    } else if isFunction {
      kind = self.kind(of: declarator, name, specifiers, frame)
    } else {
      kind = frame.scope == .members || name.isQualified ? .field : .variable
    }
    let signatureEnd =
      declarator.end < end && code.isPunctuation(declarator.end, ":") ? end : declarator.end
    var entity = entity(
      kind, specifiers, from: start, name: code.range(name.last, name.lastEnd),
      signatureEnd: max(signatureEnd, name.lastEnd), end: max(last, name.lastEnd), frame)
    entity.qualifiers = qualifiers(name).map { code.range($0) }
    if !isFunction, declarator.end < end {
      let value = code.isOpen(declarator.end, "{") ? declarator.end : declarator.end + 1
      if value < end, !code.isPunctuation(declarator.end, ":") {
        entity.bodyRange = code.range(value, end)
      }
    }
    if isFunction, let open = declarator.parameters {
      entity.parameters = parameters(open, before: frame.end)
    }
    if start == specifiers.start {
      entity.returnType = typeRange(specifiers, name, declarator)
    }
    entities.append(entity)
  }

  /// Adds the names of a structured binding.
  private mutating func addBindings(
    _ open: Int, from start: Int, to end: Int, _ specifiers: Specifiers, _ frame: Frame
  ) {
    let close = code.closer(of: open, before: frame.end)
    let names = (open + 1..<max(close, open + 1)).filter {
      code.kind($0) == .identifier && $0 < end
    }
    // What stands behind the brackets belongs to no single name.
    var specifiers = specifiers
    specifiers.modifiers.removeAll { $0.start > code.start(open) }
    for (number, name) in names.enumerated() {
      let isLast = number == names.count - 1
      let entity = entity(
        .variable, specifiers, from: number == 0 ? start : name, name: code.range(name),
        signatureEnd: name + 1, end: isLast ? max(end, name + 1) : name + 1, frame)
      entities.append(entity)
    }
  }

  /// The index of the `,` or `;` behind an initial value or the width of a bit field.
  func afterInitializer(_ start: Int, _ specifiers: Specifiers, before limit: Int) -> Int {
    guard start < limit else { return start }
    if code.isOpen(start, "{") { return code.next(start, before: limit) }
    guard code.isOperator(start, "=") || code.isPunctuation(start, ":") else { return start }
    var index = start + 1
    while index < limit, code.kind(index) != .close {
      // A template declares one thing only, so that its commas are those of template arguments.
      if code.isPunctuation(index, ","), !specifiers.isTemplate { break }
      if code.isPunctuation(index, ";") { break }
      // The other branch of a conditional begins with the type once more.
      if let word = word(index), word.isAggregate, lines.beginsBranch(index) { break }
      let next = templates.after(index, before: limit)
      index = next > index ? next : code.next(index, before: limit)
    }
    return index
  }

  /// The index of the brace behind a constructor's list of initial values, which a colon begins.
  func afterInitializers(_ colon: Int, before limit: Int) -> Int {
    var index = colon + 1
    while index < limit {
      if word(index) == .typename { index += 1 }
      if word(index) == .decltype, code.isOpen(index + 1, "(") {
        index = code.next(index + 1, before: limit)
      }
      index = name(index, before: limit).end
      guard index < limit, code.isOpen(index, "(") || code.isOpen(index, "{") else { break }
      index = code.next(index, before: limit)
      if index < limit, code.kind(index) == .operator, code.symbol(index) == UInt8(ascii: ".") {
        index += 1
      }
      guard index < limit else { return limit }
      if code.isPunctuation(index, ",") {
        index += 1
      } else if code.kind(index) != .identifier {
        // Only behind a macro can another name stand.
        return index
      }
    }
    while index < limit, !code.isOpen(index, "{"), !code.isPunctuation(index, ";"),
      code.kind(index) != .close
    {
      index = code.next(index, before: limit)
    }
    return index
  }

  // MARK: - Parameters

  /// The parts between the commas of parentheses.
  private func arguments(_ open: Int, before limit: Int) -> [Range<Int>] {
    let close = code.closer(of: open, before: limit)
    var result: [Range<Int>] = []
    var start = open + 1
    var index = start
    while index < close {
      if code.isPunctuation(index, ",") {
        if index > start { result.append(start..<index) }
        start = index + 1
        index = start
      } else {
        let next = templates.after(index, before: close)
        index = next > index ? next : min(code.next(index, before: close), close)
      }
    }
    if start < close { result.append(start..<close) }
    return result
  }

  /// Whether parentheses hold values, so that they initialise a variable, and no parameters.
  private func holdsValues(_ open: Int?, before limit: Int) -> Bool {
    guard let open else { return false }
    return arguments(open, before: limit).contains { argument in
      let first = argument.lowerBound
      switch code.kind(first) {
      case .number, .string, .character: return true
      case .operator:
        return !isScope(first) && code.symbol(first) != UInt8(ascii: ".")
      case .open: return !(code.isOpen(first, "[") && code.isOpen(first + 1, "["))
      case .keyword:
        guard let word = word(first) else { return false }
        return word == .true || word == .false || word == .nullptr || word == .sizeof
          || word == .new || word.isStatement && word != .this
      case .identifier:
        let end = name(first, before: argument.upperBound).end
        guard end < argument.upperBound else { return false }
        return code.isPunctuation(end, ".") || code.isOperator(end, "-", ">")
          || code.isOpen(end, "{")
      default: return false
      }
    }
  }

  func parameters(_ open: Int, before limit: Int) -> [Parameter] {
    arguments(open, before: limit).compactMap { parameter($0.lowerBound, $0.upperBound) }
  }

  private func parameter(_ first: Int, _ last: Int) -> Parameter? {
    let start = word(first) == .this && first + 1 < last ? first + 1 : first
    if last == start + 1 {
      if word(start) == .void { return nil }
      // `...`, or a type without a name.
      let range = code.range(start)
      return code.kind(start) == .operator
        ? Parameter(name: range)
        : Parameter(name: ByteRange(range.end, range.end), type: range)
    }
    var end = start
    while end < last, !code.isOperator(end, "=") {
      let next = templates.after(end, before: last)
      end = next > end ? next : code.next(end, before: last)
    }
    end = min(end, last)
    let value = end + 1 < last ? code.range(end + 1, last) : nil
    guard end > start else { return nil }
    var specifiers = Specifiers(start: start)
    let frame = Frame(end: end, scope: .code, parent: -1)
    let declarator = declarator(start, &specifiers, types: 0, frame)
    let whole = code.range(start, end)
    guard let name = declarator.name else {
      return Parameter(
        name: ByteRange(whole.end, whole.end), type: whole, defaultValue: value)
    }
    // What stands behind the name is part of the type: then it is all of the parameter.
    let type =
      name.lastEnd == end && name.start > start ? code.range(start, name.start) : whole
    return Parameter(
      name: code.range(name.last, name.lastEnd), type: type, defaultValue: value)
  }
}
