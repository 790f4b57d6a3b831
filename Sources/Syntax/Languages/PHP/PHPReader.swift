import Source

/// Finds the declarations in the tokens of PHP. A stack of frames stands for the nesting.
struct PHPReader {
  enum Scope { case file, type, code }
  typealias Declarations = DeclarationReader<Scope>
  typealias Frame = Declarations.Frame
  typealias Prefix = Declarations.Prefix

  let code: CodeTokens
  var out: Declarations

  init(_ outliner: borrowing Outliner) {
    out = Declarations(outliner, file: .file, visibility: .public)
    code = out.code
  }

  mutating func run() {
    var index = 0
    while let frame = out.frame(at: &index) {
      index = step(index, frame)
    }
  }

  func word(_ index: Int) -> PHPWord? {
    code.kind(index) == .keyword ? PHPWord(rawValue: code.symbol(index)) : nil
  }

  private func isAttribute(_ index: Int) -> Bool {
    code.isOpen(index, "[") && code.length(index) == 2
  }

  private mutating func step(_ index: Int, _ frame: Frame) -> Int {
    guard code.kind(index) == .keyword || isAttribute(index) else {
      if frame.scope == .type, code.isOpen(index, "{") {
        return out.enter(index, frame, scope: .code)
      }
      return index + 1
    }
    if frame.scope == .code, let word = word(index) {
      // Most words in a body begin no declaration that is kept.
      switch word {
      case .function, .class, .interface, .trait, .enum, .abstract, .final, .new, .readonly: break
      default: return index + 1
      }
    }
    var prefix = Prefix(start: index)
    let keyword = readPrefix(index, &prefix, before: frame.end)
    guard keyword < frame.end else { return max(keyword, index + 1) }
    switch word(keyword) {
    case .function: return function(keyword, prefix, frame)
    case .class, .interface, .trait, .enum: return type(keyword, prefix, frame)
    case .new: return anonymousClass(keyword, frame)
    case .namespace where frame.scope == .file: return namespace(keyword, prefix, frame)
    case .use where frame.scope == .file: return imports(keyword, prefix, frame)
    case .use where frame.scope == .type: return traits(keyword, frame)
    case .const where frame.scope != .code: return constants(keyword, prefix, frame)
    case .case where frame.scope == .type: return enumCase(keyword, prefix, frame)
    default:
      guard frame.scope == .type else { return max(keyword, index + 1) }
      return properties(keyword, prefix, frame)
    }
  }

  /// Reads attributes and modifiers.
  ///
  /// - Returns: the index of what follows them.
  private func readPrefix(_ start: Int, _ prefix: inout Prefix, before end: Int) -> Int {
    var index = start
    while index < end {
      if isAttribute(index) {
        let next = code.next(index, before: end)
        prefix.modifiers.append(code.range(index, next))
        index = next
        prefix.signature = min(index, end - 1)
        continue
      }
      guard let word = word(index), word.rawValue <= PHPWord.var.rawValue else { break }
      var next = index + 1
      // `public private(set)`
      let isForSetting = next < end && code.isOpen(next, "(")
      if isForSetting { next = code.next(next, before: end) }
      if let level = level(word), !isForSetting {
        prefix.visibility = level
      } else {
        prefix.modifiers.append(code.range(index, next))
      }
      index = next
    }
    return index
  }

  private func level(_ word: PHPWord) -> Visibility? {
    switch word {
    case .private: .private
    case .protected: .protected
    case .public: .public
    default: nil
    }
  }

  // MARK: - Names

  private mutating func namespace(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let name = keyword + 1
    guard name < frame.end else { return name }
    if code.isOpen(name, "{") { return name + 1 }
    guard code.kind(name) == .identifier, name + 1 < frame.end else { return name }
    let entity = out.entity(
      .namespace, prefix, name: code.range(name), signatureEnd: name + 1, end: name + 1, frame)
    if code.isOpen(name + 1, "{") {
      return out.add(entity, block: name + 1, frame, scope: .file, visibility: .public)
    }
    guard code.isPunctuation(name + 1, ";") else { return name + 1 }
    // To the next namespace of the same file.
    var end = name + 2
    while end < frame.end,
      word(end) != .namespace || code.kind(end + 1) != .identifier
        || !code.isPunctuation(end - 1, ";") && !code.isClose(end - 1, "}")
    {
      end = code.next(end, before: frame.end)
    }
    var whole = entity
    whole.range = ByteRange(entity.range.start, max(code.end(end - 1), entity.range.end))
    return out.add(whole, holding: name + 2, to: end, scope: .file, visibility: .public)
  }

