import Source

/// Finds the declarations in the tokens of C#. A stack of frames stands for the nesting.
struct CSharpReader {
  enum Scope { case file, type, interface, enumeration, code }
  typealias Declarations = DeclarationReader<Scope>
  typealias Frame = Declarations.Frame
  typealias Prefix = Declarations.Prefix

  let code: CodeTokens
  var out: Declarations

  init(_ outliner: borrowing Outliner) {
    out = Declarations(outliner, file: .file, visibility: .internal)
    code = out.code
  }

  mutating func run() {
    var index = 0
    while let frame = out.frame(at: &index) {
      switch frame.scope {
      case .enumeration: index = enumerator(index, frame)
      case .code: index = statement(index, frame)
      case .file, .type, .interface: index = declaration(index, frame)
      }
    }
  }

  func word(_ index: Int) -> CSharpWord? { CSharpWord(rawValue: wordNumber(index)) }

  private func wordNumber(_ index: Int) -> UInt8 {
    code.kind(index) == .keyword || code.kind(index) == .identifier ? code.symbol(index) : 0
  }

  /// The bytes of a name, without the `@` before it.
  func name(_ index: Int) -> ByteRange {
    let range = code.range(index)
    let isQuoted = code.text.bytes[range.start] == UInt8(ascii: "@") && range.count > 1
    return isQuoted ? ByteRange(range.start + 1, range.end) : range
  }

  // MARK: - Declarations

  private mutating func declaration(_ index: Int, _ frame: Frame) -> Int {
    switch code.kind(index) {
    case .open where !code.isOpen(index, "[") && !code.isOpen(index, "("):
      // Each branch of a conditional may open the same type.
      let isTwin = frame.scope != .file && code.isOpen(index - 1, "{")
      return out.enter(index, frame, scope: isTwin ? frame.scope : .code)
    case .open, .keyword, .identifier: break
    case .operator where code.isOperator(index, "~"): break
    default: return index + 1
    }
    var prefix = Prefix(start: index)
    let keyword = readPrefix(index, &prefix, before: frame.end)
    guard keyword < frame.end else { return max(keyword, index + 1) }
    guard let word = word(keyword) else { return member(keyword, prefix, frame) }
    switch word {
    case .class, .struct, .interface, .enum: return type(keyword, prefix, frame)
    case .record where isRecord(keyword): return type(keyword, prefix, frame)
    case .namespace where frame.scope == .file: return namespace(keyword, prefix, frame)
    case .using, .global:
      return frame.scope == .file ? using(keyword, prefix, frame) : keyword + 1
    case .delegate where !code.isOperator(keyword + 1, "*"): return delegate(keyword, prefix, frame)
    case .explicit, .implicit: return conversion(keyword, prefix, frame)
    case .extension where frame.scope == .type: return extensionBlock(keyword, prefix, frame)
    default: return member(keyword, prefix, frame)
    }
  }

  /// Whether `record` begins a declaration, and is no type.
  private func isRecord(_ index: Int) -> Bool {
    // `record X(` declares a record even where a method could stand.
    word(index + 1) == .class || word(index + 1) == .struct || code.kind(index + 1) == .identifier
  }

  /// Reads attributes and modifiers.
  ///
  /// - Returns: the index of what follows them.
  private func readPrefix(_ start: Int, _ prefix: inout Prefix, before end: Int) -> Int {
    var index = start
    while index < end {
      if code.isOpen(index, "[") {
        let next = code.next(index, before: end)
        prefix.modifiers.append(code.range(index, next))
        index = next
        prefix.signature = min(index, end - 1)
        continue
      }
      guard let word = word(index), isModifier(word, at: index) else { break }
      if let level = level(word) {
        prefix.visibility = prefix.visibility.map { combined($0, level) } ?? level
      } else {
        prefix.modifiers.append(code.range(index))
      }
      index += 1
    }
    return index
  }

  private func level(_ word: CSharpWord) -> Visibility? {
    switch word {
    case .private: .private
    case .protected: .protected
    case .internal: .internal
    case .public: .public
    case .file: .fileprivate
    default: nil
    }
  }

  /// `protected internal` can be named by derived classes anywhere; `private protected` only within
  /// the assembly.
  private func combined(_ one: Visibility, _ other: Visibility) -> Visibility {
    one == .private || other == .private ? .internal : .protected
  }

  private func isModifier(_ word: CSharpWord, at index: Int) -> Bool {
    switch word {
    case .abstract, .const, .extern, .fixed, .internal, .override, .private, .protected, .public,
      .readonly, .sealed, .static, .unsafe, .virtual, .volatile, .new, .event:
      return true
    case .ref:
      return self.word(index + 1) == .struct || self.word(index + 1) == .partial
    case .implicit, .explicit: return false
    case .async, .partial, .required, .file, .scoped:
      // With a further word of the declaration behind it, and not as the name of a type alone.
      let next = index + 1
      if code.kind(next) == .keyword { return self.word(next) != .is && self.word(next) != .as }
      guard code.kind(next) == .identifier else { return code.isOpen(next, "(") && word == .async }
      return self.word(next) != nil || !endsDeclarator(next + 1)
    default: return false
    }
  }

