import Source

/// Finds the declarations in the tokens of Swift. A stack of frames stands for the nesting; each token
/// is visited once, and once more for each declaration whose header or initial value holds it.
struct SwiftReader {
  let code: CodeTokens
  var entities: [Entity] = []
  var frames: [Frame] = []

  /// A part of the file with one kind of declarations in it.
  struct Frame {
    enum Scope { case file, type, `protocol`, enumeration, code }

    /// The index behind its last token.
    let end: Int
    let scope: Scope
    /// The entity that holds what is declared here, or -1.
    let parent: Int
    /// What a declaration without a level of its own has.
    let visibility: Visibility
    /// What the cases of an enumeration have.
    var cases = Visibility.internal
  }

  /// What stands before a declaration's keyword.
  struct Prefix {
    /// The first token, attributes included, and the first that is no attribute.
    let start: Int
    var signature: Int
    var visibility: Visibility?
    var modifiers: [ByteRange] = []
    var isTest = false
  }

  init(_ outliner: borrowing Outliner) {
    code = CodeTokens(outliner)
  }

  mutating func run() {
    frames = [Frame(end: code.count, scope: .file, parent: -1, visibility: .internal)]
    var index = 0
    while let frame = frames.last {
      if index >= frame.end {
        frames.removeLast()
      } else {
        index = step(index, frame)
      }
    }
  }

  /// Reads the declaration at an index, if one begins there.
  ///
  /// - Returns: the index to go on from, behind `index`; a body is left to a frame.
  private mutating func step(_ index: Int, _ frame: Frame) -> Int {
    switch code.kind(index) {
    case .keyword: return declaration(index, frame)
    case .identifier where code.symbol(index) != 0: return declaration(index, frame)
    case .punctuation where code.symbol(index) == UInt8(ascii: "@"):
      return declaration(index, frame)
    case .open where code.symbol(index) == UInt8(ascii: "{") && frame.scope != .code:
      frames.append(
        Frame(
          end: code.closer(of: index, before: frame.end), scope: .code, parent: frame.parent,
          visibility: .private))
      return index + 1
    default: return index + 1
    }
  }

  private mutating func declaration(_ index: Int, _ frame: Frame) -> Int {
    if frame.scope == .code, code.kind(index) == .keyword {
      // Most words in a body begin no declaration that is kept.
      switch SwiftWord(rawValue: code.symbol(index)) {
      case .func, .class, .struct, .enum, .protocol, .typealias, .extension, .static: break
      case .public, .private, .fileprivate, .internal: break
      default: return index + 1
      }
    }
    var prefix = Prefix(start: index, signature: index)
    let keyword = readPrefix(index, &prefix, before: frame.end)
    guard keyword < frame.end else { return frame.end }
    switch (SwiftWord(rawValue: code.symbol(keyword)), code.kind(keyword)) {
    case (.func, .keyword): return function(keyword, prefix, frame)
    case (.class, .keyword), (.struct, .keyword), (.enum, .keyword), (.protocol, .keyword),
      (.extension, .keyword):
      return type(keyword, prefix, frame)
    case (.actor, .identifier) where isContextualDeclaration(keyword):
      return type(keyword, prefix, frame)
    case (.typealias, .keyword), (.associatedtype, .keyword): return alias(keyword, prefix, frame)
    case _ where frame.scope == .code: return max(keyword, index + 1)
    case (.var, .keyword), (.let, .keyword):
      return frame.scope != .file || startsStatement(prefix.start)
        ? bindings(keyword, prefix, frame) : keyword + 1
    case (.case, .keyword) where frame.scope == .enumeration: return cases(keyword, prefix, frame)
    case (.import, .keyword): return imported(keyword, prefix, frame)
    case (.operator, .keyword): return operatorDeclaration(keyword, prefix, frame)
    case (.precedencegroup, .keyword): return precedenceGroup(keyword, prefix, frame)
    case (.macro, .identifier) where isContextualDeclaration(keyword):
      return macro(keyword, prefix, frame)
    case _ where frame.scope == .file: return max(keyword, index + 1)
    case (.`init`, .keyword): return initializer(keyword, prefix, frame)
    case (.deinit, .keyword): return initializer(keyword, prefix, frame)
    case (.subscript, .keyword): return subscriptDeclaration(keyword, prefix, frame)
    default: return max(keyword, index + 1)
    }
  }

