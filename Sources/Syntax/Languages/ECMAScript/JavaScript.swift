import Source

extension Language {
  /// ECMAScript with JSX.
  public static let javascript = Language(
    name: "javascript", title: "JavaScript", extensions: ["js", "mjs", "cjs", "jsx"],
    interpreters: ["node", "nodejs", "bun"],
    layout: [.lines, .freeInBrackets], rewrites: { $0.rewriteEcmaScript() },
    controlFlow: .ecmaScript,
    headerStyle: .angledWords,
    uniqueness: .javascript,
    references: ReferenceStyle(
      .ecmascript, labelsByColon: true, hasArrowFunctions: true,
      bindingWords: ["const", "let", "var"], hasRequire: true),
    lex: { bytes, tokens, _ in
      guard var lexer = ECMAScriptLexer(bytes, tokens, readsJSX: true) else { return }
      lexer.run()
    },
    outline: { outliner in
      var outline = ECMAScriptOutline(outliner)
      outline.run()
      outliner = outline.out
    })
}

extension Uniqueness {
  /// Classes, `let` and `const` of a module or script; members of a class replace one another.
  fileprivate static let javascript = Uniqueness(
    nameSpace: { kind in
      switch kind {
      case .class: .type
      case .constant, .variable: .value
      default: nil
      }
    }, free: ["default"],
    mustBeUnique: { outliner, entity in outliner.isLexical(entity) })
}
