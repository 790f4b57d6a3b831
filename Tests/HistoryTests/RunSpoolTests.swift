import FoundationEssentials
import Testing
import Verification

@testable import History

@Suite struct RunSpoolTests {
  private func record(_ name: String, _ attempt: CommitAttempt? = nil) throws -> RunRecord {
    RunRecord(
      startedAt: 1_700_000_000.5, durationMs: 12.25, policyOrigin: "built\tin", version: "0.1.0",
      attempt: attempt, document: try RunStore.document(.sample(name)))
  }

  @Test func theHistoryTakesRunsOverWhenItIsOpened() async throws {
    try await withTemporaryFolder { folder in
      let spool = RunSpool(commonDirectory: folder)
      #expect(!spool.exists)
      for name in ["first", "second"] { #expect(spool.append(try record(name))) }
      #expect(spool.exists)
      let store = try RunStore.open(RunStore.path(commonDirectory: folder))
      #expect(try store.newest(9).map(\.description) == ["second", "first"])
      let run = try #require(try store.run(1))
      #expect(run.verdict == .sample("first"))
      #expect(run.policyOrigin == "built in")
      #expect(run.summary.startedAt == 1_700_000_000.5)
      #expect(!spool.exists)
      #expect(spool.append(try record("third")))
      #expect(try RunStore.open(RunStore.path(commonDirectory: folder)).count() == 3)
    }
  }

  @Test(arguments: ["c0ffee", nil])
  func theCommitThatIsAboutToBeMadeIsTakenOver(_ contents: String?) async throws {
    try await withTemporaryFolder { folder in
      let spool = RunSpool(commonDirectory: folder)
      let attempt = CommitAttempt(place: "/a\tb\nc/\u{E9}", contents: contents)
      #expect(spool.append(try record("first", attempt)))
      #expect(spool.append(try record("second")))
      let store = try RunStore.open(RunStore.path(commonDirectory: folder))
      let found = try #require(try store.lastAttempt(at: attempt.place))
      #expect(found.run == 1)
      #expect(found.contents == contents)
      #expect(!found.isCommitted)
    }
  }

  @Test func aRunIsTakenOverOnceThoughTheFileIsStillThere() async throws {
    try await withTemporaryFolder { folder in
      let spool = RunSpool(commonDirectory: folder)
      #expect(spool.append(try record("first")))
      // As if the process had been killed before it removed the file.
      let bytes = try Data(contentsOf: URL(filePath: spool.path))
      _ = try RunStore.open(RunStore.path(commonDirectory: folder))
      try bytes.write(to: URL(filePath: spool.path))
      #expect(spool.append(try record("second")))
      let store = try RunStore.open(RunStore.path(commonDirectory: folder))
      #expect(try store.newest(9).map(\.description) == ["second", "first"])
    }
  }

  @Test func aLineThatWasCutShortCostsOnlyItself() async throws {
    try await withTemporaryFolder { folder in
      let spool = RunSpool(commonDirectory: folder)
      for name in ["first", "second"] { #expect(spool.append(try record(name))) }
      let bytes = try Data(contentsOf: URL(filePath: spool.path))
      try bytes.dropLast(40).write(to: URL(filePath: spool.path))
      #expect(spool.append(try record("third")))
      let store = try RunStore.open(RunStore.path(commonDirectory: folder))
      #expect(try store.newest(9).map(\.description) == ["third", "first"])
    }
  }

  @Test func aFileThatIsNoSpoolOrTooLongIsNotAddedTo() async throws {
    try await withTemporaryFolder { folder in
      let spool = RunSpool(commonDirectory: folder)
      #expect(spool.append(try record("first")))
      try Data(repeating: 10, count: 2 << 20).write(to: URL(filePath: spool.path))
      #expect(!spool.append(try record("second")))
      #expect(try RunStore.open(RunStore.path(commonDirectory: folder)).count() == 0)
      #expect(spool.append(try record("third")))
    }
  }
}
