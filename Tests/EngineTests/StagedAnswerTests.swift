import FoundationEssentials
import Git
import History
import Policy
import Source
import Testing
import Verification

@testable import Engine

/// A verdict is given again only while nothing that it depends on has changed.
@Suite struct StagedAnswerTests {
  private static let kept = StagedAnswer.Kept(
    exitCode: 1, text: "not done\n\u{E9}\n",
    run: RunRecord(
      startedAt: 0, durationMs: 0, policyOrigin: "built in", version: "1",
      attempt: CommitAttempt(place: "/r", contents: "c"), document: Array("{}".utf8)))

  /// A repository with something staged, and a program that stands for this one.
  private func withStaged(
    _ body: (TestRepository, _ program: String) async throws -> Void
  ) async throws {
    try await TestRepository.with { repository in
      try await repository.commit(["a.py": "a = 1\n", "b.py": "b = 1\n"])
      try repository.write("a = 2\n", "a.py")
      try await repository.git("add", "a.py")
      let program = repository.folder + "/program"
      try write("program", to: program, mode: 0o755)
      // What was written just now could be written again without a sign.
      try await Task.sleep(for: .milliseconds(60))
      try await body(repository, program)
    }
  }

  private func answer(
    _ repository: TestRepository, _ program: String, _ variables: [String: String] = [:],
    options: [String] = ["o"]
  ) -> StagedAnswer? {
    var surroundings = repository.surroundings(path: repository.folder + "/bin")
    surroundings.environment.merge(variables) { $1 }
    return StagedAnswer(surroundings, program: program, options: options)
  }

  /// Whether it is what was kept, as a run of its own.
  private static func gives(_ answer: StagedAnswer) -> Bool {
    guard var given = answer.given(), given.run.startedAt > 0 else { return false }
    given.run.startedAt = kept.run.startedAt
    given.run.durationMs = kept.run.durationMs
    return given == kept
  }

  @Test func everyGateSaysWhatItDependsOn() async throws {
    try await withStaged { repository, program in
      let context = Checking.toolContext(
        repository.surroundings(), workTree: nil, commonDirectory: "/r", isTrusted: { _ in false })
      for gate in GateList.gates(context) {
        #expect(gate.witnesses() != nil, "\(gate.id): the second run of a hook is judged anew")
      }
    }
  }

  @Test func theSameStateIsAnsweredAgainAndRecorded() async throws {
    try await withStaged { repository, program in
      let first = try #require(answer(repository, program))
      #expect(first.given() == nil)
      first.keep(Self.kept) { answer(repository, program) }
      #expect(answer(repository, program).map(Self.gives) == true)
      #expect(exists(repository.path + "/.git/verdict/history.sqlite.spool"))
      // Times of files, and what differs from one command to the next, do not matter.
      try await repository.git("update-index", "--refresh")
      try await repository.git("write-tree")
      let passing = ["GIT_AUTHOR_DATE": "now", "GIT_PREFIX": "x/", "SHLVL": "2"]
      let again = try #require(answer(repository, program))
      again.keep(Self.kept) { answer(repository, program) }
      try write("a = 3\n", to: repository.path + "/a.py")
      #expect(answer(repository, program, passing).map(Self.gives) == true)
    }
  }

  @Test(arguments: [
    "stage", "unstage", "commit", "config", "trust", "user", "program", "tool", "replace",
    "variable",
    "option", "damage", "cut",
  ])
  func aChangeOfAnythingIsJudged(_ what: String) async throws {
    try await withStaged { repository, program in
      let first = try #require(answer(repository, program))
      first.keep(Self.kept) { answer(repository, program) }
      #expect(answer(repository, program).map(Self.gives) == true)
      var variables: [String: String] = [:]
      var options = ["o"]
      let settings = repository.surroundings()
      let files = try FileManager.default.contentsOfDirectory(
        atPath: settings.cacheFolder + "/answers")
      let file = settings.cacheFolder + "/answers/" + (try #require(files.first))
      switch what {
      case "stage":
        try repository.write("b = 2\n", "b.py")
        try await repository.git("add", "b.py")
      case "unstage": try await repository.git("reset", "--quiet")
      case "commit": try await repository.git("commit", "--quiet", "--message", "feat: a")
      case "config": try await repository.git("config", "core.useReplaceRefs", "false")
      case "trust": try write("{}", to: settings.trustFile)
      case "user": try write("{}", to: settings.configurationFolder + "/config.yml")
      case "program": try write("progran", to: program, mode: 0o755)
      case "tool": try write("#!/bin/sh\n", to: repository.folder + "/bin/python3", mode: 0o755)
      case "replace": try await repository.git("replace", "HEAD:a.py", "HEAD:b.py")
      case "variable": variables["VERDICT_SKIP"] = "structure"
      case "option": options = ["p"]
      case "damage":
        var bytes = try read(file)
        bytes[bytes.count - 1] ^= 1
        try write(bytes, to: file)
      default: try write(try read(file).dropLast(), to: file)
      }
      #expect(answer(repository, program, variables, options: options)?.given() == nil)
    }
  }

  @Test func whatChangedDuringTheRunIsNotKept() async throws {
    try await withStaged { repository, program in
      let first = try #require(answer(repository, program))
      try repository.write("b = 2\n", "b.py")
      try await repository.git("add", "b.py")
      first.keep(Self.kept) { answer(repository, program) }
      #expect(answer(repository, program)?.given() == nil)
      try await repository.git("reset", "--quiet", "--", "b.py")
      #expect(answer(repository, program)?.given() == nil)
    }
  }

  @Test func whatCannotBeToldIsJudged() async throws {
    try await withStaged { repository, program in
      #expect(answer(repository, program, ["GIT_WORK_TREE": "/elsewhere"]) == nil)
      #expect(answer(repository, program, ["GIT_DIR": "/nowhere"]) == nil)
      try await repository.git("-c", "index.skipHash=true", "update-index", "--force-write-index")
      try await repository.git("config", "a.b", "c")
      #expect(answer(repository, program) != nil)
      try write("ref: refs/heads/.invalid\n", to: repository.path + "/.git/HEAD")
      #expect(answer(repository, program) == nil)
    }
  }
}
