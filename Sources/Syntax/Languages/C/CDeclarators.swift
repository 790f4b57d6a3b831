import Source

/// One name that a declaration introduces.
struct CDeclarator {
  var name: Int?
  /// The parenthesis that opens the parameters of a function.
  var parameters: Int?
  /// Whether the name is that of a function, and not of a pointer to one.
  var isFunction = false
  /// The index behind the declarator: of `,`, `;`, `=`, `:`, a brace or the scope's end.
  var end: Int
  /// The brace of a function's body.
  var body: Int?
  /// The word `struct`, `union` or `enum` whose body the declarator's end opens.
  var aggregate: Int?
  /// The name of that type.
  var tag: Int?
}

extension CReader {
  /// Reads specifiers, up to a type with a body, and one declarator.
  ///
  /// - Parameter types: how many words of a type stand before; from 1 on a lone name is declared.
  func declarator(
    _ start: Int, _ specifiers: inout Specifiers, types: Int, before limit: Int
  ) -> CDeclarator {
    var result = CDeclarator(end: start)
    var types = types
    var names: [Int] = []
    var index = start
    loop: while index < limit {
      switch code.kind(index) {
      case .keyword:
        let word = CWord(rawValue: code.symbol(index)) ?? .int
        if word.isAttribute {
          let next = max(afterAttributes(index, before: limit), index + 1)
          specifiers.modifiers.append(code.range(index, next))
          if specifiers.signature == index { specifiers.signature = next }
          index = next
          continue loop
        }
        if word.isSpecifier {
          specify(word, index, &specifiers)
        } else {
          if word.isStatement { break loop }
          if types == 0, specifiers.type == nil { specifiers.type = index }
          types += 1
          if word == .struct || word == .union || word == .enum {
            index = tag(index, &result, before: limit)
            if result.aggregate != nil { break loop }
            continue loop
          }
          if word.isTypeOf, code.isOpen(index + 1, "(") { index += 1 }
        }
      case .identifier:
        if specifiers.type == nil, types == 0 { specifiers.type = index }
        if index + 1 < limit, code.isOpen(index + 1, "(") {
          if types > 1, result.name == nil, isAttributeMacro(index, before: limit) {
            let next = code.next(index + 1, before: limit)
            specifiers.modifiers.append(code.range(index, next))
            index = next
            continue loop
          }
          guard let next = call(index, &result, &types, before: limit) else { return result }
          index = next
          continue loop
        }
        if result.name == nil { names.append(index) }
        types += 1
      case .open:
        let symbol = code.symbol(index)
        if symbol == UInt8(ascii: "{") { break loop }
        if symbol == UInt8(ascii: "("), result.name == nil, types > 0 {
          group(index, &result, before: limit)
        } else if symbol == UInt8(ascii: "["), index == start, types == 0 {
          // A C23 attribute.
          specifiers.signature = code.next(index, before: limit)
        }
      case .close: break loop
      case .punctuation:
        let symbol = code.symbol(index)
        if symbol == UInt8(ascii: ";") || symbol == UInt8(ascii: ",") || symbol == UInt8(ascii: ":")
          || symbol == UInt8(ascii: "@")
        {
          break loop
        }
      case .operator:
        if code.isOperator(index, "=") || startsMethod(index) { break loop }
      default: break
      }
      index = code.next(index, before: limit)
    }
    if result.aggregate == nil { result.end = index }
    if index < limit, code.isOpen(index, "{"), result.aggregate == nil { result.body = index }
    if result.name == nil, types > 1 { result.name = declaredName(names, types: types) }
    return result
  }

  /// Whether a sign begins a method of Objective-C, which a macro without `;` stands before.
  func startsMethod(_ index: Int) -> Bool {
    code.flags(index).contains(.startsLine)
      && (code.isOperator(index, "-") || code.isOperator(index, "+"))
  }

  private func specify(_ word: CWord, _ index: Int, _ specifiers: inout Specifiers) {
    switch word {
    case .typedef: specifiers.isTypedef = true
    case .static: specifiers.visibility = .private
    default: specifiers.modifiers.append(code.range(index))
    }
  }

  /// Of the names behind one another the last is declared, unless that is a macro for an attribute.
  private func declaredName(_ names: [Int], types: Int) -> Int? {
    guard let last = names.last else { return nil }
    if names.count > 1, types > 2, code.isMacroLike(last),
      !code.isMacroLike(names[names.count - 2]),
      names[names.count - 2] == last - 1
    {
      return names[names.count - 2]
    }
    return last
  }

