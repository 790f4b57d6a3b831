import Git
import Policy
import Source
import Testing
import Verification

@testable import Gates

@Suite struct CoverageGateTests {
  private func input(_ name: String, _ tree: CoverageInput.Tree = .same) throws -> CoverageInput {
    CoverageInput(name: name, contents: try CoverageSample.bytes(name), tree: tree)
  }

  private func source(_ name: String) throws -> String {
    String(decoding: try CoverageSample.bytes(name + ".txt"), as: UTF8.self)
  }

  private func judge(
    _ inputs: [CoverageInput], _ files: [(String, String)], _ options: [String: OptionValue] = [:]
  ) async -> GateResult {
    var settings = CoverageGate().schema.defaults
    settings.options.merge(options) { $1 }
    let subjects = files.map { SubjectFile(SourcePath($0.0), .none, .text($0.1)) }
    return await CoverageGate(inputs).judge(
      subjects.count == 1 ? Subject(subjects[0]) : Subject(subjects[0], subjects[1]), settings)
  }

  @Test(
    arguments: [
      ("coverage-py.json", "grade.py", "grade.py", 62.5),
      ("coverage-py.info", "grade.py", "lib/grade.py", 62.5),
      ("cobertura.xml", "grade.py", "grade.py", 62.5), ("gcov.info", "grade.c", "c/grade.c", 55.5),
      ("go.out", "grade.go", "grade/grade.go", 50),
      ("llvm-cov.json", "grade.c", "llvm/grade.c", 55.5),
      ("istanbul.json", "grade.js", "js/grade.js", 50),
      ("jacoco.xml", "Grade.java", "src/team/Grade.java", 50),
    ] as [(String, String, String, Double)])
  func everyFormatGivesTheShareOfTheLines(
    _ report: String, _ name: String, _ path: String, _ share: Double
  ) async throws {
    let result = try await judge([input(report)], [(path, source(name))])
    #expect(result.outcome == .fail)
    #expect(result.metrics.first { $0.name == "changedLines" }?.after == share)
    #expect(result.metrics.first { $0.name == "changedFunctions" }.map { $0.after < 100 } == true)
    #expect(result.findings.contains { $0.message.contains("no test runs") })
    let low = try await judge(
      [input(report)], [(path, source(name))], ["changedLines": .percent(share)])
    #expect(low.outcome == .pass)
    #expect(low.findings == [])
  }

  @Test func functionsThatAreNotCalledAreNamed() async throws {
    let result = try await judge(
      [input("coverage-py.json")], [("grade.py", source("grade.py"))],
      ["changedLines": .percent(0), "changedFunctions": .percent(100)])
    #expect(result.findings.map(\.entity) == ["unused"])
    #expect(result.outcome == .fail)
  }

  @Test func onlyChangedLinesCount() async throws {
    let text = try source("grade.py")
    let before = text.replacing("points > 90", with: "points > 80")
    let result = await CoverageGate([try input("coverage-py.json")]).judge(
      Subject(SubjectFile("grade.py", .text(before), .text(text))))
    #expect(result.outcome == .pass)
    #expect(result.metrics.first { $0.name == "changedLines" }?.after == 100)
  }

  @Test func whatIsNotBoundToTheTreeIsInconclusive() async throws {
    let file = [("grade.py", try source("grade.py"))]
    for tree in [CoverageInput.Tree.unnamed, .other("main")] {
      let result = try await judge([input("coverage-py.json", tree)], file)
      #expect(result.outcome == .inconclusive)
      #expect(result.metrics == [])
    }
  }

  @Test func withoutTheChangedFilesItIsInconclusive() async throws {
    let alone = try await judge([input("coverage-py.json")], [("other.py", source("grade.py"))])
    #expect(alone.outcome == .inconclusive)
    #expect(alone.metrics == [])
    let beside = try await judge(
      [input("coverage-py.json")],
      [("grade.py", source("grade.py")), ("other.py", source("grade.py"))],
      ["changedLines": .percent(10)])
    #expect(beside.outcome == .inconclusive)
    #expect(beside.unverified == ["other.py is in no report"])
    // Of another language the report says nothing.
    let other = try await judge(
      [input("coverage-py.json")],
      [("grade.py", source("grade.py")), ("grade.js", source("grade.js"))],
      ["changedLines": .percent(10)])
    #expect(other.outcome == .pass)
    #expect(other.unverified == ["grade.js is in no report"])
  }

  @Test func reportsAreJoined() async throws {
    let rest = "SF:grade.py\nDA:3,1\nDA:6,1\nDA:10,1\nend_of_record\n"
    let second = CoverageInput(name: "b", contents: Array(("TN:\n" + rest).utf8), tree: .same)
    let result = try await judge(
      [input("coverage-py.json"), second], [("grade.py", source("grade.py"))])
    #expect(result.outcome == .pass)
    #expect(result.metrics.first { $0.name == "changedLines" }?.after == 100)
  }

  @Test func whatCannotBeReadIsInconclusive() async throws {
    let file = [("grade.py", try source("grade.py"))]
    let missing = CoverageInput(name: "a", contents: nil, failure: "no such file", tree: .same)
    #expect(await judge([missing], file).outcome == .inconclusive)
    let other = CoverageInput(name: "a", contents: Array("hello".utf8), tree: .same)
    #expect(await judge([other], file).outcome == .inconclusive)
    #expect(await judge([], file).outcome == .inconclusive)
  }

  @Test func documentsAndTestsNeedNone() async throws {
    let result = await judge([], [("README.md", "# a\n"), ("tests/test_a.py", "a = 1\n")])
    #expect(result.outcome == .notApplicable)
  }
}
