import Commits
import Source
import Testing

@Suite struct ConventionalCommitTests {
  @Test func `a full message`() throws {
    let commit = try ConventionalCommit(
      parsing: """
        feat(api)!: send an email

        First paragraph
        of two lines.

        Note that this is prose.

        Reviewed-by: Z
        Refs #123
        BREAKING CHANGE: the old way
        is gone

        for good
        """)
    #expect(commit.type == "feat")
    #expect(commit.scope == "api")
    #expect(commit.isBreaking)
    #expect(commit.description == "send an email")
    #expect(commit.body == "First paragraph\nof two lines.\n\nNote that this is prose.")
    #expect(commit.footers.map(\.token) == ["Reviewed-by", "Refs", "BREAKING CHANGE"])
    #expect(
      commit.footers.map(\.value) == ["Z", "#123", "the old way\nis gone\n\nfor good"])
    #expect(commit.breakingChanges == ["the old way\nis gone\n\nfor good"])
  }

  /// The examples of the specification.
  @Test(arguments: [
    ("feat: allow provided config object to extend other configs", "feat", nil, false),
    ("feat!: send an email", "feat", nil, true),
    ("feat(api)!: send an email", "feat", "api", true),
    ("docs: correct spelling of CHANGELOG", "docs", nil, false),
    ("feat(lang): add Polish language", "feat", "lang", false),
    ("FEAT: any case", "FEAT", nil, false),
    ("fix: x\n\nBREAKING CHANGE: y", "fix", nil, true),
    ("fix: x\n\nBREAKING-CHANGE: y", "fix", nil, true),
    ("fix: x\n\nbreaking change: y", "fix", nil, false),
    ("fix: x\n\nbreaking-change: y", "fix", nil, false),
    ("fix: x\n\nprose\nBREAKING CHANGE: not after a blank line", "fix", nil, false),
    ("fix(a b): x: y (z)!", "fix", "a b", false),
    ("fix: x\r\n\r\nbody\r\n", "fix", nil, false),
  ])
  func `what is allowed`(
    _ text: String, _ type: String, _ scope: String?, _ isBreaking: Bool
  ) throws {
    let commit = try ConventionalCommit(parsing: text)
    #expect(commit.type == type)
    #expect(commit.scope == scope)
    #expect(commit.isBreaking == isBreaking)
  }

  /// The place of each error stands between `«` and `»`.
  @Test(
    arguments: [
      ("«»", .empty), ("«update»", .noColon), ("«»: x", .noType), ("«(api)»: x", .noType),
      ("«*»: x", .invalidType), ("new« feature»: x", .invalidType),
      ("feat«(api: x»", .unclosedScope),
      ("feat«()»: x", .emptyScope), ("feat(«a(b»): x", .invalidScope),
      ("feat(a)« »: x", .textBeforeColon), ("feat«:»x", .noBlankAfterColon),
      ("feat:«  »x", .blanksAfterColon), ("feat«:»", .noDescription), ("feat«:  »", .noDescription),
      ("feat: x\n«body»", .noBlankLineAfterSubject),
      ("feat: x\n\n«Refs: »\nCloses: 1", .emptyFooter("Refs")),
    ] as [(String, ConventionalCommitError.Reason)])
  func `what is not`(_ marked: String, _ reason: ConventionalCommitError.Reason) {
    let text = marked.filter { $0 != "«" && $0 != "»" }
    let error = #expect(throws: ConventionalCommitError.self) {
      try ConventionalCommit(parsing: text)
    }
    #expect(error?.reason == reason)
    let start = marked.prefix { $0 != "«" }.utf8.count
    let length = marked.drop { $0 != "«" }.dropFirst().prefix { $0 != "»" }.utf8.count
    #expect(error?.range == ByteRange(start, start + length))
    #expect(error?.help.isEmpty == false)
  }

  @Test func `an error shows its place`() throws {
    let error = try #require(throws: ConventionalCommitError.self) {
      try ConventionalCommit(parsing: "feat: x\nbody")
    }
    let problem = error.problem(in: SourceText("feat: x\nbody"), path: "COMMIT_EDITMSG")
    #expect(problem.place?.range?.start == SourcePosition(line: 2, column: 1))
    #expect(problem.message == "the blank line after the subject is missing")
  }
}
