import Source

/// Finds the items in the tokens of Rust. A stack of frames stands for the nesting; each token is
/// visited once, and once more for each item whose header holds it.
struct RustReader {
  let code: CodeTokens
  let generics: AngleBrackets
  var entities: [Entity] = []
  var frames: [Frame] = []
  /// The implementations of traits, by their index in `entities`.
  var traitImplementations: Set<Int> = []

  /// A part of the file with one kind of declarations in it.
  struct Frame {
    enum Scope {
      /// A module's items, or those of an `extern` block.
      case items
      /// The items of a trait or an implementation.
      case members
      case fields, variants, code
    }

    /// The index behind its last token.
    let end: Int
    let scope: Scope
    /// The entity that holds what is declared here, or -1.
    let parent: Int
    /// What a declaration without a level of its own has.
    var visibility = Visibility.private
  }

  /// What stands before an item's keyword.
  struct Prefix {
    /// The first token, attributes included, and the first that is no attribute.
    var start: Int
    var signature: Int
    var visibility: Visibility?
    var modifiers: [ByteRange] = []
    var isTest = false
    var isExported = false
  }

  init(_ outliner: borrowing Outliner) {
    code = CodeTokens(outliner)
    generics = AngleBrackets(code, braces: true)
  }

  mutating func run() {
    frames = [Frame(end: code.count, scope: .items, parent: -1)]
    var index = 0
    while let frame = frames.last {
      if index >= frame.end {
        frames.removeLast()
      } else {
        index = step(index, frame)
      }
    }
    spreadVisibility()
  }

  /// Reads the declaration at an index, if one begins there.
  ///
  /// - Returns: the index to go on from, behind `index`; what a declaration holds is left to a frame.
  private mutating func step(_ index: Int, _ frame: Frame) -> Int {
    switch frame.scope {
    case .items, .members: return item(index, frame)
    case .fields: return field(index, frame)
    case .variants: return variant(index, frame)
    case .code:
      switch code.kind(index) {
      case .keyword: return mayBeginItem(index) ? item(index, frame) : index + 1
      case .identifier where code.symbol(index) != 0: return item(index, frame)
      case .punctuation where code.symbol(index) == UInt8(ascii: "#"): return item(index, frame)
      case .operator where isMacroCall(index): return code.next(index + 1, before: frame.end)
      default: return index + 1
      }
    }
  }

  /// Whether the `!` at an index stands between a macro's name and its arguments.
  private func isMacroCall(_ index: Int) -> Bool {
    code.isOperator(index, "!") && code.kind(index - 1) == .identifier
      && code.kind(index + 1) == .open
  }

  /// Whether a keyword among statements can begin an item.
  private func mayBeginItem(_ index: Int) -> Bool {
    switch word(index) {
    case .fn, .struct, .enum, .trait, .mod, .type, .static, .const, .pub, .async, .extern: true
    case .impl, .unsafe, .use: startsStatement(index)
    default: false
    }
  }

  private func startsStatement(_ index: Int) -> Bool {
    code.isOpen(index - 1, "{") || code.isClose(index - 1, "}") || code.isClose(index - 1, "]")
      || code.isPunctuation(index - 1, ";") || index == 0
  }

  func word(_ index: Int) -> RustWord? {
    code.kind(index) == .keyword || code.kind(index) == .identifier
      ? RustWord(rawValue: code.symbol(index)) : nil
  }

  // MARK: - Items

  private mutating func item(_ start: Int, _ frame: Frame) -> Int {
    var prefix = Prefix(start: start, signature: start)
    let keyword = readPrefix(start, &prefix, before: frame.end)
    guard keyword < frame.end else { return frame.end }
    let next = keyword + 1
    let isNamed = next < frame.end && code.kind(next) == .identifier
    switch word(keyword) {
    case .fn where isNamed: return function(keyword, prefix, frame)
    case .struct where isNamed: return structure(keyword, prefix, frame)
    case .union where isNamed && code.kind(keyword) == .identifier:
      return structure(keyword, prefix, frame)
    case .enum where isNamed: return enumeration(keyword, prefix, frame)
    case .trait where isNamed: return trait(keyword, prefix, frame)
    case .impl: return implementation(keyword, prefix, frame)
    case .mod where isNamed: return module(keyword, prefix, frame)
    case .type where isNamed: return alias(keyword, prefix, frame)
    case .const, .static: return value(keyword, prefix, frame)
    case .use where frame.scope == .items || frame.scope == .code:
      return use(keyword, prefix, frame)
    case .extern: return external(keyword, prefix, frame)
    case .macro_rules, .macro: return macro(keyword, prefix, frame)
    default: break
    }
    guard frame.scope != .code else { return max(keyword, start + 1) }
    return code.next(keyword, before: frame.end)
  }

