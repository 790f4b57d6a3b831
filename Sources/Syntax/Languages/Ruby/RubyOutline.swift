import Source

/// Finds modules, classes, methods, attributes, constants, imports and tests.
struct RubyOutline {
  /// What is between a word and the `end` that closes it.
  struct Scope {
    let entity: Int
    /// The index of the last token.
    let last: Int
    let isMethod: Bool
    /// The visibility of the methods that follow, by `private` and its like on a line of their own.
    var visibility = Visibility.public
    /// Whether `module_function` stands above.
    var isModuleFunction = false
  }

  var out: Outliner
  var scopes: [Scope] = []
  /// Behind the last token of each scope that is open.
  private var index = 0

  init(_ out: Outliner) { self.out = out }

  mutating func run() {
    while index < out.count {
      while let scope = scopes.last, scope.last < index { scopes.removeLast() }
      index = read(index)
    }
  }

  var scope: Scope? { scopes.last }
  var parent: Int { scopes.last?.entity ?? -1 }
  private var isInMethod: Bool { scopes.last?.isMethod ?? false }
  /// The index of the last token that may belong to what is declared here.
  var limit: Int { scopes.last?.last ?? out.count - 1 }

  func word(_ index: Int) -> RubyWord? {
    guard index >= 0, index < out.count, out.tokens.kind(index) == .keyword else { return nil }
    return RubyWord(rawValue: out.tokens.symbol(index))
  }

  /// Reads what begins at an index; the index behind it.
  private mutating func read(_ index: Int) -> Int {
    switch out.tokens.kind(index) {
    case .keyword:
      switch word(index) {
      case .class, .module: return type(index)
      case .def: return method(index)
      case .do where out.tokens.flags(index).contains(.opensBlock):
        openBlock(index, entity: parent)
      default: break
      }
    case .identifier where !isInMethod && beginsStatement(index):
      return statement(index)
    default: break
    }
    return index + 1
  }

  /// Whether a name is the first of a statement.
  private func beginsStatement(_ index: Int) -> Bool {
    if out.tokens.flags(index).contains(.startsLine) { return true }
    let before = out.previous(index)
    return before < 0 || out.isSymbol(before, ";") || before >= 0 && word(before) == .do
      || out.isSymbol(before, "{")
  }

  /// What a block holds belongs to what is around it, but for the visibility.
  mutating func openBlock(_ index: Int, entity: Int) {
    let partner = Int(out.partners[index])
    guard partner > index, partner <= limit else { return }
    scopes.append(Scope(entity: entity, last: partner, isMethod: isInMethod))
  }

  /// The index of the last token of what a word opens.
  private func last(of index: Int) -> Int {
    let partner = Int(out.partners[index])
    return partner > index ? min(partner, limit) : limit
  }

  // MARK: - Types

  private mutating func type(_ first: Int) -> Int {
    guard out.tokens.flags(first).contains(.opensBlock) else { return first + 1 }
    let end = last(of: first)
    var name = out.significant(first + 1)
    guard name <= end else { return first + 1 }
    let isSingleton = word(first) == .class && out.isWord(name, "<<")
    if isSingleton { name = out.significant(name + 1) }
    // `::A` is looked up from the top.
    if out.isWord(name, "::") { name += 1 }
    guard name <= end, out.tokens.kind(name) == .identifier || out.tokens.kind(name) == .keyword
    else { return first + 1 }
    // `A::B` is one name.
    var lastOfName = name
    while lastOfName + 2 <= end,
      out.isWord(lastOfName + 1, "::") || isSingleton && out.isSymbol(lastOfName + 1, "."),
      out.tokens.kind(lastOfName + 2) == .identifier
    {
      lastOfName += 2
    }
    var header = lastOfName
    if !isSingleton, out.isWord(header + 1, "<") {
      header = superclassEnd(header + 1, end)
    }
    let documentation = out.tokens.documentation(above: first, in: out.text, plain: true)
    let start = out.tokens.start(first)
    var entity = Entity(
      kind: word(first) == .module ? .module : .class,
      range: ByteRange(documentation?.start ?? start, out.tokens.end(end)),
      nameRange: ByteRange(out.tokens.start(name), out.tokens.end(lastOfName)),
      signatureRange: ByteRange(start, out.tokens.end(header)), docRange: documentation,
      visibility: .public)
    let body = out.significant(header + 1)
    if body <= end { entity.bodyRange = ByteRange(out.tokens.start(body), out.tokens.end(end)) }
    let added = out.add(entity, parent: parent)
    scopes.append(Scope(entity: added, last: end, isMethod: false))
    return header + 1
  }

  /// The last token of the line on which an index stands, or of the statement before `;`.
  private func lineEnd(_ start: Int, _ end: Int) -> Int {
    var index = start
    while index + 1 < end, !out.tokens.flags(index + 1).contains(.startsLine),
      !out.isSymbol(index + 1, ";"), !out.tokens.kind(index + 1).isComment
    {
      let isGroup =
        out.tokens.kind(index + 1) == .open || out.tokens.kind(index + 1) == .stringStart
      let partner = Int(out.partners[index + 1])
      // What follows the name of a superclass may hold a block: `Struct.new(:a) do`.
      index = isGroup && partner > index && partner < end ? partner : index + 1
    }
    return index
  }

