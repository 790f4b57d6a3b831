extension Language {
  /// TOML 1.0, and what 1.1 adds.
  public static let toml = Language(
    name: "toml", title: "TOML", extensions: ["toml"],
    fileNames: [
      "Cargo.lock", "Pipfile", "poetry.lock", "uv.lock", "pdm.lock", "pixi.lock", "Gopkg.lock",
      "Scarb.lock", "Move.lock",
    ],
    isData: true, layout: [.lines, .freeInBrackets],
    lex: { bytes, tokens, _ in
      guard var lexer = TOMLLexer(bytes, tokens) else { return }
      lexer.run()
    },
    outline: { outliner in
      var outline = TOMLOutline(outliner)
      outline.run()
      outliner = outline.out
      outliner.defects = TemplateMarkers.softened(outliner.defects, in: outliner.text)
    })
}
