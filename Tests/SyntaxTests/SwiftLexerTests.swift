import Testing

@testable import Syntax

@Suite struct SwiftLexerTests {
  private func tokens(_ source: String) -> [String] { read(source, as: .swift).tokenTexts }

  @Test func rawStringsEndWithTheirHashes() {
    #expect(tokens(##"#"a"b\(c)"#"##) == [##"string:#"a"b\(c)"#"##])
    #expect(tokens(##"#"""#"##) == [##"string:#"""#"##])
    #expect(tokens("##\"\"\"\n\"\"\"#\n\"\"\"##") == ["string:##\"\"\"\n\"\"\"#\n\"\"\"##"])
  }

  @Test func interpolationsNest() {
    #expect(
      tokens(#""a\(f("b\(c)d"))e""#) == [
        #"stringStart:"a\("#, "identifier:f", "open:(", #"stringStart:"b\("#, "identifier:c",
        #"stringEnd:)d""#, "close:)", #"stringEnd:)e""#,
      ])
    #expect(
      tokens(##"#"\#(a)\(b)"#"##) == [
        ##"stringStart:#"\#("##, "identifier:a", ##"stringEnd:)\(b)"#"##,
      ])
  }

  @Test(arguments: [
    "let r = /a b(c|d)/", "f(/[/]/)", "x = try? /^ x/.wholeMatch(in: s)", "[/a/, 1]",
    "return /(/.?)/", "#/a/b/#", "#/\n  a / b\n  /#", "= ^^/x/",
  ])
  func slashesOfRegularExpressions(_ source: String) {
    #expect(tokens(source).contains { $0.hasPrefix("regex:") })
    #expect(read(source, as: .swift).tokens.count < 14)
  }

  @Test(arguments: [
    "a / b / c", "a/b/c", "reduce(1, /)", "(/)", "x / (y / z)", "func /(a: Int) {}\nlet b = 1 / 2",
    "f(a/, b/)", "4 /2 /1", "operator /^/",
  ])
  func slashesOfOperators(_ source: String) {
    #expect(!tokens(source).contains { $0.hasPrefix("regex:") })
  }

  @Test func commentsNestAndDocument() {
    let file = read("/* a /* b */ c */ /** d */ /// e\n//// f", as: .swift)
    #expect(
      file.tokenTexts == [
        "blockComment:/* a /* b */ c */", "blockComment:/** d */", "lineComment:/// e",
        "lineComment://// f",
      ])
    #expect(
      (0..<4).map { file.tokens.flags($0).contains(.documentation) } == [false, true, true, false])
  }

  @Test func directivesMarkTheirLine() {
    let file = read("#if os(Linux) && (A\n  || B)\n#foo(1)\n#endif", as: .swift)
    let texts = file.tokenTexts
    let marked = texts.indices.filter { file.tokens.flags($0).contains(.directive) }
    #expect(texts[marked.first!] == "directive:#if")
    #expect(texts[marked[marked.count - 2]] == "close:)")
    #expect(texts[marked.last!] == "directive:#endif")
    #expect(texts.contains("identifier:#foo"))
  }

  @Test func wordsAreLabelsInTheirPlace() {
    let kinds = tokens("f(for: x, in: y); a.default; func move(for x: Int) {}; for i in z {}")
    #expect(kinds.filter { $0 == "identifier:for" }.count == 2)
    #expect(kinds.filter { $0 == "keyword:for" }.count == 1)
    #expect(kinds.contains("identifier:in") && kinds.contains("identifier:default"))
  }

  @Test func namesNumbersAndOperators() {
    #expect(
      tokens("`a b` $0 0x1.8p-2 1...2 t.0.1 ≠ -1e+3 π") == [
        "identifier:`a b`", "identifier:$0", "number:0x1.8p-2", "number:1", "operator:...",
        "number:2", "identifier:t", "punctuation:.", "number:0", "punctuation:.", "number:1",
        "operator:≠", "operator:-", "number:1e+3", "identifier:π",
      ])
  }

  @Test(arguments: [
    ("let a = \"b\nlet c = 1", 8, "\""), ("f(\"a \\(b\")\n}", 2, "\""),
    ("let a = \"\"\"\nb", 8, "\"\"\""), ("let a = #\"b\"\n", 8, "#\""), ("a /* b", 2, "/*"),
  ])
  func whatIsNeverClosedIsReportedWhereItOpens(_ source: String, _ offset: Int, _ mark: String) {
    let file = read(source, as: .swift)
    let defect = file.defects.first {
      $0.rule == .unterminatedString || $0.rule == .unterminatedComment
    }
    #expect(defect?.range.start == offset)
    #expect(defect.map { file.text.string($0.range) } == mark)
  }

  @Test func dollarsGoOnInNames() {
    let file = read("let _$a = b$ + $0 + é$c", as: .swift)
    #expect(
      file.tokenTexts.filter { $0.hasPrefix("identifier") } == [
        "identifier:_$a", "identifier:b$", "identifier:$0", "identifier:é$c",
      ])
  }
}
