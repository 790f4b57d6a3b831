/// The reserved words of ECMAScript; all others, as `async`, `type` or `static`, are identifiers.
enum ECMAScriptWord {
  static let table = KeywordTable([
    "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do",
    "else", "enum", "export", "extends", "false", "finally", "for", "function", "if", "import",
    "in",
    "instanceof", "let", "new", "null", "return", "super", "switch", "this", "throw", "true", "try",
    "typeof", "var", "void", "while", "with", "yield", "await",
  ])
  static let `class` = table.number("class")
  static let const = table.number("const")
  static let `default` = table.number("default")
  static let `enum` = table.number("enum")
  static let export = table.number("export")
  static let extends = table.number("extends")
  static let function = table.number("function")
  static let `import` = table.number("import")
  static let `let` = table.number("let")
  static let `return` = table.number("return")
  static let this = table.number("this")
  static let `var` = table.number("var")
  static let yield = table.number("yield")
  static let `throw` = table.number("throw")

  /// Words that are values, so that `/` behind them divides.
  static let operands = set(["false", "null", "super", "this", "true"])
  /// Words before a parenthesis whose end begins a statement, so that `/` begins a regular expression.
  static let control = set(["for", "if", "while", "with"])
  /// Words that begin a statement and stand in no expression.
  static let statement = set([
    "break", "case", "catch", "const", "continue", "debugger", "default", "do", "else", "enum",
    "export", "finally", "for", "if", "let", "return", "switch", "throw", "try", "var", "while",
    "with",
  ])
  /// Words that go on with the expression of the line above.
  static let joining = set(["in", "instanceof", "extends"])

  private static func set(_ words: [StaticString]) -> UInt64 {
    words.reduce(0) { $0 | 1 << UInt64(table.number($1)) }
  }

  @inline(__always)
  static func contains(_ set: UInt64, _ symbol: UInt8) -> Bool {
    set >> UInt64(symbol) & 1 != 0
  }
}
