import Source

/// Finds the declarations in the tokens of C++. What a macro hides is guessed from where names, types
/// and parentheses stand; in the bodies of functions only classes are looked for.
struct CPlusPlusReader {
  let code: CodeTokens
  let templates: AngleBrackets
  var entities: [Entity] = []
  var frames: [Frame] = []
  var lines: CPreprocessorLines

  struct Frame {
    enum Scope { case namespace, members, enumerators, code }

    /// The index behind its last token.
    let end: Int
    let scope: Scope
    /// The entity that holds what is declared here, or -1.
    let parent: Int
    /// What is declared here has, by the nearest access label.
    var visibility = Visibility.public
    /// Whether it lies in a namespace without a name, and can be named in this file alone.
    var isFileLocal = false
    /// The name of the class whose members these are, or -1.
    var className = -1
    /// The declaration whose declarators follow the frame's brace.
    var rest: Rest?
  }

  /// A declaration of which declarators are still to be read.
  struct Rest {
    let specifiers: Specifiers
    /// Where they begin.
    let start: Int
  }

  /// What the words before the first declarator say about all of them.
  struct Specifiers {
    /// The first token of the declaration, and the first that is no attribute.
    let start: Int
    var signature: Int
    var isTypedef = false
    var isFriend = false
    var isStatic = false
    var isTemplate = false
    var modifiers: [ByteRange] = []
    /// The first token of the type, and the first `const` or its like before or behind that.
    var type: Int?
    var qualifier: Int?

    init(start: Int) {
      self.start = start
      signature = start
    }

    /// Whether what seems to be the type is a macro, so that the type is the name behind it.
    func beginsWithMacro(_ code: CodeTokens) -> Bool {
      guard let type else { return false }
      return code.kind(type) == .identifier && code.isMacroLike(type)
    }
  }

  /// - Parameter dead: the tokens that are never compiled, as ascending ranges of indices.
  init(_ outliner: borrowing Outliner, except dead: [Range<Int>]) {
    let code = CodeTokens(outliner, except: dead)
    self.code = code
    templates = AngleBrackets(code, braces: true) { code.templateBrackets($0) }
    lines = CPreprocessorLines(code)
  }

  mutating func run() {
    frames = [Frame(end: code.count, scope: .namespace, parent: -1)]
    var index = 0
    while let frame = frames.last {
      lines.read(before: index, parent: frame.parent, into: &entities)
      if index >= frame.end {
        frames.removeLast()
        if let rest = frame.rest, let outer = frames.last, index + 1 < outer.end {
          index = declarators(rest.start, rest.specifiers, outer)
        }
      } else {
        switch frame.scope {
        case .code: index = localType(index, frame)
        case .enumerators: index = enumerator(index, frame)
        case .namespace, .members: index = max(declaration(index, frame), index + 1)
        }
      }
    }
  }

  func word(_ index: Int) -> CWord? { code.cWord(index) }

  /// Whether a token is `::`.
  func isScope(_ index: Int) -> Bool { code.isOperator(index, ":", ":") }

  /// The index behind the next `;` of this nesting.
  func afterSemicolon(_ start: Int, before limit: Int) -> Int {
    var index = start
    while index < limit, !code.isPunctuation(index, ";"), code.kind(index) != .close {
      index = code.next(index, before: limit)
    }
    return min(index + 1, limit)
  }

  // MARK: - Declarations

  /// Reads the declaration that begins at an index.
  ///
  /// - Returns: the index to go on from; a body is left to a frame.
  private mutating func declaration(_ start: Int, _ frame: Frame) -> Int {
    switch code.kind(start) {
    case .identifier:
      if code.isPunctuation(start + 1, ":"), !spells(start, "module"), !spells(start, "import") {
        // What a macro or Qt has for an access label.
        if frame.scope == .members, spells(start, "signals") || spells(start, "Q_SIGNALS") {
          frames[frames.count - 1].visibility = .public
        }
        return start + 2
      }
      if isMacroLine(start, frame) { return start + 1 }
    case .keyword:
      if let next = label(start, frame) { return next }
    case .operator where isScope(start) || code.isOperator(start, "~"): break
    case .open where code.isOpen(start, "[") && code.isOpen(start + 1, "["): break
    case .open where code.isOpen(start, "("): return code.next(start, before: frame.end)
    default: return start + 1
    }
    var specifiers = Specifiers(start: start)
    let head = prefix(start, &specifiers, before: frame.end)
    guard head < frame.end else { return frame.end }
    switch word(head) {
    case .namespace: return namespace(head, specifiers, frame)
    case .inline where word(head + 1) == .namespace:
      return namespace(head + 1, specifiers, frame)
    case .using: return alias(head, specifiers, frame)
    case .concept: return concept(head, specifiers, frame)
    case .static_assert, ._Static_assert, .asm, .__asm, .__asm__:
      return afterSemicolon(head, before: frame.end)
    case nil where frame.scope == .namespace:
      if let next = moduleLine(head, specifiers, frame) { return next }
    case let word? where word.isStatement: return afterStatement(head, before: frame.end)
    default: break
    }
    if code.isOpen(head, "{") {
      // Behind `extern "C"`, `export`, or what no declaration explains: it may hold declarations.
      return head + 1
    }
    let first = declarator(head, &specifiers, types: 0, frame)
    if let aggregate = first.aggregate { return type(aggregate, first, specifiers, frame) }
    if first.isFunction, let body = first.body {
      return function(first, body, specifiers, frame)
    }
    return declarators(first, from: start, specifiers, frame)
  }

