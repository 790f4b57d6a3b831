import Source

/// Finds the declarations in the tokens of Kotlin. A stack of frames stands for the nesting.
struct KotlinReader {
  enum Scope { case file, type, enumeration, code }
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
      index = frame.scope == .enumeration ? entry(index, frame) : step(index, frame)
    }
  }

  /// The word at an index; none where it is a member's name.
  func word(_ index: Int) -> KotlinWord? {
    guard code.kind(index) == .keyword || code.kind(index) == .identifier else { return nil }
    return KotlinWord(rawValue: code.symbol(index))
  }

  private func step(_ index: Int) -> Bool {
    switch code.kind(index) {
    case .keyword: true
    case .identifier: code.symbol(index) != 0
    case .punctuation: code.isPunctuation(index, "@")
    default: false
    }
  }

  private mutating func step(_ index: Int, _ frame: Frame) -> Int {
    if code.isOpen(index, "{"), frame.scope != .code {
      return out.enter(index, frame, scope: .code)
    }
    guard step(index), !isQualified(index) else { return index + 1 }
    if frame.scope == .code, code.kind(index) == .keyword {
      // Most words in a body begin no declaration that is kept.
      switch word(index) {
      case .fun, .class, .interface, .object, .typealias: break
      default: return index + 1
      }
    }
    var prefix = Prefix(start: index)
    let keyword = readPrefix(index, &prefix, before: frame.end)
    guard keyword < frame.end else { return max(keyword, index + 1) }
    switch word(keyword) {
    case .fun where word(keyword + 1) == .interface: return type(keyword, prefix, frame)
    case .fun: return function(keyword, prefix, frame)
    case .class, .interface: return type(keyword, prefix, frame)
    case .object: return object(keyword, prefix, frame)
    case .typealias: return alias(keyword, prefix, frame)
    case _ where frame.scope == .code: return max(keyword, index + 1)
    case .val, .var: return property(keyword, prefix, frame)
    case .package where frame.scope == .file: return named(.namespace, keyword, prefix, frame)
    case .import where frame.scope == .file && code.kind(keyword + 1) == .identifier:
      return named(.import, keyword, prefix, frame)
    case .constructor where frame.scope == .type: return constructor(keyword, prefix, frame)
    case .`init` where frame.scope == .type: return initializer(keyword, prefix, frame)
    default: return max(keyword, index + 1)
    }
  }

  private func isQualified(_ index: Int) -> Bool {
    code.isPunctuation(index - 1, ".") || code.isOperator(index - 1, "?", ".")
      || code.isOperator(index - 1, ":", ":")
  }

  /// Reads annotations and modifiers.
  ///
  /// - Returns: the index of what follows them.
  func readPrefix(_ start: Int, _ prefix: inout Prefix, before end: Int) -> Int {
    var index = start
    var hasModifier = false
    while index < end {
      if code.isPunctuation(index, "@") {
        let next = afterAnnotation(index, before: end)
        guard next > index + 1 else { return index }
        prefix.modifiers.append(code.range(index, next))
        index = next
        if !hasModifier { prefix.signature = min(index, end - 1) }
        continue
      }
      guard code.kind(index) == .identifier, let word = word(index) else { break }
      if word == .context, index + 1 < end, code.isOpen(index + 1, "(") {
        // `context(a: A) fun f()`
        let next = code.next(index + 1, before: end)
        guard next < end, self.word(next) == .fun || self.word(next)?.isModifier == true else {
          break
        }
        prefix.modifiers.append(code.range(index, next))
        index = next
        continue
      }
      guard word.isModifier, isModifier(index, before: end) else { break }
      hasModifier = true
      if let level = level(word) {
        prefix.visibility = level
      } else {
        prefix.modifiers.append(code.range(index))
      }
      index += 1
    }
    return index
  }

  /// Whether a further word of a declaration follows a modifier.
  private func isModifier(_ index: Int, before end: Int) -> Bool {
    let next = index + 1
    guard next < end else { return false }
    if code.isPunctuation(next, "@") { return true }
    guard let word = word(next) else { return false }
    switch word {
    case .fun, .class, .interface, .object, .typealias, .val, .var, .constructor, .get, .set,
      .context:
      return true
    default: return word.isModifier
    }
  }

  private func level(_ word: KotlinWord) -> Visibility? {
    switch word {
    case .private: .private
    case .protected: .protected
    case .internal: .internal
    case .public: .public
    default: nil
    }
  }

  /// The index behind an annotation with its arguments; behind the `@` where none follows.
  private func afterAnnotation(_ at: Int, before end: Int) -> Int {
    var index = at + 1
    func isAttached(_ index: Int) -> Bool {
      index < end && !code.flags(index).contains(.spaceBefore)
    }
    guard isAttached(index) else { return at + 1 }
    // The place it is meant for: `@file:`, `@get:`.
    if code.kind(index) == .identifier, index + 1 < end, code.isPunctuation(index + 1, ":") {
      index += 2
    }
    guard index < end else { return at + 1 }
    if code.isOpen(index, "[") { return code.next(index, before: end) }
    guard code.kind(index) == .identifier else { return at + 1 }
    index += 1
    while index + 1 < end, code.isPunctuation(index, "."), code.kind(index + 1) == .identifier {
      index += 2
    }
    if isAttached(index), let behind = code.afterTypeArguments(index, before: end) {
      index = behind
    }
    if isAttached(index), code.isOpen(index, "(") { index = code.next(index, before: end) }
    return index
  }

  // MARK: - Lines

  /// Whether a token begins a line and what stands before it is complete, so that it begins something
  /// else.
  func startsAnew(_ index: Int) -> Bool {
    code.flags(index).contains(.startsLine) && !awaitsMore(index - 1) && !continues(index)
  }

  /// Whether what ends with this token is incomplete.
  private func awaitsMore(_ index: Int) -> Bool {
    switch code.kind(index) {
    case .punctuation:
      return !code.isPunctuation(index, ";") && !code.isPunctuation(index, "?")
    case .stringStart, .stringMiddle, .open: return true
    case .operator:
      if code.isOperator(index, "+", "+") || code.isOperator(index, "-", "-")
        || code.isOperator(index, "!", "!")
      {
        return false
      }
      // The end of type arguments stands close to them.
      return !code.isOperator(index, ">") || code.flags(index).contains(.spaceBefore)
    case .keyword:
      switch word(index) {
      case .as, .class, .do, .else, .fun, .for, .if, .in, .interface, .is, .throw, .typealias,
        .val, .var, .while:
        return true
      default: return false
      }
    case .identifier: return word(index) == .by || word(index) == .where
    case .close:
      guard code.isClose(index, ")") else { return false }
      switch word(code.opener(of: index) - 1) {
      case .if, .while, .for: return code.kind(code.opener(of: index) - 1) == .keyword
      default: return false
      }
    default: return false
    }
  }

  /// Whether a token at the start of a line goes on with what stands before it.
  private func continues(_ index: Int) -> Bool {
    switch code.kind(index) {
    case .punctuation:
      return !code.isPunctuation(index, "@") && !code.isPunctuation(index, ";")
    case .operator:
      return code.isOperator(index, "?", ".") || code.isOperator(index, "?", ":")
        || code.isOperator(index, "&", "&") || code.isOperator(index, "|", "|")
        || code.isOperator(index, "=") || code.isOperator(index, "-", ">")
        || code.isOperator(index, ":", ":")
    case .open: return code.isOpen(index, "{")
    case .stringMiddle, .stringEnd: return true
    case .keyword: return word(index) == .else || word(index) == .as
    case .identifier:
      switch word(index) {
      case .by, .catch, .finally, .where: return true
      default: return false
      }
    default: return false
    }
  }

  /// The index behind an expression.
  func afterValue(_ start: Int, before limit: Int) -> Int {
    var index = start
    var strings = 0
    while index < limit {
      if strings == 0 {
        if index > start, startsAnew(index) { return index }
        if code.kind(index) == .close || code.isPunctuation(index, ";") { return index }
      }
      switch code.kind(index) {
      case .stringStart where !code.flags(index).contains(.unterminated): strings += 1
      case .stringEnd: strings = max(strings - 1, 0)
      default: break
      }
      index = code.next(index, before: limit)
    }
    return limit
  }

  /// The bytes of a name, without the backticks around it.
  func name(_ index: Int) -> ByteRange {
    let range = code.range(index)
    guard range.count > 2, code.text.bytes[range.start] == UInt8(ascii: "`") else { return range }
    return ByteRange(range.start + 1, range.end - 1)
  }
}
