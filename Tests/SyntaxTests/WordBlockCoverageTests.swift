import Source
import Testing

@testable import Syntax

/// What holds for every input of the languages whose blocks are words.
@Suite struct WordBlockCoverageTests {
  private static let samples: [(Language, String)] = [
    (
      .shell,
      """
      #!/bin/sh
      # doc
      a() { case "$1" in (b|c) if ((d<2)); then e; fi ;; *) [[ $f =~ ^(g|h)$ ]] ;; esac; }
      export A="$(cat <<B <<-'C'
      ) "
      B
      \t$(
      \tC
      )" D=(1 "2" [3]=4) `e "f"` ${g##*'}'} $((1 << (2)))
      while read -r i; do j <<<k; done < <(l | m) 2>&1
      """
    ),
    (
      .ruby,
      """
      # doc
      module A::B
        C = <<~D.e + <<-'F' # c
          a#{g { |h| "i#{j}" } / 2} end
        D
          #{
        F
        class K < L
          attr_reader :m, :n
          private def o(p, q = {r: 1}, *s, t:, **u, &v) = %w[a [b]] + /c#{d}/ix
          class << self
            def ==(x) ; return if x ; y = ?z ; while a do b end ; end
          end
        end
        test "e" do |f| f&.end ? g : "h" end
      end
      =begin
      =end
      __END__
      """
    ),
    (
      .lua,
      """
      --[==[ a ]] ]==]
      local M <const>, n = {}, 'o\\z
        p'
      --- doc
      function M.a.b:c(x, ...) if x then repeat local y = [[z]] until a else b() end end
      H = { i = function() end, j = { k = 1 } } .. 0x1p-3
      """
    ),
    (
      .dockerfile,
      """
      # escape=`
      FROM a:b AS c
      ENV D=1 E="f g" `
      # h
        I=2
      RUN <<J <<-'K' && l
      m
      J
      \tK
      """
    ),
    (
      .make,
      """
      # doc
      A ?= $(b c,$(d)) \\
        e # f
      define G =
      $(1): h
      endef
      i j: k | l ; m
      \tn \\
      \to
      ifeq ($(A),p)
      -include q.mk
      endif
      """
    ),
    (
      .sql,
      """
      -- doc
      CREATE TABLE a."b" (c int, `d` text DEFAULT 'e''f', KEY g (c));
      create function h(i int, out j text) returns text as $k$ ; $k$ language sql;
      DELIMITER //
      CREATE TRIGGER l BEGIN CASE m WHEN 1 THEN 2 END; END//
      /* n /* o */ p */ SELECT [q r], s[1] FROM (t)
      """
    ),
  ]

  @Test(arguments: samples.map(\.0))
  func survivesMutation(of language: Language) throws {
    let sample = Array(try #require(Self.samples.first { $0.0 == language }?.1).utf8)
    var random = SeededGenerator(state: 11)
    for round in 0..<3000 {
      var bytes = sample
      for _ in 0...Int.random(in: 0..<6, using: &random) { mutate(&bytes, &random) }
      let file = SyntaxFile(SourceText(bytes), as: language)
      if let fault = coverageFault(file) ?? nestingFault(file) {
        Issue.record("round \(round): \(fault) in \(String(decoding: bytes, as: UTF8.self))")
        return
      }
    }
  }

  @Test(arguments: samples.map(\.0))
  func survivesAnyPrefix(of language: Language) throws {
    let sample = Array(try #require(Self.samples.first { $0.0 == language }?.1).utf8)
    for length in 0...sample.count {
      let file = SyntaxFile(SourceText(Array(sample.prefix(length))), as: language)
      #expect((coverageFault(file) ?? nestingFault(file)) == nil, "of \(length) bytes")
    }
  }

  @Test(arguments: samples.map(\.0))
  func acceptsItsSample(_ language: Language) throws {
    let sample = try #require(Self.samples.first { $0.0 == language }?.1)
    #expect(defectLines(sample, language) == [])
  }

  @Test(
    arguments: samples.map(\.0),
    [
      "(", "{", "\"$(", "${", "$((", "((", "<<A\n", "x <<B\n", "`", "'", "if ", "a(){ ", "end\n",
      "#{", "\"#{", "do ", "def a", "x /a", "%w[", "$$", "/*", "--[[", "[[", "begin ", "a = {",
      "define a\n", "RUN \\\n#\n", "RUN \\\n", "#\n", "case a in ", "class A < ", "create a,",
    ])
  func costGrowsWithLengthOnly(_ language: Language, _ piece: String) {
    func seconds(_ repetitions: Int) -> Double {
      let text = SourceText(String(repeating: piece, count: repetitions))
      let start = ContinuousClock.now
      let file = SyntaxFile(text, as: language)
      let elapsed = ContinuousClock.now - start
      #expect(coverageFault(file) == nil)
      return elapsed / .seconds(1)
    }
    let short = seconds(1_000)
    let long = seconds(8_000)
    // Eight times the length; 40 leaves room for noise, a square would be 64 times and more.
    #expect(long < max(short * 40, 0.5), "\(short) s, then \(long) s")
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: 0..<bytes.count, using: &random)
    let marks = Array("(){}[]<>\"'`#\\/*@,;:.=!?%$&|\n\t \0".utf8) + [0xFF, 0xC3]
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes.remove(at: place)
    case 1: bytes.insert(marks.randomElement(using: &random)!, at: place)
    case 2: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 3: bytes.removeSubrange(place..<min(bytes.count, place + 30))
    default:
      let end = Int.random(in: place..<bytes.count, using: &random)
      bytes.append(contentsOf: bytes[place..<min(end, place + 80)])
    }
  }
}
