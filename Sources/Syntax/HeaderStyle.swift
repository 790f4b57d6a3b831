import Source

/// How the headers of a language's declarations name type parameters and what a type is based on.
struct HeaderStyle: Sendable {
  /// What a type's bases stand behind.
  enum Bases: Sendable {
    /// `:`, divided by commas or `+`.
    case colon
    /// `extends`, `implements`, `with`.
    case words
    /// Parentheses behind the name; arguments with a name are none.
    case parentheses
    /// `<`, one base.
    case less
  }

  /// What opens a list of type parameters: `<` or `[`.
  let typeParameters: UInt8
  let bases: Bases

  static let angledColon = HeaderStyle(typeParameters: UInt8(ascii: "<"), bases: .colon)
  static let angledWords = HeaderStyle(typeParameters: UInt8(ascii: "<"), bases: .words)
  static let bracketedColon = HeaderStyle(typeParameters: UInt8(ascii: "["), bases: .colon)
  static let bracketedWords = HeaderStyle(typeParameters: UInt8(ascii: "["), bases: .words)
  static let python = HeaderStyle(typeParameters: UInt8(ascii: "["), bases: .parentheses)
  static let ruby = HeaderStyle(typeParameters: 0, bases: .less)
}

extension SyntaxFile {
  /// The list of type parameters that a declaration introduces, with its brackets.
  public func genericClause(_ entity: Entity) -> ByteRange? {
    guard let header = Header(self, entity) else { return nil }
    return header.genericClause
  }

  /// What a type is based on or conforms to, in the order written: superclasses, protocols, interfaces,
  /// traits. An initial value or access word is no part of one. Empty for what is no type.
  public func conformances(_ entity: Entity) -> [ByteRange] {
    guard entity.kind.isType, let header = Header(self, entity) else { return [] }
    return header.conformances
  }
}

/// The tokens of one declaration's signature.
private struct Header {
  private let file: SyntaxFile
  private let style: HeaderStyle
  private let kind: EntityKind
  /// The tokens that are no comments.
  private let tokens: [Int]
  /// The index in `tokens` of the name.
  private let name: Int

  init?(_ file: SyntaxFile, _ entity: Entity) {
    guard let style = file.language.headerStyle else { return nil }
    self.file = file
    self.style = style
    kind = entity.kind
    let first = file.tokens.firstIndex(startingAt: entity.signatureRange.start)
    let end = file.tokens.firstIndex(startingAt: entity.signatureRange.end)
    tokens = (first..<max(first, end)).filter { !file.tokens.kind($0).isComment }
    guard let name = tokens.firstIndex(where: { file.tokens.start($0) == entity.nameRange.start })
    else { return nil }
    self.name = name
  }

  private func byte(_ index: Int) -> UInt8 {
    tokens.indices.contains(index) ? file.text.bytes[file.tokens.start(tokens[index])] : 0
  }
  private func kind(_ index: Int) -> TokenKind {
    tokens.indices.contains(index) ? file.tokens.kind(tokens[index]) : .invalid
  }
  private func text(_ index: Int) -> String {
    tokens.indices.contains(index) ? file.text.string(file.tokens.range(tokens[index])) : ""
  }
  private func range(_ first: Int, _ end: Int) -> ByteRange {
    ByteRange(file.tokens.start(tokens[first]), file.tokens.end(tokens[end - 1]))
  }

  /// How many groups a token opens, less those it closes; angle brackets make groups, arrows do not.
  private func depth(_ index: Int) -> Int {
    switch kind(index) {
    case .open: return 1
    case .close: return -1
    case .operator:
      let text = text(index)
      if text.allSatisfy({ $0 == "<" }) { return style.bases == .less ? 0 : text.count }
      return text.allSatisfy { $0 == ">" } && style.bases != .less ? -text.count : 0
    default: return 0
    }
  }

  /// The index behind a token, or behind the group that it opens.
  private func next(_ index: Int) -> Int {
    var level = depth(index)
    var index = index + 1
    while level > 0, index < tokens.count {
      level += depth(index)
      index += 1
    }
    return index
  }

  var genericClause: ByteRange? {
    guard style.typeParameters != 0 else { return nil }
    func opens(_ index: Int) -> Bool {
      byte(index) == style.typeParameters && depth(index) > 0
    }
    // `fun <T> f`, `template <class T>`, `impl<T> A<T>`, `public <T> T f`.
    for index in 0..<name where opens(index) && kind(index - 1) != .identifier {
      return range(index, next(index))
    }
    if kind == .impl || kind == .extension { return nil }
    return opens(name + 1) ? range(name + 1, next(name + 1)) : nil
  }

  var conformances: [ByteRange] {
    switch style.bases {
    case .colon:
      if kind == .impl { return trait }
      var index = name + 1
      while index < tokens.count, text(index) != ":", text(index) != "where" { index = next(index) }
      return text(index) == ":" ? pieces(from: index + 1) : []
    case .words:
      var found: [ByteRange] = []
      var index = name + 1
      while index < tokens.count {
        if Self.introducers.contains(text(index)) {
          found += pieces(from: index + 1)
        }
        index = next(index)
      }
      return found
    case .parentheses:
      var index = name + 1
      if byte(index) == UInt8(ascii: "[") { index = next(index) }
      guard byte(index) == UInt8(ascii: "(") else { return [] }
      return pieces(from: index + 1)
    case .less:
      guard text(name + 1) == "<", name + 2 < tokens.count else { return [] }
      return [range(name + 2, tokens.count)]
    }
  }

  /// The trait of `impl Trait for Type`.
  private var trait: [ByteRange] {
    guard let keyword = (0..<name).last(where: { text($0) == "for" }),
      let start = (0..<keyword).first(where: { text($0) == "impl" })
    else { return [] }
    let first = depth(start + 1) > 0 ? next(start + 1) : start + 1
    return first < keyword ? [range(first, keyword)] : []
  }

  private static let introducers: Set<String> = ["extends", "implements", "with"]
  /// Words that end a list of bases.
  private static let ends: Set<String> = [
    "where", "extends", "implements", "with", "permits", "derives",
  ]
  /// Words before a base that are no part of its name.
  private static let access: Set<String> = ["public", "private", "protected", "virtual"]

  /// The bases of a list from an index to what ends it.
  private func pieces(from start: Int) -> [ByteRange] {
    var found: [ByteRange] = []
    var first = start
    var index = start
    func finish(_ end: Int) {
      while first < end, Self.access.contains(text(first)) { first += 1 }
      let isArgument = style.bases == .parentheses && text(first + 1) == "="
      if first < end, !isArgument { found.append(range(first, end)) }
    }
    while index < tokens.count {
      let text = text(index)
      if text == "{" || kind(index) == .close || Self.ends.contains(text) { break }
      if text == "," || text == "+" {
        finish(index)
        first = index + 1
      }
      index = next(index)
    }
    finish(index)
    return found
  }
}
