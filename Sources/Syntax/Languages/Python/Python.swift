import Source

extension Language {
  /// Python 3, with what Python 2 spells otherwise as far as tokens go.
  public static let python = Language(
    name: "python", title: "Python", extensions: ["py", "pyi", "pyw"],
    fileNames: ["SConstruct", "SConscript", "wscript"],
    interpreters: ["python", "python2", "python3", "pypy", "pypy3"],
    layout: [.lines, .indentation, .freeInBrackets], rewrites: { $0.rewritePython() },
    controlFlow: .python, headerStyle: .python,
    references: ReferenceStyle(
      .python, labelsByEquals: true, dropsLabels: true, bindsByAssignment: true,
      bindingWords: ["for", "as"]),
    lex: { bytes, tokens, _ in
      guard var lexer = PythonLexer(bytes, tokens) else { return }
      lexer.run()
    },
    outline: { outliner in
      var outline = PythonOutline(outliner)
      outline.run()
      outliner = outline.out
    })
}

/// The reserved words; `match`, `case`, `type` and `_` are identifiers.
enum PythonWord {
  static let table = KeywordTable([
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in",
    "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with",
    "yield",
  ])
  static let async = table.number("async")
  static let `class` = table.number("class")
  static let def = table.number("def")
  static let from = table.number("from")
  static let `import` = table.number("import")
  static let `as` = table.number("as")
  static let lambda = table.number("lambda")

  /// Words that begin a statement with a block.
  static let compound = set([
    "if", "elif", "else", "try", "except", "finally", "for", "while", "with", "async",
  ])
  /// Words that stand in no expression, so that an open string field ends before them.
  static let statement = set([
    "assert", "break", "class", "continue", "def", "del", "elif", "except", "finally", "global",
    "import", "nonlocal", "pass", "raise", "return", "try", "while", "with",
  ])

  private static func set(_ words: [StaticString]) -> UInt64 {
    words.reduce(0) { $0 | 1 << UInt64(table.number($1)) }
  }

  @inline(__always)
  static func contains(_ set: UInt64, _ symbol: UInt8) -> Bool {
    set >> UInt64(symbol) & 1 != 0
  }
}
