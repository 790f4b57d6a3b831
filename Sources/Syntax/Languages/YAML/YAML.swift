import Source

extension Language {
  /// YAML 1.1 and 1.2, as far as libyaml reads it.
  public static let yaml = Language(
    name: "yaml", title: "YAML", extensions: ["yaml", "yml"],
    fileNames: [".clang-format", ".clang-tidy", ".clangd", ".yamllint", ".gemrc", "CITATION.cff"],
    isData: true, layout: [.lines, .indentation, .verbatim],
    lex: { bytes, tokens, _ in
      guard var lexer = YAMLLexer(bytes, tokens) else { return }
      lexer.run()
    },
    outline: { outliner in
      var outline = YAMLOutline(outliner)
      outline.run()
      outliner = outline.out
      guard outliner.checksValidity else { return }
      outliner.defects += YAMLValidity.defects(of: outliner.text, tokens: outliner.tokens)
      outliner.defects = TemplateMarkers.softened(outliner.defects, in: outliner.text)
    })
}
