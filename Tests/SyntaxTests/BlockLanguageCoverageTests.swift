import Source
import Testing

@testable import Syntax

/// What holds for every input, however broken, of the languages that `DeclarationReader` serves.
@Suite struct BlockLanguageCoverageTests {
  private static let samples: [(Language, String)] = [
    (.csharp, csharpSample), (.kotlin, kotlinSample), (.php, phpSample), (.scala, scalaSample),
  ]
  private static let languages = samples.map(\.0)

  @Test(arguments: languages)
  func survivesMutation(of language: Language) throws {
    let sample = try #require(Self.samples.first { $0.0 == language }?.1)
    var random = SeededGenerator(state: 11)
    for round in 0..<2_500 {
      var bytes = Array(sample.utf8)
      for _ in 0...Int.random(in: 0..<6, using: &random) { mutate(&bytes, &random) }
      let file = SyntaxFile(SourceText(bytes), as: language)
      if let fault = coverageFault(file) ?? nestingFault(file) ?? brokenInvariant(file) {
        Issue.record("round \(round): \(fault) in\n\(String(decoding: bytes, as: UTF8.self))")
        return
      }
    }
  }

  @Test(arguments: languages)
  func survivesAnyPrefix(of language: Language) throws {
    let sample = try #require(Self.samples.first { $0.0 == language }?.1)
    #expect(defectLines(sample, language) == [])
    for length in 0...sample.utf8.count {
      let file = SyntaxFile(SourceText(Array(sample.utf8.prefix(length))), as: language)
      #expect(coverageFault(file) ?? brokenInvariant(file) == nil, "of \(length) bytes")
    }
  }

  @Test(arguments: languages)
  func survivesRandomBytes(of language: Language) {
    var random = SeededGenerator(state: 7)
    for _ in 0..<500 {
      let count = Int.random(in: 0..<200, using: &random)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      let file = SyntaxFile(SourceText(bytes), as: language)
      #expect(coverageFault(file) ?? brokenInvariant(file) == nil, "\(bytes)")
    }
  }

  /// Sources that make a reader slow whose work is not bounded by their length.
  @Test(
    arguments: languages,
    [
      "(", "{", "[{(", "$\"{", "\"${", "s\"${", "$\"\"\"{", "\"\"\"", "<<<A\n", "/*", "#if X\n{\n",
      "{)", "a<", "class A {", "class A : ", "class A(", "int f() ", "int f() => ", "a f<b> c",
      "fun a() = ", "val a = ", "fun a.", "object : ", "object ", "@A(", "[A] ", "private ",
      "def a = ", "def a: B ", "given ", "extension (a: B) ", "case a, ", "enum A { b, ", "use A\\",
      "function a() ", "<?php ?>", "a ", "\n  def a =", "`", "'", "#[A ", "int a = 1, ",
    ])
  func costGrowsWithLengthOnly(_ language: Language, _ piece: String) {
    func seconds(_ repetitions: Int) -> Double {
      let prefix = language.name == "php" ? "<?php " : ""
      let text = SourceText(prefix + String(repeating: piece, count: repetitions))
      let start = ContinuousClock.now
      let file = SyntaxFile(text, as: language)
      let elapsed = ContinuousClock.now - start
      #expect(coverageFault(file) == nil)
      return Double(elapsed.components.attoseconds) / 1e18 + Double(elapsed.components.seconds)
    }
    let short = seconds(2_000)
    let long = seconds(16_000)
    // Eight times the length; 40 leaves room for noise, a square would be 64 times and more.
    #expect(long < max(short * 40, 0.5), "\(short) s, then \(long) s")
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: 0..<bytes.count, using: &random)
    let marks = Array("(){}[]<>\"'`#\\/*@,;:.=!?$\n \0".utf8) + [0xFF, 0xC3]
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes.remove(at: place)
    case 1: bytes.insert(marks.randomElement(using: &random)!, at: place)
    case 2: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 3: bytes.removeSubrange(place...)
    default:
      let end = Int.random(in: place..<bytes.count, using: &random)
      bytes.append(contentsOf: bytes[place..<min(end, place + 80)])
    }
  }
}