  /// The index behind a statement's word with its condition and block, which no function holds.
  private func afterStatement(_ start: Int, before limit: Int) -> Int {
    var index = start + 1
    if index < limit, code.isOpen(index, "(") { index = code.next(index, before: limit) }
    if index < limit, code.isOpen(index, "{") { index = code.next(index, before: limit) }
    return index
  }

  /// Reads `public:` and what stands for it; the index behind the colon.
  private mutating func label(_ start: Int, _ frame: Frame) -> Int? {
    guard let word = word(start) else { return nil }
    let level: Visibility
    switch word {
    case .public: level = .public
    case .protected: level = .protected
    case .private: level = .private
    default: return nil
    }
    var index = start + 1
    // Qt's `public slots:`.
    if code.kind(index) == .identifier { index += 1 }
    guard code.isPunctuation(index, ":") else { return start + 1 }
    if frame.scope == .members { frames[frames.count - 1].visibility = level }
    return min(index + 1, frame.end)
  }

  /// Reads `template <...>`, `requires`, `export`, `extern "C"` and attributes.
  ///
  /// - Returns: the index of what follows them.
  private func prefix(_ start: Int, _ specifiers: inout Specifiers, before limit: Int) -> Int {
    var index = start
    while index < limit {
      if code.isOpen(index, "["), code.isOpen(index + 1, "[") {
        let next = code.next(index, before: limit)
        specifiers.modifiers.append(code.range(index, next))
        if specifiers.signature == index { specifiers.signature = min(next, limit - 1) }
        index = next
        continue
      }
      switch word(index) {
      case .template:
        let next = templates.after(index + 1, before: limit)
        // An explicit instantiation declares nothing anew.
        if next == index + 1 { return code.isOperator(next, "<") ? next : skipped(index, limit) }
        specifiers.isTemplate = true
        index = next
      case .requires: index = afterConstraint(index + 1, before: limit)
      case .export: index += 1
      case .extern where code.kind(index + 1) == .string:
        index += 2
      case .extern where word(index + 1) == .template: index += 1
      default: return index
      }
    }
    return limit
  }

  /// The index of the `;` that ends what is not read.
  private func skipped(_ start: Int, _ limit: Int) -> Int {
    max(afterSemicolon(start, before: limit) - 1, start + 1)
  }

  /// Whether a macro stands alone on its line, and what follows is a declaration without it.
  private func isMacroLine(_ start: Int, _ frame: Frame) -> Bool {
    let next = start + 1
    guard next < frame.end, code.flags(next).contains(.startsLine), code.isMacroLike(start) else {
      return false
    }
    return beginsDeclaration(next, frame)
  }

  /// Whether a declaration begins at an index that needs nothing before it.
  func beginsDeclaration(_ index: Int, _ frame: Frame) -> Bool {
    switch code.kind(index) {
    case .keyword: return !(word(index)?.isQualifier ?? true) && word(index) != .operator
    case .open: return code.isOpen(index, "[") && code.isOpen(index + 1, "[")
    case .close: return true
    case .operator:
      guard isScope(index) || code.isOperator(index, "~") else { return false }
    case .identifier: break
    default: return false
    }
    let name = name(index, before: frame.end)
    if name.end < frame.end, code.isOpen(name.end, "("), !isConstructor(name, frame),
      !code.isMacroLike(name.last)
    {
      return name.role == .conversion || name.role == .destructor
    }
    return name.end > index
  }

  // MARK: - Namespaces, aliases and concepts

