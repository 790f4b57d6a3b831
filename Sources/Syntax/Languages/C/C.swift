import Source

extension Language {
  /// C up to C23 with the extensions of GCC and Clang. The language of a header is told by its content.
  public static let c = Language(
    name: "c", title: "C", extensions: ["c", "h"],
    layout: [], rewrites: { $0.rewriteC() }, controlFlow: .c,
    uniqueness: .c,
    references: ReferenceStyle(.c, hasArrowMembers: true, bindsBehindType: true),
    lex: { bytes, tokens, _ in
      guard let cursor = ByteCursor(bytes) else { return }
      var lexer = CLexer(cursor, tokens)
      lexer.run()
    },
    outline: { outliner in
      let dead = outliner.matchDelimiters(conditionals: true, undefined: "__cplusplus")
      outliner.reportUnterminatedTokens(except: dead)
      var reader = CReader(outliner, except: dead)
      reader.run()
      outliner.entities = reader.entities
    })
}
