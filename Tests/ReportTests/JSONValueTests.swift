import FoundationEssentials
import Source
import Testing

@testable import Report

@Suite struct JSONValueTests {
  @Test func everyCharacterReadsBack() throws {
    let scalars =
      (0...0x2FF).compactMap(Unicode.Scalar.init) + ["漢", "👍", "\u{2028}", "\u{10FFFF}"]
    for scalar in scalars {
      let string = "a\(Character(scalar))b"
      let text = JSONValue.array([.string(string)]).text(indented: false)
      #expect(try JSONDecoder().decode([String].self, from: Data(text.utf8)) == [string])
    }
  }

  @Test(
    arguments: [
      (.string("a\"b\\c\n\r\t\u{1}\u{7F}"), #""a\"b\\c\n\r\t\u0001\u007f""#),
      (.string("漢"), "\"漢\""),
      (.integer(-3), "-3"), (.number(1), "1"), (.number(0.5), "0.5"), (.number(-0.25), "-0.25"),
      (.number(1e300), "1e+300"), (.number(.infinity), "null"), (.number(.nan), "null"),
      (.bool(true), "true"), (.null, "null"), (.array([]), "[]"), (.object([]), "{}"),
    ] as [(JSONValue, String)])
  func values(_ value: JSONValue, _ text: String) {
    #expect(value.text(indented: false) == text)
    #expect(value.text(indented: true) == text)
  }

  @Test func keysKeepTheirOrder() {
    let value = JSONValue.object([
      .init("z", .integer(1)), .init("a", .array([.integer(2), .null])),
    ])
    #expect(value.text(indented: false) == #"{"z":1,"a":[2,null]}"#)
    #expect(value.text(indented: true) == "{\n  \"z\": 1,\n  \"a\": [\n    2,\n    null\n  ]\n}")
  }
}
