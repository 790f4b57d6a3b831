import Source

extension Language {
  /// TypeScript; with JSX in files whose names end in `.tsx`, since elsewhere `<T>x` is a cast.
  public static let typescript = Language(
    name: "typescript", title: "TypeScript", extensions: ["ts", "mts", "cts", "tsx"],
    interpreters: ["ts-node", "tsx", "deno"],
    layout: [.lines, .freeInBrackets, .elements], controlFlow: .ecmaScript,
    headerStyle: .angledWords,
    lex: { bytes, tokens, path in
      let readsJSX = path?.pathExtension?.lowercased() == "tsx"
      guard var lexer = ECMAScriptLexer(bytes, tokens, readsJSX: readsJSX) else { return }
      lexer.run()
    },
    outline: { outliner in
      var outline = ECMAScriptOutline(outliner)
      outline.run()
      outliner = outline.out
    })
}
