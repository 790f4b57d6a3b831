extension Language {
  /// Markdown as CommonMark and GitHub read its blocks, with front matter.
  ///
  /// Words of text are tokens. Of line ends only those count that begin a block, stand in code or a
  /// table, or break a line, so that wrapping a paragraph anew changes nothing.
  public static let markdown = Language(
    name: "markdown", title: "Markdown",
    extensions: ["md", "markdown", "mdown", "mkd", "mkdn", "mdx", "mdc"], nameSeparator: " / ",
    isData: true, layout: [.lines, .indentation],
    lex: { bytes, tokens, path in
      guard let cursor = ByteCursor(bytes) else { return }
      let isMDX = path?.pathExtension?.lowercased() == "mdx"
      var lexer = MarkdownLexer(cursor, tokens, hasIndentedCode: !isMDX)
      lexer.run()
    },
    outline: { outliner in
      var outline = MarkdownOutline(outliner)
      outline.run()
      outliner = outline.out
    })
}
