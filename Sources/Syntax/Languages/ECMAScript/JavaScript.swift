import Source

extension Language {
  /// ECMAScript with JSX.
  public static let javascript = Language(
    name: "javascript", title: "JavaScript", extensions: ["js", "mjs", "cjs", "jsx"],
    interpreters: ["node", "nodejs", "bun"],
    layout: [.lines, .freeInBrackets, .elements], controlFlow: .ecmaScript,
    headerStyle: .angledWords,
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
