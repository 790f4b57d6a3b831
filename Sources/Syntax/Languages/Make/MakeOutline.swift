import Source

/// Finds rules, variables, definitions and included files, and conditionals, definitions and references
/// without end. What else is well formed depends on what the variables hold.
struct MakeOutline {
  var out: Outliner
  /// The rule whose recipe is being read.
  private var rule = -1
  private var named: Set<ArraySlice<UInt8>> = []
  /// The words of the conditionals around the line, and whether their `else` without a condition has been.
  private var conditionals: [(word: Int, hasElse: Bool)] = []
  /// Whether the lines are those of a variable, up to `endef`.
  private var isDefining = false
  /// Whether conditionals are those of another program, as Automake's `if`.
  private var isForeign = false

  init(_ out: Outliner) { self.out = out }

  mutating func run() {
    var index = 0
    while index < out.count {
      if out.tokens.kind(index).isComment {
        index += 1
        continue
      }
      var end = index + 1
      while end < out.count, !out.tokens.flags(end).contains(.startsLine) { end += 1 }
      line(index, end)
      index = end
    }
    reportOpenConditionals()
  }

  // MARK: - Defects

  private mutating func reportOpenConditionals() {
    for open in conditionals.prefix(Defect.mostOfOneKind) {
      report(
        .unclosedDelimiter, "is never closed", help: "add `endif` where its lines end", open.word)
    }
    if isForeign {
      let own: Set<Defect.Rule> = [.unclosedDelimiter, .unexpectedDelimiter]
      out.defects.removeAll { own.contains($0.rule) }
    }
  }

  private mutating func report(_ rule: Defect.Rule, _ fault: String, help: String, _ index: Int) {
    guard out.defects.count < Defect.mostOfOneKind else { return }
    let range = out.tokens.range(index)
    out.defects.append(
      Defect(rule, .error, "`\(out.text.string(range))` \(fault)", help: help, range: range))
  }

  private mutating func conditional(_ word: MakeWord, _ index: Int, _ end: Int) {
    switch word {
    case .else:
      guard let last = conditionals.indices.last, !conditionals[last].hasElse else {
        return report(
          .unexpectedDelimiter, "belongs to no condition", help: "remove it, or add its condition",
          index)
      }
      conditionals[last].hasElse = self.word(index + 1)?.isConditional != true || index + 1 >= end
    case .endif:
      if conditionals.popLast() == nil {
        report(
          .unexpectedDelimiter, "closes nothing", help: "remove it, or add the condition before it",
          index)
      }
    default: conditionals.append((index, false))
    }
  }

  /// Reports a reference `$(...)` without end, where the line is expanded as soon as it is read; that of
  /// `A = $(B` only when `A` is used.
  private mutating func reportOpenReference(_ first: Int, _ end: Int, isDeferred: Bool) {
    for index in first..<end
    where out.tokens.flags(index).contains(.unterminated) && out.tokens.kind(index) == .text {
      guard out.defects.count < Defect.mostOfOneKind else { return }
      let bytes = out.text.slice(out.tokens.range(index))
      let dollar = bytes.firstIndex(of: UInt8(ascii: "$")) ?? bytes.startIndex
      out.defects.append(
        Defect(
          .unclosedDelimiter, isDeferred || !conditionals.isEmpty ? .warning : .error,
          "the reference is never closed", help: "add the closing delimiter that fits it",
          range: ByteRange(dollar, min(dollar + 2, out.tokens.end(index)))))
    }
  }

  private func word(_ index: Int) -> MakeWord? {
    guard index < out.count, out.tokens.kind(index) == .keyword else { return nil }
    return MakeWord(rawValue: out.tokens.symbol(index))
  }

  private func isRecipe(_ index: Int) -> Bool {
    out.tokens.kind(index) == .text && out.tokens.symbol(index) == 9
  }

  private mutating func line(_ first: Int, _ end: Int) {
    if isRecipe(first) { return extendRule(first) }
    var index = first
    while index < end, let word = word(index), word.isModifier { index += 1 }
    switch word(index) {
    case .define:
      isDefining = end < out.count
      return definition(first, index, end)
    case .endef:
      guard !isDefining else {
        isDefining = false
        return
      }
      return report(
        .unexpectedDelimiter, "closes nothing", help: "remove it, or add the `define` before it",
        index)
    case .include, .sinclude: return include(first, index, end)
    case let word? where word.isConditional: return conditional(word, index, end)
    case nil: break
    default: return
    }
    guard index < end else { return }
    var sign = index
    while sign < end, out.tokens.kind(sign) != .operator { sign += 1 }
    let isDeferred =
      sign < end && out.tokens.symbol(sign) == UInt8(ascii: "=")
      && out.text.bytes[out.tokens.start(sign)] != UInt8(ascii: ":")
    reportOpenReference(index, end, isDeferred: isDeferred)
    guard sign < end, sign > index else {
      let bytes = out.text.slice(out.tokens.range(index))
      // Automake's `if A`, BSD make's `.if A`, nmake's `!if A`.
      if !isDefining, bytes.suffix(2) == [105, 102] || bytes.first == 46 || bytes.first == 33 {
        isForeign = true
      }
      exported(first, index, end)
      return
    }
    if out.tokens.symbol(sign) == UInt8(ascii: "=") {
      rule = -1
      variable(first, index, sign, end)
    } else {
      rule(first, sign, end)
    }
  }

