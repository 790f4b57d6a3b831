import Source

/// A name with what qualifies it: `a::B<int>::~B`.
struct CPlusPlusName {
  enum Role { case plain, destructor, `operator`, conversion }

  /// The first token, the first of the last part, and the index behind that part without its template
  /// arguments.
  let start: Int
  var last: Int
  var lastEnd: Int
  /// The index behind all of it.
  var end: Int
  var role = Role.plain

  var isQualified: Bool { last > start }
}

extension CPlusPlusReader {
  /// Reads the name that begins at an index; its end is the index when none does.
  ///
  /// - Parameter isType: whether the name is part of a conversion's, which holds no other operator.
  func name(_ start: Int, before limit: Int, isType: Bool = false) -> CPlusPlusName {
    var name = CPlusPlusName(start: start, last: start, lastEnd: start, end: start)
    var index = start
    if index < limit, isScope(index), continuesName(index + 1, before: limit) { index += 1 }
    while index < limit {
      if word(index) == .template, index > start { index += 1 }
      guard index < limit else { return name }
      if code.kind(index) == .identifier {
        name.last = index
        name.lastEnd = index + 1
        index = templates.after(index + 1, before: limit)
        name.end = index
        guard index + 1 < limit, isScope(index), continuesName(index + 1, before: limit) else {
          return name
        }
        index += 1
      } else if code.isOperator(index, "~"), code.kind(index + 1) == .identifier, index + 1 < limit
      {
        name.last = index
        name.lastEnd = index + 2
        name.role = .destructor
        name.end = templates.after(index + 2, before: limit)
        return name
      } else {
        if word(index) == .operator {
          if isType { name.last = index } else { operatorName(index, &name, before: limit) }
        }
        return name
      }
    }
    return name
  }

  private func continuesName(_ index: Int, before limit: Int) -> Bool {
    guard index < limit else { return false }
    return code.kind(index) == .identifier || word(index) == .operator || word(index) == .template
      || code.isOperator(index, "~") && code.kind(index + 1) == .identifier
  }

  /// Reads `operator` and what it names.
  private func operatorName(_ keyword: Int, _ name: inout CPlusPlusName, before limit: Int) {
    name.last = keyword
    name.role = .operator
    var index = keyword + 1
    switch code.kind(index) {
    case .open where !code.isOpen(index, "{"):
      index = code.next(index, before: limit)
    case .string:
      // `operator "" _name`, in which a blank parts the suffix.
      if code.length(index) == 2, code.kind(index + 1) == .identifier { index += 1 }
      index += 1
    case .operator where !isScope(index): index += 1
    case .punctuation where code.isPunctuation(index, ","): index += 1
    case .keyword where word(index) == .new || word(index) == .delete:
      index += 1
      if index < limit, code.isOpen(index, "[") { index = code.next(index, before: limit) }
    case .keyword where word(index) == .co_await: index += 1
    default:
      name.role = .conversion
      loop: while index < limit {
        switch code.kind(index) {
        case .identifier:
          let type = self.name(index, before: limit, isType: true)
          if word(type.last) == .operator { break loop }
          index = max(type.end, index + 1)
          continue loop
        case .keyword where word(index)?.isTypeOf ?? false:
          if index + 1 < limit, code.isOpen(index + 1, "(") { index += 1 }
          index = code.next(index, before: limit)
          continue loop
        case .keyword: break
        case .operator where !code.isOperator(index, "="): break
        default: break loop
        }
        index += 1
      }
    }
    name.lastEnd = min(max(index, keyword + 1), limit)
    name.end = name.lastEnd
    if name.role == .operator { name.end = templates.after(name.end, before: limit) }
  }

  /// Whether a name is that of a constructor or destructor.
  func isConstructor(_ name: CPlusPlusName, _ frame: Frame) -> Bool {
    switch name.role {
    case .destructor: return true
    case .operator, .conversion: return false
    case .plain:
      guard name.isQualified else {
        return frame.scope == .members && frame.className >= 0
          && spellAlike(name.last, frame.className)
      }
      guard let holder = qualifiers(name).last else { return false }
      return spellAlike(holder, name.last)
    }
  }

  func spellAlike(_ one: Int, _ other: Int) -> Bool {
    code.length(one) == code.length(other)
      && code.text.slice(code.range(one)).elementsEqual(code.text.slice(code.range(other)))
  }

  /// The parts before the last one, without their template arguments.
  func qualifiers(_ name: CPlusPlusName) -> [Int] {
    var result: [Int] = []
    var index = name.start
    while index < name.last {
      if code.kind(index) == .identifier {
        result.append(index)
        index = templates.after(index + 1, before: name.last)
      } else {
        index += 1
      }
    }
    return result
  }

  /// The index behind the constraint of a `requires` clause.
  func afterConstraint(_ start: Int, before limit: Int) -> Int {
    var index = start
    while index < limit {
      while index < limit, code.isOperator(index, "!") { index += 1 }
      guard index < limit else { return limit }
      if word(index) == .requires {
        index += 1
        if index < limit, code.isOpen(index, "(") { index = code.next(index, before: limit) }
        if index < limit, code.isOpen(index, "{") { index = code.next(index, before: limit) }
      } else if code.isOpen(index, "(") {
        index = code.next(index, before: limit)
      } else if word(index) == .true || word(index) == .false {
        index += 1
      } else {
        if word(index) == .typename { index += 1 }
        let name = name(index, before: limit)
        guard name.end > index else { return index }
        index = name.end
        // A call, or a value of a type, is no primary expression but accepted by compilers.
        if index < limit, code.isOpen(index, "{"), isConstraintValue(index, before: limit) {
          index = code.next(index, before: limit)
        }
      }
      guard index < limit, code.isOperator(index, "&", "&") || code.isOperator(index, "|", "|")
      else { return index }
      index += 1
    }
    return limit
  }

  /// Whether braces in a constraint hold nothing, and more of the constraint follows.
  private func isConstraintValue(_ open: Int, before limit: Int) -> Bool {
    let close = code.closer(of: open, before: limit)
    return close == open + 1
      && (code.isOperator(close + 1, "&", "&") || code.isOperator(close + 1, "|", "|"))
  }
}

extension CodeTokens {
  /// How many angle brackets of templates an operator may open, less those it closes: shifts and
  /// comparisons are none, nor is the name of an operator.
  func templateBrackets(_ index: Int) -> Int {
    let first = symbol(index)
    guard first == UInt8(ascii: "<") || first == UInt8(ascii: ">") else { return 0 }
    let before = kind(index - 1)
    if first == UInt8(ascii: "<") {
      guard length(index) == 1 else { return 0 }
      switch before {
      case .identifier: return 1
      case .keyword:
        switch cWord(index - 1) {
        case .template, .const_cast, .dynamic_cast, .reinterpret_cast, .static_cast: return 1
        default: return 0
        }
      case .close:
        // `[]<class T>(T a) {}`, `operator()<int>`
        return isClose(index - 1, "]") || cWord(index - 3) == .operator ? 1 : 0
      case .operator, .string:
        // `operator< <int>`
        return cWord(index - 2) == .operator ? 1 : 0
      default: return 0
      }
    }
    if before == .keyword, cWord(index - 1) == .operator { return 0 }
    switch length(index) {
    case 1: return -1
    case 2: return isOperator(index, ">", ">") ? -2 : 0
    default: return 0
    }
  }
}