  /// `use A\B as C, D;`, `use A\{B, C};`, `use function A\b;`
  private mutating func imports(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    var index = keyword + 1
    if word(index) == .function || word(index) == .const { index += 1 }
    var prefix = prefix
    while index < frame.end, code.kind(index) == .identifier {
      var end = index + 1
      if end < frame.end, code.isPunctuation(end, "\\"), code.isOpen(end + 1, "{") {
        end = code.next(end + 1, before: frame.end)
      } else if end + 1 < frame.end, word(end) == .as {
        end += 2
      }
      let entity = out.entity(
        .import, prefix, name: code.range(index, max(index + 1, end)), signatureEnd: end, end: end,
        frame)
      out.entities.append(entity)
      guard end + 1 < frame.end, code.isPunctuation(end, ",") else { return end }
      index = end + 1
      prefix = Prefix(start: index)
    }
    return max(index, keyword + 1)
  }

  /// `use A, B { a::c insteadof b; }` in a type.
  private func traits(_ keyword: Int, _ frame: Frame) -> Int {
    var index = keyword + 1
    while index < frame.end, !code.isPunctuation(index, ";"), code.kind(index) != .close {
      let isBlock = code.isOpen(index, "{")
      index = code.next(index, before: frame.end)
      if isBlock { return index }
    }
    return max(index, keyword + 1)
  }

  // MARK: - Types

  private mutating func type(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let name = keyword + 1
    // `enum` may be a name too, and `Foo::class` and `new class` declare nothing here.
    guard name < frame.end, code.kind(name) == .identifier || word(name) == .enum,
      let body = bodyOfType(name + 1, before: frame.end)
    else { return keyword + 1 }
    let kind: EntityKind
    switch word(keyword) {
    case .class: kind = .class
    case .interface: kind = .interface
    case .trait: kind = .trait
    default: kind = .enum
    }
    let entity = out.entity(
      kind, prefix, name: code.range(name), signatureEnd: body, end: body, frame)
    return out.add(entity, block: body, frame, scope: .type, visibility: .public)
  }

  /// The index of the brace behind the names that a type extends and implements.
  private func bodyOfType(_ start: Int, before limit: Int) -> Int? {
    var index = start
    for _ in 0..<Declarations.longestHeader where index < limit {
      if code.isOpen(index, "{") { return index }
      switch code.kind(index) {
      case .identifier: break
      case .keyword:
        guard word(index) == .extends || word(index) == .implements else { return nil }
      case .punctuation:
        guard code.isPunctuation(index, ",") || code.isPunctuation(index, ":") else { return nil }
      default: return nil
      }
      index += 1
    }
    return nil
  }

  /// The members of `new class(...) { ... }` belong to the declaration around the expression.
  private mutating func anonymousClass(_ keyword: Int, _ frame: Frame) -> Int {
    var prefix = Prefix(start: keyword + 1)
    var index = readPrefix(keyword + 1, &prefix, before: frame.end)
    guard index < frame.end, word(index) == .class else { return keyword + 1 }
    index += 1
    if index < frame.end, code.isOpen(index, "(") { index = code.next(index, before: frame.end) }
    guard let body = bodyOfType(index, before: frame.end) else { return keyword + 1 }
    out.frames.append(
      Frame(
        end: code.closer(of: body, before: frame.end), scope: .type, parent: frame.parent,
        visibility: .public))
    return body + 1
  }

  private mutating func enumCase(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let name = keyword + 1
    guard name < frame.end, code.kind(name) == .identifier || code.kind(name) == .keyword else {
      return keyword + 1
    }
    let end = afterValue(name + 1, before: frame.end)
    var prefix = prefix
    prefix.signature = name
    var entity = out.entity(
      .enumCase, prefix, name: code.range(name), signatureEnd: name + 1, end: end, frame)
    if name + 2 < end, code.isOperator(name + 1, "=") {
      entity.bodyRange = code.range(name + 2, end)
    }
    return finish(entity, end, frame)
  }

  /// The index of the semicolon or comma behind a value.
  func afterValue(_ start: Int, before limit: Int) -> Int {
    var index = start
    while index < limit, code.kind(index) != .close, !code.isPunctuation(index, ";"),
      !code.isPunctuation(index, ",")
    {
      index = code.next(index, before: limit)
    }
    return min(index, limit)
  }

  /// Adds an entity without a body, with the semicolon at `end`.
  mutating func finish(_ entity: Entity, _ end: Int, _ frame: Frame) -> Int {
    var entity = entity
    guard end < frame.end, code.isPunctuation(end, ";") else {
      return out.add(entity, holding: end, to: end, scope: .code)
    }
    entity.range = ByteRange(entity.range.start, code.end(end))
    return out.add(entity, holding: end + 1, to: end + 1, scope: .code)
  }
}
