import Source
import Testing

@testable import Syntax

@Suite struct TOMLTokens {
  @Test func keysAndValuesAreLexedApart() {
    #expect(
      tokenLines("1.2 = 3.4 # c\na.\"b c\" = 1979-05-27 07:32:00Z\n", .toml) == [
        "identifier 1", "punctuation .", "identifier 2", "operator =", "number 3.4",
        "lineComment # c", "identifier a", "punctuation .", "string \"b c\"", "operator =",
        "number 1979-05-27 07:32:00Z",
      ])
  }

  @Test func longStringsEndBehindTheirLastQuotes() {
    #expect(
      tokenLines("a = \"\"\"x\n\\\"\"\" y\"\"\"\"\"\nb = '''z\\'''\n", .toml) == [
        "identifier a", "operator =", "string \"\"\"x\n\\\"\"\" y\"\"\"\"\"", "identifier b",
        "operator =", "string '''z\\'''",
      ])
  }
}

@Suite struct TOMLOutlines {
  @Test func tablesAreSectionsAndKeysAreKeys() {
    let source = """
      title = "x"
      [a.b]
      c = { d = { e = { f = 1 } }, "g" = [ { h = 1 } ] }
      i.j = 2
      [[bin]]
      path = "p"
      name = "tool"
      [[bin]]
      path = "q"
      [bin.sub]
      path = "r"
      [other]
      path = "s"
      """
    #expect(
      outlineLines(source, .toml) == [
        "key title", "section a.b", "key a.b.c", "key a.b.c.d", "key a.b.c.d.e", "key a.b.c.g",
        "key a.b.i.j", "section bin.tool", "section bin",
        "section bin.sub", "section other", "key other.path",
      ])
  }

  @Test func aSectionHoldsItsLines() {
    let file = read("[a]\nb = [\n 1,\n]\n# about c\n[c]\n", as: .toml)
    #expect(
      file.entities.map { file.text.string($0.range) } == [
        "[a]\nb = [\n 1,\n]", "b = [\n 1,\n]", "[c]",
      ])
    #expect(
      file.entities.map { $0.bodyRange.map(file.text.string) } == [
        "b = [\n 1,\n]", "[\n 1,\n]", nil,
      ])
  }
}

@Suite struct TOMLDefects {
  @Test(arguments: [
    ("", []),
    ("a = 1\r\n[b]\r\n", []),
    ("\u{FEFF}a = 1", []),
    ("a = b\n", ["1:5 invalid-toml"]),
    ("a = 01\n", ["1:5 invalid-toml"]),
    ("a = 1__0\n", ["1:5 invalid-toml"]),
    ("a = .5\n", ["1:5 invalid-toml"]),
    ("a = 2021-02-29\n", ["1:5 invalid-toml"]),
    ("a = 2020-02-29T23:59:60Z\n", []),
    ("a = 1 b = 2\n", ["1:7 invalid-toml"]),
    ("a =\nb = 1\n", ["1:3 invalid-toml"]),
    ("a\nb = 1\n", ["1:1 invalid-toml"]),
    ("= 1\n", ["1:1 invalid-toml"]),
    ("ä = 1\n", ["1:1 invalid-toml"]),
    ("a = \"b\n", ["1:5 unterminated-string"]),
    ("a = \"\\q\"\n", ["1:6 invalid-toml"]),
    ("a = '\\q'\n", []),
    ("a = \"\\uD800\"\n", ["1:6 invalid-toml"]),
    ("a = [1, 2\nb = 3\n", ["1:5 unclosed-delimiter"]),
    ("a = [1 2]\n", ["1:8 invalid-toml"]),
    ("[a\nb = 1\n", ["1:1 unclosed-delimiter"]),
    ("[a]\nb = 1\nb = 2\n", ["3:1 duplicate-key"]),
    ("a = 1\n\"\\u0061\" = 2\n", ["2:1 duplicate-key"]),
    ("[a]\n[b]\n[a]\n", ["3:2 duplicate-key"]),
    ("[a.b]\n[a]\n", []),
    ("[[a]]\n[a.b]\n[[a]]\n[a.b]\n", []),
    ("[a]\n[[a]]\n", ["2:3 duplicate-key"]),
    ("a = {}\n[a.b]\n", ["2:2 duplicate-key"]),
    ("a.b = 1\na.c = 2\n[a]\n", ["3:2 duplicate-key"]),
    ("[a.b.c]\n[a]\nb.c.d = 1\n", ["3:3 duplicate-key"]),
    ("a = { b = 1, b = 2 }\n", ["1:14 duplicate-key"]),
    ("a = { b.c = 1, b.d = 2 }\n", []),
    ("a = \u{1}\n", ["1:5 invalid-toml"]),
    ("# \u{7F}\n", ["1:3 invalid-toml"]),
  ])
  func areFound(source: String, expected: [String]) {
    #expect(defectLines(source, .toml) == expected)
  }

  @Test(arguments: [
    "a = { b = 1,\n c = 2 }\n", "a = { b = 1, }\n", "a = \"\\e\"\n", "a = \"\\x41\"\n",
    "a = 07:32\n",
  ])
  func whatOnlyTheNewerVersionAllowsIsAWarning(source: String) {
    let file = read(source, as: .toml)
    #expect(file.defects.map(\.severity) == [.warning])
  }

  @Test func definitionsAreComparedOnlyWhereValidityIsAsked() {
    let text = SourceText("a = 1\na = x\n")
    #expect(SyntaxFile(text, as: .toml, checksValidity: false).defects.isEmpty)
    #expect(SyntaxFile(text, as: .toml).defects.count == 2)
  }

  @Test func readingGoesOnBehindAFault() {
    #expect(
      outlineLines("a = [\n [1, 2\nb = 1\n[c]\n= 2\nd = 3\n", .toml) == [
        "key a", "key b", "section c", "key c.d",
      ])
  }
}
