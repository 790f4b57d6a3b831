import Source

extension Language {
  /// Go up to its version 1.25.
  public static let go = Language(
    name: "go", title: "Go", extensions: ["go"],
    layout: .lines, rewrites: { $0.rewriteGo() }, controlFlow: .go, headerStyle: .bracketedColon,
    uniqueness: .go,
    references: ReferenceStyle(.go, labelsByColon: true, bindsLists: true, bindingWords: ["var"]),
    lex: { bytes, tokens, _ in
      guard let cursor = ByteCursor(bytes) else { return }
      var lexer = GoLexer(cursor, tokens)
      lexer.run()
    },
    outline: { outliner in
      outliner.matchDelimiters()
      outliner.reportUnterminatedTokens()
      var reader = GoReader(outliner)
      reader.run()
      outliner.entities = reader.entities
    })
}

extension Uniqueness {
  /// All names of one scope, whatever they stand for; methods by their receivers.
  fileprivate static let go = Uniqueness(
    nameSpace: { kind in
      switch kind {
      case .method: .callable
      case .import: nil
      default: usual(kind) == nil ? nil : .value
      }
    }, free: ["_", "init"])
}

/// The words of Go, by the numbers that its tokens have as `symbol`.
enum GoWord: UInt8, CaseIterable {
  case `break` = 1
  case `case`, chan, const, `continue`, `default`, `defer`, `else`, `fallthrough`, `for`, `func`
  case go, goto, `if`, `import`, interface, map, package, range, `return`, select, `struct`
  case `switch`, type, `var`

  static let table = KeywordTable(GoWord.self)

  /// Whether a statement may end with the word, so that a line end behind it is a semicolon (The Go
  /// Programming Language Specification, Semicolons).
  var endsStatement: Bool {
    switch self {
    case .break, .continue, .fallthrough, .return: true
    default: false
    }
  }
}
