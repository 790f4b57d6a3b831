import Source
import Testing

@testable import Syntax

@Suite struct YAMLTokens {
  @Test func keysScalarsAndComments() {
    #expect(
      tokenLines("a: 'x: y' # c\n- &n !t b#c\n- *n\n", .yaml) == [
        "text a", "punctuation :", "string 'x: y'", "lineComment # c", "punctuation -",
        "identifier &n", "identifier !t", "text b#c", "punctuation -", "identifier *n",
      ])
  }

  @Test func blockScalarsEndWhereTheIndentationDoes() {
    #expect(
      tokenLines("k: |-\n  a: 1\n\n   # no comment\n# comment\nl: >\n m\n", .yaml) == [
        "text k", "punctuation :", "operator |-", "text a: 1", "text # no comment",
        "lineComment # comment", "text l", "punctuation :", "operator >", "text m",
      ])
  }

  @Test func flowCollections() {
    #expect(
      tokenLines("{a: [1, \"b\"], c: d}", .yaml) == [
        "open {", "text a", "punctuation :", "open [", "text 1", "punctuation ,", "string \"b\"",
        "close ]", "punctuation ,", "text c", "punctuation :", "text d", "close }",
      ])
  }
}

@Suite struct YAMLOutlines {
  @Test func keysNestByColumn() {
    let source = """
      %YAML 1.2
      ---
      name: x
      "on":
        push: {branches: [main]}
        pull: |
          key: text
      jobs:
      - run: a
        with: b
      after: 1
      --- # next
      other: 2
      """
    #expect(
      outlineLines(source, .yaml) == [
        "key name", "key on", "key on.push", "key on.pull", "key jobs", "key after", "key other",
      ])
  }

  @Test func aKeyHoldsItsBlock() {
    let file = SyntaxFile(SourceText("a:\n  b: 1\n  c: 2 # d\n\ne: 3\n"), as: .yaml)
    #expect(
      file.entities.map { file.text.string($0.range) } == [
        "a:\n  b: 1\n  c: 2", "b: 1", "c: 2", "e: 3",
      ])
    #expect(file.entities.first?.bodyRange.map(file.text.string) == "b: 1\n  c: 2")
  }
}

@Suite struct YAMLDefects {
  @Test(arguments: [
    ("a: 1\n", []),
    ("", []),
    ("a: &x 1\nb: *x\nc: !Ref d\ne: !vault |\n  f\n", []),
    ("a: b: c\n", ["1:5 invalid-yaml"]),
    ("a:\n\t- b\n", ["2:1 invalid-yaml"]),
    ("a: 'b\n", ["1:5 invalid-yaml"]),
    ("a: [1, 2\nb: 3\n", ["1:4 invalid-yaml"]),
    ("ü: *x\n", ["1:5 invalid-yaml"]),
    ("a: 1\nb: 2\na: 3\n", ["1:1 duplicate-key"]),
    ("---\na: 1\n---\nb: [\n", ["4:4 invalid-yaml"]),
  ])
  func areFound(source: String, expected: [String]) {
    #expect(defectLines(source, .yaml) == expected)
  }

  @Test(arguments: ["a: {{ .Values.b }}\n{{- if c }}\nd: e\n", "{% if a %}\nb: [\n"])
  func templatesAreNotes(source: String) {
    let file = SyntaxFile(SourceText(source), as: .yaml)
    #expect(file.defects.map(\.severity) == [.note])
  }

  @Test func aFaultBehindAByteOrderMarkIsShownWhereItIs() {
    #expect(defectLines("\u{FEFF}a: @b\n", .yaml) == ["1:7 invalid-yaml"])
    #expect(defectLines("a: @b\n", .yaml) == ["1:4 invalid-yaml"])
  }

  @Test func aliasesAreNotExpanded() {
    var source = "a0: &a0 [x, x]\n"
    for level in 1...60 {
      source += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1), *a\(level - 1)]\n"
    }
    #expect(defectLines(source, .yaml) == [])
    let asKey = SyntaxFile(SourceText(source + "? *a60\n: 1\n"), as: .yaml)
    #expect(asKey.defects.map(\.severity) == [.note])
  }

  @Test func deepNestingIsRefusedNotFollowed() {
    let file = SyntaxFile(SourceText(String(repeating: "[", count: 100_000)), as: .yaml)
    #expect(file.defects.map(\.rule) == [.invalidYAML])
  }

  @Test func largeFilesAreNoted() {
    let line = "key: [" + String(repeating: "1, ", count: 1000) + "1]\n"
    let source = (0..<1500).map { "k\($0)-" + line }.joined()
    let file = SyntaxFile(SourceText(source), as: .yaml)
    #expect(file.defects.map(\.severity) == [.note])
    #expect(file.entities.count == 1500)
  }

  @Test func aBracketThatIsNeverClosedIsShown() {
    #expect(defectLines("a: [1, 2\nb: 3\nc: 4\n", .yaml) == ["1:4 invalid-yaml"])
    #expect(defectLines("x:\n  a: {b: 1,\n  c: [1,2]\nd: 5\n", .yaml) == ["2:6 invalid-yaml"])
    #expect(defectLines("x: [a, b\n", .yaml) == ["1:4 invalid-yaml"])
    #expect(defectLines("x: [a, {b: 1]\ny: 2\n", .yaml) == ["1:8 invalid-yaml"])
    #expect(defectLines("x: [a, {b: 1\n---\ny: ]\n", .yaml) == ["1:8 invalid-yaml"])
    // What lacks a comma is shown where the comma belongs.
    #expect(defectLines("x: [\"a\" \"b\"]\n", .yaml) == ["1:9 invalid-yaml"])
  }
}
