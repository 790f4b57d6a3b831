import Source
import Testing

@testable import Syntax

@Suite struct JSONOutlines {
  @Test func keysNestToTheFourthLevelAndNotIntoArrays() {
    let source = #"{"a": {"b": {"c": {"d": {"e": 1}}}}, "list": [{"x": 1}], "z": null}"#
    #expect(
      outlineLines(source, .json) == [
        "key a", "key a.b", "key a.b.c", "key a.b.c.d", "key list", "key z",
      ])
  }

  @Test func aKeyHoldsItsValue() throws {
    let file = SyntaxFile(SourceText(#"{"a": [1, {"b": 2}], "c": {"d": true}}"#), as: .json)
    let texts = file.entities.map { file.text.string($0.range) }
    #expect(texts == [#""a": [1, {"b": 2}]"#, #""c": {"d": true}"#, #""d": true"#])
    #expect(
      file.entities.map { $0.bodyRange.map(file.text.string) } == [
        #"[1, {"b": 2}]"#, #"{"d": true}"#, "true",
      ])
  }
}

@Suite struct JSONDefects {
  @Test(arguments: [
    ("", ["1:1 invalid-json"]),
    (" \n", ["1:1 invalid-json"]),
    ("\u{FEFF}{}", []),
    ("{\"a\": 1,}", ["1:8 invalid-json"]),
    ("[1 2]", ["1:4 invalid-json"]),
    ("{\"a\" 1}", ["1:6 invalid-json"]),
    ("{\"a\":}", ["1:6 invalid-json"]),
    ("{'a': 1}", ["1:2 invalid-json"]),
    ("{a: 1}", ["1:2 invalid-json"]),
    ("// c\n1", ["1:1 invalid-json"]),
    (#"["\x"]"#, ["1:3 invalid-json"]),
    (#"["\u12g"]"#, ["1:3 invalid-json"]),
    ("[01]", ["1:2 invalid-json"]),
    ("[1.]", ["1:2 invalid-json"]),
    ("[-]", ["1:2 invalid-json"]),
    ("[None]", ["1:2 invalid-json"]),
    ("[\"a]\n", ["1:2 unterminated-string"]),
    ("{\"a\": [1}", ["1:7 unclosed-delimiter"]),
    ("[1]]", ["1:4 unexpected-delimiter"]),
    ("1 2", ["1:3 invalid-json"]),
    ("{\"a\": 1, \"b\": 2, \"a\": 3}", ["1:19 duplicate-key"]),
    ("[1, -0.5e+10, \"\\u00e9\\n\", true, null]", []),
  ])
  func areFound(source: String, expected: [String]) {
    #expect(defectLines(source, .json) == expected)
  }

  @Test(arguments: [
    ("tsconfig.build.json", "{/* c */ \"a\": [1,], // d\n}", true),
    (".vscode/settings.json", "{\"a\": 1, // d\n}", true),
    ("package.json", "{\"a\": 1, // d\n}", false),
    ("x.jsonc", "{'a': 1}", false),
    ("x.json5", "{a: 'b', c: [+1, .5, 0xFF, Infinity,],}", true),
    ("x.ndjson", "{\"a\": 1}\n[2]\n\n", true),
    ("x.ndjson", "{\"a\":\n1}\n", false),
    ("x.json", "{\"a\": 1}\n[2]\n", false),
  ])
  func followTheNameOfTheFile(path: String, source: String, isAccepted: Bool) {
    let file = SyntaxFile(SourceText(source), as: .json, path: SourcePath(path))
    #expect(file.defects.isEmpty == isAccepted)
  }

  @Test func templatesAreNotes() {
    let file = SyntaxFile(SourceText("{ {{ name }}: {{ value }} }"), as: .json)
    #expect(!file.defects.isEmpty)
    #expect(file.defects.allSatisfy { $0.severity == .note })
  }

  @Test func manyKeysAreComparedOnce() {
    let keys = (0..<40).map { "\"k\($0)\": 0" } + ["\"k7\": 1"]
    let file = SyntaxFile(SourceText("{" + keys.joined(separator: ",") + "}"), as: .json)
    #expect(file.defects.map(\.rule) == [.duplicateKey])
    #expect(
      file.defects.first?.range.start == 1 + keys.dropLast().joined(separator: ",").utf8.count + 2)
  }
}