  /// Whether the name before an index is that of a member, so that the one before that is its type.
  private func endsDeclarator(_ index: Int) -> Bool {
    code.isOperator(index, "=") || code.isPunctuation(index, ";") || code.isPunctuation(index, ",")
      || code.isOpen(index, "{") || code.isOpen(index, "(")
  }

  private mutating func namespace(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    var end = keyword + 1
    while end < frame.end, code.kind(end) == .identifier || code.isPunctuation(end, ".") {
      end += 1
    }
    guard end > keyword + 1 else { return keyword + 1 }
    var entity = out.entity(
      .namespace, prefix, name: code.range(keyword + 1, end), signatureEnd: end, end: end, frame)
    entity.visibility = .public
    if end < frame.end, code.isOpen(end, "{") {
      return out.add(entity, block: end, frame, scope: .file, visibility: .internal)
    }
    guard end < frame.end, code.isPunctuation(end, ";") else { return end }
    let last = code.end(frame.end - 1)
    entity.range = ByteRange(entity.range.start, max(last, entity.range.end))
    return out.add(entity, holding: end + 1, to: frame.end, scope: .file, visibility: .internal)
  }

  private mutating func using(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    var index = keyword
    if word(index) == .global {
      guard word(index + 1) == .using else { return index + 1 }
      index += 1
    }
    index += 1
    // `using (...)` and `using var` are statements.
    if index < frame.end, word(index) == .static || word(index) == .unsafe { index += 1 }
    let start = index
    while index < frame.end, !code.isPunctuation(index, ";") {
      if code.kind(index) == .close || code.isOpen(index, "{") { return index }
      if index == start, code.isOpen(index, "("),
        !code.isPunctuation(
          code.next(index, before: frame.end), ";")
      {
        return index
      }
      if index > start, code.kind(index) == .identifier,
        code.kind(index - 1) == .identifier
          || code.kind(index - 1) == .operator
            && closesAngle(index - 1)
      {
        return index
      }
      index = code.next(index, before: frame.end)
    }
    guard index > start else { return index + 1 }
    let isAlias = code.isOperator(start + 1, "=")
    let entity = out.entity(
      .import, prefix, name: isAlias ? name(start) : code.range(start, index), signatureEnd: index,
      end: min(index + 1, frame.end), frame)
    return out.add(entity, holding: index + 1, to: index + 1, scope: .code)
  }

  private func closesAngle(_ index: Int) -> Bool { code.symbol(index) == UInt8(ascii: ">") }

  // MARK: - Enumerations

  private mutating func enumerator(_ index: Int, _ frame: Frame) -> Int {
    var prefix = Prefix(start: index)
    let keyword = readPrefix(index, &prefix, before: frame.end)
    guard keyword < frame.end, code.kind(keyword) == .identifier else {
      return max(code.next(index, before: frame.end), index + 1)
    }
    var end = keyword + 1
    while end < frame.end, !code.isPunctuation(end, ",") { end = code.next(end, before: frame.end) }
    end = max(end, keyword + 1)
    prefix.signature = keyword
    var entity = out.entity(
      .enumCase, prefix, name: name(keyword), signatureEnd: keyword + 1, end: end, frame)
    if keyword + 2 < end, code.isOperator(keyword + 1, "=") {
      entity.bodyRange = code.range(keyword + 2, end)
    }
    out.entities.append(entity)
    return end
  }

  // MARK: - Statements

  /// Looks for a local function that is named at an index.
  private mutating func statement(_ index: Int, _ frame: Frame) -> Int {
    guard code.kind(index) == .identifier, endsType(index - 1) else { return index + 1 }
    var open = index + 1
    if open < frame.end, code.kind(open) == .operator {
      guard let behind = code.afterTypeArguments(open, before: frame.end) else { return index + 1 }
      open = behind
    }
    guard open < frame.end, code.isOpen(open, "(") else { return index + 1 }
    let next = code.next(open, before: frame.end)
    guard next < frame.end,
      code.isOpen(next, "{") || code.isOperator(next, "=", ">") || word(next) == .where
    else { return index + 1 }
    let start = startOfStatement(index, frame)
    var prefix = Prefix(start: start)
    let type = readPrefix(start, &prefix, before: index)
    guard type < index, afterType(type, before: index) == index else { return index + 1 }
    prefix.visibility = .private
    return callable(.function, prefix, name: name(index), type: (type, index), open: open, frame)
  }

  /// Whether a type may end with a token.
  private func endsType(_ index: Int) -> Bool {
    switch code.kind(index) {
    case .identifier: return word(index) != .await && word(index) != .yield
    case .keyword: return word(index)?.isType ?? false
    case .operator: return closesAngle(index) || code.isOperator(index, "*")
    case .close: return !code.isClose(index, "}")
    case .punctuation: return code.isPunctuation(index, "?")
    default: return false
    }
  }

  /// The index of the first token of the statement that a local function's name stands in.
  private func startOfStatement(_ index: Int, _ frame: Frame) -> Int {
    var start = index
    let floor = max(index - 64, 0)
    while start > floor {
      let before = start - 1
      if code.isPunctuation(before, ";") || code.isOpen(before, "{") || code.isClose(before, "}") {
        break
      }
      start = before
    }
    return start
  }
}
