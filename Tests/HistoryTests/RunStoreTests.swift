import FoundationEssentials
import Policy
import Source
import Store
import Testing
import Verification

@testable import History
@testable import SemanticDiff

@Suite struct RunStoreTests {
  private func withStore<T>(_ body: (RunStore, String) async throws -> T) async throws -> T {
    try await withTemporaryFolder { folder in
      let path = RunStore.path(commonDirectory: folder)
      return try await body(try RunStore.open(path), path)
    }
  }

  @Test func theFileLiesInTheCommonGitFolder() {
    #expect(RunStore.path(commonDirectory: "/r/.git") == "/r/.git/verdict/history.sqlite")
    #expect(RunStore.path(commonDirectory: "/r/.git/") == "/r/.git/verdict/history.sqlite")
  }

  @Test func whatIsRecordedReadsBackEqual() async throws {
    try await withStore { store, path in
      let verdict = Verdict.sample("first")
      let id = try store.record(
        verdict, startedAt: 1_700_000_000.5, durationMs: 12.25, policyOrigin: "built in",
        version: "0.1.0")
      for store in [store, try RunStore.open(path)] {
        let run = try #require(try store.run(id))
        #expect(run.verdict == verdict)
        #expect(run.policyOrigin == "built in")
        #expect(run.version == "0.1.0")
        #expect(
          run.summary
            == RunSummary(
              id: id, startedAt: 1_700_000_000.5, durationMs: 12.25, stage: .prePush,
              description: "first", decision: .notDone, files: 1, addedLines: 2, removedLines: 3))
      }
    }
  }

  @Test func theNewestStandsFirst() async throws {
    try await withStore { store, _ in
      for name in ["a", "b", "c"] { try store.record(.sample(name)) }
      #expect(try store.newest(2).map(\.description) == ["c", "b"])
      #expect(try store.newest(10).map(\.id) == [3, 2, 1])
      #expect(try store.newest(0).isEmpty)
      #expect(try store.count() == 3)
    }
  }

  @Test func anAttemptIsKnownAgainWhereItWasMade() async throws {
    try await withStore { store, path in
      #expect(try store.lastAttempt(at: "/a/.git") == nil)
      for (place, contents) in [("/a/.git", "1"), ("/b/.git", "2"), ("/a/.git", nil)] {
        try store.record(
          .sample("x"), startedAt: 0, durationMs: 0, policyOrigin: "", version: "",
          attempt: CommitAttempt(place: place, contents: contents))
      }
      try store.record(.sample("no attempt"))
      let store = try RunStore.open(path)
      let other = try #require(try store.lastAttempt(at: "/b/.git"))
      #expect(other.run == 2 && other.contents == "2" && !other.isCommitted)
      #expect(other.before == Verdict.sample("x").change.before)
      #expect(try store.lastAttempt(at: "/a/.git")?.contents == nil)
      try store.note(commit: "c", of: 2)
      #expect(try store.lastAttempt(at: "/b/.git")?.isCommitted == true)
      #expect(try store.lastAttempt(at: "/a/.git")?.isCommitted == false)
    }
  }

  @Test func aRunFollowsItsCommitThroughRewriting() async throws {
    try await withStore { store, _ in
      let id = try store.record(.sample("a"))
      #expect(try store.commits(of: id) == [])
      try store.note(commit: "1", of: id)
      try store.note(rewritten: [("0", "9"), ("1", "2"), ("2", "3")], by: "rebase")
      #expect(try store.commits(of: id) == ["1", "2", "3"])
      // A circle, as from moving a branch there and back, ends.
      try store.note(rewritten: [("3", "1")], by: "amend")
      #expect(try store.commits(of: id) == ["1", "2", "3"])
    }
  }

  @Test func anOlderHistoryIsCarriedOn() async throws {
    try await withTemporaryFolder { folder in
      let path = RunStore.path(commonDirectory: folder)
      try FileManager.default.createDirectory(
        atPath: "\(folder)/verdict", withIntermediateDirectories: true)
      let old = try DatabaseFile.open(path, migrations: Array(HistorySchema.migrations.prefix(1)))
      try old.write(
        "INSERT INTO run (startedAt, durationMs, description, before, after, changeType, decision, "
          + "files, addedLines, removedLines, policyOrigin, version, verdict) "
          + "VALUES (1, 1, 'old', 'x', 'y', 'code', 'done', 1, 1, 1, '', '', x'00')")
      let store = try RunStore.open(path)
      #expect(try store.newest(1).map(\.description) == ["old"])
      try store.record(.sample("new"))
      #expect(try store.count() == 2)
    }
  }

  @Test func thereIsNoRunOfAnUnknownNumber() async throws {
    try await withStore { store, _ in
      try store.record(.sample("a"))
      for id in [0, 2, -1, .max] { #expect(try store.run(id) == nil) }
    }
  }

  @Test func manyWriteAtOnceAndNoneIsLost() async throws {
    try await withStore { _, path in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<8 {
          group.addTask {
            let store = try RunStore.open(path)
            for number in 0..<5 { try store.record(.sample("\(writer).\(number)")) }
          }
        }
        try await group.waitForAll()
      }
      let runs = try RunStore.open(path).newest(100)
      #expect(Set(runs.map(\.description)).count == 40)
      #expect(runs.map(\.id) == (1...40).reversed())
    }
  }

  @Test func aDamagedHistoryIsSetAside() async throws {
    try await withTemporaryFolder { folder in
      let path = RunStore.path(commonDirectory: folder)
      let parent = "\(folder)/verdict"
      try FileManager.default.createDirectory(
        atPath: parent, withIntermediateDirectories: true)
      let damaged = Data(String(repeating: "no database ", count: 500).utf8)
      try damaged.write(to: URL(filePath: path))
      let store = try RunStore.open(path)
      #expect(store.note?.contains("was damaged") == true)
      #expect(try store.count() == 0)
      try store.record(.sample("a"))
      let aside = try #require(
        try FileManager.default.contentsOfDirectory(atPath: parent).first {
          $0.hasPrefix("history.sqlite.corrupt-")
        })
      #expect(try Data(contentsOf: URL(filePath: "\(parent)/\(aside)")) == damaged)
      #expect(try RunStore.open(path).note == nil)
    }
  }

  @Test(arguments: ["{}", "no JSON", "{\"decision\": \"perhaps\"}"])
  func aVerdictOfAnotherVersionIsAClearError(_ document: String) async throws {
    try await withStore { store, path in
      let id = try store.record(.sample("a"))
      let file = try DatabaseFile.open(path, migrations: HistorySchema.migrations)
      try file.write(
        "UPDATE run SET verdict = ?, version = '9.0.0' WHERE id = ?",
        [.blob(Array(document.utf8)), .integer(Int64(id))])
      let error = #expect(throws: Problem.self) { try store.run(id) }
      #expect(error?.kind == .failure)
      #expect(error?.message == "run 1 was recorded by verdict 9.0.0 in a form that cannot be read")
      #expect(error?.help != nil)
      // The list, which needs no document, still shows it.
      #expect(try store.newest(1).map(\.id) == [id])
    }
  }

  @Test func findingsAndMetricsStandInTablesOfTheirOwn() async throws {
    try await withStore { store, path in
      try store.record(.sample("a"))
      let file = try DatabaseFile.open(path, migrations: HistorySchema.migrations)
      let gates = try file.rows("SELECT name, outcome, required FROM gate")
      #expect(gates.map { $0.text("name") } == ["structure"])
      #expect(gates.map { $0.text("outcome") } == ["fail"])
      let findings = try file.rows("SELECT rule, path, isNew FROM finding")
      #expect(findings.map { $0.text("rule") } == ["structure/invalid-utf8"])
      #expect(findings.map { $0.text("path") } == ["a\u{FFFD}"])
      let metrics = try file.rows("SELECT name, before, after FROM metric")
      #expect(metrics.map { $0.real("before") } == [nil])
      #expect(metrics.map { $0.real("after") } == [2])
    }
  }
}

