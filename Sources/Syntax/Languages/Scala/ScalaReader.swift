import Source

/// Finds the declarations in the tokens of Scala. Where no braces say so, a declaration ends before the
/// next line that is indented no more than its own.
struct ScalaReader {
  enum Scope { case file, template, enumeration, code }
  typealias Declarations = DeclarationReader<Scope>
  typealias Frame = Declarations.Frame
  typealias Prefix = Declarations.Prefix

  let code: CodeTokens
  var out: Declarations
  /// For each token the column at which its line begins, from 0.
  private let columns: [Int32]

  init(_ outliner: borrowing Outliner) {
    out = Declarations(outliner, file: .file, visibility: .public)
    code = out.code
    var columns: [Int32] = []
    columns.reserveCapacity(code.count)
    var column = 0
    for index in 0..<code.count {
      if code.flags(index).contains(.startsLine) {
        var start = code.start(index)
        let limit = index > 0 ? code.end(index - 1) : 0
        while start > limit, code.text.bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
        column = code.start(index) - start
      }
      columns.append(Int32(truncatingIfNeeded: column))
    }
    self.columns = columns
  }

  mutating func run() {
    var index = 0
    while let frame = out.frame(at: &index) {
      index = step(index, frame)
    }
  }

  func word(_ index: Int) -> ScalaWord? {
    guard code.kind(index) == .keyword || code.kind(index) == .identifier else { return nil }
    return ScalaWord(rawValue: code.symbol(index))
  }

  private mutating func step(_ index: Int, _ frame: Frame) -> Int {
    switch code.kind(index) {
    case .open where code.isOpen(index, "{") && frame.scope != .code:
      return out.enter(index, frame, scope: .code)
    case .keyword: break
    case .identifier where code.symbol(index) != 0: break
    case .punctuation where code.isPunctuation(index, "@"): break
    default: return index + 1
    }
    // `a.type` and `A#type`
    if code.isPunctuation(index - 1, ".") || code.isPunctuation(index - 1, "#") { return index + 1 }
    var prefix = Prefix(start: index)
    let keyword = readPrefix(index, &prefix, before: frame.end)
    guard keyword < frame.end else { return max(keyword, index + 1) }
    if frame.scope == .code, prefix.visibility == nil { prefix.visibility = .private }
    switch word(keyword) {
    case .class, .trait: return type(keyword, prefix, frame)
    case .object: return type(keyword, prefix, frame)
    case .enum where beginsEnumeration(keyword, prefix):
      return type(keyword, prefix, frame)
    case .def: return definition(keyword, prefix, frame)
    case .type: return alias(keyword, prefix, frame)
    case .new: return instance(keyword, frame)
    case .extension where code.isOpen(keyword + 1, "(") || code.isOpen(keyword + 1, "["):
      return extensionMethods(keyword, prefix, frame)
    case .given where startsStatement(prefix.start): return given(keyword, prefix, frame)
    case .case where frame.scope == .enumeration: return cases(keyword, prefix, frame)
    case _ where frame.scope == .code: return max(keyword, index + 1)
    case .val, .var: return values(keyword, prefix, frame)
    case .package where frame.scope == .file: return package(keyword, prefix, frame)
    case .import: return imported(keyword, prefix, frame)
    default: return max(keyword, index + 1)
    }
  }

  func startsLine(_ index: Int) -> Bool { code.flags(index).contains(.startsLine) }

  /// Whether `enum` is a word here: in Scala 2 it is a name.
  private func beginsEnumeration(_ index: Int, _ prefix: Prefix) -> Bool {
    !startsLine(index + 1)
      && (code.kind(index + 1) == .identifier
        || code.kind(index + 1) == .operator && startsStatement(prefix.start))
  }

  private func startsStatement(_ index: Int) -> Bool {
    startsLine(index) || index == 0 || code.isPunctuation(index - 1, ";")
      || code.isOpen(index - 1, "{")
  }

  // MARK: - Modifiers

