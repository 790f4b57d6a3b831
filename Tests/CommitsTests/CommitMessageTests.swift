import Commits
import Testing

@Suite struct CommitMessageTests {
  @Test func `subject, body and trailers`() {
    let message = CommitMessage(
      """
      Read empty files

      They have no line.

      Second paragraph.

      Reviewed-by: Ada
      Signed-off-by: Charles <c@example.org>
      """)
    #expect(message.subject == "Read empty files")
    #expect(message.body == "They have no line.\n\nSecond paragraph.")
    #expect(
      message.trailers == [
        Trailer(key: "Reviewed-by", value: "Ada"),
        Trailer(key: "Signed-off-by", value: "Charles <c@example.org>"),
      ])
  }

  @Test(arguments: [
    // The title is never a block of trailers.
    ("Fix: it", []),
    // One line that is none spoils the block,
    ("s\n\nKey: value\nprose", []),
    // unless Git wrote one of the others.
    ("s\n\nprose\nSigned-off-by: Ada", ["Signed-off-by=Ada"]),
    ("s\n\na\nb\nc\nd\nSigned-off-by: Ada", []),
    ("s\n\nKey: one\n  two\nOther : x", ["Key=one two", "Other=x"]),
    ("s\n\nNot a key: x", []),
    ("s\n\nKey: 1\n\nKey: 2\n\n", ["Key=2"]),
    ("s\r\n\r\nKey: 1\r\n", ["Key=1"]),
    ("s\n\n(cherry picked from commit 1234)\nKey: 1", ["Key=1"]),
  ])
  func `trailers as Git finds them`(_ text: String, _ expected: [String]) {
    #expect(CommitMessage(text).trailers.map { "\($0.key)=\($0.value)" } == expected)
  }

  @Test(
    arguments: [
      ("Merge branch 'topic'", .merge), ("Merge pull request #1 from a/b", .merge),
      ("Merge 0123abc into 4567def", .merge), ("Merge sort is faster", .ordinary),
      ("Revert \"feat: x\"", .revert("feat: x")), ("Revert the thing", .ordinary),
      ("Reapply \"feat: x\"", .reapply("feat: x")),
      ("fixup! feat: x", .fixup("feat: x")), ("squash! feat: x", .squash("feat: x")),
      ("amend! feat: x", .amend("feat: x")), ("feat: x", .ordinary), ("", .ordinary),
    ] as [(String, CommitMessage.Kind)])
  func `kinds of messages`(_ text: String, _ kind: CommitMessage.Kind) {
    #expect(CommitMessage(text).kind == kind)
  }
}