  private mutating func namespace(
    _ keyword: Int, _ specifiers: Specifiers, _ frame: Frame
  ) -> Int {
    var index = keyword + 1
    var first: Int?
    var last = keyword
    var qualifiers: [ByteRange] = []
    loop: while index < frame.end {
      switch code.kind(index) {
      case .identifier:
        if code.isOpen(index + 1, "(") {
          // A macro: for an attribute, or one that makes the name.
          index = code.next(index + 1, before: frame.end)
          continue loop
        }
        // Of names behind one another the last is meant, the others are macros.
        if first == nil || !isScope(index - 1) { first = index }
        last = index
      case .keyword:
        guard let word = word(index) else { break loop }
        if word.isAttribute {
          index = max(code.afterAttributes(index, before: frame.end), index + 1)
          continue loop
        }
        guard word == .inline else { break loop }
        // `a::inline b`
        if let outer = first {
          qualifiers.append(code.range(outer, last + 1))
          first = nil
        }
      case .open:
        guard code.isOpen(index, "[") else { break loop }
        index = code.next(index, before: frame.end)
        continue loop
      case .operator where isScope(index): break
      default: break loop
      }
      index += 1
    }
    guard index < frame.end, code.isOpen(index, "{") else {
      // An alias of a namespace.
      return code.isOperator(index, "=") ? afterSemicolon(index, before: frame.end) : index
    }
    let close = code.closer(of: index, before: frame.end)
    let other = lines.alternative(to: index, closer: close)
    let end = other ?? close
    var inner = Frame(
      end: end, scope: .namespace, parent: frame.parent, visibility: frame.visibility,
      isFileLocal: frame.isFileLocal)
    if let first {
      var entity = entity(
        .namespace, specifiers, from: specifiers.start, name: code.range(first, last + 1),
        signatureEnd: index, end: max(other ?? min(close + 1, frame.end), index + 1), frame)
      entity.qualifiers = qualifiers
      entity.bodyRange = code.range(index, max(other ?? min(close + 1, frame.end), index + 1))
      entities.append(entity)
      inner = Frame(
        end: end, scope: .namespace, parent: entities.count - 1, visibility: frame.visibility,
        isFileLocal: frame.isFileLocal)
    } else {
      inner.visibility = .private
      inner.isFileLocal = true
    }
    frames.append(inner)
    return index + 1
  }

  /// Reads `module name;` and `import name;`, whose first words are names elsewhere.
  private mutating func moduleLine(
    _ head: Int, _ specifiers: Specifiers, _ frame: Frame
  ) -> Int? {
    let isImport = spells(head, "import")
    guard isImport || spells(head, "module") else { return nil }
    let name = head + 1
    switch code.kind(name) {
    case .identifier, .string: break
    case .operator where isImport && code.isOperator(name, "<"): break
    case .punctuation where code.isPunctuation(name, ":"): break
    default: return nil
    }
    var end = name
    while end < frame.end, !code.isPunctuation(end, ";") {
      guard !code.flags(end).contains(.startsLine), code.kind(end) != .close,
        !code.isOpen(end, "("), !code.isOpen(end, "{"), !code.isOperator(end, "=")
      else { return nil }
      end += 1
    }
    guard end < frame.end, end > name else { return nil }
    entities.append(
      entity(
        isImport ? .import : .module, specifiers, from: specifiers.start,
        name: code.range(name, end), signatureEnd: end, end: end + 1, frame))
    return end + 1
  }

  private mutating func alias(_ keyword: Int, _ specifiers: Specifiers, _ frame: Frame) -> Int {
    let end = afterSemicolon(keyword, before: frame.end)
    let name = keyword + 1
    guard code.kind(name) == .identifier, name < end else { return end }
    var index = name + 1
    while index < end {
      if code.isOpen(index, "[") {
        index = code.next(index, before: end)
      } else if let word = word(index), word.isAttribute {
        index = max(code.afterAttributes(index, before: end), index + 1)
      } else if code.kind(index) == .identifier, code.isMacroLike(index) {
        index = code.isOpen(index + 1, "(") ? code.next(index + 1, before: end) : index + 1
      } else {
        break
      }
    }
    guard index < end, code.isOperator(index, "=") else { return end }
    var entity = entity(
      .typealias, specifiers, from: specifiers.start, name: code.range(name),
      signatureEnd: max(end - 1, name + 1), end: end, frame)
    if index + 1 < end - 1 { entity.returnType = code.range(index + 1, end - 1) }
    entities.append(entity)
    return end
  }

  private mutating func concept(_ keyword: Int, _ specifiers: Specifiers, _ frame: Frame) -> Int {
    let end = afterSemicolon(keyword, before: frame.end)
    let name = keyword + 1
    guard code.kind(name) == .identifier, name + 1 < end else { return max(end, name) }
    var entity = entity(
      .protocol, specifiers, from: specifiers.start, name: code.range(name),
      signatureEnd: name + 1, end: end, frame)
    if name + 2 < end - 1 { entity.bodyRange = code.range(name + 2, end - 1) }
    entities.append(entity)
    return end
  }
}