  private func lastCode(_ start: Int, _ end: Int) -> Int {
    var last = end - 1
    while last > start, out.tokens.kind(last).isComment { last -= 1 }
    return last
  }

  // MARK: - Rules

  private mutating func rule(_ first: Int, _ colon: Int, _ end: Int) {
    rule = -1
    let name = out.text.slice(
      ByteRange(out.tokens.start(first), out.tokens.end(colon - 1)))
    // `.PHONY` and its like say something about other targets.
    if name.first == UInt8(ascii: "."), name.dropFirst().first.map({ $0 &- 65 < 26 }) == true,
      name.allSatisfy({ !($0 &- 97 < 26) })
    {
      return
    }
    var last = lastCode(colon, end)
    // A variable of one target.
    for index in (colon + 1)..<max(end, colon + 1)
    where out.tokens.kind(index) == .operator && out.tokens.symbol(index) == UInt8(ascii: "=") {
      return
    }
    let recipe = (colon + 1..<end).first { isRecipe($0) }
    if let recipe { last = recipe - 2 }
    let documentation = out.tokens.documentation(above: first, in: out.text, plain: true)
    let start = out.tokens.start(first)
    let stop = out.tokens.end(recipe ?? last)
    var entity = Entity(
      kind: .function, range: ByteRange(documentation?.start ?? start, stop),
      nameRange: ByteRange(start, out.tokens.end(colon - 1)),
      signatureRange: ByteRange(start, out.tokens.end(max(last, colon))),
      docRange: documentation, visibility: .public)
    if let recipe { entity.bodyRange = out.tokens.range(recipe) }
    rule = out.add(entity, parent: -1)
  }

  private mutating func extendRule(_ index: Int) {
    guard rule >= 0 else { return }
    let end = out.tokens.end(index)
    let range = out.entities[rule].range
    out.entities[rule].range = ByteRange(range.start, end)
    let body = out.entities[rule].bodyRange?.start ?? out.tokens.start(index)
    out.entities[rule].bodyRange = ByteRange(body, end)
  }

  // MARK: - Variables

  private mutating func add(
    _ kind: EntityKind, _ first: Int, name: ByteRange, signatureEnd: Int, body: ByteRange?,
    last: Int
  ) {
    let documentation = out.tokens.documentation(above: first, in: out.text, plain: true)
    let start = out.tokens.start(first)
    let isExported = word(first) == .export
    var entity = Entity(
      kind: kind, range: ByteRange(documentation?.start ?? start, out.tokens.end(last)),
      nameRange: name, signatureRange: ByteRange(start, signatureEnd), bodyRange: body,
      docRange: documentation, visibility: isExported ? .public : .internal)
    var index = first
    while let word = word(index), word.isModifier {
      if word != .export { entity.modifiers.append(out.tokens.range(index)) }
      index += 1
    }
    _ = out.add(entity, parent: -1)
  }

  private mutating func variable(_ first: Int, _ name: Int, _ sign: Int, _ end: Int) {
    let range = ByteRange(out.tokens.start(name), out.tokens.end(sign - 1))
    guard named.insert(out.text.slice(range)).inserted else { return }
    let last = lastCode(sign, end)
    let body =
      last > sign ? ByteRange(out.tokens.start(sign + 1), out.tokens.end(last)) : nil
    add(
      .variable, first, name: range, signatureEnd: out.tokens.end(sign), body: body, last: last)
  }

  /// `export NAME` without a value.
  private mutating func exported(_ first: Int, _ start: Int, _ end: Int) {
    guard word(first) == .export else { return }
    for index in start..<end where out.tokens.kind(index) == .identifier {
      let range = out.tokens.range(index)
      guard named.insert(out.text.slice(range)).inserted else { continue }
      add(.variable, first, name: range, signatureEnd: range.end, body: nil, last: index)
    }
  }

  /// `define NAME` to `endef`.
  private mutating func definition(_ first: Int, _ define: Int, _ end: Int) {
    rule = -1
    var last = lastCode(define, end)
    guard last > define else { return }
    let nameEnd = out.tokens.kind(last) == .operator ? last - 1 : last
    guard nameEnd > define else { return }
    let header = out.tokens.end(last)
    var body: ByteRange?
    if end < out.count, out.tokens.kind(end) == .text, !isRecipe(end) {
      body = out.tokens.range(end)
      last = end
    }
    if word(last + 1) == .endef {
      last += 1
    } else if end < out.count, word(end) == .endef {
      last = end
    } else {
      report(
        .unclosedDelimiter, "is never closed", help: "add `endef` on a line of its own", define)
    }
    add(
      .macro, first,
      name: ByteRange(out.tokens.start(define + 1), out.tokens.end(nameEnd)),
      signatureEnd: header, body: body, last: last)
  }

  private mutating func include(_ first: Int, _ include: Int, _ end: Int) {
    let last = lastCode(include, end)
    for index in (include + 1)..<max(last + 1, include + 1) {
      add(
        .import, first, name: out.tokens.range(index), signatureEnd: out.tokens.end(index),
        body: nil, last: index)
    }
  }
}
