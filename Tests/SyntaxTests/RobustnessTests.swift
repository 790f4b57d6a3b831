import Foundation
import Source
import Testing

@testable import Syntax

/// What holds for every language and whatever is left of a source. A language is taken in by a sample
/// in `Samples/`, named after it; `scripts/fuzz` reads the same samples for longer.
@Suite struct RobustnessTests {
  private static func sample(_ language: Language) throws -> [UInt8] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Samples/\(language.name).txt")
    return [UInt8](try Data(contentsOf: file))
  }

  private func expect(
    _ bytes: [UInt8], _ language: Language, location: SourceLocation = #_sourceLocation
  ) -> Bool {
    guard let violation = SyntaxInvariants.violation(in: bytes, as: language) else { return true }
    let source = String(decoding: bytes.prefix(2_000), as: UTF8.self).debugDescription
    Issue.record("\(violation) in \(source)", sourceLocation: location)
    return false
  }

  @Test(arguments: Language.all) func samplesAreWellFormed(_ language: Language) throws {
    let text = SourceText(try Self.sample(language))
    let file = SyntaxFile(text, as: language)
    #expect(file.defects.map { text.string($0.range) + ": " + $0.message } == [])
    #expect(!file.entities.isEmpty)
    #expect(expect(text.bytes, language))
  }

  @Test(arguments: Language.all) func aByteOrderMarkChangesNothing(_ language: Language) throws {
    let plain = SyntaxFile(SourceText(try Self.sample(language)), as: language)
    let marked = SyntaxFile(
      SourceText([0xEF, 0xBB, 0xBF] + plain.text.bytes), as: language)
    #expect(marked.entities.map(marked.qualifiedName) == plain.entities.map(plain.qualifiedName))
    #expect(marked.defects.map(\.message) == [])
  }

  @Test(arguments: Language.all) func survivesMutation(_ language: Language) throws {
    var mutator = SourceMutator(language, samples: [try Self.sample(language)])
    for number in 0..<100 where !expect(mutator.source(UInt64(number)), language) { return }
  }

  @Test(arguments: Language.all) func survivesBeingCutOff(_ language: Language) throws {
    let sample = try Self.sample(language)
    for count in stride(from: 0, to: sample.count, by: 5) {
      guard expect(Array(sample.prefix(count)), language) else { return }
    }
  }

  /// Nesting costs no stack, and a closing delimiter that nothing opened is not looked for in all that
  /// is open.
  @Test(
    arguments: Language.all,
    [
      ("(", ""), ("[", "]"), ("{", ""), ("(", "]"), ("[{", "]"), ("{\"a\":[", ""), ("f\"{", ""),
      ("\"${", ""), ("`${", ""), ("$(", ""), ("<a>", ""), ("a<", ""), ("a:\n ", ""),
      ("- ", ""),
      ("if a {", "else "),
      ("begin ", "end "), ("#if a\n", ""), ("class A { ", ""), ("/*", ""),
    ])
  func survivesNesting(_ language: Language, _ pair: (String, String)) {
    let source = [pair.0, pair.1].map { String(repeating: $0, count: 2_000) }.joined()
    #expect(expect(Array(source.utf8), language))
  }

  @Test(arguments: Language.all, ["(", "\"\n", "}"])
  func defectsOfOneKindAreBounded(_ language: Language, _ piece: String) {
    let defects = read(String(repeating: piece, count: 5_000), as: language).defects
    let counts = Dictionary(grouping: defects, by: \.rule).mapValues(\.count)
    #expect((counts.values.max() ?? 0) <= Defect.mostOfOneKind)
  }

  /// What `scripts/fuzz` found.
  @Test(arguments: [
    (Language.sql, "create function h() returns int --"),
    (.sql, "create function h() return */*"), (.python, "\\\r\\\r"),
    (.csharp, "@@@$$@a$\"{b}\" $@$c"), (.java, "class A { char char char b; int[] c() {} }"),
    (.cpp, "e((){\n#if\n(){\n#else\n){\n#endif\n}}catch"), (.html, "<h1>b<h<h2>></h1"),
    (.html, "<h3<h3>e</h3<l<h2>></h3"),
    (.typescript, "class A { constructor(/** b */ private c: D) {} }"),
    (.cpp, String(repeating: "operator a::", count: 20_000)),
    (.cpp, "auto[d e]explicit"),
    (.yaml, "- a\n  'b\n" + String(repeating: "- ", count: 999) + "'"),
    (.toml, "[e]\nh=[#"),
  ])
  func survivesWhatWasFound(_ language: Language, _ source: String) {
    #expect(expect(Array(source.utf8), language))
  }

  @Test func casesAreTheSameForTheSameSeed() throws {
    var one = SourceMutator(.swift, samples: [try Self.sample(.swift)])
    var other = SourceMutator(.swift, samples: [try Self.sample(.swift)])
    #expect(one.source(7) == other.source(7))
    #expect(one.source(8) != other.source(9))
  }
}

