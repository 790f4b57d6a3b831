extension Language {
  /// HTML as browsers read it, also with a template language in it.
  public static let html = Language(
    name: "html", title: "HTML", extensions: ["html", "htm", "xhtml", "shtml"],
    isData: true, layout: .elements,
    lex: { bytes, tokens, _ in
      guard var lexer = MarkupLexer(bytes, tokens, isHTML: true) else { return }
      lexer.run()
    },
    outline: { outliner in
      var outline = HTMLOutline(outliner)
      outline.run()
      outliner = outline.out
    })
}
