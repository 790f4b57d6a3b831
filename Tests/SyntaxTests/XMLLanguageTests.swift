import Source
import Testing

@testable import Syntax

@Suite struct XMLTokens {
  @Test func tagsTextAndReferences() {
    #expect(
      tokenLines("<a b='>' c:d = \"x\"> t &amp; u <e/></a>", .xml) == [
        "open <", "identifier a", "identifier b", "operator =", "string '>'", "identifier c:d",
        "operator =", "string \"x\"", "close >", "text  t ", "character &amp;", "text  u ",
        "open <",
        "identifier e", "close />", "open </", "identifier a", "close >",
      ])
  }

  @Test func whatHoldsNoMarkupIsOneToken() {
    let source =
      "<?p <a> ?><!DOCTYPE d [<!ENTITY e ']>'><!-- ]> -->]><d><!-- <b> --><![CDATA[<c>]]></d>"
    #expect(
      tokenLines(source, .xml) == [
        "directive <?p <a> ?>", "directive <!DOCTYPE d [<!ENTITY e ']>'><!-- ]> -->]>", "open <",
        "identifier d", "close >", "blockComment <!-- <b> -->", "text <![CDATA[<c>]]>", "open </",
        "identifier d", "close >",
      ])
  }

  @Test func whiteSpaceIsTextOnlyWhereItIsAlone() {
    #expect(
      tokenLines("<a>\n <b>  </b>\n</a>", .xml).filter { $0.hasPrefix("text") } == ["text   "])
  }
}

@Suite struct XMLOutlines {
  @Test func elementsAreNamedByAttributesAndEndAtTheFourthLevel() {
    let source = """
      <project name="p">
        <target id="1" name="build"><exec><arg><line/></arg></exec></target>
        <property key="k" value="v"/>
        <a>text</a>
      </project>
      """
    #expect(
      outlineLines(source, .xml) == [
        "section project", "section project.target.1", "section project.target.1.exec",
        "key project.target.1.exec.arg", "key project.property.k", "key project.a",
      ])
  }

  @Test func anElementHoldsItsBody() {
    let file = read("<a>\n<b c='d'>e</b>\n<f/>\n</a>\n", as: .xml)
    #expect(
      file.entities.map { file.text.string($0.range) } == [
        "<a>\n<b c='d'>e</b>\n<f/>\n</a>", "<b c='d'>e</b>", "<f/>",
      ])
    #expect(file.entities.map { $0.bodyRange.map(file.text.string) }[1] == "e</b>")
  }

  @Test func propertyListsHaveKeys() {
    let source = """
      <plist version="1.0"><dict>
        <key>A</key><string>x</string>
        <key>B</key><dict><key>C</key><true/></dict>
        <key>D</key><array><dict><key>E</key><true/></dict></array>
        <key>F</key><integer>1</integer>
      </dict></plist>
      """
    #expect(
      outlineLines(source, .xml) == ["key A", "section B", "key B.C", "key D", "key F"])
    let file = read(source, as: .xml)
    #expect(file.text.string(file.entities[0].range) == "<key>A</key><string>x</string>")
  }
}

@Suite struct XMLDefects {
  @Test(arguments: [
    ("<a/>", []),
    ("\u{FEFF}<?xml version='1.0'?>\n<a>&lt;&#xe9;</a>\n", []),
    ("", ["1:1 invalid-xml"]),
    ("<a>\n<b>\n</a>\n", ["3:1 invalid-xml"]),
    ("<a>\n<b>\n</b>\n", ["1:2 invalid-xml"]),
    ("<a>x & y</a>", ["1:7 invalid-xml"]),
    ("<a b=c/>", ["1:6 invalid-xml"]),
    ("<a b='1' b='2'/>", ["1:10 invalid-xml"]),
    ("<a>&nbsp;</a>", ["1:4 invalid-xml"]),
    ("<a/><b/>", ["1:5 invalid-xml"]),
    ("\n<?xml version='1.0'?><a/>", ["2:1 invalid-xml"]),
    ("<!DOCTYPE a SYSTEM 'missing.dtd'><a>&nbsp;</a>", []),
    ("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>", []),
  ])
  func areFound(source: String, expected: [String]) {
    #expect(defectLines(source, .xml) == expected)
  }

  @Test func theOpenElementIsNamed() {
    let file = read("<a>\n<b>\n</a>\n", as: .xml)
    #expect(file.defects.first?.message == "`</a>` closes nothing while `<b>` is open")
    #expect(file.defects.first?.help == "close `<b>` of line 2 before this with `</b>`")
  }

  @Test func otherEncodingsAreNoErrors() {
    let latin = Array("<?xml version='1.0' encoding='windows-1252'?><a>".utf8)
    let japanese = Array("<?xml version='1.0' encoding='Shift_JIS'?><a>".utf8)
    let end = Array("</a>".utf8)
    let files: [[UInt8]] = [
      latin + [0xE9, 0x80] + end,
      japanese + [0x83, 0x5C] + end,
      [0xFF, 0xFE] + "<a>é</a>".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
      Array("<?xml version='1.1'?><a>&#1;</a>".utf8),
      Array("<a\u{0370}/>".utf8),
    ]
    for bytes in files {
      let file = SyntaxFile(SourceText(bytes), as: .xml)
      #expect(
        file.defects.allSatisfy { $0.severity != .error }, "\(file.text.string(ByteRange(0, 40)))")
    }
  }

  @Test func entitiesAreNotFollowedWithoutEnd() {
    var laughs = "<!DOCTYPE a [<!ENTITY e0 'ha'>"
    for level in 1...40 { laughs += "<!ENTITY e\(level) '&e\(level - 1);&e\(level - 1);'>" }
    #expect(read(laughs + "]><a>&e40;</a>", as: .xml).defects.map(\.severity) == [.note])
    var chain = "<!DOCTYPE a [<!ENTITY e0 'x'>"
    for level in 1...100_000 { chain += "<!ENTITY e\(level) '&e\(level - 1);'>" }
    #expect(read(chain + "]><a>&e100000;</a>", as: .xml).defects.map(\.severity) == [.note])
  }

  @Test func otherFormatsOfTheNameAreNotAsked() {
    let file = SyntaxFile(SourceText("{ a = b; }"), as: .xml, path: SourcePath("Info.plist"))
    #expect(file.defects.isEmpty)
  }
}
