import Policy
import Source
import Syntax
import Testing
import Verification

@testable import Gates

@Suite struct LinksGateTests {
  @Test(arguments: LinksGate.ruleTexts.map(\.id))
  func badExamplesAreFoundAndGoodOnesAreNot(_ id: String) async throws {
    let rule = try #require(LinksGate.ruleTexts.first { $0.id == id })
    let (bad, good) = (try #require(rule.bad), try #require(rule.good))
    let found = await LinksGate().judge(
      Subject([SubjectFile(SourcePath(bad.path), .none, .text(bad.text))], beside: [:]))
    #expect(found.findings.map(\.rule) == [id])
    #expect(found.outcome == .fail)
    let mended = await LinksGate().judge(
      Subject([SubjectFile(SourcePath(good.path), .none, .text(good.text))], beside: [:]))
    #expect(mended.findings == [])
    #expect(mended.outcome == .pass)
  }

  private let beside: [SourcePath: String] = [
    "README.md": "# Read me\n", "docs/guide.md": "# The `guide`: Part 1\n\n## Again\n\n## Again\n",
    "docs/pictures/a b.png": "x", "src/a.swift": "let a = 1\n",
  ]

  private func missing(_ text: String, at path: SourcePath = "docs/new.md") async -> [String] {
    await LinksGate().judge(Subject([SubjectFile(path, .none, .text(text))], beside: beside))
      .findings.map(\.message)
  }

  @Test(arguments: [
    "[a](guide.md)", "[a](./guide.md \"title\")", "[a](<guide.md>)", "[a](../README.md)",
    "[a](/docs/guide.md)",
    "![a](pictures/a%20b.png)", "[a](guide)", "[a](guide.html)", "[a](../src)", "[a](../src/)",
    "[a](guide.md#again)", "[a](guide.md#again-1)", "[a](guide.md#the-guide-part-1)",
    "[a](guide.md?plain=1)",
    "[a](../guide.md)", "[a](https://example.org/x.md)", "[a](mailto:a@b.c)", "[a](//host/x.md)",
    "[a]({{ site.url }}/x.md)", "`[a](nothing.md)`", "    [a](nothing.md)",
    "```\n[a](nothing.md)\n```",
    "\\[a](nothing.md)", "<!-- [a](nothing.md) -->", "[a](../../../issues)", "[a][b]",
    "a[0][1]\n\n[b]: guide.md",
    "[b]\n\n[b]: guide.md", "[a](labels/of-a-generator)", "[a](./Symbol)",
    "[a][B  c]\n\n[b c]: guide.md", "<a name=\"here\"></a>\n\n[a](#here)",
    "[a](#top)",
    "text](guide.md", "[](", "[a](guide.md", "[a]: ", "[^1]: text nothing.md",
    "<a href=\"guide.md\">a</a>",
  ])
  func whatLeadsSomewhereIsNotTold(_ text: String) async {
    #expect(await missing(text + "\n") == [])
  }

  @Test(
    arguments: [
      ("[a](nothing.md)", "`nothing.md` is no file"), ("![a](a.png)", "`a.png` is no file"),
      ("[a](/docs/nothing.md)", "is no file"), ("[a](guide.md#never)", "has no heading `#never`"),
      ("[a](#never)", "this document has no heading"),
      ("[a]: nothing.md", "`nothing.md` is no file"),
      ("<img src=\"no.png\">", "`no.png` is no file"),
      ("[![a](b.png)](guide.md)", "`b.png` is no file"),
      ("[a][b]\n\n[c]: guide.md", "no definition says where `[b]` leads"),
      ("> - [a](nothing.md)", "`nothing.md` is no file"), ("[a `]` b](nothing.md)", "is no file"),
      ("[a](nothing(1).md)", "`nothing(1).md` is no file"),
      ("| a |\n|--|\n| [a](no.md) |", "`no.md` is no file"),
    ])
  func whatLeadsNowhereIsTold(_ text: String, _ message: String) async {
    let found = await missing(text + "\n")
    #expect(found.count == 1)
    #expect(found.first?.contains(message) == true, "\(found)")
  }

  @Test func unchangedDocumentsThatPointToWhatIsGoneAreTold() async {
    let old: [SourcePath: String] = ["README.md": "[a](docs/guide.md) [b](docs/never.md)\n"]
    let files = [SubjectFile("docs/guide.md", .text("# Guide\n"), .none)]
    let result = await LinksGate().judge(Subject(files, beside: old))
    #expect(result.findings.map(\.message) == ["`docs/guide.md` is no file of the repository"])
    #expect(result.findings.map(\.isNew) == [true])
    let renamed = await LinksGate().judge(
      Subject([.renamed("docs/guide.md", "docs/manual.md", "# Guide\n")], beside: old))
    #expect(renamed.findings.count == 1)
    let before = await LinksGate().judge(Subject(files, beside: old, stage: .preCommit))
    #expect(before.findings == [])
    #expect(before.unverified.count == 1)
  }

  @Test func aHeadingThatIsGoneIsTold() async {
    let files = [SubjectFile("docs/guide.md", .text("# Guide\n\n## Begin\n"), .text("# Guide\n"))]
    let result = await LinksGate().judge(
      Subject(files, beside: ["README.md": "[a](docs/guide.md#begin) [b](docs/guide.md#end)\n"]))
    #expect(result.findings.map(\.message) == ["`docs/guide.md` has no heading `#begin`"])
  }

  @Test func whatWasBrokenBeforeIsOld() async {
    let result = await LinksGate().judge(
      Subject(
        [SubjectFile("a.md", .text("[a](no.md)\n"), .text("[a](no.md)\n\nMore.\n"))], beside: [:]))
    #expect(result.findings.map(\.isNew) == [false])
    #expect(result.outcome == .pass)
  }

  @Test func aDocumentOfASiteIsLeftAlone() async {
    let result = await LinksGate().judge(
      Subject(
        [SubjectFile("a.md", .none, .text("[a](one/) [b](two/) [c](../three)\n[d](#never)\n"))],
        beside: [:]))
    #expect(result.findings.map(\.rule) == ["links/missing-heading"])
    #expect(result.unverified.count == 1)
  }

  @Test func noDocumentIsNothing() async {
    let result = await LinksGate().judge(
      Subject([SubjectFile("a.py", .none, .text("a = 1\n"))], beside: beside))
    #expect(result.outcome == .notApplicable)
  }

  /// As github.com shows them.
  @Test(arguments: [
    ("Hello, World!", "hello-world"), ("A  b", "a--b"), ("`code` & more", "code--more"),
    ("What's new?", "whats-new"), ("snake_case", "snake_case"), ("C++", "c"),
    ("1.2.3 (2020)", "123-2020"),
    ("\u{DC}bersicht", "\u{FC}bersicht"), ("[link](http://x)", "link"), ("日本語", "日本語"),
    ("a - b", "a---b"),
    ("`<tsdb>` of <b>it</b>", "tsdb-of-it"),
  ])
  func headingsAreNamedAsOnGitHub(_ title: String, _ slug: String) {
    #expect(DocumentAnchors.slug(title) == slug)
  }

  @Test func hostileTextIsRead() {
    var random = Seeded(state: 3)
    let parts = [
      "[", "]", "(", ")", "`", "``", "<", ">", "\n", "a", "!", ":", "\\", "\"", "#", "<!--", "{#",
      "=",
    ]
    for _ in 0..<500 {
      let text = (0..<60).map { _ in parts[Int(random.next() % UInt64(parts.count))] }.joined()
      let file = SyntaxFile(SourceText(text), as: .markdown)
      _ = MarkdownLinks(file).links
      _ = DocumentAnchors(file)
    }
    let deep = String(repeating: "[", count: 100_000)
    #expect(MarkdownLinks(SyntaxFile(SourceText(deep), as: .markdown)).links.isEmpty)
    // Each takes minutes where what is open is looked for to the end every time.
    for part in ["[](<", "[](", "[\n", "](", "<a", "<"] {
      let text = String(repeating: part, count: 30_000)
      #expect(MarkdownLinks(SyntaxFile(SourceText(text), as: .markdown)).links.isEmpty)
      let heading = SyntaxFile(SourceText("# " + text), as: .markdown)
      #expect(DocumentAnchors(heading).names.count <= 1)
    }
  }
}
