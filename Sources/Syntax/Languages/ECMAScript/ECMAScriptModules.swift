import Source

extension ECMAScriptOutline {
  /// The first whole string outside of brackets.
  private func string(_ start: Int, _ end: Int) -> Int? {
    var index = start
    while index < end {
      if out.tokens.kind(index) == .string { return index }
      if out.tokens.kind(index) == .open, partner(index) > index { index = partner(index) }
      index += 1
    }
    return nil
  }

  /// The content of a string, or all of it when it is empty or has no end.
  func content(_ string: Int) -> ByteRange {
    let range = out.tokens.range(string)
    let isWhole = !out.tokens.flags(string).contains(.unterminated) && range.count > 2
    return isWhole ? ByteRange(range.start + 1, range.end - 1) : range
  }

  /// The string of `import a = require("b")`.
  private func requiredModule(_ start: Int, _ end: Int) -> Int? {
    var index = start
    while index < end, !out.isSymbol(index, "=") { index += 1 }
    let word = after(index)
    let string = after(after(word))
    guard isWord(word, "require"), out.isSymbol(after(word), "("), string < end,
      out.tokens.kind(string) == .string
    else { return nil }
    return string
  }

  mutating func imports(_ word: Int, _ heading: Heading, _ frame: Frame) -> Bool {
    let next = after(word)
    guard next < frame.end, !out.isSymbol(next, "("), !out.isSymbol(next, "."),
      !out.isSymbol(next, ":")
    else { return false }
    var end = expressionEnd(next, frame.end)
    // `import a, { b } from "c"`
    while out.isSymbol(end, ",") || isWord(end, "from"), after(end) < frame.end {
      end = expressionEnd(after(end), frame.end)
    }
    guard end > next else { return false }
    let module = string(next, end) ?? requiredModule(next, end)
    let name = module.map(content) ?? out.tokens.range(next)
    addImport(name, heading.first, end, modifiers: heading.modifiers, frame)
    return true
  }

  private mutating func addImport(
    _ name: ByteRange, _ first: Int, _ end: Int, modifiers: [ByteRange], _ frame: Frame
  ) {
    let whole = range(first, through: out.previous(end))
    var entity = Entity(
      kind: .import, range: whole, nameRange: name, signatureRange: whole,
      visibility: visibility(!modifiers.isEmpty, frame))
    entity.modifiers = modifiers
    _ = out.add(entity, parent: frame.parent)
    go(to: end)
  }

  /// `export { ... }`, `export * from`, `export = name`; nil when it is another kind of export.
  mutating func exportList(_ word: Int, _ frame: Frame) -> Bool? {
    var next = after(word)
    if out.isSymbol(next, "=") {
      let name = after(next)
      if isIdentifier(name) { exported.insert(out.text.slice(out.tokens.range(name))) }
      go(to: name)
      return true
    }
    if isWord(next, "type"), out.isSymbol(after(next), "{") || out.isSymbol(after(next), "*") {
      next = after(next)
    }
    let isList = out.isSymbol(next, "{")
    guard isList || out.isSymbol(next, "*") else { return nil }
    guard !isList || partner(next) > next else { return false }
    let end = expressionEnd(next, frame.end)
    if let module = string(next, end) {
      addImport(content(module), word, end, modifiers: [out.tokens.range(word)], frame)
      return true
    }
    if isList { exportNames(next) }
    go(to: max(end, word + 1))
    return true
  }

  /// The local names in `{ a, b as c, type d }` and `{ a, c: b }`.
  func localNames(_ open: Int) -> [ArraySlice<UInt8>] {
    var names: [ArraySlice<UInt8>] = []
    var index = after(open)
    while index < partner(open) {
      if isWord(index, "type"), isIdentifier(after(index)), !isWord(after(index), "as") {
        index = after(index)
      }
      if isIdentifier(index), out.isSymbol(after(index), ":"), isIdentifier(after(after(index))) {
        index = after(after(index))
      }
      let next = after(index)
      if isIdentifier(index),
        out.isSymbol(next, ",") || out.isSymbol(next, "}") || isWord(next, "as")
      {
        names.append(out.text.slice(out.tokens.range(index)))
      }
      while index < partner(open), !out.isSymbol(index, ",") {
        index =
          out.tokens.kind(index) == .open && partner(index) > index
          ? partner(index) + 1 : index + 1
      }
      index = after(index)
    }
    return names
  }

