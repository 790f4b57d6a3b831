import Source
import Testing

@testable import Syntax

@Suite struct MarkdownTokens {
  /// The tokens in which a difference of layout counts.
  private func breaks(_ source: String) -> [String] {
    let file = read(source, as: .markdown)
    return (0..<file.tokens.count).filter { file.tokens.flags($0).contains(.startsLine) }
      .map { file.text.string(file.tokens.range($0)) }
  }

  @Test func wrappingAParagraphMeansNothing() {
    #expect(breaks("one two\nthree four\n\nfive\n") == ["one", "five"])
    #expect(breaks("- one\n  two\nthree\n- four\n") == ["-", "-"])
  }

  @Test func lineEndsThatMeanSomethingCount() {
    #expect(breaks("one  \ntwo\\\nthree\nfour\n") == ["one", "two\\", "three"])
    #expect(breaks("| a |\n| b |\nc\n") == ["|", "|", "c"])
    #expect(breaks("# a\nb\n* * *\nc\n") == ["#", "b", "* * *", "c"])
  }

  @Test func codeIsKeptToTheByte() {
    #expect(
      tokenLines("- ```py a\n      x\n\n   ~~~\n  ```\n", .markdown) == [
        "punctuation -", "operator ```", "text py", "text a", "string     x\n", "string \n",
        "string  ~~~\n", "operator ```",
      ])
  }

  @Test func commentsAreComments() {
    #expect(
      tokenLines("<!-- a\n# b --> c\n", .markdown) == [
        "blockComment <!-- a", "blockComment # b -->", "text c",
      ])
  }
}

@Suite struct MarkdownOutlines {
  private func headings(_ source: String) -> [String] {
    outline(read(source, as: .markdown)).split(separator: "\n").map(String.init)
  }

  @Test func sectionsNestByLevel() {
    let source = "# A\ntext\n### B\n## C #\nD\nd\n===\n####### no\n#no\n"
    #expect(
      headings(source) == ["section A", "  section B", "  section C", "section D", "d"])
    let file = read(source, as: .markdown)
    #expect(
      file.first("A").map { file.text.string($0.range) } == "# A\ntext\n### B\n## C #")
    #expect(file.first("C").map { file.text.string($0.signatureRange) } == "## C")
  }

  @Test(arguments: [
    "```\n# no\n~~~\n# no\n``\n````\n", "~~~ `x`\n# no\n~~~~\n", "    # no\n", "> # no\n",
    "- # no\n", "- ```\n  # no\n", "1. a\n\n   # no\n", "<div>\n# no\n</div>\n",
    "<!--\n\n# no\n\n-->\n", "<script>\n\n# no\n</script>\n", "- a\n---\n", "a\n\n---\n",
    "[a]: /b\n===\n", "\\# no\n", "#no\n", "> a\n---\n", "---\ntitle: x\n# no\n---\n",
    "+++\nt = 1\n# no\n+++\n", "`a\n", "- a\n\n      # no\n",
  ])
  func whatLooksLikeAHeadingIsNone(source: String) {
    let file = read(source, as: .markdown)
    #expect(file.entities.allSatisfy { $0.kind == .key })
  }

  @Test(arguments: [
    "```\n```\n# yes\n", "- ```\n# yes\n", "> ```\n# yes\n", "``` a`b\n# yes\n", "a\n# yes\n",
    "   # yes\n", "yes\n---\n", "- a\n\n# yes\n", "<div>\n\n# yes\n", "<b>\n# a\n\n# yes\n",
    "a\n<b>\n# yes\n", "> a\n\nyes\n===\n", "---\n\nyes\n---\n", "<!-- a -->\n# yes\n",
    "1. a\n\n  # yes\n", "[a]: <b\nyes\n===\n", "-\n\n  # yes\n",
  ])
  func headingsAreFoundBehindOtherBlocks(source: String) {
    let file = read(source, as: .markdown)
    let last = file.entities.last
    #expect(last.map { file.name($0).hasSuffix("yes") } == true)
  }

  @Test func frontMatterAndDefinitionsHaveKeys() {
    let source = "---\ntitle: x\ntags:\n  - a\n---\n# A\n[1.0]: https://example.org\n"
    #expect(
      outlineLines(source, .markdown) == ["key title", "key tags", "section A", "key A / [1.0]"])
    let file = read(source, as: .markdown)
    #expect(file.first("tags").map { file.text.string($0.range) } == "tags:\n  - a")
  }

  @Test func codeOfMDXIsNotMadeByIndentation() {
    let text = SourceText("<Tab>\n\n    ```\n    x\n# no\n    ```\n</Tab>\n")
    #expect(SyntaxFile(text, as: .markdown, path: SourcePath("a.mdx")).entities.isEmpty)
    #expect(SyntaxFile(text, as: .markdown, path: SourcePath("a.md")).entities.count == 1)
  }

  @Test func aConflictInCodeMayBeAnExample() {
    let conflict = "<<<<<<< a\nb\n=======\nc\n>>>>>>> d\n"
    #expect(read("```\n\(conflict)```\n", as: .markdown).defects.map(\.severity) == [.warning])
    #expect(read(conflict, as: .markdown).defects.map(\.severity) == [.error])
  }
}