  /// Whether a macro with arguments behind a name is an attribute of it (`int *name SINCE(10, 7);`) and no
  /// function: its arguments are no parameters.
  private func isAttributeMacro(_ name: Int, before limit: Int) -> Bool {
    guard code.kind(name - 1) == .identifier, code.isMacroLike(name) else { return false }
    let close = code.closer(of: name + 1, before: limit)
    let behind = close + 1
    guard close < limit, close > name + 2, behind < limit, !code.isOpen(behind, "{") else {
      return false
    }
    // Longer lists of arguments are not written; the bound keeps broken files linear.
    for index in name + 2..<min(close, name + 64) {
      let isNamed = code.kind(index) == .identifier || code.isOperator(index, "*")
      if isNamed, code.kind(index + 1) == .identifier || word(index) != nil { return false }
    }
    return word(name + 2) == nil
  }

  /// Reads `struct name {`; the index behind the name, or of the brace with `aggregate` set.
  private func tag(_ keyword: Int, _ result: inout CDeclarator, before limit: Int) -> Int {
    var index = afterAttributes(keyword + 1, before: limit)
    // Macros for attributes may stand before the name.
    while index < limit, code.kind(index) == .identifier {
      // Behind the name stands an attribute's macro.
      if result.tag.map({ code.isMacroLike($0) || !code.isMacroLike(index) }) ?? true {
        result.tag = index
      }
      index += 1
      if index < limit, code.isOpen(index, "("), code.isMacroLike(index - 1) {
        index = code.next(index, before: limit)
      } else if index < limit, code.kind(index) == .identifier,
        !(index + 1 < limit && code.isOpen(index + 1, "{"))
      {
        break
      }
    }
    index = afterAttributes(index, before: limit)
    var body = index
    if word(keyword) == .enum, body < limit, code.isPunctuation(body, ":") {
      body += 1
      while body < limit, code.kind(body) == .identifier || code.kind(body) == .keyword {
        body += 1
      }
    }
    if body < limit, code.isOpen(body, "{") {
      result.aggregate = keyword
      result.end = body
      return body
    }
    result.tag = nil
    return index
  }

  /// Reads a name that a parenthesis follows: a function, or a macro.
  ///
  /// - Returns: the index to go on from, or nil when the declaration ends there.
  private func call(
    _ name: Int, _ result: inout CDeclarator, _ types: inout Int, before limit: Int
  ) -> Int? {
    let open = name + 1
    let close = code.closer(of: open, before: limit)
    let next = min(close + 1, limit)
    if result.name == nil, code.isOperator(open + 1, "*") || code.isOperator(open + 1, "^"),
      next < limit,
      code.kind(next) == .open, !code.isOpen(next, "{")
    {
      // `type (*name)(int)`: the name before the parenthesis is that of a type.
      types += 1
      return open
    }
    if result.name != nil {
      // Behind a function's parameters: a macro for an attribute, unless the first was one.
      if result.isFunction, let first = result.name, code.isMacroLike(first),
        !code.isMacroLike(name)
      {
        result.name = name
        result.parameters = open
      }
      return next
    }
    if types > 0, next < limit, code.isOpen(next, "("), close == open + 2,
      code.kind(open + 1) == .identifier
    {
      // `int MACRO(name)(int)`
      result.name = open + 1
      result.parameters = next
      let after = code.next(next, before: limit)
      result.isFunction = after < limit && code.isOpen(after, "{")
      return after
    }
    let isDefinition = next < limit && code.isOpen(next, "{") || isOldStyle(open, close, limit)
    if types > 0 || isDefinition {
      result.name = name
      result.parameters = open
      result.isFunction = true
      if !isDefinition || code.isOpen(next, "{") { return next }
      // The declarations of the parameters, up to the body.
      var index = next
      while index < limit, !code.isOpen(index, "{") { index = code.next(index, before: limit) }
      return index
    }
    types += 1
    if next >= limit {
      result.end = limit
      return nil
    }
    if code.flags(next).contains(.startsLine), let word = word(next),
      word.isSpecifier || word == .struct || word == .enum || word == .union
    {
      // A macro that needs no `;`.
      result.end = next
      return nil
    }
    return next
  }

