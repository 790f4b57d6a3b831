import FoundationEssentials
import Policy
import Source
import Testing
import Verification

@testable import Toolchain

/// Programs made for the test, so that it shows whether they run.
@Suite struct TrustTests {
  private let question = Question("a.py", "x = 1\n")

  @Test func onlyWhatIsTrustedRuns() async throws {
    try await withTemporaryFolder { folder in
      let marker = "\(folder)/ran"
      try writeProgram("python3", "echo > '\(marker)'; echo 3.12.0; echo ok", in: "\(folder)/bin")
      var tools = Tools(folder, only: "\(folder)/bin")

      tools.isTrusted = false
      let untrusted = await tools.judge(question)
      #expect(untrusted.outcome == .skipped)
      #expect(!FileManager.default.fileExists(atPath: marker))
      #expect(untrusted.message == "python3 is not trusted here")
      #expect(untrusted.unverified.first?.contains("`verdict trust`") == true)
      #expect(tools.inputs(question) == nil)

      tools.isTrusted = true
      #expect(await tools.judge(question).outcome == .pass)
      #expect(FileManager.default.fileExists(atPath: marker))
    }
  }

  @Test func aProgramInsideTheWorkTreeIsNeverUsed() async throws {
    try await withTemporaryFolder { folder in
      let marker = "\(folder)/ran"
      try writeProgram(
        "python3", "echo > '\(marker)'; echo 3.12.0; echo ok", in: "\(folder)/tree/bin")
      var tools = Tools(folder, only: "\(folder)/tree/bin")
      tools.workTree = "\(folder)/tree"
      let result = await tools.judge(question)
      #expect(result.outcome == .inconclusive)
      #expect(!FileManager.default.fileExists(atPath: marker))
      #expect(tools.inputs(question) == nil)
    }
  }

  @Test func partOfTheProgramsMissingIsInconclusive() async throws {
    try await withTemporaryFolder { folder in
      try writeProgram("python3", "echo 3.12.0; echo ok", in: "\(folder)/bin")
      let result = await Tools(folder, only: "\(folder)/bin").judge(
        Question(("a.py", nil, "x = 1\n"), ("a.swift", nil, "f()\n")))
      #expect(result.outcome == .inconclusive)
      #expect(
        result.unverified == ["a.swift: swiftc is not installed, or only inside the repository"])
    }
  }

  @Test func whatIsProposedIsWhatWouldRun() async throws {
    try await withTemporaryFolder { folder in
      try writeProgram("python3", "true", in: "\(folder)/bin")
      let context = ToolContext(
        environment: ["PATH": "\(folder)/bin"], workTree: nil, scratchParent: folder,
        isTrusted: { _ in false })
      let proposals = context.proposals(
        forFiles: ["a.py", "b/c.swift", "d.md"], settings: [], in: .nothing)
      let items = proposals.items
      #expect(items.map(\.path) == ["\(folder)/bin/python3"])
      #expect(items.first?.arguments == Checker.python.arguments + ["{files}"])
      #expect(proposals.missing == ["swiftc"])
    }
  }
}

@Suite struct BreakingTests {
  /// Judges one Python file by a program of this text.
  private func judge(_ script: String, timeLimit: Int = 60) async throws -> GateResult {
    try await withTemporaryFolder { folder in
      try writeProgram("python3", script, in: "\(folder)/bin")
      var tools = Tools(folder, only: "\(folder)/bin")
      tools.searchPath += ":/usr/bin:/bin"
      let result = await tools.judge(Question("a.py", "x = 1\n"), timeLimit: timeLimit)
      #expect(contents(of: tools.scratch) == [])
      return result
    }
  }

  @Test(arguments: [
    ("echo 3.12.0", "gave no clear answer"), ("true", "did not answer for every file"),
    ("echo 3.12.0; echo nonsense", "gave no clear answer"),
    ("echo 3.12.0; echo failed 0 0 MemoryError", "MemoryError"),
    ("kill -9 $$", "ended by signal 9"),
    ("exit 127", "did not answer for every file"),
  ])
  func aProgramThatBreaksIsAnError(_ script: String, _ reason: String) async throws {
    let result = try await judge(script)
    #expect(result.outcome == .error)
    #expect(!result.isRepeatable)
    #expect(result.unverified.contains { $0.contains(reason) })
  }

  @Test func aProgramThatTakesTooLongIsAnError() async throws {
    let result = try await judge("sleep 60", timeLimit: 1)
    #expect(result.outcome == .error)
    #expect(!result.isRepeatable)
    #expect(result.unverified.contains { $0.contains("took longer than its time limit") })
  }

  @Test func aScratchFolderThatCannotBeMadeIsAnError() async throws {
    try await withTemporaryFolder { folder in
      try writeProgram("python3", "echo 3.12.0; echo ok", in: "\(folder)/bin")
      try write("a file where the folder should be", to: "\(folder)/scratch")
      let result = await Tools(folder, only: "\(folder)/bin").judge(Question("a.py", "x = 1\n"))
      #expect(result.outcome == .error)
      #expect(!result.isRepeatable)
    }
  }
}
