import Source

/// One name that a declaration of C++ introduces.
struct CPlusPlusDeclarator {
  var name: CPlusPlusName?
  /// The parenthesis that opens the parameters of a function.
  var parameters: Int?
  /// Whether the name is that of a function, and not of a pointer to one.
  var isFunction = false
  /// Whether it is a constructor or destructor.
  var isConstructor = false
  /// Whether the name is that of a macro which declares something.
  var isMacro = false
  /// The index behind the declarator: of `,`, `;`, `=`, `:`, a brace or the scope's end.
  var end: Int
  /// The brace of a function's body, and the index behind its signature.
  var body: Int?
  var signatureEnd: Int?
  /// The brackets that hold the names of a structured binding.
  var bindings: Int?
  /// The word `class`, `struct`, `union` or `enum` whose body the declarator's end opens, and its name.
  var aggregate: Int?
  var tag: CPlusPlusName?
}

extension CPlusPlusReader {
  /// What has been read of a declarator and of the type before it.
  struct Reading {
    var result: CPlusPlusDeclarator
    /// How many words of a type have been read.
    var types: Int
    /// The last two names that may be what is declared.
    var last: CPlusPlusName?
    var previous: CPlusPlusName?
  }

  /// Reads specifiers, up to a type with a body, and one declarator.
  ///
  /// - Parameter types: how many words of a type stand before; from 1 on a lone name is declared.
  func declarator(
    _ start: Int, _ specifiers: inout Specifiers, types: Int, _ frame: Frame, before end: Int? = nil
  ) -> CPlusPlusDeclarator {
    let limit = end ?? frame.end
    var reading = Reading(result: CPlusPlusDeclarator(end: start), types: types)
    var index = start
    loop: while index < limit {
      let next: Int?
      switch code.kind(index) {
      case .keyword: next = keyword(index, start, &specifiers, &reading, frame, before: limit)
      case .identifier:
        next =
          reading.result.isFunction && lines.beginsBranch(index)
          ? nil : named(index, &specifiers, &reading, frame, before: limit)
      case .open: next = group(index, &specifiers, &reading, before: limit)
      case .close: next = nil
      case .punctuation:
        switch code.symbol(index) {
        case UInt8(ascii: ":") where reading.result.isFunction:
          reading.result.signatureEnd = index
          next = afterInitializers(index, before: limit)
        case UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: ":"): next = nil
        default: next = index + 1
        }
      case .operator:
        if code.isOperator(index, "=") {
          next = nil
        } else if isScope(index) || code.isOperator(index, "~") {
          next = named(index, &specifiers, &reading, frame, before: limit)
        } else {
          // Behind a name `*`, `&` or `...` shows that it was part of the type.
          if !reading.result.isFunction { (reading.last, reading.previous) = (nil, nil) }
          next = max(templates.after(index, before: limit), index + 1)
        }
      default: next = index + 1
      }
      guard let next else { break loop }
      index = next
      if reading.result.aggregate != nil { return reading.result }
    }
    var result = reading.result
    result.end = index
    if index < limit, code.isOpen(index, "{") { result.body = index }
    if result.name == nil { result.name = declaredName(reading) }
    return result
  }

  /// Of the names behind one another the last is declared, unless that is a macro for an attribute.
  private func declaredName(_ reading: Reading) -> CPlusPlusName? {
    guard let last = reading.last else { return nil }
    if let previous = reading.previous, code.isMacroLike(last.last),
      !code.isMacroLike(previous.last), previous.end == last.start
    {
      return previous
    }
    return last
  }

  // MARK: - Words

  /// - Returns: the index to go on from, or nil when the declarator ends before it.
  private func keyword(
    _ index: Int, _ start: Int, _ specifiers: inout Specifiers, _ reading: inout Reading,
    _ frame: Frame, before limit: Int
  ) -> Int? {
    guard let word = word(index) else { return index + 1 }
    if word.isAttribute {
      let next = max(code.afterAttributes(index, before: limit), index + 1)
      specifiers.modifiers.append(code.range(index, next))
      if specifiers.signature == index { specifiers.signature = min(next, limit - 1) }
      return next
    }
    let startsLine = code.flags(index).contains(.startsLine)
    if word.isSpecifier, word != .auto {
      // What a new declaration begins with ends one that a macro made without `;`.
      if reading.result.isFunction, startsLine || lines.beginsBranch(index) { return nil }
      return specify(word, index, &specifiers, before: limit)
    }
    if word.isQualifier {
      if specifiers.qualifier == nil { specifiers.qualifier = index }
      return index + 1
    }
    if word.isAggregate {
      if reading.result.isFunction || reading.result.name != nil { return nil }
      return aggregate(index, &specifiers, &reading, before: limit)
    }
    switch word {
    case .operator: return named(index, &specifiers, &reading, frame, before: limit)
    case .typename:
      if specifiers.qualifier == nil { specifiers.qualifier = index }
      return index + 1
    case .noexcept, .throw:
      guard reading.result.isFunction else { return nil }
      let next = index + 1
      return next < limit && code.isOpen(next, "(") ? code.next(next, before: limit) : next
    case .try: return reading.result.isFunction ? index + 1 : nil
    case .requires:
      reading.result.signatureEnd = nil
      return max(afterConstraint(index + 1, before: limit), index + 1)
    default: break
    }
    guard word.isType || word == .auto else { return nil }
    if reading.result.isFunction, lines.beginsBranch(index) { return nil }
    if specifiers.type == nil { specifiers.type = index }
    reading.types += 1
    guard word.isTypeOf, index + 1 < limit, code.isOpen(index + 1, "(") else { return index + 1 }
    let next = code.next(index + 1, before: limit)
    // `decltype(a)::type`
    if next < limit, isScope(next) { return max(name(next, before: limit).end, next) }
    return next
  }

  private func specify(
    _ word: CWord, _ index: Int, _ specifiers: inout Specifiers, before limit: Int
  ) -> Int {
    switch word {
    case .typedef: specifiers.isTypedef = true
    case .friend: specifiers.isFriend = true
    case .static: specifiers.isStatic = true
    default: break
    }
    if word != .typedef { specifiers.modifiers.append(code.range(index)) }
    let next = index + 1
    guard next < limit else { return limit }
    if word == .explicit, code.isOpen(next, "(") { return code.next(next, before: limit) }
    if word == .extern, code.kind(next) == .string { return next + 1 }
    return next
  }

  // MARK: - Names

  private func named(
    _ index: Int, _ specifiers: inout Specifiers, _ reading: inout Reading, _ frame: Frame,
    before limit: Int
  ) -> Int? {
    let name = name(index, before: limit)
    guard name.end > index else {
      // `::` before `*` of a pointer to a member, or `~` of no name.
      (reading.last, reading.previous) = (nil, nil)
      return index + 1
    }
    if name.end < limit, code.isOpen(name.end, "(") {
      return call(name, &specifiers, &reading, frame, before: limit)
    }
    if reading.result.name != nil { return name.end }
    if specifiers.type == nil { specifiers.type = index }
    if name.end < limit, isScope(name.end) {
      // The class of a pointer to a member.
      reading.types += 1
      return name.end + 1
    }
    if reading.types > 0 {
      reading.previous = reading.last
      reading.last = name
    }
    reading.types += 1
    return name.end
  }

  /// Reads a name that a parenthesis follows: a function, or a macro.
  private func call(
    _ name: CPlusPlusName, _ specifiers: inout Specifiers, _ reading: inout Reading, _ frame: Frame,
    before limit: Int
  ) -> Int? {
    let open = name.end
    let close = code.closer(of: open, before: limit)
    let next = min(close + 1, limit)
    func declare(_ name: CPlusPlusName, _ open: Int) {
      reading.result.name = name
      reading.result.parameters = open
      reading.result.isFunction = true
    }
    if let declared = reading.result.name {
      // Behind a function's parameters: a macro for an attribute, unless the first was one.
      if reading.result.isFunction, declared.role == .plain, code.isMacroLike(declared.last),
        !code.isMacroLike(name.last), !reading.result.isConstructor
      {
        declare(name, open)
      }
      return next
    }
    if close == open + 2, let word = word(open + 1), word.isAggregate, !name.isQualified {
      // `ALIGNED(class) name {`
      return aggregate(open + 1, from: next, &specifiers, &reading, before: limit)
    }
    if isConstructor(name, frame), !isPointer(open + 1, before: close) {
      declare(name, open)
      reading.result.isConstructor = true
      return next
    }
    if name.role != .plain {
      declare(name, open)
      return next
    }
    if isPointer(open + 1, before: close), next < limit,
      code.isOpen(next, "(") || code.isOpen(next, "[")
    {
      // `type (*name)(int)`: the name before the parenthesis is that of a type.
      if specifiers.type == nil { specifiers.type = name.start }
      reading.types += 1
      return open
    }
    if next < limit, code.isOpen(next, "("), close == open + 2, code.kind(open + 1) == .identifier,
      !name.isQualified, reading.types > 0 || !code.isMacroLike(name.last)
    {
      // `int MACRO(name)(int)`, `type (name)(int)`
      if specifiers.type == nil { specifiers.type = name.start }
      declare(self.name(open + 1, before: close), next)
      return code.next(next, before: limit)
    }
    if reading.types > 0 {
      if code.isMacroLike(name.last), next < limit, !name.isQualified {
        if let last = reading.last, !code.isMacroLike(last.last), endsVariable(next, before: limit),
          !specifiers.beginsWithMacro(code)
        {
          // `int name MACRO(x);`
          reading.result.name = last
          return next
        }
        if close == open + 2, code.kind(open + 1) == .identifier, !code.isMacroLike(open + 1),
          endsVariable(next, before: limit)
        {
          // `int MACRO(name);`
          reading.result.name = self.name(open + 1, before: close)
          return next
        }
        if continuesType(next, specifiers) {
          reading.types += 1
          return next
        }
      }
      declare(name, open)
      return next
    }
    if next < limit, code.isOpen(next, "{") || code.isPunctuation(next, ":") && name.isQualified {
      declare(name, open)
      reading.result.isMacro = !name.isQualified
      return next
    }
    if next < limit, code.isOperator(next, "-", ">"), !name.isQualified {
      // A deduction guide declares no function.
      return max(afterSemicolon(next, before: limit) - 1, next)
    }
    if specifiers.type == nil { specifiers.type = name.start }
    if next < limit, code.flags(next).contains(.startsLine), beginsDeclaration(next, frame) {
      // A macro that needs no `;`.
      return nil
    }
    reading.types += 1
    return next
  }

  /// Whether what stands behind a macro's arguments shows that the macro is no function.
  private func continuesType(_ index: Int, _ specifiers: Specifiers) -> Bool {
    if code.kind(index) == .identifier { return !code.isMacroLike(index) && !isOverride(index) }
    guard let word = word(index),
      word.isSpecifier || word.isType || word.isAggregate || word == .typename || word == .operator
    else { return false }
    return specifiers.beginsWithMacro(code) || !code.flags(index).contains(.startsLine)
  }

  /// Whether what stands at an index can follow the name of a variable and no function's parameters.
  private func endsVariable(_ index: Int, before limit: Int) -> Bool {
    if code.isOpen(index, "{") {
      let next = code.next(index, before: limit)
      return next < limit && code.isPunctuation(next, ";")
    }
    return code.isPunctuation(index, ";") || code.isPunctuation(index, ",")
      || code.isOpen(index, "[")
      || code.isOperator(index, "=") && !isDefaulted(index + 1)
  }

  /// Whether `= 0`, `= default` or `= delete` ends with the token at an index.
  private func isDefaulted(_ index: Int) -> Bool {
    word(index) == .default || word(index) == .delete
      || code.kind(index) == .number && code.isPunctuation(index + 1, ";")
        && code.text.bytes[code.start(index)] == UInt8(ascii: "0")
  }

  /// Whether `override` or `final` follows a function's parameters.
  func isOverride(_ index: Int) -> Bool {
    spells(index, "override") || spells(index, "final")
  }

  func spells(_ index: Int, _ word: StaticString) -> Bool {
    guard code.kind(index) == .identifier, code.length(index) == word.utf8CodeUnitCount else {
      return false
    }
    return word.withUTF8Buffer { code.text.slice(code.range(index)).elementsEqual($0) }
  }

  /// Whether a pointer, a reference or a pointer to a member begins at an index.
  private func isPointer(_ start: Int, before limit: Int) -> Bool {
    guard start < limit else { return false }
    if code.kind(start) == .operator {
      switch code.symbol(start) {
      case UInt8(ascii: "*"), UInt8(ascii: "^"): return true
      case UInt8(ascii: "&"): return true
      default: return false
      }
    }
    guard code.kind(start) == .identifier else { return false }
    let name = name(start, before: limit)
    return name.end + 1 < limit && isScope(name.end) && code.isOperator(name.end + 1, "*")
  }

  // MARK: - Groups

  private func group(
    _ open: Int, _ specifiers: inout Specifiers, _ reading: inout Reading, before limit: Int
  ) -> Int? {
    let next = code.next(open, before: limit)
    switch code.symbol(open) {
    case UInt8(ascii: "{"):
      return nil
    case UInt8(ascii: "["):
      if code.isOpen(open + 1, "[") {
        specifiers.modifiers.append(code.range(open, max(next, open + 1)))
        if specifiers.signature == open { specifiers.signature = min(next, limit - 1) }
      } else if reading.types == 1, reading.last == nil, reading.result.name == nil,
        let type = specifiers.type, word(type) == .auto
      {
        reading.result.bindings = open
      }
      return next
    default:
      if reading.result.name == nil, reading.types > 0 {
        if let last = reading.last, last.end == open { return next }
        declaratorInParentheses(open, &reading.result, before: limit)
      }
      return next
    }
  }

  /// Reads a declarator in parentheses: `(*name)`, `(name)`, `(*name(int))`, `(A::*name)`.
  private func declaratorInParentheses(
    _ open: Int, _ result: inout CPlusPlusDeclarator, before limit: Int
  ) {
    let close = code.closer(of: open, before: limit)
    let after = close + 1
    var index = open + 1
    var isPointer = false
    while index < close {
      switch code.kind(index) {
      case .operator where !isScope(index): isPointer = true
      case .identifier, .operator:
        let name = name(index, before: close)
        guard name.end > index else { break }
        if name.end < close,
          isScope(name.end) || code.kind(name.end) == .identifier
            || code.isOperator(name.end, "*")
        {
          index = name.end
          continue
        }
        result.name = name
        if name.end < close, code.isOpen(name.end, "(") {
          result.parameters = name.end
          result.isFunction = true
        } else if after < limit, code.isOpen(after, "(") {
          result.parameters = after
          result.isFunction = !isPointer
        }
        return
      case .open where code.isOpen(index, "("): break
      case .keyword where word(index)?.isQualifier ?? false: break
      case .keyword where word(index) == .operator:
        let name = name(index, before: close)
        result.name = name
        result.parameters = name.end < close && code.isOpen(name.end, "(") ? name.end : nil
        result.isFunction = result.parameters != nil
        return
      default: return
      }
      index += 1
    }
  }
}
