import Source

extension Language {
  /// Kotlin up to version 2.2, and its scripts.
  public static let kotlin = Language(
    name: "kotlin", title: "Kotlin", extensions: ["kt", "kts"],
    layout: .lines, controlFlow: .kotlin, headerStyle: .angledColon,
    uniqueness: .kotlin,
    references: ReferenceStyle(
      .jvm, labelsByEquals: true, dropsLabels: true, bindingWords: ["val", "var", "for"]),
    lex: { bytes, tokens, _ in
      guard let cursor = ByteCursor(bytes) else { return }
      var lexer = KotlinLexer(cursor, tokens)
      lexer.run()
    },
    outline: { outliner in
      outliner.matchDelimiters()
      outliner.reportUnterminatedTokens()
      var reader = KotlinReader(outliner)
      reader.run()
      outliner.entities = reader.out.entities
    })
}

extension Uniqueness {
  /// Functions by the types of their parameters and receivers. Annotations can give a function another
  /// name, or hide it.
  fileprivate static let kotlin = Uniqueness(
    nameSpace: usual, isOverloaded: true, ignoresParameterNames: true, attribute: "@",
    free: ["_", "init"],
    mustBeUnique: { outliner, entity in !outliner.has(["actual", "expect"], entity) })
}

/// The words of Kotlin, by the numbers that its tokens have as `symbol`.
// The names are the words as they are written.
enum KotlinWord: UInt8, CaseIterable {
  case `as` = 1
  case `break`, `class`, `continue`, `do`, `else`, `false`, fun, `for`, `if`, `in`, interface, `is`
  case null, object, package, `return`, `super`, this, `throw`, `true`, `try`, `typealias`, `val`
  case `var`, when, `while`
  // Words only in their place; their tokens are identifiers. First the modifiers.
  case abstract, actual, annotation, companion, const, crossinline, data, `enum`, expect, external
  case final, infix, inline, inner, `internal`, lateinit, noinline, open, `operator`, out, override
  case `private`, protected, `public`, reified, sealed, suspend, tailrec, value, vararg
  case by, `catch`, constructor, context, finally, get, `import`, `init`, set, `where`

  static let table = KeywordTable(KotlinWord.self)

  static func isReserved(_ symbol: UInt8) -> Bool {
    symbol > 0 && symbol <= KotlinWord.while.rawValue
  }
  var isModifier: Bool {
    rawValue >= KotlinWord.abstract.rawValue && rawValue <= KotlinWord.vararg.rawValue
  }
  /// Whether a label may be attached to the word: `return@label`.
  var takesLabel: Bool {
    switch self {
    case .break, .continue, .return, .super, .this: true
    default: false
    }
  }
}
