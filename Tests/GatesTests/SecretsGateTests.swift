import Policy
import Source
import Testing
import Verification

@testable import Gates
@testable import Git

private let value = "q8Zt3LxV7n" + "R2kPw9Yd4Js"
private let line = "token = \"" + value + "\"\n"

@Suite struct SecretsGateTests {
  private let gate = SecretsGate()

  @Test(arguments: SecretsGate().rules.map(\.id))
  func badExamplesAreFoundAndGoodOnesAreNot(_ id: String) async throws {
    let rule = try #require(gate.rules.first { $0.id == id })
    let (bad, good) = (try #require(rule.bad), try #require(rule.good))
    let found = await gate.judge(Subject(SubjectFile(SourcePath(bad.path), .none, .text(bad.text))))
    #expect(found.findings.map(\.rule) == [id])
    #expect(found.outcome == .fail)
    let mended = await gate.judge(
      Subject(SubjectFile(SourcePath(good.path), .none, .text(good.text))))
    #expect(mended.findings == [] && mended.outcome == .pass)
  }

  @Test func onlyAddedLinesAreSearched() async {
    let result = await gate.judge(
      Subject(SubjectFile("a.py", .text(line + "a = 1\n"), .text(line + "a = 2\n"))))
    #expect(result.findings == [] && result.outcome == .pass)
  }

  @Test func whatMovedToAnotherFileIsNotNew() async {
    let result = await gate.judge(
      Subject(
        SubjectFile("a.py", .text(line), .text("a = 1\n")),
        SubjectFile("b.py", .none, .text("\n  " + line))))
    #expect(result.findings.map(\.isNew) == [false] && result.outcome == .pass)
  }

  @Test func anotherValueInTheSamePlaceIsNew() async {
    let other = "token = \"" + String(value.reversed()) + "\"\n"
    let result = await gate.judge(Subject(SubjectFile("a.py", .text(line), .text(other))))
    #expect(result.findings.map(\.isNew) == [true] && result.outcome == .fail)
  }

  @Test func noValueIsShown() async throws {
    let result = await gate.judge(Subject(SubjectFile("a.py", .none, .text("if x: " + line))))
    let finding = try #require(result.findings.first)
    #expect(finding.excerpt?.text == "if x: token = \"********\"")
    #expect(finding.excerpt?.prefix == 15 && finding.excerpt?.length == 8)
    #expect(!"\(result)".contains(value))
    // A fingerprint from which a short value could be found by trying would differ here.
    let other = await gate.judge(
      Subject(
        SubjectFile("a.py", .none, .text("if x: token = \"" + String(value.reversed()) + "\"\n"))))
    #expect(other.findings.first?.fingerprint == finding.fingerprint)
  }

  /// Another gate that points at the line.
  @Test func theExcerptsOfOtherGatesAreMasked() async throws {
    let result = await StructureGate().judge(
      Subject(SubjectFile("a.py", .none, .text("f(token=\"" + value + "\"\n"))))
    let finding = try #require(result.findings.first)
    #expect(finding.excerpt?.text.contains("********") == true)
    #expect(!"\(result)".contains(value))
  }

  /// A reason quotes a value without the name that makes it a secret.
  @Test func whatHappenedToDeclarationsIsMasked() {
    func text(_ value: String) -> String {
      "TOKEN = \"\(value)\"\n\ndef f(password=\"\(value)\"):\n    return 1\n"
    }
    let other = String(value.reversed())
    let diff = Subject(SubjectFile("a.py", .text(text(value)), .text(text(other)))).diff
    #expect(diff.files.flatMap(\.entities).flatMap(\.reasons).count == 2)
    #expect("\(diff)".contains("********"))
    #expect(!"\(diff)".contains(value) && !"\(diff)".contains(other))
  }

  /// With a rule the comment is a waiver, which the policy judges.
  @Test func aWaiverIsNoMark() async {
    let text = String(line.dropLast()) + "  # verdict:allow secrets/named-secret it opens nothing\n"
    let result = await gate.judge(Subject(SubjectFile("a.py", .none, .text(text))))
    #expect(result.findings.map(\.rule) == ["secrets/named-secret"])
  }

  @Test func aMarkWavesTheNextLine() async {
    let text = "# pragma: allowlist nextline secret\n" + line
    let result = await gate.judge(Subject(SubjectFile("a.py", .none, .text(text))))
    #expect(result.findings == [])
  }

  @Test(arguments: [
    "# verdict:allow secrets", "# pragma: allowlist secret", "# gitleaks:allow",
  ])
  func aMarkWavesItsLine(_ mark: String) async {
    let text = line.dropLast() + "  " + mark + "\n"
    let result = await gate.judge(Subject(SubjectFile("a.py", .none, .text(text))))
    #expect(result.findings == [])
    let beside = await gate.judge(Subject(SubjectFile("a.py", .none, .text(mark + "\n" + line))))
    #expect(beside.findings.count == 1)
  }

  @Test func pathsCanBeAllowed() async {
    let subject = Subject(SubjectFile("fixtures/a.py", .none, .text(line)))
    #expect(await gate.judge(subject, ["allow": .strings(["fixtures/"])]).findings == [])
    #expect(await gate.judge(subject, ["allow": .strings(["!x"])]).outcome == .inconclusive)
  }

  @Test(arguments: [
    ("src/a.py", Severity.error), ("tests/test_a.py", .warning), ("README.md", .warning),
  ])
  func aNamedSecretWeighsLessInTests(_ path: String, _ severity: Severity) async {
    let result = await gate.judge(Subject(SubjectFile(SourcePath(path), .none, .text(line))))
    #expect(result.findings.map(\.severity) == [severity])
  }

  @Test func messagesAreSearched() async {
    let files = [SubjectFile("a.py", .none, .text("a = 1\n"))]
    let change = Change(
      before: .nothing, after: .index, commits: [], files: files.map(\.change), description: "x"
    ).committed(as: "fix: use " + SecretExample.gitHub + "\n", onto: [])
    let result = await gate.judge(
      Subject(change: change, files: files, diff: .init(files.map(\.pair)), stage: nil))
    #expect(result.findings.map(\.rule) == ["secrets/provider-key"])
    #expect(result.outcome == .fail && !"\(result)".contains(SecretExample.gitHub))
  }

  @Test func whatCannotBeReadIsOpen() async {
    let result = await gate.judge(Subject(SubjectFile("a.py", .none, .unread(size: 5))))
    #expect(result.outcome == .inconclusive && result.unverified.count == 1)
    let binary = await gate.judge(
      Subject(
        SubjectFile("a.png", .none, .binary(size: 5)), SubjectFile("b.py", .none, .text("b\n"))))
    #expect(binary.outcome == .pass)
    #expect(binary.unverified == ["not searched, being binary: a.png"])
  }

  @Test(arguments: [
    ("a\nb\nc\n", "a\nx\nc\n", ["x\n"]), ("a\n", "a\n", []), ("", "a\n", ["a\n"]),
    ("a\nb", "a\nb\nc", ["c"]),
    ("a\nb\n", "b\na\n", []), ("a\n", "a\na\n", ["a\n"]), ("a", "ab", ["ab"]),
    ("x\na\n", "a\n", []),
    ("a\nb\nc\nd\n", "a\nc\ny\nb\nd\nz\n", ["y\n", "z\n"]),
  ])
  func addedLines(_ before: String, _ after: String, _ expected: [String]) {
    let text = SourceText(after)
    let added = AddedText.ranges(before: SourceText(before), after: text)
      .map { text.string(ByteRange($0.lowerBound, $0.upperBound)) }
    #expect(added == expected)
  }
}
