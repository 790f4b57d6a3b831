import Source

/// Finds the declarations in the tokens of Go. A stack of frames stands for the nesting; each token is
/// visited once, and once more for each declaration whose header or value holds it.
struct GoReader {
  let code: CodeTokens
  var entities: [Entity] = []
  var frames: [Frame] = []

  /// A part of the file with one kind of declarations in it.
  struct Frame {
    enum Scope {
      case file
      /// The parentheses of `const (...)` and its like.
      case imports, constants, variables, types
      /// The braces of a structure or an interface.
      case fields, methods
      /// A type that may hold one of these.
      case type
      case code
    }

    /// The index behind its last token.
    let end: Int
    let scope: Scope
    /// The entity that holds what is declared here, or -1.
    let parent: Int
    /// Whether it is part of a function.
    var isLocal = false
  }

  init(_ outliner: borrowing Outliner) {
    code = CodeTokens(outliner)
  }

  mutating func run() {
    frames = [Frame(end: code.count, scope: .file, parent: -1)]
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
  /// - Returns: the index to go on from, behind `index`; what a declaration holds is left to a frame.
  private mutating func step(_ index: Int, _ frame: Frame) -> Int {
    switch frame.scope {
    case .file: return declaration(index, frame)
    case .code:
      // The other place of the word is `switch x.(type)`.
      guard word(index) == .type, !code.isOpen(index - 1, "(") else { return index + 1 }
      return declaration(index, frame)
    case .imports: return importSpec(index, index, frame)
    case .constants: return valueSpec(.constant, index, index, frame)
    case .variables: return valueSpec(.variable, index, index, frame)
    case .types: return typeSpec(index, index, frame)
    case .fields: return field(index, frame)
    case .methods: return interfaceMethod(index, frame)
    case .type:
      guard let scope = opensMembers(index) else { return index + 1 }
      return openMembers(scope, at: index + 1, frame)
    }
  }

  private mutating func declaration(_ keyword: Int, _ frame: Frame) -> Int {
    let group: Frame.Scope
    switch word(keyword) {
    case .func: return function(keyword, frame)
    case .import: group = .imports
    case .const: group = .constants
    case .var: group = .variables
    case .type: group = .types
    default: return code.next(keyword, before: frame.end)
    }
    let next = keyword + 1
    guard next < frame.end else { return frame.end }
    if code.isOpen(next, "(") {
      frames.append(
        Frame(
          end: code.closer(of: next, before: frame.end), scope: group, parent: frame.parent,
          isLocal: frame.isLocal))
      return next + 1
    }
    switch group {
    case .imports: return importSpec(keyword, next, frame)
    case .constants: return valueSpec(.constant, keyword, next, frame)
    case .variables: return valueSpec(.variable, keyword, next, frame)
    default: return typeSpec(keyword, next, frame)
    }
  }

  /// Whether a word opens the braces of a structure or an interface.
  func opensMembers(_ index: Int) -> Frame.Scope? {
    guard let word = word(index), word == .struct || word == .interface,
      code.isOpen(index + 1, "{")
    else { return nil }
    return word == .struct ? .fields : .methods
  }

  /// Adds a frame for the members between braces.
  mutating func openMembers(_ scope: Frame.Scope, at brace: Int, _ frame: Frame) -> Int {
    frames.append(
      Frame(
        end: code.closer(of: brace, before: frame.end), scope: scope, parent: frame.parent,
        isLocal: frame.isLocal))
    return brace + 1
  }

  func word(_ index: Int) -> GoWord? {
    code.kind(index) == .keyword ? GoWord(rawValue: code.symbol(index)) : nil
  }

  // MARK: - Lines

  /// The index behind the last token of the statement, specification or field that begins at an index.
  func statementEnd(_ start: Int, before limit: Int) -> Int {
    var index = start
    while index < limit {
      if code.isPunctuation(index, ";") || code.kind(index) == .close { return index }
      index = code.next(index, before: limit)
      if index < limit, isStatementEnd(before: index) { return index }
    }
    return limit
  }

  /// Whether a line ends before a token and is a semicolon there.
  func isStatementEnd(before index: Int) -> Bool {
    let last = index - 1
    switch code.kind(last) {
    case .identifier, .number, .string, .character, .close: break
    case .keyword: guard let word = word(last), word.endsStatement else { return false }
    case .operator:
      guard code.isOperator(last, "+", "+") || code.isOperator(last, "-", "-") else { return false }
    default: return false
    }
    let tokens = code.tokens
    var token = Int(code.indices[last]) + 1
    while token <= Int(code.indices[index]) {
      if tokens.flags(token).contains(.startsLine) { return true }
      if tokens.kind(token) == .blockComment,
        code.text.slice(tokens.range(token)).contains(UInt8(ascii: "\n"))
      {
        return true
      }
      token += 1
    }
    return false
  }

  // MARK: - Names

  /// What is spelt with a capital is exported.
  func visibility(_ name: Int, _ frame: Frame) -> Visibility {
    if frame.isLocal { return .private }
    let first = code.text.bytes[code.start(name)]
    if first < 128 { return first &- 65 < 26 ? .public : .private }
    let scalar = code.text.string(code.range(name)).unicodeScalars.first
    return scalar?.properties.generalCategory == .uppercaseLetter ? .public : .private
  }
}
