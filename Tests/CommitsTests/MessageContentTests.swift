import Testing

@testable import Commits

/// What messages say for a changelog. A line of the expectation: type, `(scope)`, `!` for a break, text, and in
/// brackets what breaks.
@Suite struct MessageContentTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let message: String
    let expected: String
    var convention = MessageConvention.conventional
    var testDescription: String { message }
  }

  private static func text(_ content: MessageContent) -> String {
    switch content {
    case .merge: "merge"
    case .fixup: "fixup"
    case .revert(let reverted):
      "revert of \(reverted.subject) [\(reverted.commits.joined(separator: " "))]"
    case .entries(let entries):
      entries.map { entry in
        var text = (entry.type ?? "-") + (entry.scope.map { "(\($0))" } ?? "")
        text += (entry.isBreaking ? "!" : "") + " " + entry.text
        if !entry.breakingNotes.isEmpty {
          text += " {\(entry.breakingNotes.joined(separator: " | "))}"
        }
        if !entry.references.isEmpty { text += " \(entry.references.joined(separator: " "))" }
        return text
      }.joined(separator: "\n")
    }
  }

  static let cases = [
    Case(message: "feat: allow config to extend", expected: "feat allow config to extend"),
    Case(message: "FEAT: x", expected: "feat x"),
    Case(message: "Fix(Parser): x", expected: "fix(Parser) x"),
    Case(message: "feat!: send an email", expected: "feat! send an email"),
    Case(message: "feat(api)!: send", expected: "feat(api)! send"),
    Case(message: "chore!: drop Node 6", expected: "chore! drop Node 6"),
    Case(message: "a-type_2: x", expected: "a-type_2 x"),
    Case(
      message: "feat: x\n\nBREAKING CHANGE: `extends` is used for files",
      expected: "feat! x {`extends` is used for files}"),
    Case(message: "feat: x\n\nBREAKING-CHANGE: y", expected: "feat! x {y}"),
    Case(
      message: "fix: x\n\nbody\n\nReviewed-by: Z\nBREAKING CHANGE: a\n  goes on\nRefs: #12",
      expected: "fix! x {a goes on} #12"),
    Case(message: "feat: x\n\nBREAKING CHANGE #12 is gone", expected: "feat! x {#12 is gone} #12"),
    Case(message: "feat: x\n\nbreaking change: y", expected: "feat x"),
    Case(message: "feat: x\n\n> BREAKING CHANGE: y", expected: "feat x"),
    Case(message: "feat: x\n\n```\n\nBREAKING CHANGE: y\n```", expected: "feat x"),
    Case(message: "feat: x\n\n~~~text\nBREAKING CHANGE: y\n~~~\n\nend", expected: "feat x"),
    Case(
      message: "feat: x\n\n```\nno end\n\nBREAKING CHANGE: y", expected: "feat! x {y}"),
    Case(message: "feat: x\n\n    BREAKING CHANGE: y", expected: "feat x"),
    Case(message: "fix: no BREAKING CHANGE: here", expected: "fix no BREAKING CHANGE: here"),
    Case(
      message: "docs: say what a BREAKING CHANGE is", expected: "docs say what a BREAKING CHANGE is"
    ),
    Case(message: "feat: x\n\nThis is no \"BREAKING CHANGE: y\"", expected: "feat x"),
    // The blank line is missing, and people mean it all the same.
    Case(message: "feat: x\n\nbody\nBREAKING CHANGE: y", expected: "feat! x {y}"),
    Case(message: "feat: x\r\n\r\nBREAKING CHANGE: y\r\n", expected: "feat! x {y}"),
    Case(message: "feat(a): x (#12)", expected: "feat(a) x (#12) #12"),
    Case(
      message: "fix: x\n\nFixes: owner/name#3, closes GH-4", expected: "fix x owner/name#3 GH-4"),
    Case(message: "fix: x\n\nSee group/project!7 and !8", expected: "fix x group/project!7 !8"),
    Case(message: "fix: colour #123abc and a#1", expected: "fix colour #123abc and a#1"),
    Case(
      message: "fix: x\n\nCo-authored-by: A B <a@b.c>\nSigned-off-by: C", expected: "fix x"),
    Case(message: "fix:  two blanks", expected: "fix two blanks"),
    Case(
      message: "feat: adds UUIDs\n\nfix(utils): unicode\n\nReviewed-by: Z",
      expected: "feat adds UUIDs\nfix(utils) unicode"),
    Case(message: "feat: x\n\nNote: this is no entry", expected: "feat x"),
    Case(message: "feat: x\n\nfix: goes on\nin a paragraph", expected: "feat x"),
    Case(message: "Add a thing", expected: ""),
    Case(message: "feat : x", expected: ""),
    Case(message: "feat:x", expected: ""),
    Case(message: "feat(): x", expected: ""),
    Case(message: "", expected: ""),
    Case(message: "WIP", expected: ""),
    Case(
      message:
        "Add parser (#7)\n\n* feat(parser): read arrays\n\n* fix: empty file\n* wip\n- docs: say so",
      expected: "feat(parser) read arrays #7\nfix empty file #7\ndocs say so #7"),
    Case(
      message: "fix: one (#9)\n\n* feat: part\n* refactor!: drop `old`",
      expected: "fix! one (#9) {drop `old`} #9"),
    Case(
      message: "Rework\n\nBREAKING CHANGE: all is new", expected: "-! Rework {all is new}"),
    Case(message: "Merge branch 'topic' into main", expected: "merge"),
    Case(message: "Merge pull request #12 from a/b\n\nfeat: x", expected: "merge"),
    Case(message: "Merge remote-tracking branch 'origin/x'", expected: "merge"),
    Case(message: "Merged in topic (pull request #3)", expected: "merge"),
    Case(message: "fixup! feat: x", expected: "fixup"),
    Case(
      message:
        "Revert \"feat: x\"\n\nThis reverts commit 0123456789abcdef0123456789abcdef01234567.",
      expected: "revert of feat: x [0123456789abcdef0123456789abcdef01234567]"),
    Case(
      message: "revert: let us never again speak\n\nRefs: 676104e, a215868",
      expected: "revert of let us never again speak [676104e a215868]"),
    Case(
      message: "Reapply \"feat: x\"\n\nThis reverts commit 0123456789.",
      expected: "revert of feat: x [0123456789]"),
    Case(message: "Revert \"Add a thing\"", expected: "revert of Add a thing []"),
    Case(message: "✨ feat: x", expected: "feat x"),
    Case(message: ":bug: fix(a): x", expected: "fix(a) x"),
    Case(message: ":sparkles: Add x", expected: ""),
    Case(message: ":sparkles: Add x", expected: "feat Add x", convention: .gitmoji),
    Case(message: "🐛 (parser) Mend x", expected: "fix(parser) Mend x", convention: .gitmoji),
    Case(message: "💥 Drop x", expected: "feat! Drop x", convention: .gitmoji),
    Case(message: "♻️ Turn round", expected: "refactor Turn round", convention: .gitmoji),
    Case(message: "feat: x", expected: "feat x", convention: .gitmoji),
  ]

  @Test(arguments: cases)
  func aMessageSaysWhatWasDone(_ case: Case) {
    let content = MessageContent(CommitMessage(`case`.message), convention: `case`.convention)
    #expect(Self.text(content) == `case`.expected)
  }

  @Test func codeIsNoFooter() throws {
    let commit = try ConventionalCommit(parsing: "fix: x\n\n```\n\nBREAKING CHANGE: y\n```\n")
    #expect(!commit.isBreaking)
    #expect(commit.footers.isEmpty)
  }
}
