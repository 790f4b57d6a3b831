import Source
import Testing

@testable import Syntax

/// What holds for every input, however broken: tokens in order and apart, only white space between
/// them, entities within their parents and the file.
@Suite struct ScriptCoverage {
  private static let samples: [(Language, String)] = [
    (.python, pythonSample), (.json, jsonSample), (.yaml, yamlSample),
    (.javascript, javascriptSample), (.typescript, typescriptSample), (.toml, tomlSample),
    (.xml, xmlSample), (.html, htmlSample), (.markdown, markdownSample), (.ini, iniSample),
  ]

  @Test(arguments: samples.map(\.0))
  func survivesMutation(of language: Language) throws {
    let sample = try #require(Self.samples.first { $0.0 == language }?.1)
    var random = SeededGenerator(state: 20_240_601)
    for _ in 0..<2_500 {
      var bytes = Array(sample.utf8)
      for _ in 0...Int.random(in: 0..<6, using: &random) { bytes.mutateText(using: &random) }
      let file = SyntaxFile(SourceText(bytes), as: language)
      if let broken = brokenInvariant(file) {
        Issue.record("\(broken) in \(String(decoding: bytes, as: UTF8.self).debugDescription)")
        return
      }
    }
  }

  @Test(arguments: samples.map(\.0))
  func survivesAnyPrefix(of language: Language) throws {
    let sample = try #require(Self.samples.first { $0.0 == language }?.1)
    for length in 0...sample.utf8.count {
      let file = SyntaxFile(SourceText(Array(sample.utf8.prefix(length))), as: language)
      #expect(brokenInvariant(file) == nil, "of \(length) bytes")
    }
  }

  @Test(arguments: samples.map(\.0))
  func acceptsItsSample(_ language: Language) throws {
    let sample = try #require(Self.samples.first { $0.0 == language }?.1)
    #expect(defectLines(sample, language) == [])
  }

  /// Nesting costs time in proportion, not the stack.
  @Test(
    arguments: samples.map(\.0),
    [
      "(", "[", "{", "f\"{", "`${", "<a>", "a:\n ", "[{\"a\":", "> ", "- ", "a={a=[", "a.", "{{",
      "<!ENTITY ", "<h1>",
    ])
  func survivesDeepNesting(_ language: Language, opener: String) {
    let file = SyntaxFile(
      SourceText(String(repeating: opener, count: 50_000)), as: language)
    #expect(brokenInvariant(file) == nil)
  }

  /// A closing delimiter that nothing opened is looked for once, not in all that is open.
  @Test(
    .timeLimit(.minutes(1)), arguments: samples.map(\.0), [("(", "]"), ("[", "}"), ("[{", "]")])
  func strayDelimitersCostLinearTime(_ language: Language, pair: (String, String)) {
    let count = 60_000
    let source = String(repeating: pair.0, count: count) + String(repeating: pair.1, count: count)
    let file = SyntaxFile(SourceText(source), as: language)
    #expect(brokenInvariant(file) == nil)
    // `(((]]]` is a plain scalar to YAML, and text where text needs no quotes.
    let isText = [Language.yaml, .html, .markdown, .ini].contains(language)
    #expect(!file.defects.isEmpty || isText)
  }
}

/// The first invariant that a file breaks, in words.
func brokenInvariant(_ file: SyntaxFile) -> String? {
  let tokens = file.tokens
  let bytes = file.text.bytes
  var end = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  func isGap(_ range: Range<Int>) -> Bool {
    bytes[range].allSatisfy {
      $0.isBlank || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\\") || $0 >= 128
    }
  }
  for index in 0..<tokens.count {
    if tokens.start(index) < end { return "token \(index) overlaps the one before" }
    if tokens.end(index) <= tokens.start(index) { return "token \(index) is empty" }
    if !isGap(end..<tokens.start(index)) { return "bytes before token \(index) are in no token" }
    end = tokens.end(index)
  }
  if end > bytes.count { return "the last token ends behind the file" }
  if !isGap(end..<bytes.count) { return "the last bytes are in no token" }
  for (index, entity) in file.entities.enumerated() {
    let name = "entity \(index)"
    if entity.range.end > bytes.count { return "\(name) ends behind the file" }
    if entity.parent >= index { return "\(name) stands before its parent" }
    if entity.parent >= 0, !file.entities[entity.parent].range.contains(entity.range) {
      return "\(name) leaves its parent"
    }
    // Modifiers may stand before the first of several names: `export const a = 1, b = 2`.
    for modifier in entity.modifiers where modifier.end > entity.range.end {
      return "\(name) has a modifier behind it"
    }
    let parts = [entity.nameRange, entity.signatureRange]
    let more = [entity.bodyRange, entity.docRange, entity.returnType].compactMap { $0 }
    for part in parts + more where !entity.range.contains(part) { return "\(name) leaves itself" }
  }
  for defect in file.defects where defect.range.end > bytes.count {
    return "a defect ends behind the file"
  }
  return nil
}

extension [UInt8] {
  /// Removes, doubles, swaps or overwrites a few bytes, mostly with what delimits.
  fileprivate mutating func mutateText(using random: inout SeededGenerator) {
    guard !isEmpty else { return }
    let place = Int.random(in: 0..<count, using: &random)
    let length = Swift.min(Int.random(in: 1...12, using: &random), count - place)
    let hard = Array("\"'`{}[]()<>/\\#:;,=\n\r\t $-*&!|%0e.\u{0}\u{FF}é".utf8)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: removeSubrange(place..<(place + length))
    case 1: insert(contentsOf: self[place..<(place + length)], at: place)
    case 2: self[place] = hard.randomElement(using: &random)!
    case 3: insert(hard.randomElement(using: &random)!, at: place)
    default: removeLast(length)
    }
  }
}
