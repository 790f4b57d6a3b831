import Policy
import SemanticDiff
import Source
import Syntax
import Testing
import Verification

@testable import Gates
@testable import Git

@Suite struct DuplicationGateTests {
  private static let original = DuplicationGate.ruleTexts[0].bad!.text.components(
    before: "\ndef gross")
  private static let copy =
    "def gross" + DuplicationGate.ruleTexts[0].bad!.text.components(after: "\ndef gross")

  @Test func badExamplesAreFoundAndGoodOnesAreNot() async throws {
    let rule = DuplicationGate.ruleTexts[0]
    let (bad, good) = (try #require(rule.bad), try #require(rule.good))
    let found = await judge(SubjectFile(SourcePath(bad.path), .none, .text(bad.text)))
    #expect(found.findings.map(\.rule) == [rule.id])
    #expect(found.outcome == .fail)
    let mended = await judge(SubjectFile(SourcePath(good.path), .none, .text(good.text)))
    #expect(mended.findings == [])
    #expect(mended.outcome == .pass)
  }

  @Test func aCopyOfAnUnchangedFileIsFoundThroughTheIndex() async throws {
    try await withFolder { folder in
      let files: [SourcePath: String] = ["a/old.py": Self.original, "b/other.py": "x = 1\n"]
      let file = SubjectFile("c/new.py", .none, .text(Self.copy))
      for _ in 0..<2 {
        let result = await judge(file, folder: folder, beside: files)
        #expect(result.findings.count == 1)
        #expect(result.findings.first?.message.contains("a/old.py (`net_total`)") == true)
      }
    }
  }

  @Test func whatWasCopiedBeforeIsNotTold() async throws {
    let text = Self.original + "\n" + Self.copy
    let result = await judge(SubjectFile("a.py", .text(text), .text(text + "\nx = 1\n")))
    #expect(result.findings == [])
  }

  @Test func ofTwoNewCopiesTheOneInTheLaterFileIsTold() async {
    let result = await judge(
      SubjectFile("a.py", .none, .text(Self.original)),
      SubjectFile("b.py", .none, .text(Self.copy)))
    #expect(result.findings.map(\.path) == ["b.py"])
  }

  @Test func whatWasMovedIsNoCopy() async throws {
    try await withFolder { folder in
      let result = await judge(
        SubjectFile("a.py", .text(Self.original), .none),
        SubjectFile("b.py", .none, .text(Self.copy)), folder: folder,
        beside: ["a.py": Self.original])
      #expect(result.findings == [])
      #expect(result.outcome == .pass)
    }
  }

  @Test func beforeACommitNoRepositoryIsReadForTheFirstTime() async throws {
    try await withFolder { folder in
      var files: [SourcePath: String] = ["a/old.py": Self.original]
      for number in 0..<4 { files[SourcePath("m\(number).py")] = "x = \(number)\n" }
      let file = SubjectFile("c/new.py", .none, .text(Self.copy))
      for _ in 0..<2 {
        let result = await judge(file, folder: folder, beside: files, stage: .preCommit)
        #expect(result.outcome == .deferred)
        #expect(result.unverified.count == 1)
      }
      let whole = await judge(file, folder: folder, beside: files, stage: .prePush)
      #expect(whole.findings.count == 1)
      let again = await judge(file, folder: folder, beside: files, stage: .preCommit)
      #expect(again.findings.count == 1)
    }
  }

  @Test(arguments: [
    "import a\nimport b\n",
    "T = [\n" + (0..<60).map { "  (\"a\($0)\", \($0)),\n" }.joined() + "]\n",
    "# @generated\n" + copy,
  ])
  func importsTablesAndGeneratedFilesAreNoCopies(_ text: String) async {
    let result = await judge(
      SubjectFile("a.py", .none, .text(text + text)), SubjectFile("b.py", .none, .text(text)))
    #expect(result.findings == [])
  }

  /// Whatever stands around it: what two files share is in the fingerprints of both.
  @Test func fingerprintsAreGuaranteed() {
    var random = Seeded(state: 7)
    let words = [
      "if", "a", "(", ")", "==", "1", "return", "+", "-", "*", "while", ":", "not", "[", "]", ",",
      "\"s\"",
    ]
    func noise(_ count: Int) -> String {
      (0..<count).map { _ in words[Int(random.next() % UInt64(words.count))] }.joined(
        separator: " ")
    }
    for _ in 0..<200 {
      let shared = noise(Winnowing.guaranteed)
      let texts = (0..<2).map { _ in noise(Int(random.next() % 90)) + " " + shared + " " + noise(40)
      }
      let sets = texts.map { text in
        Set(
          Winnowing.fingerprints(
            CloneTokens(SyntaxFile(SourceText(text), as: .python))
          ).map(\.hash))
      }
      #expect(!sets[0].isDisjoint(with: sets[1]), "\(shared)")
    }
  }

  private func judge(
    _ files: SubjectFile..., folder: String = "/nonexistent",
    beside: [SourcePath: String]? = nil, stage: Stage? = nil
  ) async -> GateResult {
    let id = ObjectID(hex: String(repeating: "a", count: 40))!
    var subject = Subject(
      change: Change(
        before: beside == nil ? .nothing : .commit(id, label: ""), after: .index, commits: [],
        files: files.map(\.change), description: ""),
      files: files, diff: SemanticChange(files.map(\.pair)), stage: stage)
    if let beside {
      let listed = beside.keys.sorted().map { ListedFile(path: $0, id: id) }
      subject.snapshots = SnapshotReading { _ in
        Snapshot(listed) { file in Array(beside[file.path]!.utf8) }
      }
    }
    return await DuplicationGate(folder: folder).judge(subject)
  }
}
