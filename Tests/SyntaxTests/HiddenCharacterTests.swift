import Source
import Testing

@testable import Syntax

/// The defects of a source as `severity rule line:column`.
private func found(_ source: String, as language: Language = .c) -> [String] {
  read(source, as: language).places
}

@Suite struct BidirectionalControlTests {
  @Test func controlsThatACommentLeavesOpenAreErrors() {
    // The shapes of the paper: commenting out, stretched string, early return.
    #expect(
      found("int a;\n/*\u{202E} } \u{2066}if (b)\u{2069} \u{2066} only */\n")
        == ["error bidirectional-control 2:3"])
    #expect(
      found("f(\"user\u{202E} \u{2066}// check\u{2069} \u{2066}\");\n")
        == ["error bidirectional-control 1:8"])
    #expect(
      found("def f():\n  ''' text \u{2067}''' ;return\n", as: .python)
        == ["error bidirectional-control 2:12"])
    #expect(found("// a \u{202B}b\nint c;\n") == ["error bidirectional-control 1:6"])
  }

  @Test func eachLineOfALongCommentStandsForItself() {
    let closedTooLate = "/* \u{2067}a\n b\u{2069}\n \u{2067}c\u{2069} */\nint d;\n"
    #expect(found(closedTooLate) == ["error bidirectional-control 1:4"])
  }

  @Test func closedControlsAreFine() {
    #expect(found("// \u{2067}a\u{2069} b\nint c;\n") == [])
    #expect(found("char *a = \"\u{202B}b\u{202C}\";\n") == [])
    // An isolate's end closes the embeddings in it.
    #expect(found("// \u{2067}a \u{202B}b\u{2069}\nint c;\n") == [])
    #expect(found("// \u{200F}a\u{200E}\nint c;\n") == [])
  }

  @Test func anEmbeddingIsNotClosedFromWithinAnIsolate() {
    #expect(
      found("// \u{202B}a \u{2066}b\u{202C}\u{2069}\nint c;\n")
        == ["error bidirectional-control 1:4"])
  }

  @Test func aStringWithInterpolationsIsOne() {
    #expect(found("let a = `\u{2068}${b}\u{2069}`\n", as: .javascript) == [])
    #expect(
      found("let a = `\u{2068}${b}`, c = `\u{2069}${d}`\n", as: .javascript)
        == ["error bidirectional-control 1:10"])
  }

  @Test func overridesAreAWarningWhereTheyAreClosed() {
    #expect(found("// \u{202E}a\u{202C}\nint b;\n") == ["warning bidirectional-control 1:4"])
  }

  @Test func nothingTurnsCode() {
    #expect(
      found("int a\u{2067} = 1\u{2069};\n").allSatisfy {
        $0.hasPrefix("error bidirectional-control")
      })
    #expect(found("int a\u{2067} = 1\u{2069};\n").count == 2)
  }

  @Test func dataGetsWarnings() {
    #expect(found("{\"a\": \"\u{202B}b\"}\n", as: .json) == ["warning bidirectional-control 1:8"])
    #expect(found("{\"a\": \"\u{202B}b\u{202C}\"}\n", as: .json) == [])
  }

  @Test func plainTextIsLookedAtToo() {
    let text = SourceText("if (a) { /*\u{202E} } \u{2066}b */\n")
    let defects = Defect.ofPlainText(text)
    #expect(defects.map(\.severity) == [.warning])
    #expect(defects.map(\.rule) == [.bidirectionalControl])
  }

  @Test func aControlIsFoundBehindManyOtherCharacters() {
    let noise = String(repeating: "// a\u{200B}b\n", count: 3000)
    #expect(found(noise + "// \u{202B}\n").last == "error bidirectional-control 3001:4")
  }

  @Test func theMessageNamesTheCharacterAndDoesNotHoldIt() {
    let defect = read("// \u{202E}a\n", as: .c).defects[0]
    #expect(defect.message.contains("U+202E RIGHT-TO-LEFT OVERRIDE"))
    #expect((defect.message + (defect.help ?? "")).utf8.allSatisfy { $0 < 0x80 })
  }
}

@Suite struct InvisibleCharacterTests {
  @Test func inNamesTheyAreErrorsUnlessALanguageTakesThem() {
    for (hidden, severity) in [
      ("\u{200B}", "error"), ("\u{3164}", "error"), ("\u{AD}", "error"), ("\u{2060}", "error"),
      ("\u{115F}", "error"), ("\u{E0041}", "error"), ("\u{200D}", "warning"),
      ("\u{E0100}", "warning"),
    ] {
      let places = found("def is_\(hidden)admin():\n  return 1\n", as: .python)
      #expect(places == ["\(severity) invisible-character 1:8"])
    }
  }

