import Testing

@testable import Release

@Suite struct ChangelogFileTests {
  private static let commits = ["1a2b3c4d", "2b3c4d5e", "3c4d5e6f", "4d5e6f70", "5e6f7081"].map {
    $0 + String(repeating: "0", count: 32)
  }

  private static func entry(_ text: String, _ commit: Int) -> Changelog.Entry {
    Changelog.Entry(text: text, commit: commits[commit])
  }

  private static func release(
    _ version: String?, _ sections: [(String, [Changelog.Entry])]
  ) -> Changelog.Edition {
    Changelog.Edition(
      version: version.map { Version($0)! }, tag: version.map { "v\($0)" }, date: "2026-01-31",
      sections: sections.map { Changelog.Section(title: $0.0, entries: $0.1) }, contributors: [])
  }

  private static func updated(
    _ text: String, _ releases: [Changelog.Edition], known: Set<String> = [], head: Int = 4
  ) -> String {
    var file = ChangelogFile(text)
    file.update(
      releases, known: known, head: commits[head], ChangelogMarkdown(links: nil))
    return file.text
  }

  private static let releases = [
    release(nil, [("Added", [entry("read arrays", 3)]), ("Fixed", [entry("empty files", 2)])]),
    release("1.0.0", [("Added", [entry("read", 0)])]),
  ]

  private static let whole = """
    # Changelog

    ## [Unreleased]

    <!-- verdict: up to 5e6f70810000 -->

    ### Added

    - read arrays (4d5e6f70)

    ### Fixed

    - empty files (3c4d5e6f)

    ## [1.0.0] - 2026-01-31

    ### Added

    - read (1a2b3c4d)

    """

  @Test func aNewFileIsWritten() {
    #expect(Self.updated("", Self.releases) == Self.whole)
  }

  @Test func aSecondRunChangesNothing() {
    let first = Self.updated("", Self.releases)
    #expect(Self.updated(first, Self.releases, known: Set(Self.commits)) == first)
    #expect(Self.updated(first, Self.releases) == first)
  }

  @Test func whatPeopleWroteStays() {
    let text = """
      # History of changes

      Written by hand.

      ## Unreleased

      ### Fixed

      * a thing without a commit

      Some words.

      ## 0.9.0 (2025-12-01)

      - first

      [link]: https://example.org
      """
    let result = Self.updated(text, Self.releases)
    #expect(
      result == """
        # History of changes

        Written by hand.

        ## Unreleased

        <!-- verdict: up to 5e6f70810000 -->

        ### Fixed

        * a thing without a commit
        * empty files (3c4d5e6f)

        Some words.

        ### Added

        - read arrays (4d5e6f70)

        ## [1.0.0] - 2026-01-31

        ### Added

        - read (1a2b3c4d)

        ## 0.9.0 (2025-12-01)

        - first

        [link]: https://example.org
        """)
  }

  @Test func whatWasTakenOutDoesNotComeBack() {
    let first = Self.updated("", Self.releases)
    let shorter = first.replacing("- empty files (3c4d5e6f)\n", with: "")
    #expect(Self.updated(shorter, Self.releases, known: Set(Self.commits)) == shorter)
  }

  @Test func theUnreleasedSectionBecomesTheVersion() {
    let first = Self.updated("", Self.releases)
    let released = [
      Self.release(
        "1.1.0",
        [("Added", [Self.entry("read arrays", 3)]), ("Fixed", [Self.entry("empty files", 2)])])
    ]
    let result = Self.updated(first, released + Self.releases.dropFirst())
    #expect(
      result
        == first.replacing("## [Unreleased]\n", with: "## [1.1.0] - 2026-01-31\n")
        .replacing("<!-- verdict: up to 5e6f70810000 -->\n\n", with: ""))
  }

  @Test func lineEndsOfTheFileAreKept() {
    let text = "# Changelog\r\n\r\n## [0.9.0] - 2025-12-01\r\n\r\n- first\r\n"
    let result = Self.updated(text, Self.releases)
    #expect(!result.replacing("\r\n", with: "").contains("\n"))
    #expect(result.contains("- first\r\n"))
  }

  /// A generator of random numbers with a seed, so that a failure can be had again.
  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  /// Lines that people write, at random places; then the file is brought up to date.
  @Test(arguments: 0..<1_000)
  func noByteOfAHandIsLost(_ seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    let newest = [
      Self.release(
        nil,
        [
          ("Added", [Self.entry("more", 4), Self.entry("read arrays", 3)]),
          ("Fixed", [Self.entry("empty files", 2)]), ("Changed", [Self.entry("speed", 1)]),
        ]), Self.releases[1],
    ]
    let pieces = [
      "hand \(seed)", "### Security", "- by hand (#\(seed))", "* star", "  indented", "", "```",
      "> quote", "## [0.5.0] - 2020-01-01", "[ref]: https://example.org/\(seed)", "---", "text  ",
      "### added", "<!-- comment -->", "- é 🎉", "| a | b |", "\t- tab", "## Notes",
    ]
    var lines = Self.whole.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let place = Int.random(in: 0...lines.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0 where !lines.isEmpty: lines.remove(at: min(place, lines.count - 1))
      case 1 where !lines.isEmpty:
        lines[min(place, lines.count - 1)] += " edited \(seed)"
      default: lines.insert(pieces.randomElement(using: &random)!, at: place)
      }
    }
    let edited = lines.joined(separator: "\n")
    let known = Set(Self.commits[0...3])
    let result = Self.updated(edited, newest, known: known)
    // Every line is there, in its order; our own mark alone may be another one.
    var rest = result.split(separator: "\n", omittingEmptySubsequences: false)[...]
    let isReleased = edited.contains("## [1.0.0]")
    for line in lines where !line.hasPrefix("<!-- verdict: up to ") {
      // Without the heading of the release its entries stand below `Unreleased`, which becomes it.
      if !isReleased, line.isEmpty || line.hasPrefix("## [Unreleased]") { continue }
      guard let place = rest.firstIndex(where: { $0 == line }) else {
        Issue.record("lost: \(line)\n--- edited\n\(edited)\n--- result\n\(result)")
        return
      }
      rest = rest[(place + 1)...]
    }
    #expect(Self.updated(result, newest, known: Set(Self.commits)) == result)
  }
}