  /// The last token of a superclass that `<` stands before; a block behind it (`Struct.new(:a) do`) holds
  /// members.
  private func superclassEnd(_ less: Int, _ end: Int) -> Int {
    let last = lineEnd(less, end)
    var index = less
    while index < last {
      let next = index + 1
      if word(next) == .do { return index }
      if out.tokens.kind(next) == .open {
        let isBlock =
          out.isSymbol(next, "{")
          && (out.tokens.kind(index) == .identifier || out.tokens.kind(index) == .close)
        if isBlock { return index }
        let partner = Int(out.partners[next])
        index = partner > next && partner <= last ? partner : next
      } else {
        index = next
      }
    }
    return last
  }

  // MARK: - Methods

  private mutating func method(_ first: Int) -> Int {
    let isEndless = !out.tokens.flags(first).contains(.opensBlock)
    var name = out.significant(first + 1)
    guard name <= limit else { return first + 1 }
    var receiver: ByteRange?
    let object = name
    if out.tokens.kind(name) == .open, Int(out.partners[name]) > name {
      name = Int(out.partners[name])
    }
    if out.isSymbol(name + 1, "."), name + 2 <= limit {
      receiver = ByteRange(out.tokens.start(object), out.tokens.end(name))
      name += 2
    }
    guard out.tokens.kind(name) == .identifier || out.tokens.kind(name) == .keyword else {
      return first + 1
    }
    var header = name
    var parameters = (name + 1)..<(name + 1)
    if out.isSymbol(name + 1, "("), out.tokens.kind(name + 1) == .open, name + 1 <= limit {
      let close = Int(out.partners[name + 1])
      guard close > name, close <= limit else { return first + 1 }
      header = close
      parameters = (name + 2)..<close
    } else if !isEndless {
      header = lineEnd(name, last(of: first))
      if header > name { parameters = (name + 1)..<(header + 1) }
    }
    let end = isEndless ? endOfStatement(header + 1, limit) : last(of: first)
    let documentation = documentation(first)
    let modifiers = modifiersBefore(first)
    let start = modifiers.first.map { out.tokens.start($0) } ?? out.tokens.start(first)
    var kind = EntityKind.function
    if parent >= 0 {
      kind = receiver == nil && out.isWord(name, "initialize") ? .initializer : .method
    }
    var entity = Entity(
      kind: kind, range: ByteRange(documentation?.start ?? start, out.tokens.end(end)),
      nameRange: out.tokens.range(name), signatureRange: ByteRange(start, out.tokens.end(header)),
      docRange: documentation, visibility: visibility(modifiers, hasReceiver: receiver != nil))
    entity.parameters = self.parameters(parameters)
    entity.modifiers = modifiers.filter { Self.visibility(out, $0) == nil }.map(out.tokens.range)
    if let receiver { entity.modifiers.append(receiver) }
    let body = out.significant(header + (isEndless ? 2 : 1))
    if body <= end { entity.bodyRange = ByteRange(out.tokens.start(body), out.tokens.end(end)) }
    let added = out.add(entity, parent: parent)
    scopes.append(Scope(entity: added, last: end, isMethod: true))
    return header + 1
  }

  /// The names before `def` on its line: `private def`, `memoize def`.
  private func modifiersBefore(_ first: Int) -> [Int] {
    var result: [Int] = []
    var index = first
    while index > 0, !out.tokens.flags(index).contains(.startsLine),
      out.tokens.kind(index - 1) == .identifier
    {
      index -= 1
      result.append(index)
    }
    return result.reversed()
  }

  private func documentation(_ first: Int) -> ByteRange? {
    let top = modifiersBefore(first).first ?? first
    return out.tokens.documentation(above: top, in: out.text, plain: true)
  }

  private func visibility(_ modifiers: [Int], hasReceiver: Bool) -> Visibility {
    for modifier in modifiers {
      if out.isWord(modifier, "private_class_method") { return .private }
      if !hasReceiver, let visibility = Self.visibility(out, modifier) { return visibility }
    }
    if hasReceiver { return .public }
    guard let scope, !scope.isMethod else { return .public }
    return scope.visibility
  }

  static func visibility(_ out: borrowing Outliner, _ index: Int) -> Visibility? {
    if out.isWord(index, "private") { return .private }
    if out.isWord(index, "protected") { return .protected }
    if out.isWord(index, "public") { return .public }
    return nil
  }

  // MARK: - Ends

  /// The index of the last token of the statement that goes on at an index.
  func endOfStatement(_ start: Int, _ limit: Int) -> Int {
    var index = start
    var last = max(start - 1, 0)
    while index <= limit {
      let flags = out.tokens.flags(index)
      let kind = out.tokens.kind(index)
      if kind.isComment {
        index += 1
        continue
      }
      let isHeredoc = kind.isStringPiece && out.tokens.symbol(index) == UInt8(ascii: "<")
      if index > start, flags.contains(.startsLine), !isHeredoc, !goesOn(last, index) { break }
      if out.isSymbol(index, ";") || kind == .close || flags.contains(.closesBlock) { break }
      let partner = Int(out.partners[index])
      let isGroup = kind == .open || kind == .stringStart || flags.contains(.opensBlock)
      if isGroup, partner > index {
        if partner > limit { break }
        index = partner
      }
      last = index
      index += 1
    }
    return last
  }

  /// Whether the token at the start of a line goes on with what ends with the one before.
  private func goesOn(_ last: Int, _ index: Int) -> Bool {
    if out.isSymbol(index, ".") || out.isWord(index, "&.") { return true }
    switch out.tokens.kind(last) {
    case .operator: return true
    case .punctuation: return !out.isSymbol(last, ";")
    case .keyword: return word(last) == .and || word(last) == .or || word(last) == .not
    default: return false
    }
  }
}