  /// Whether names in parentheses are the parameters of a function in the style of before ISO C, with
  /// their declarations and a body behind them.
  private func isOldStyle(_ open: Int, _ close: Int, _ limit: Int) -> Bool {
    guard close < limit, close > open + 1 else { return false }
    for index in open + 1..<close {
      let isName = (index - open) % 2 == 1
      guard isName ? code.kind(index) == .identifier : code.isPunctuation(index, ",") else {
        return false
      }
    }
    var index = close + 1
    // Longer lists of parameters are not written; the bound keeps broken files linear.
    let end = min(limit, close + 256)
    guard index < end, code.kind(index) == .identifier || code.kind(index) == .keyword else {
      return false
    }
    while index < end {
      switch code.kind(index) {
      case .open where code.symbol(index) == UInt8(ascii: "{"):
        return code.isPunctuation(index - 1, ";")
      case .identifier, .open: break
      case .keyword: if word(index)?.isStatement ?? false { return false }
      case .punctuation: break
      case .operator: if !code.isOperator(index, "*") { return false }
      default: return false
      }
      index = code.next(index, before: end)
    }
    return false
  }

  /// Gives the parameters in the style of before ISO C their names, which stand between the parentheses,
  /// and their types, which stand before the body: `f(a, b) int a; char *b; {`.
  func nameOldStyle(
    _ parameters: inout [Parameter], _ open: Int, _ body: Int, before limit: Int
  ) {
    let close = code.closer(of: open, before: limit)
    guard close + 1 < body, isOldStyle(open, close, limit) else { return }
    var types: [ArraySlice<UInt8>: ByteRange] = [:]
    var index = close + 1
    while index < body {
      var specifiers = Specifiers(start: index, signature: index)
      let start = index
      var words = 0
      while index < body, !code.isPunctuation(index, ";") {
        let declarator = declarator(index, &specifiers, types: words, before: body)
        let next = max(declarator.end, index + 1)
        if let name = declarator.name {
          let isLast = name == next - 1
          types[code.text.slice(code.range(name))] =
            words > 0 || !isLast || name == start
            ? code.range(index, next) : code.range(start, name)
        }
        words = 1
        index = next
        if index < body, code.isPunctuation(index, ",") { index += 1 }
      }
      index += 1
    }
    parameters = parameters.map { parameter in
      guard parameter.name.isEmpty, let name = parameter.type else { return parameter }
      return Parameter(name: name, type: types[code.text.slice(name)])
    }
  }

  /// Reads a declarator in parentheses: `(*name)`, `(name)`, `(*name(int))`.
  private func group(_ open: Int, _ result: inout CDeclarator, before limit: Int) {
    let close = code.closer(of: open, before: limit)
    let after = close + 1
    var index = open + 1
    var isPointer = false
    while index < close {
      if code.kind(index) == .operator { isPointer = true }
      if code.kind(index) == .identifier {
        let next = index + 1
        if code.kind(next) == .identifier || code.isOperator(next, "*") {
          index = next
          continue
        }
        result.name = index
        if code.isOpen(next, "("), next < close {
          result.parameters = next
          result.isFunction = true
        } else if after < limit, code.isOpen(after, "(") {
          result.parameters = after
          result.isFunction = !isPointer
        }
        return
      }
      index += 1
    }
  }

  /// The parameters between parentheses.
  func parameters(_ open: Int, before limit: Int) -> [Parameter] {
    let close = code.closer(of: open, before: limit)
    var result: [Parameter] = []
    var start = open + 1
    var index = start
    while index <= close, start < close {
      if index == close || code.isPunctuation(index, ",") {
        if let parameter = parameter(start, index) { result.append(parameter) }
        start = index + 1
        index = start
      } else {
        index = min(code.next(index, before: close), close)
      }
    }
    return result
  }

  private func parameter(_ start: Int, _ end: Int) -> Parameter? {
    guard start < end else { return nil }
    if end == start + 1 {
      if word(start) == .void { return nil }
      // `...`, a name of before ISO C, or a type without a name.
      let range = code.range(start)
      return code.kind(start) == .operator
        ? Parameter(name: range)
        : Parameter(name: ByteRange(range.end, range.end), type: range)
    }
    var specifiers = Specifiers(start: start, signature: start)
    let declarator = declarator(start, &specifiers, types: 0, before: end)
    let whole = code.range(start, end)
    guard let name = declarator.name else {
      return Parameter(name: ByteRange(whole.end, whole.end), type: whole)
    }
    // What stands behind the name is part of the type: then it is all of the parameter.
    let type = name == end - 1 && name > start ? code.range(start, name) : whole
    return Parameter(name: code.range(name), type: type)
  }
}

extension CodeTokens {
  /// The type from its first token to a name, or to the end of the declarator where the name stands in
  /// parentheses: what follows these is part of the type, as in `int (*name)(int)`.
  func typeRange(_ first: Int, name: Int, end: Int) -> ByteRange {
    var index = first
    while index < name { index = next(index, before: count) }
    return range(first, index > name ? max(end, name + 1) : name)
  }
}