  @Test func scriptsAndEmojiKeepWhatTheyNeed() {
    let persian = "\u{0645}\u{06CC}\u{200C}\u{062E}\u{0648}\u{0627}\u{0647}\u{0645}"
    let family = "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}"
    let flag = "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}"
    let khmer = "\u{1797}\u{17B6}\u{200B}\u{1781}\u{17D2}"
    let text = "\(persian) \(khmer) \(family) \u{2764}\u{FE0F} 1\u{FE0F}\u{20E3} \(flag) a\u{200C}b"
    #expect(found("let a = \"\(text)\" // \(text)\n", as: .swift) == [])
    #expect(found("let \(persian) = 1, \u{2764}\u{FE0F} = 2\n", as: .swift) == [])
  }

  @Test func stringsGetAWarningAndCommentsANote() {
    #expect(found("char *a = \"b\u{200B}c\";\n") == ["warning invisible-character 1:13"])
    #expect(found("// a\u{AD}b\nint c;\n") == ["note invisible-character 1:5"])
    #expect(found("{\"a\": \"b\u{200B}c\"}\n", as: .json) == [])
  }

  @Test func whatSpellsBytesIsFoundEverywhere() {
    let spelled = "\u{FE00}\u{FE01}\u{FE02}"
    #expect(found("// a\(spelled)\nint b;\n") == ["warning invisible-character 1:5"])
    #expect(
      found("{\"a\": \"\u{E0041}\u{E0042}\"}\n", as: .json) == ["warning invisible-character 1:8"])
  }

  @Test func aByteOrderMarkMayBeginAFile() {
    #expect(found("\u{FEFF}int a;\n") == [])
    #expect(found("{\"a\": \"b\"}\n", as: .json) == [])
    #expect(found("int a\u{FEFF};\n") == ["warning invisible-character 1:6"])
  }
}

@Suite struct ConfusableNameTests {
  @Test func lettersOfTwoScriptsInOneName() {
    let source = "void say\u{041D}ello() {}\nvoid f() { say\u{041D}ello(); }\n"
    #expect(found(source) == ["warning confusable-name 1:6"])
    #expect(found("f(\"SELECT us\u{0435}r\");\n") == ["warning confusable-name 1:11"])
  }

  @Test func namesOfOneScriptAreFine() {
    #expect(found("let \u{0441}\u{043E}\u{0440} = 1 // \u{0441}ap\n", as: .swift) == [])
    // Greek letters of formulas, and words that are not made of lookalikes alone.
    #expect(found("let \u{0394}x = \u{03C1}_max + get\u{0418}\u{043C}\u{044F}\n", as: .swift) == [])
  }
}

@Suite struct LineEndTests {
  @Test func severalKindsAreNotedOnce() {
    let file = read("int a;\r\nint b;\nint c;\nint d;\n", as: .c)
    #expect(file.places == ["note mixed-line-ends 1:7"])
    #expect(file.defects[0].message == "3 lines end with LF, 1 line ends with CRLF")
    #expect(found("int a;\rint b;\nint c;\n") == ["note mixed-line-ends 1:7"])
  }

  @Test func oneKindIsFine() {
    #expect(found("int a;\r\nint b;\r\n") == [])
    #expect(found("int a;\rint b;\r") == [])
    #expect(found("") == [])
  }

  @Test func lineEndsInStringsAreContent() {
    #expect(found("a = '''b\r\nc\n'''\nd = 1\n", as: .python) == [])
  }
}

@Suite struct RareByteTests {
  @Test func eachIsFoundAtEachPlace() {
    for length in [1, 7, 8, 9, 31] {
      for place in 0..<length {
        var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: length)
        bytes[place] = 0x0D
        bytes.withUnsafeBufferPointer {
          let rare = RareBytes($0)
          #expect(rare.hasCarriageReturn && !rare.hasNonASCII, "\(place) of \(length)")
        }
        bytes[place] = 0x8D
        bytes.withUnsafeBufferPointer {
          let rare = RareBytes($0)
          #expect(!rare.hasCarriageReturn && rare.hasNonASCII, "\(place) of \(length)")
        }
      }
    }
  }

  @Test func aRunIsFoundAtEachPlace() {
    for place in 0..<20 {
      for length in [6, 7, 8] {
        let text =
          String(repeating: "a", count: place) + String(repeating: "<", count: length) + "b"
        Array(text.utf8).withUnsafeBufferPointer {
          #expect(RareBytes($0).hasConflictRun == (length > 6), "\(length) at \(place)")
        }
      }
    }
  }

  @Test func whatIsNoUTF8IsFound() {
    let cases: [[UInt8]] = [
      [0x80], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x80], [0xC3],
    ]
    for bytes in cases {
      let file = SyntaxFile(SourceText(Array("// a".utf8) + bytes), as: .c)
      #expect(file.places == ["warning invalid-utf8 1:5"], "\(bytes)")
    }
    #expect(found("// \u{80}\u{7FF}\u{800}\u{FFFD}\u{10000}\u{10FFFF}\u{D7FF}\n") == [])
  }
}
