import Source

extension Language {
  /// Java up to its version 25.
  public static let java = Language(
    name: "java", title: "Java", extensions: ["java"],
    layout: [], controlFlow: .java, headerStyle: .angledWords,
    uniqueness: .java,
    references: ReferenceStyle(.jvm, bindsBehindType: true),
    lex: { bytes, tokens, _ in
      guard let cursor = ByteCursor(bytes) else { return }
      var lexer = JavaLexer(cursor, tokens)
      lexer.run()
    },
    outline: { outliner in
      outliner.matchDelimiters()
      outliner.reportUnterminatedTokens()
      var reader = JavaReader(outliner)
      reader.run()
      outliner.entities = reader.entities
    })
}

extension Uniqueness {
  /// Methods by the types of their parameters; constants of an enumeration are fields (JLS 8.2, 8.9.3).
  fileprivate static let java = Uniqueness(
    nameSpace: { $0 == .enumCase ? .value : usual($0) }, isOverloaded: true,
    ignoresParameterNames: true, inertWords: ["final"])
}

/// The words of Java, by the numbers that its tokens have as `symbol`.
// The names are the words as they are written.
// swift-format-ignore: AlwaysUseLowerCamelCase
enum JavaWord: UInt8, CaseIterable {
  // Modifiers.
  case abstract = 1
  case `default`, final, native, `private`, protected, `public`, `static`, strictfp
  case synchronized, transient, volatile
  // Types.
  case boolean, byte, char, double, float, int, long, short, void
  // Declarations.
  case `class`, `enum`, extends, implements, `import`, interface, package, `throws`
  // Statements and expressions.
  case assert, `break`, `case`, `catch`, const, `continue`, `do`, `else`, `false`, finally, `for`
  case goto, `if`, instanceof, new, null, `return`, `super`, `switch`, this, `throw`, `true`, `try`
  case `while`
  // Words only in their place; their tokens are identifiers.
  case module, non, open, record, sealed

  static let table = KeywordTable(JavaWord.self)
  static let reserved = JavaWord.while.rawValue

  var isModifier: Bool { rawValue <= JavaWord.volatile.rawValue }
  var isPrimitive: Bool {
    rawValue >= JavaWord.boolean.rawValue && rawValue <= JavaWord.void.rawValue
  }
}