  private mutating func exportNames(_ open: Int) {
    exported.formUnion(localNames(open))
  }

  // MARK: - CommonJS and assignments

  /// `module.exports = ...`, `exports.name = function`, `A.prototype.b = function`.
  mutating func assignment(_ first: Int, _ frame: Frame) -> Bool {
    var last = first
    var components = 1
    while out.isSymbol(after(last), "."), isIdentifier(after(after(last))) {
      last = after(after(last))
      components += 1
    }
    let equals = after(last)
    guard components > 1, equals < frame.end, out.isSymbol(equals, "=") else { return false }
    let value = after(equals)
    guard value < frame.end else { return false }
    let isModule = isWord(first, "module") && isWord(after(after(first)), "exports")
    let isWhole = isModule && components == 2
    let isExport = isModule || isWord(first, "exports")
    if isWhole {
      if out.isSymbol(value, "{"), partner(value) > value { exportNames(value) }
      let end = after(value)
      if isIdentifier(value), end >= frame.end || out.isSymbol(end, ";") || startsLine(end) {
        exported.insert(out.text.slice(out.tokens.range(value)))
      }
    }
    let isPrototype = isWord(last, "prototype")
    var names = isExport && !isWhole ? out.tokens.range(last) : range(first, through: last)
    if keyword(value) == ECMAScriptWord.class {
      let name = after(value)
      let heading = Heading(first: first, start: first, isExported: isExport)
      return typeBody(
        .class, name: isIdentifier(name) ? name : last, from: name, heading, frame)
    }
    guard let function = functionValue(value, frame.end) else {
      guard let close = literalEnd(value, frame.end) else { return false }
      go(to: close + 1)
      push(
        value: value..<(close + 1), parent: frame.parent,
        literal: Literal(
          qualifier: isWhole ? nil : names, kind: isWhole ? .function : .method,
          visibility: isExport || isPrototype ? .public : visibility(false, frame)))
      return true
    }
    if isWhole, let name = function.name { names = out.tokens.range(name) }
    let isMethod = components > 2 && out.isWord(out.previous(out.previous(last)), "prototype")
    var entity = Entity(
      kind: isMethod ? .method : .function, range: names, nameRange: names, signatureRange: names,
      visibility: isExport || isMethod ? .public : visibility(false, frame))
    entity.modifiers = [function.isAsync].compactMap { $0 }
    addFunction(entity, function, first: first, start: first, parent: frame.parent)
    return true
  }

  // MARK: - Tests

  private static let testWords: [StaticString] = [
    "describe", "it", "test", "suite", "context", "specify", "fit", "xit", "fdescribe", "xdescribe",
    "bench",
  ]

  /// `describe("name", function)`, `it.only(...)`, `test.each(...)("name", function)`.
  mutating func testCall(_ first: Int, _ frame: Frame) -> Bool {
    guard Self.testWords.contains(where: { isWord(first, $0) }) else { return false }
    var open = after(first)
    while out.isSymbol(open, "."), isIdentifier(after(open)) { open = after(after(open)) }
    if out.isSymbol(open, "("), partner(open) > open, out.isSymbol(after(partner(open)), "(") {
      open = after(partner(open))
    } else if open < frame.end, out.tokens.kind(open) == .string,
      symbol(open) == UInt8(ascii: "`")
    {
      open = after(open)
    }
    guard open < frame.end, out.isSymbol(open, "("), partner(open) > open else { return false }
    let close = partner(open)
    let name = after(open)
    guard name < close, out.tokens.kind(name) == .string, out.isSymbol(after(name), ",") else {
      return false
    }
    var argument = after(after(name))
    var function = functionValue(argument, close)
    if function == nil {
      // Options may stand between the name and the function.
      argument = out.significant(expressionEnd(argument, close))
      if out.isSymbol(argument, ",") { function = functionValue(after(argument), close) }
    }
    guard var function else { return false }
    function.end = close + 1
    let entity = Entity(
      kind: .test, range: out.tokens.range(first), nameRange: content(name),
      signatureRange: out.tokens.range(first), visibility: .internal)
    addFunction(entity, function, first: first, start: first, parent: frame.parent)
    return true
  }
}