  /// Reads attributes, visibility and modifiers.
  ///
  /// - Returns: the index of what follows them.
  func readPrefix(_ start: Int, _ prefix: inout Prefix, before end: Int) -> Int {
    var index = start
    while index < end {
      if code.isPunctuation(index, "#") {
        guard let next = attribute(index, &prefix, before: end) else { return index }
        index = next
        continue
      }
      guard let word = word(index) else { return index }
      if word == .pub {
        index = visibility(index, &prefix, before: end)
        continue
      }
      guard isModifier(word, index) else { return index }
      var next = index + 1
      if word == .extern, next < end, code.kind(next) == .string { next += 1 }
      prefix.modifiers.append(code.range(index, next))
      index = next
    }
    return end
  }

  /// Reads `#[...]`; `#![...]` belongs to what holds the item.
  private func attribute(_ hash: Int, _ prefix: inout Prefix, before end: Int) -> Int? {
    if code.isOperator(hash + 1, "!"), hash + 2 < end, code.isOpen(hash + 2, "[") {
      let next = code.next(hash + 2, before: end)
      prefix = Prefix(start: next, signature: next)
      return next
    }
    guard hash + 1 < end, code.isOpen(hash + 1, "[") else { return nil }
    let next = code.next(hash + 1, before: end)
    if prefix.signature == hash { prefix.signature = next }
    prefix.modifiers.append(code.range(hash, next))
    var name = hash + 2
    while code.isOperator(name + 1, ":", ":") { name += 2 }
    if spells(name, "test") { prefix.isTest = true }
    if spells(name, "macro_export") { prefix.isExported = true }
    return next
  }

  private func spells(_ index: Int, _ word: StaticString) -> Bool {
    guard code.kind(index) == .identifier, code.length(index) == word.utf8CodeUnitCount else {
      return false
    }
    return word.withUTF8Buffer { code.text.slice(code.range(index)).elementsEqual($0) }
  }

  /// Reads `pub` and the restriction behind it.
  private func visibility(_ index: Int, _ prefix: inout Prefix, before end: Int) -> Int {
    prefix.visibility = .public
    let open = index + 1
    guard open + 1 < end, code.isOpen(open, "(") else { return open }
    switch word(open + 1) {
    case .crate, .super, .in: prefix.visibility = .internal
    case .self: prefix.visibility = .private
    default: return open
    }
    // `pub (crate::T)` is the public field of a tuple.
    if code.isOperator(open + 2, ":", ":") {
      prefix.visibility = .public
      return open
    }
    return code.next(open, before: end)
  }

  private func isModifier(_ word: RustWord, _ index: Int) -> Bool {
    let next = self.word(index + 1)
    switch word {
    case .const, .async, .unsafe, .default, .safe:
      switch next {
      case .fn, .unsafe, .async, .extern: return true
      case .impl, .trait, .auto: return word == .unsafe || word == .default || word == .const
      case .type, .const: return word == .default
      case .mod: return word == .unsafe
      case .static: return word == .unsafe || word == .safe
      default: return false
      }
    case .auto: return next == .trait
    case .extern:
      return next == .fn || code.kind(index + 1) == .string && self.word(index + 2) == .fn
    default: return false
    }
  }

  // MARK: - Visibility

  /// Gives implementations, and what they implement of a trait, the visibility of their type where
  /// the file declares it; what another file declares is taken for public.
  private mutating func spreadVisibility() {
    guard entities.contains(where: { $0.kind == .impl }) else { return }
    var types: [ArraySlice<UInt8>: Visibility] = [:]
    for entity in entities where entity.kind.isType && entity.kind != .impl {
      let name = code.text.slice(entity.nameRange)
      types[name] = max(types[name] ?? .private, entity.visibility)
    }
    for index in entities.indices {
      if entities[index].kind == .impl {
        entities[index].visibility = types[code.text.slice(entities[index].nameRange)] ?? .public
      } else if traitImplementations.contains(entities[index].parent) {
        entities[index].visibility = entities[entities[index].parent].visibility
      }
    }
  }
}