  /// Whether a word that is one only in its place begins a declaration: a name follows on its line.
  private func isContextualDeclaration(_ index: Int) -> Bool {
    code.kind(index + 1) == .identifier && !code.flags(index + 1).contains(.startsLine)
  }

  /// Whether a statement can begin at an index: `if let` begins none at its `let`.
  private func startsStatement(_ index: Int) -> Bool {
    code.flags(index).contains(.startsLine) && !code.isPunctuation(index - 1, ",")
      || code.isPunctuation(index - 1, ";") || code.kind(index - 1) == .close || index == 0
  }

  /// Reads attributes and modifiers.
  ///
  /// - Returns: the index of what follows them.
  private func readPrefix(_ start: Int, _ prefix: inout Prefix, before end: Int) -> Int {
    var index = start
    var hasModifier = false
    while index < end {
      if code.isPunctuation(index, "@") {
        let next = attribute(index, &prefix, before: end)
        prefix.modifiers.append(code.range(index, next))
        index = next
        if !hasModifier { prefix.signature = index }
        continue
      }
      guard code.kind(index) == .keyword || code.kind(index) == .identifier,
        let word = SwiftWord(rawValue: code.symbol(index)), isModifier(word, at: index)
      else { break }
      hasModifier = true
      var next = index + 1
      let hasArgument = code.isOpen(next, "(")
      if hasArgument { next = code.next(next, before: end) }
      if let level = level(word), !hasArgument {
        prefix.visibility = level
      } else {
        prefix.modifiers.append(code.range(index, next))
      }
      index = next
    }
    return index
  }

  private func level(_ word: SwiftWord) -> Visibility? {
    switch word {
    case .private: .private
    case .fileprivate: .fileprivate
    case .internal: .internal
    case .package: .package
    case .public: .public
    case .open: .open
    default: nil
    }
  }

  private func isModifier(_ word: SwiftWord, at index: Int) -> Bool {
    switch word {
    case .static, .public, .private, .fileprivate, .internal: true
    case .class: isClassModifier(index)
    // With an argument or before a further word of a declaration.
    case .package, .open, .unowned, .nonisolated, .final, .override, .required, .convenience,
      .mutating, .nonmutating, .consuming, .borrowing, .lazy, .weak, .dynamic, .optional, .indirect,
      .prefix, .postfix, .infix, .isolated, .distributed, .async, .__consuming, ._borrowing,
      ._const, ._local, .reasync:
      code.kind(index + 1) == .keyword || code.symbol(index + 1) != 0
        || code.isPunctuation(index + 1, "@")
    default: false
    }
  }

  /// Whether `class` is the modifier of a member and not the keyword of a type.
  private func isClassModifier(_ index: Int) -> Bool {
    if code.kind(index + 1) == .keyword { return true }
    return code.kind(index + 1) == .identifier && code.symbol(index + 1) != 0
      && (code.kind(index + 2) == .keyword
        || code.kind(index + 2) == .identifier && code.symbol(index + 2) != 0)
  }

  /// Reads one attribute: its name, generic arguments and arguments.
  private func attribute(_ at: Int, _ prefix: inout Prefix, before end: Int) -> Int {
    var index = at + 1
    var name = index
    while index < end, code.kind(index) == .identifier || code.kind(index) == .keyword {
      name = index
      index += 1
      guard code.isPunctuation(index, "."), index + 1 < end else { break }
      index += 1
    }
    guard index > at + 1 else { return at + 1 }
    if code.length(name) == 4, code.text.slice(code.range(name)).elementsEqual("Test".utf8) {
      prefix.isTest = true
    }
    if code.symbol(index) == UInt8(ascii: "<"), !code.flags(index).contains(.spaceBefore) {
      index = afterGenerics(index, before: end)
    }
    if index < end, code.isOpen(index, "("), !code.flags(index).contains(.spaceBefore) {
      index = code.next(index, before: end)
    }
    return index
  }
}
