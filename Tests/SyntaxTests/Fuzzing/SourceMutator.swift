import Source
import Syntax

/// Breaks sources of one language, the same way for the same seed.
struct SourceMutator {
  /// The most bytes of a case; growth beyond it finds nothing that repetition does not.
  static let mostBytes = 4096

  private let samples: [[UInt8]]
  /// Texts that begin, end or turn something: the tokens of the samples, and what no sample has.
  private let pieces: [[UInt8]]
  private var random = SeededGenerator(state: 0)

  init(_ language: Language, samples: [[UInt8]]) {
    self.samples = samples
    pieces = SourceMutator.delimiters + SourceMutator.tokens(of: samples, in: language)
  }

  /// A sample broken in one to eight places or, one time in sixteen, pieces or bytes alone.
  mutating func source(_ seed: UInt64) -> [UInt8] {
    random = SeededGenerator(state: seed)
    switch Int.random(in: 0..<32, using: &random) {
    case 0:
      return (0..<Int.random(in: 0..<200, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
    case 1:
      return (0..<Int.random(in: 0..<60, using: &random)).flatMap { _ in piece() }
    default:
      var bytes = samples.randomElement(using: &random) ?? []
      for _ in 0..<Int.random(in: 1...8, using: &random) { mutate(&bytes) }
      return bytes
    }
  }

  /// A source broken in one place or two.
  mutating func mutated(_ source: [UInt8], seed: UInt64) -> [UInt8] {
    random = SeededGenerator(state: seed)
    var bytes = source
    for _ in 0..<Int.random(in: 1...2, using: &random) { mutate(&bytes) }
    return bytes
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    let span = self.span(bytes, from: place)
    switch Int.random(in: 0..<12, using: &random) {
    case 0: if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
    case 1: if place < bytes.count { bytes[place] = .random(in: 0...255, using: &random) }
    case 2, 3: bytes.removeSubrange(span)
    case 4, 5: bytes.insert(contentsOf: piece(), at: place)
    case 6: bytes.replaceSubrange(span, with: piece())
    case 7: bytes.insert(contentsOf: bytes[span], at: place)
    case 8: bytes.removeSubrange(place...)
    case 9: bytes.insert(contentsOf: repeated(), at: place)
    case 10: swap(&bytes, span)
    default: splice(&bytes, at: place)
    }
    if bytes.count > SourceMutator.mostBytes {
      bytes.removeSubrange(SourceMutator.mostBytes...)
    }
  }

  private mutating func piece() -> [UInt8] { pieces.randomElement(using: &random) ?? [] }

  /// A few bytes from a place on, seldom many.
  private mutating func span(_ bytes: [UInt8], from place: Int) -> Range<Int> {
    let most = Int.random(in: 0..<8, using: &random) == 0 ? 400 : 16
    return place..<min(bytes.count, place + Int.random(in: 0...most, using: &random))
  }

  /// One or two pieces over and over.
  private mutating func repeated() -> [UInt8] {
    let unit = Bool.random(using: &random) ? piece() : piece() + piece()
    let count = Int.random(in: 2...120, using: &random)
    return Array([[UInt8]](repeating: unit, count: count).joined())
  }

  /// Exchanges a span with another one of the same source.
  private mutating func swap(_ bytes: inout [UInt8], _ first: Range<Int>) {
    let second = span(bytes, from: Int.random(in: first.upperBound...bytes.count, using: &random))
    let (one, other) = (Array(bytes[first]), Array(bytes[second]))
    bytes.replaceSubrange(second, with: one)
    bytes.replaceSubrange(first, with: other)
  }

  /// Goes on from a place with a part of another sample.
  private mutating func splice(_ bytes: inout [UInt8], at place: Int) {
    guard let other = samples.randomElement(using: &random) else { return }
    let start = Int.random(in: 0...other.count, using: &random)
    bytes.replaceSubrange(place..., with: other[start...])
  }

  static let delimiters: [[UInt8]] =
    [
      "(", ")", "[", "]", "{", "}", "<", ">", "\"", "'", "`", "\"\"\"", "'''", "\\", "\\\n", "/*",
      "*/",
      "//", "///", "/**", "#", "##", "--", "--[[", "]]", "${", "#{", "\\(", "$(", "$((", "))", "<<",
      "<<<", "<<A\n", "<<~A\n", "A\n", "%w[", "@", "$", "?", "!", ",", ";", ":", "::", ".", "..",
      "=",
      "=>", "->", "|", "||", "&", "*", "+", "-", "/", "%", "^", "~", "\n", "\r\n", "\r", "\t", " ",
      "  ",
      "\n\n", "\u{0}", "\u{B}", "\u{C}", "\u{1A}", "\u{FEFF}", "\u{A0}", "\u{2028}", "\u{202E}",
      "é",
      "𝒳", "0", "1e9", "0x", "_", "a", "#if\n", "#else\n", "#endif\n", "<?php ", "?>", "<!--",
      "-->",
      "<![CDATA[", "]]>", "</a>", "<a b=\"", "---\n", "...\n", "```\n", "~~~\n", "- ", "? ", ": ",
      "&a ",
      "*a ", "<<: ", "!!b ", "[[", "[a]\n", "a = 1\n", "<<<<<<<\n", "=======\n", ">>>>>>>\n",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x80], [0xF0, 0x9F], [0x80]]

  /// The distinct tokens of the samples, short ones: the language's words and marks.
  static func tokens(of samples: [[UInt8]], in language: Language) -> [[UInt8]] {
    var seen: Set<[UInt8]> = []
    var result: [[UInt8]] = []
    for sample in samples {
      let file = SyntaxFile(SourceText(sample), as: language)
      for index in 0..<file.tokens.count {
        let text = Array(file.text.slice(file.tokens.range(index)))
        guard text.count <= 24, seen.insert(text).inserted else { continue }
        result.append(text)
        if file.tokens.kind(index) == .keyword { result.append(text + [UInt8(ascii: " ")]) }
      }
    }
    return result
  }
}

/// Numbers that are the same in each run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