extension RunStore {
  @discardableResult
  fileprivate func record(_ verdict: Verdict) throws -> Int {
    try record(
      verdict, startedAt: 1_700_000_000, durationMs: 1, policyOrigin: "built in", version: "0.1.0")
  }
}

extension Verdict {
  static func sample(_ description: String) -> Verdict {
    let text = SourceText([0x61, 0xFF, 0x0A])
    let finding = Finding(
      rule: "structure/invalid-utf8", severity: .error, message: "not UTF-8", help: "save as UTF-8",
      path: SourcePath(bytes: [0x61, 0xFF]), text: text, range: ByteRange(1, 2), entity: "f")
    let range = text.range(ByteRange(0, 2))
    let change = EntityChange(
      kind: .function, qualifiedName: "f", oldQualifiedName: "g", path: "a.swift", oldPath: nil,
      changes: [.renamed], parameterChanges: [ParameterChange(.added, "a", after: "a: Int")],
      visibility: .public, api: .major, reasons: ["renamed"], similarity: 1, before: range,
      after: range)
    return Verdict(
      change: ChangeSummary(
        description: description, before: "nothing", after: "index",
        commits: [.init(id: "0123", subject: "fix: a")], files: 1, addedLines: 2,
        removedLines: 3),
      detected: DetectedType(.refactor, confidence: 0.8), claimed: .code,
      files: [FileDiff(path: "a.swift", status: .modified, language: "swift", entities: [change])],
      gates: [
        GateReport(
          "structure",
          GateResult(
            .fail, "1 file read", findings: [finding],
            metrics: [Metric("m", of: "change", after: 2, unit: "files")]),
          level: .required, durationMs: 1.5)
      ], unverified: [Unverified(gate: "compile", why: "not trusted")], stage: .prePush,
      onInconclusive: nil)
  }
}
