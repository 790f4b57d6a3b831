import Policy
import Source
import Testing
import Verification

@testable import Gates

@Suite struct DocumentationGateTests {
  private func documented(_ count: Int) -> String {
    (0..<count).map { "/// Gives \($0).\npublic func value\($0)() -> Int { \($0) }\n" }.joined(
      separator: "\n")
  }

  private func judge(
    _ files: [SubjectFile], beside: [SourcePath: String] = [:], stage: Stage? = nil
  ) async -> GateResult {
    await DocumentationGate().judge(Subject(files, beside: beside, stage: stage))
  }

  @Test(
    arguments: [
      (6, "public func more() -> Int { 1 }\n", [true]),
      (6, "/// More.\npublic func more() -> Int { 1 }\n", []),
      (5, "public func more() -> Int { 1 }\n", []), (6, "func more() -> Int { 1 }\n", []),
      (6, "private func more() -> Int { 1 }\n", []),
      (6, "struct S { public func more() -> Int { 1 } }\n", []),
    ] as [(Int, String, [Bool])])
  func whatIsPublicIsDocumentedWhereItsNeighboursAre(
    _ neighbours: Int, _ added: String, _ isNew: [Bool]
  ) async {
    let text = documented(neighbours)
    let result = await judge([SubjectFile("a.swift", .text(text), .text(text + "\n" + added))])
    #expect(result.findings.map(\.isNew) == isNew)
    #expect(
      result.findings.allSatisfy { $0.rule == "documentation/undocumented" && $0.entity == "more" })
  }

  @Test func aNewFileIsComparedWithItsFolder() async {
    let file = SubjectFile("lib/new.swift", .none, .text("public func more() -> Int { 1 }\n"))
    let there: [SourcePath: String] = [
      "lib/old.swift": documented(8), "other/x.swift": "public func a() {}\n",
    ]
    #expect(await judge([file], beside: there).findings.count == 1)
    #expect(await judge([file], beside: ["other/old.swift": documented(8)]).findings == [])
  }

  @Test func whatLostItsDocumentationIsTold() async {
    let text = documented(8)
    let result = await judge([
      SubjectFile("a.swift", .text(text), .text(text.replacing("/// Gives 3.\n", with: "")))
    ])
    #expect(result.findings.map(\.entity) == ["value3"])
    #expect(result.outcome == .fail)
  }

  @Test func whatHadNoneBeforeIsOld() async {
    let text = documented(8) + "\npublic func more() -> Int { 1 }\n"
    let result = await judge([
      SubjectFile("a.swift", .text(text), .text(text.replacing("more()", with: "more(_ a: Int)")))
    ])
    #expect(result.findings.map(\.isNew) == [false])
    #expect(result.outcome == .pass)
  }

  private let removed = SubjectFile(
    "a.py", .text("def read_all_lines(a):\n    return [a]\n\ndef other():\n    return 1\n"),
    .text("def other():\n    return 1\n"))

  @Test(arguments: [
    "Call `read_all_lines`.", "Call `read_all_lines(path)` first.", "See ``a.read_all_lines``.",
  ])
  func documentsThatNameWhatIsGoneAreTold(_ line: String) async {
    let result = await judge([removed], beside: ["README.md": "# A\n\n\(line)\n"])
    #expect(result.findings.map(\.rule) == ["documentation/stale-name"])
    #expect(result.findings.first?.path == "README.md")
  }

  @Test(arguments: [
    "Call read_all_lines.", "`read_all_lines` was removed.", "Call `read_all_lines_now`.",
    "```\nread_all_lines()\n```", "Call `other_module.thing.read_all_lines`.",
  ])
  func othersAreNot(_ line: String) async {
    let result = await judge([removed], beside: ["README.md": "# A\n\n\(line)\n"])
    #expect(result.findings == [])
  }

  @Test func whatOtherCodeStillHasIsNotGone() async {
    let text = "Call `read_all_lines`.\n"
    let there = await judge(
      [removed], beside: ["README.md": text, "b.py": "def read_all_lines(): pass\n"])
    #expect(there.findings == [])
    let longer = await judge(
      [removed], beside: ["README.md": text, "b.py": "def read_all_lines_2(): pass\n"])
    #expect(longer.findings.count == 1)
    let changelog = await judge([removed], beside: ["CHANGELOG.md": text])
    #expect(changelog.findings == [])
  }

  @Test func renamesSayTheNewName() async {
    let body = "(a):\n    b = a * 17\n    c = consume(b, a)\n    return [a, b, c]\n"
    let result = await judge(
      [
        SubjectFile("a.py", .text("def read_all_lines" + body), .text("def read_every_line" + body))
      ],
      beside: ["README.md": "Call `read_all_lines`.\n"])
    #expect(result.findings.map(\.help) == ["write `read_every_line`"])
  }

  @Test func beforeACommitUnchangedDocumentsWait() async {
    let result = await judge(
      [removed], beside: ["README.md": "Call `read_all_lines`.\n"], stage: .preCommit)
    #expect(result.findings == [])
    #expect(result.unverified.count == 1)
  }
}
