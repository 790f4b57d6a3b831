import Source

extension Language {
  /// Scala 2 and 3.
  public static let scala = Language(
    name: "scala", title: "Scala", extensions: ["scala", "sc", "sbt"],
    interpreters: ["scala", "scala-cli"],
    layout: [.lines, .indentation, .operatorSpacing], controlFlow: .scala,
    headerStyle: .bracketedWords,
    lex: { bytes, tokens, _ in
      guard let cursor = ByteCursor(bytes) else { return }
      var lexer = ScalaLexer(cursor, tokens)
      lexer.run()
    },
    outline: { outliner in
      outliner.matchDelimiters()
      outliner.reportUnterminatedTokens()
      var reader = ScalaReader(outliner)
      reader.run()
      outliner.entities = reader.out.entities
    })
}

/// The words of Scala, by the numbers that its tokens have as `symbol`.
enum ScalaWord: UInt8, CaseIterable {
  // Modifiers.
  case abstract = 1
  case final, implicit, lazy, override, `private`, protected, sealed
  // Declarations.
  case `case`, `class`, def, object, package, trait, type, val, `var`, `import`
  // Statements and expressions.
  case `catch`, `do`, `else`, extends, `false`, finally, `for`, forSome, `if`, macro, match, new
  case null, `return`, `super`, this, `throw`, `true`, `try`, `while`, with, yield
  // Words only in their place or only in Scala 3; their tokens are identifiers.
  case derives, end, `enum`, erased, export, `extension`, given, infix, inline, opaque, open, then
  case tracked, transparent, using

  static let table = KeywordTable(ScalaWord.self)

  static func isReserved(_ symbol: UInt8) -> Bool {
    symbol > 0 && symbol <= ScalaWord.yield.rawValue
  }
  /// Whether the word is a modifier wherever it stands.
  var isModifier: Bool { rawValue <= ScalaWord.sealed.rawValue }
  /// Whether the word is a modifier before a further word of a declaration.
  var isSoftModifier: Bool {
    switch self {
    case .erased, .infix, .inline, .opaque, .open, .tracked, .transparent: true
    default: false
    }
  }
}
