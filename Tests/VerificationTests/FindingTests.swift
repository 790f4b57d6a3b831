import Source
import Testing

@testable import Verification

/// A finding at the first `§` of a text, which is taken out.
private func finding(
  _ marked: String, rule: String = "gate/rule", entity: String? = "f", path: SourcePath = "a.swift"
) throws -> Finding {
  let bytes = Array(marked.utf8)
  let mark = Array("§".utf8)
  let place = try #require(
    bytes.indices.first { bytes[$0...].starts(with: mark) }, "the text has no mark")
  let text = SourceText(Array(bytes[..<place] + bytes[(place + mark.count)...]))
  return Finding(
    rule: rule, severity: .error, message: "wrong", path: path, text: text,
    range: ByteRange(place, place + 1), entity: entity)
}

@Suite struct FingerprintTests {
  private let code = "func f() {\n  let a = §b + c\n}\n"

  @Test(arguments: [
    "\n\n// more\nfunc f() {\n  let a = §b + c\n}\n",
    "func f() {\n\n\n      let a = §b + c\n}\n",
    "func f() {\n\tlet a = §b + c\n}\n",
    "func f() {\n  let a  =  §b+c  \n}\n",
    "func f() {\r\n  let a = §b + c\r\n}\r\n",
  ])
  func staysWhenLinesOrBlanksShift(_ shifted: String) throws {
    try #expect(finding(shifted).fingerprint == finding(code).fingerprint)
  }

  @Test func staysInARenamedFile() throws {
    try #expect(finding(code, path: "b.swift").fingerprint == finding(code).fingerprint)
  }

  @Test func changesWithCodeRuleAndEntity() throws {
    let prints = try [
      finding(code), finding("func f() {\n  let a = §b + d\n}\n"),
      finding(code, rule: "gate/other"),
      finding(code, entity: "g"), finding(code, entity: nil),
    ].map(\.fingerprint)
    #expect(Set(prints).count == prints.count)
  }

  @Test func hasSixteenHexadecimalDigits() throws {
    let print = try finding(code).fingerprint
    #expect(print.count == 16)
    #expect(print.allSatisfy { $0.isHexDigit })
  }

  @Test func withoutAPlaceTheSubjectStands() {
    func finding(_ subject: String) -> Finding {
      Finding(rule: "size/large-file", severity: .error, message: "large", subject: subject)
    }
    #expect(finding("a").fingerprint == finding("a").fingerprint)
    #expect(finding("a").fingerprint != finding("b").fingerprint)
  }
}

@Suite struct FindingTests {
  @Test func marksAsManyAsStoodBefore() throws {
    let one = try finding("x = §1\n")
    let other = try finding("y = §1\n")
    let marked = [one, one, one, other].markedAgainst([one, one])
    #expect(marked.map(\.isNew) == [false, false, true, true])
    #expect([one].markedAgainst([one, one, other]).map(\.isNew) == [false])
    #expect([one].markedAgainst([]).map(\.isNew) == [true])
  }

  @Test(
    arguments: [
      ([], .pass), ([(.note, true)], .pass), ([(.warning, true)], .warn),
      ([(.error, true), (.warning, true)], .fail), ([(.error, false)], .pass),
      ([(.error, false), (.warning, true)], .warn),
    ] as [([(Severity, Bool)], Outcome)])
  func onlyNewFindingsCount(_ findings: [(Severity, Bool)], _ outcome: Outcome) {
    let findings = findings.map {
      Finding(rule: "gate/rule", severity: $0, message: "wrong", isNew: $1)
    }
    #expect(findings.outcome == outcome)
  }

  @Test func theExcerptMarksTheRangeOnItsFirstLine() throws {
    let text = SourceText("one\n  two three\nfour\n")
    let inside = try #require(Finding.Excerpt(text, text.range(ByteRange(6, 9))))
    #expect(inside.line == 2)
    #expect(inside.text == "  two three")
    #expect((inside.prefix, inside.length) == (2, 3))
    let across = try #require(Finding.Excerpt(text, text.range(ByteRange(10, 18))))
    #expect((across.prefix, across.length) == (6, 5))
    let empty = try #require(Finding.Excerpt(text, text.range(ByteRange(6, 6))))
    #expect((empty.prefix, empty.length) == (2, 1))
  }

  /// A program may print what must not be kept.
  @Test func whatAGateSaysIsMasked() {
    let line = "API_TOKEN=" + "q8Zt3LxV7n" + "R2kPw9Yd4Js"
    let result = GateResult(.error, line, unverified: [line])
    #expect(result.message == "API_TOKEN=********")
    #expect(result.unverified == ["API_TOKEN=********"])
  }

  @Test func aLineTooLongHasNoExcerpt() {
    let text = SourceText(String(repeating: "x", count: 3_000) + "\n")
    #expect(Finding.Excerpt(text, text.range(ByteRange(5, 6))) == nil)
  }

  @Test func bytesThatAreNotUTF8AreShownAsReplacements() throws {
    let text = SourceText([0x61, 0xFF, 0x62, 0x0A])
    let excerpt = try #require(Finding.Excerpt(text, text.range(ByteRange(1, 2))))
    #expect(excerpt.text == "a\u{FFFD}b")
    #expect((excerpt.prefix, excerpt.length) == (1, 3))
  }

  @Test func thePrefixCountsTheBytesOfTheShownText() throws {
    let text = SourceText([0xFF, 0xFF, 0x62, 0x0A])
    let excerpt = try #require(Finding.Excerpt(text, text.range(ByteRange(2, 3))))
    #expect(excerpt.text == "\u{FFFD}\u{FFFD}b")
    #expect((excerpt.prefix, excerpt.length) == (6, 1))
  }
}