  /// Reads annotations and modifiers.
  ///
  /// - Returns: the index of what follows them.
  private func readPrefix(_ start: Int, _ prefix: inout Prefix, before end: Int) -> Int {
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
      guard let word = word(index), isModifier(word, at: index) else { break }
      hasModifier = true
      var next = index + 1
      var isScoped = false
      if word == .private || word == .protected, next < end, code.isOpen(next, "[") {
        isScoped = self.word(next + 1) != .this
        next = code.next(next, before: end)
      }
      switch word {
      // `private[a]` can be named anywhere in `a`.
      case .private: prefix.visibility = isScoped ? .internal : .private
      case .protected: prefix.visibility = .protected
      default: prefix.modifiers.append(code.range(index, next))
      }
      index = next
    }
    return index
  }

  private func isModifier(_ word: ScalaWord, at index: Int) -> Bool {
    let next = self.word(index + 1)
    if word == .case { return next == .class || next == .object }
    if word == .package { return next == .object }
    if word.isModifier { return code.kind(index) == .keyword }
    guard word.isSoftModifier, let next else { return false }
    return code.kind(index + 1) == .keyword && next != .match && next != .with
      || next.isSoftModifier
      || next == .enum || next == .given
  }

  /// The index behind an annotation with its arguments; behind the `@` where none follows.
  private func afterAnnotation(_ at: Int, before end: Int) -> Int {
    var index = at + 1
    guard index < end, code.kind(index) == .identifier, !code.flags(index).contains(.spaceBefore)
    else { return at + 1 }
    index += 1
    while index + 1 < end, code.isPunctuation(index, "."), code.kind(index + 1) == .identifier {
      index += 2
    }
    if index < end, code.isOpen(index, "[") { index = code.next(index, before: end) }
    while index < end, code.isOpen(index, "("), !startsLine(index) {
      index = code.next(index, before: end)
    }
    return index
  }

  // MARK: - Lines

  /// The column of a declaration's line, or a great number when it does not begin its line: then each
  /// line that does not go on with it is another one's.
  func column(_ prefix: Prefix, _ keyword: Int) -> Int32 {
    startsLine(prefix.start) || startsLine(keyword) || prefix.start == 0 ? columns[keyword] : .max
  }

  func column(_ index: Int) -> Int32 { columns[index] }

  /// Whether a token begins a line that is not indented more than `column`, and what stands before it
  /// is complete.
  func startsAnew(_ index: Int, _ column: Int32) -> Bool {
    startsLine(index) && columns[index] <= column && !awaitsMore(index - 1) && !continues(index)
  }

  private func awaitsMore(_ index: Int) -> Bool {
    switch code.kind(index) {
    case .punctuation: return !code.isPunctuation(index, ";")
    case .stringStart, .stringMiddle, .open: return true
    case .operator:
      return code.isOperator(index, "=") || code.isOperator(index, "=", ">")
        || code.isOperator(index, "<", "-")
    case .keyword:
      // `end match` is complete.
      if word(index - 1) == .end, startsLine(index - 1) { return false }
      switch word(index) {
      case .extends, .with, .yield, .else, .match, .if, .while, .for, .do, .try, .new, .throw,
        .return, .def, .val, .var, .class, .object, .trait:
        return true
      // `a.type` is complete.
      case .type: return !code.isPunctuation(index - 1, ".")
      default: return false
      }
    case .identifier: return word(index) == .then
    default: return false
    }
  }

  private func continues(_ index: Int) -> Bool {
    switch code.kind(index) {
    case .punctuation:
      return !code.isPunctuation(index, "@") && !code.isPunctuation(index, ";")
    case .operator:
      return code.isOperator(index, "=") || code.flags(index + 1).contains(.spaceBefore)
    case .stringMiddle, .stringEnd: return true
    case .keyword:
      switch word(index) {
      case .extends, .with, .else, .catch, .finally, .yield, .match, .do: return true
      default: return false
      }
    case .identifier: return word(index) == .then || word(index) == .derives
    default: return false
    }
  }

  /// Whether a token begins a declaration, and what stands before it is complete.
  private func startsDefinition(_ index: Int) -> Bool {
    guard !awaitsMore(index - 1) else { return false }
    if code.isPunctuation(index, "@") { return true }
    guard let word = word(index) else { return false }
    switch word {
    case .class, .def, .object, .trait, .val, .var: return true
    default: return isModifier(word, at: index)
    }
  }

  /// The index behind an expression, or behind an indented block: before the next line that is not
  /// indented more than `column`, or that begins a declaration where no block is open.
  func afterValue(_ start: Int, _ column: Int32, before limit: Int) -> Int {
    var index = start
    var strings = 0
    // Whether a line began where more was awaited: it may have opened an indented block.
    var hasBlock = start < limit && startsLine(start)
    while index < limit {
      if strings == 0 {
        if index > start, startsLine(index) {
          if startsAnew(index, column) || !hasBlock && startsDefinition(index) { return index }
          hasBlock = hasBlock || awaitsMore(index - 1)
        }
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

  /// The index behind the indented block that begins at an index.
  private func afterIndented(_ start: Int, _ column: Int32, before limit: Int) -> Int {
    var index = start
    while index < limit, code.kind(index) != .close {
      if startsLine(index), columns[index] <= column, !continues(index) { return index }
      index = code.next(index, before: limit)
    }
    return min(index, limit)
  }

  /// Whether a colon ends its line and opens an indented block.
  func opensIndented(_ index: Int, _ column: Int32, before limit: Int) -> Bool {
    code.isPunctuation(index, ":") && index + 1 < limit && startsLine(index + 1)
      && columns[index + 1] > (column == .max ? columns[index] : column)
  }

  /// Adds an entity whose indented body begins at an index, and `end name` behind it.
  mutating func add(
    _ entity: Entity, indented start: Int, _ column: Int32, _ frame: Frame, scope: Scope,
    visibility: Visibility = .public
  ) -> Int {
    let line = column == .max ? columns[start - 1] : column
    let end = afterIndented(start, line, before: frame.end)
    guard start < end else { return out.add(entity, holding: start, to: start, scope: .code) }
    var entity = entity
    entity.bodyRange = code.range(start, end)
    var last = end - 1
    if end + 1 < frame.end, word(end) == .end, code.kind(end) == .identifier,
      !startsLine(end + 1), end + 2 >= frame.end || startsLine(end + 2)
    {
      last = end + 1
    }
    entity.range = ByteRange(entity.range.start, max(code.end(last), entity.range.end))
    return out.add(entity, holding: start, to: end, scope: scope, visibility: visibility)
  }

  /// Adds a frame for the indented block that begins at an index and belongs to what holds it.
  mutating func enter(indented start: Int, _ frame: Frame, scope: Scope) -> Int {
    let end = afterIndented(start, columns[start - 1], before: frame.end)
    guard start < end else { return start }
    out.frames.append(
      Frame(end: end, scope: scope, parent: frame.parent, visibility: frame.visibility))
    return start
  }

  /// The bytes of a name, without the backticks around it.
  func name(_ index: Int) -> ByteRange {
    let range = code.range(index)
    guard range.count > 2, code.text.bytes[range.start] == UInt8(ascii: "`") else { return range }
    return ByteRange(range.start + 1, range.end - 1)
  }

  func isName(_ index: Int) -> Bool {
    code.kind(index) == .identifier || code.kind(index) == .operator
  }
}
