import Source

extension Language {
  /// Scala 2 and 3.
  public static let scala = Language(
    name: "scala", title: "Scala", extensions: ["scala", "sc", "sbt"],
    interpreters: ["scala", "scala-cli"],
    layout: [.lines, .indentation, .operatorSpacing], controlFlow: .scala,
    headerStyle: .bracketedWords,
    uniqueness: .scala,
    references: ReferenceStyle(
      .jvm, labelsByEquals: true, dropsLabels: true, hasArrowFunctions: true,
      bindingWords: ["val", "var"]),
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

extension Uniqueness {
  /// Methods by their whole signatures; an object is the companion of its class. A method may have a
  /// twin that is a macro, what is given has the name of its type, and scripts declare anew.
  fileprivate static let scala = Uniqueness(
    nameSpace: { $0 == .object ? .alias : usual($0) }, isOverloaded: true, attribute: "@",
    mustBeUnique: { outliner, entity in
      let signature = outliner.text.string(entity.signatureRange)
      let isMember = entity.parent >= 0 && outliner.entities[entity.parent].kind.isType
      let isPattern = usual(entity.kind) == .value && signature.contains("(")
      let isMacro =
        entity.bodyRange.map { outliner.text.slice($0).starts(with: Array("macro".utf8)) } ?? false
      return isMember && !isPattern && !isMacro && !signature.contains("given")
        && !outliner.has(["inline"], entity)
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
