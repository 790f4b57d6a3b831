import Source
import Testing
import Verification

@testable import Report

@Suite struct CaretTests {
  /// The excerpt of a text in which `«` and `»` surround what is meant, in so many columns.
  private func excerpt(_ marked: String, width: Int = 80) -> [String] {
    let parts = marked.split(separator: /[«»]/, omittingEmptySubsequences: false).map {
      Array($0.utf8)
    }
    let text = SourceText(parts[0] + parts[1] + parts[2])
    let finding = Finding(
      rule: "gate/rule", severity: .error, message: "m", path: "a", text: text,
      range: ByteRange(parts[0].count, parts[0].count + parts[1].count))
    return Array(Diagnostic(finding).lines(Style(hasColor: false, width: width)).dropFirst())
  }

  /// What stands above the carets, by the columns of a terminal.
  private func pointedAt(_ lines: [String]) -> String {
    let from = Display.width(String(lines[1].prefix { $0 != "^" }))
    let to = from + lines[1].filter { $0 == "^" }.count
    var column = 0
    var result = ""
    for character in lines[0] {
      if column >= from, column < to { result.append(character) }
      column += Display.width(String(character))
    }
    return result
  }

  @Test(arguments: [
    "let a = «)»\n", "«let» a = 1\n", "\tlet a = «)»\n", "\t\t«x»\ty\n", "漢字 = «)» + 漢字\n",
    "é = «漢字»\n", "👍🏽 = «x»\n", "e\u{301} = «x»\n", "a\u{1B}b «x»\n", "\u{202E}a «x»\r\n",
  ])
  func theCaretStandsBelowWhatIsMeant(_ marked: String) throws {
    let lines = excerpt(marked)
    let meant = marked.split(separator: /[«»]/, omittingEmptySubsequences: false)[1]
    #expect(pointedAt(lines) == meant)
  }

  @Test(arguments: [40, 80, 140], [60, 300, 1_500])
  func aPlaceFarToTheRightIsInView(_ width: Int, _ distance: Int) {
    let lines = excerpt(
      String(repeating: "ab ", count: distance / 3) + "«WRONG» and more of it", width: width)
    #expect(pointedAt(lines) == "WRONG")
    #expect(lines.allSatisfy { Display.width($0) <= width })
  }

  @Test(arguments: [40, 80])
  func wideCharactersFarToTheRightAreInView(_ width: Int) {
    let lines = excerpt(String(repeating: "漢字", count: 100) + "«WRONG» 漢字", width: width)
    #expect(pointedAt(lines) == "WRONG")
    #expect(lines.allSatisfy { Display.width($0) <= width })
  }

  @Test func aRangeLongerThanTheLineIsCut() {
    let lines = excerpt("a = «" + String(repeating: "x", count: 500) + "»", width: 60)
    #expect(lines.allSatisfy { Display.width($0) <= 60 })
    #expect(lines[1].contains("^^^"))
  }

  @Test func anEmptyRangeAtTheEndHasACaret() {
    let lines = excerpt("let a =«»")
    #expect(lines[1].hasSuffix("^"))
    #expect(lines[1].filter { $0 == "^" }.count == 1)
  }

  @Test(arguments: [("", 0), ("abc", 3), ("漢字", 4), ("é", 1), ("e\u{301}", 1), ("👍", 2), ("ﬁ", 1)])
  func widths(_ text: String, _ width: Int) {
    #expect(Display.width(text) == width)
  }

  @Test(arguments: [("abcdef", 4, "abc…"), ("abc", 3, "abc"), ("漢字漢字", 5, "漢字…"), ("漢字漢", 4, "漢…")])
  func cutting(_ text: String, _ columns: Int, _ expected: String) {
    #expect(Display.cut(text, to: columns) == expected)
  }
}
