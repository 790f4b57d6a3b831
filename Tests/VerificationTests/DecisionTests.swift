import Policy
import SemanticDiff
import Testing

@testable import Verification

private func report(_ outcome: Outcome, _ level: Level, id: String = "gate") -> GateReport {
  GateReport(id, GateResult(outcome), level: level, durationMs: 1)
}

@Suite struct DecisionTests {
  @Test(
    arguments: zip(
      Outcome.allCases,
      [.done, .notDone, .done, .inconclusive, .inconclusive, .inconclusive, .done, .done]
        as [Decision]))
  func oneRequiredGate(_ outcome: Outcome, _ decision: Decision) {
    #expect(Decision([report(outcome, .required)]) == decision)
  }

  @Test(arguments: Outcome.allCases)
  func aGateThatIsNotRequiredNeverDecides(_ outcome: Outcome) {
    #expect(Decision([report(outcome, .warn)]) == .done)
    #expect(Decision([report(.pass, .required), report(outcome, .warn)]) == .done)
  }

  @Test(arguments: Outcome.allCases, Outcome.allCases)
  func twoRequiredGates(_ first: Outcome, _ second: Outcome) {
    let expected: Decision =
      first == .fail || second == .fail
      ? .notDone : first.leavesOpen || second.leavesOpen ? .inconclusive : .done
    #expect(Decision([report(first, .required), report(second, .required)]) == expected)
  }

  @Test func noGateAtAllIsDone() {
    #expect(Decision([]) == .done)
  }

  @Test func aFailureWarnsWhereTheGateIsNotRequired() {
    #expect(report(.fail, .warn).outcome == .warn)
    #expect(report(.fail, .required).outcome == .fail)
    #expect(report(.inconclusive, .warn).outcome == .inconclusive)
    #expect(!report(.fail, .warn).isRequired)
  }
}

@Suite struct ExitCodeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let outcome: Outcome
    let stage: Stage?
    let action: InconclusiveAction?
    let exitCode: Int32

    init(_ outcome: Outcome, _ stage: Stage?, _ action: InconclusiveAction?, _ exitCode: Int32) {
      self.outcome = outcome
      self.stage = stage
      self.action = action
      self.exitCode = exitCode
    }

    var testDescription: String {
      "\(outcome) at \(stage?.rawValue ?? "the command line"), policy \(action?.rawValue ?? "silent")"
    }
  }

  @Test(arguments: [
    Case(.pass, nil, nil, 0), Case(.pass, .ci, .block, 0),
    Case(.fail, nil, nil, 1), Case(.fail, .preCommit, .allow, 1), Case(.fail, .ci, .allow, 1),
    Case(.inconclusive, nil, nil, 3), Case(.inconclusive, .ci, nil, 3),
    Case(.inconclusive, .preCommit, nil, 0), Case(.inconclusive, .prePush, nil, 0),
    Case(.inconclusive, .preCommit, .block, 3), Case(.inconclusive, .prePush, .block, 3),
    Case(.inconclusive, .ci, .allow, 0), Case(.inconclusive, nil, .allow, 0),
    Case(.error, nil, nil, 3), Case(.error, .preCommit, nil, 0), Case(.skipped, .ci, nil, 3),
  ])
  func exitCode(_ example: Case) {
    let verdict = Verdict(
      change: .sample, detected: DetectedType(.code, confidence: 1), claimed: nil, files: [],
      gates: [report(example.outcome, .required)], unverified: [], stage: example.stage,
      onInconclusive: example.action)
    #expect(verdict.exitCode == example.exitCode)
  }
}

extension ChangeSummary {
  static let sample = ChangeSummary(
    description: "staged changes against HEAD (3f2a91c0)", before: "3f2a91c0", after: "index",
    commits: [CommitLine(id: "3f2a91c0", subject: "fix: a")], files: 1, addedLines: 2,
    removedLines: 1)
}
