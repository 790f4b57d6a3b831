import FoundationEssentials
import Git
import History
import Policy
import Source
import Testing
import Verification

@testable import Engine

@Suite struct CheckingTests {
  private func gate(_ result: CheckResult, _ id: String) -> GateReport? {
    result.verdict.gates.first { $0.id == id }
  }

  @Test func everyGateReportsInTheOrderOfTheList() async throws {
    try await TestRepository.with { repository in
      try await repository.commit(["a.json": "{}\n"])
      let result = try await repository.check(CheckRequest(.commit("HEAD")))
      // Without waivers there is nothing to say of them.
      let expected = GateList.schema.gates.filter { $0.defaults.level != .off && $0.id != "policy" }
      #expect(result.verdict.gates.map(\.id) == expected.map(\.id))
      #expect(result.verdict.decision == .done)
      #expect(result.notices == [])
    }
  }

  @Test func aGateLeftOutBySkipIsSkippedAndLeavesOpen() async throws {
    try await TestRepository.with { repository in
      try await repository.commit(["a.json": "{\n"])
      let all = try await repository.check(CheckRequest(.commit("HEAD")))
      #expect(all.verdict.decision == .notDone)
      let result = try await repository.check(CheckRequest(.commit("HEAD"), skip: ["structure"]))
      #expect(gate(result, "structure")?.outcome == .skipped)
      #expect(result.verdict.decision == .inconclusive)
      #expect(
        result.verdict.unverified.contains(Unverified(gate: "structure", why: "left out by --skip"))
      )
    }
  }

  @Test func askedAboutOneGateTheVerdictRestsOnIt() async throws {
    try await TestRepository.with { repository in
      try await repository.commit(["a.json": "{\n"])
      let result = try await repository.check(CheckRequest(.commit("HEAD"), only: ["size"]))
      #expect(result.verdict.decision == .done)
      #expect(gate(result, "structure")?.outcome == .skipped)
      #expect(gate(result, "structure")?.isRequired == false)
    }
  }

  @Test func aPolicyIgnoresWarnsAndExcludes() async throws {
    try await TestRepository.with { repository in
      try await repository.commit([
        ".verdict.yml":
          "version: 1\nexclude: [vendor/]\ndone:\n  default:\n    structure: warn\n    size: ignore\n"
      ])
      try await repository.commit(["a.json": "{\n", "vendor/b.json": "{\n"])
      let result = try await repository.check(CheckRequest(.commit("HEAD")))
      #expect(gate(result, "size") == nil)
      #expect(gate(result, "structure")?.outcome == .warn)
      #expect(Set(gate(result, "structure")?.findings.map { $0.path! } ?? []) == ["a.json"])
      #expect(result.verdict.decision == .done)
      #expect(
        result.verdict.unverified.contains { $0.gate == "policy" && $0.why.contains("excluded") })
    }
  }

  @Test func aChangeToThePolicyIsReported() async throws {
    try await TestRepository.with { repository in
      try await repository.commit(["a.json": "{}\n"])
      try await repository.commit([".verdict.yml": "version: 1\n"])
      let result = try await repository.check(CheckRequest(.commit("HEAD")))
      #expect(result.verdict.unverified.contains { $0.gate == "policy" })
    }
  }

  @Test func aResultIsKeptUnderItsInputs() async throws {
    try await TestRepository.with { repository in
      let bin = "\(repository.folder)/bin"
      let count = "\(repository.folder)/count"
      try write(
        "#!/bin/sh\necho run >> '\(count)'\necho 3.12.0\necho ok\n", to: "\(bin)/python3",
        mode: 0o755)
      try await repository.commit(["a.py": "x = 1\n"])
      let request = CheckRequest(.commit("HEAD"), trustsAll: true)
      let first = try await repository.check(request, path: bin)
      let second = try await repository.check(request, path: bin)
      #expect(gate(first, "compile")?.outcome == .pass)
      #expect(gate(first, "compile")?.isCached == false)
      #expect(gate(second, "compile")?.isCached == true)
      #expect(gate(second, "compile")?.outcome == .pass)
      #expect(gate(second, "compile")?.message == gate(first, "compile")?.message)
      #expect(try read(count) == Array("run\n".utf8))
      try await repository.commit(["a.py": "x = 2\n"])
      #expect(gate(try await repository.check(request, path: bin), "compile")?.isCached == false)
    }
  }

  @Test func aResultThatBrokeIsNotKept() async throws {
    try await TestRepository.with { repository in
      let bin = "\(repository.folder)/bin"
      try write("#!/bin/sh\nkill -9 $$\n", to: "\(bin)/python3", mode: 0o755)
      try await repository.commit(["a.py": "x = 1\n"])
      let request = CheckRequest(.commit("HEAD"), trustsAll: true)
      for _ in 0..<2 {
        let result = try await repository.check(request, path: bin)
        #expect(gate(result, "compile")?.outcome == .error)
        #expect(gate(result, "compile")?.isCached == false)
      }
    }
  }

  @Test func untrustedProgramsAreSkippedAndSaidSo() async throws {
    try await TestRepository.with { repository in
      let bin = "\(repository.folder)/bin"
      let marker = "\(repository.folder)/ran"
      try write("#!/bin/sh\necho > '\(marker)'\n", to: "\(bin)/python3", mode: 0o755)
      try await repository.commit(["a.py": "x = 1\n"])
      let result = try await repository.check(CheckRequest(.commit("HEAD")), path: bin)
      #expect(gate(result, "compile")?.outcome == .skipped)
      #expect(result.verdict.decision == .inconclusive)
      #expect(!exists(marker))
    }
  }

  @Test func trustIsKeptForOneRepositoryAndTakenBack() async throws {
    try await TestRepository.with { repository in
      let bin = "\(repository.folder)/bin"
      try write("#!/bin/sh\necho 3.12.0\necho ok\n", to: "\(bin)/python3", mode: 0o755)
      try await repository.commit(["a.py": "x = 1\n"])
      let surroundings = repository.surroundings(path: bin)
      func compile() async throws -> Outcome? {
        let checking = try Checking(repository.open(), surroundings)
        return gate(try await checking.check(CheckRequest(.commit("HEAD"))), "compile")?.outcome
      }
      var trusting = try Trusting(repository.open(), surroundings)
      #expect(try trusting.proposals().map(\.isTrusted) == [false])
      #expect(try trusting.trustProposals().map(\.path) == ["\(bin)/python3"])
      #expect(try Trusting(repository.open(), surroundings).proposals().map(\.isTrusted) == [true])
      #expect(try await compile() == .pass)
      #expect(try trusting.revoke() == 1)
      #expect(try await compile() == .skipped)
    }
  }

  @Test func verdictsAreRecordedUnlessToldOtherwise() async throws {
    try await TestRepository.with { repository in
      try await repository.commit(["a.json": "{}\n"])
      #expect(try HistoryAccess.open(repository.open()) == nil)
      _ = try await repository.check(CheckRequest(.commit("HEAD"), isRecorded: false))
      #expect(try HistoryAccess.open(repository.open()) == nil)
      let result = try await repository.check(CheckRequest(.commit("HEAD"), stage: .ci))
      let store = try #require(try HistoryAccess.open(repository.open()))
      let run = try #require(try store.run(1))
      #expect(run.verdict == result.verdict)
      #expect(run.policyOrigin == "built in")
      #expect(run.version == "0.0.1")
    }
  }

  @Test func aVerdictStandsThoughItCannotBeRecorded() async throws {
    try await TestRepository.with { repository in
      try await repository.commit(["a.json": "{}\n"])
      try write("in the way", to: "\(repository.path)/.git/verdict")
      let result = try await repository.check(CheckRequest(.commit("HEAD")))
      #expect(result.verdict.decision == .done)
      #expect(
        result.notices.map(\.message).contains { $0.hasPrefix("the verdict was not recorded: ") })
    }
  }

  @Test func nothingOfTheUsersIsTouched() async throws {
    try await TestRepository.with { repository in
      try await repository.commit(["a.json": "{}\n"])
      try repository.write("{\n", "a.json")
      try repository.write("x = 1\n", "new.py")
      try await repository.git("add", "new.py")
      let before = try await repository.git("status", "--porcelain")
      let index = try read("\(repository.path)/.git/index")
      for selector in [ChangeSelector.staged, .workTree, .automatic, .all(nil)] {
        _ = try await repository.check(CheckRequest(selector))
      }
      #expect(try read("\(repository.path)/.git/index") == index)
      #expect(try await repository.git("status", "--porcelain") == before)
      #expect(try await repository.git("stash", "list") == "")
    }
  }

  @Test func thePolicySchemaDoesNotDrift() throws {
    let path =
      URL(filePath: #filePath).deletingLastPathComponent().path
      + "/../../docs/schema/verdict-policy.schema.json"
    let text = GateList.schema.jsonSchema()
    if ProcessInfo.processInfo.environment["VERDICT_UPDATE"] == "1" { try write(text, to: path) }
    #expect(try String(decoding: read(path), as: UTF8.self) == text)
  }

  @Test func everyRuleBelongsToAGate() {
    let gates = Set(GateList.schema.gates.map(\.id))
    for rule in GateList.rules {
      #expect(gates.contains(String(rule.id.prefix { $0 != "/" })), "\(rule.id)")
    }
    #expect(Set(GateList.rules.map(\.id)).count == GateList.rules.count)
  }
}