/// A reader that breaks an invariant is found.
@Suite struct SyntaxInvariantsTests {
  private func violation(
    _ source: String = "ab cd",
    lex: @escaping @Sendable (TokenBuffer) -> Void = { tokens in
      tokens.append(.identifier, 0, 2)
      tokens.append(.identifier, 3, 5)
    },
    outline: @escaping @Sendable (inout Outliner) -> Void = { _ in }
  ) -> String? {
    let language = Language(
      name: "broken", title: "Broken", extensions: [], lex: { _, tokens, _ in lex(tokens) },
      outline: outline)
    return SyntaxInvariants.violation(in: Array(source.utf8), as: language)
  }

  private static func entity(
    _ start: Int, _ end: Int, name: ByteRange? = nil, parent: Int = -1
  ) -> Entity {
    let range = ByteRange(start, end)
    var entity = Entity(
      kind: .function, range: range, nameRange: name ?? range, signatureRange: range,
      visibility: .public)
    entity.parent = parent
    return entity
  }

  @Test func aSoundReaderIsAccepted() {
    #expect(violation() == nil)
    #expect(
      violation(outline: { $0.entities = [Self.entity(0, 5), Self.entity(3, 5, parent: 0)] }) == nil
    )
  }

  @Test(arguments: [
    "ab\u{A0}cd", "ab\u{FEFF}cd", "ab\\\ncd", "ab\\ \r\ncd", "ab\\\r\\\rcd", "ab\u{2028}cd", "ab\\",
  ])
  func whiteSpaceAndContinuationsNeedNoToken(_ source: String) {
    let end = source.utf8.count
    let second = source.hasSuffix("cd") ? end - 2 : end
    let lex: @Sendable (TokenBuffer) -> Void = { tokens in
      tokens.append(.identifier, 0, 2)
      if second < end { tokens.append(.identifier, second, end) }
    }
    #expect(violation(source, lex: lex) == nil)
  }

  @Test(arguments: [
    [(0, 2)], [(3, 5)], [(0, 2), (1, 5)], [(0, 2), (2, 2), (3, 5)], [(0, 2), (3, 6)],
    [(3, 5), (0, 2)], [(0, 1), (3, 5)],
  ])
  func tokensThatDoNotCoverTheFileAreFound(_ ranges: [(Int, Int)]) {
    let found = violation(lex: { tokens in
      for (start, end) in ranges { tokens.append(.identifier, start, end) }
    })
    #expect(found != nil)
  }

  @Test(arguments: ["ab\\cd", "ab\u{0}cd", "abé cd", "ab\u{200B}cd"])
  func otherBytesNeedOne(_ source: String) {
    let end = source.utf8.count
    let found = violation(
      source,
      lex: { tokens in
        tokens.append(.identifier, 0, 2)
        tokens.append(.identifier, end - 2, end)
      })
    #expect(found == "byte 2 is in no token")
  }

  @Test(arguments: [
    [entity(0, 6)], [entity(0, 2), entity(0, 3, parent: 0)],
    [entity(0, 2, name: ByteRange(3, 5))],
  ])
  func entitiesOutOfPlaceAreFound(_ entities: [Entity]) {
    #expect(violation(outline: { $0.entities = entities }) != nil)
  }

  @Test func defectsBehindTheFileAreFound() {
    let found = violation(outline: { outliner in
      outliner.defects = [Defect(.invalidJSON, .error, "a", range: ByteRange(3, 9))]
    })
    #expect(found != nil)
  }
}
