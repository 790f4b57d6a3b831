import FoundationEssentials
import Gates
import Policy
import SemanticDiff
import Source
import Store
import Toolchain
import Verification

/// Plans and runs the gates of one verdict.
struct GateRun {
  let subject: Subject
  let request: CheckRequest
  let policy: DefinitionOfDone
  let context: ToolContext
  let cache: ResultCache
  let version: String
  var coverage: [CoverageInput] = []

  /// A gate's report with what it does not vouch for.
  struct Reported: Sendable {
    let report: GateReport
    let unverified: [String]
    /// Whether the same inputs would give it again. What a program could not tell, it may tell once
    /// something is installed.
    let isRepeatable: Bool
  }

  /// The reports in the order of the gates; the gates run side by side.
  func reports() async -> [Reported] {
    let type = (request.type ?? subject.diff.type.type).rawValue
    let gates = GateList.gates(context, coverage)
    return await withTaskGroup(of: (Int, Reported?).self) { group in
      for (index, gate) in gates.enumerated() {
        let settings = policy.settings(for: gate.id, type: type)
        group.addTask { (index, await report(gate, settings)) }
      }
      var results: [(Int, Reported?)] = []
      for await result in group { results.append(result) }
      return results.sorted { $0.0 < $1.0 }.compactMap(\.1)
    }
  }

  /// Nil for a gate that the policy ignores.
  private func report(_ gate: any Gate, _ settings: GateSettings) async -> Reported? {
    var settings = settings
    if settings.level == .ignore, gate.isAskedFor { settings.level = .warn }
    if settings.level == .ignore || request.isAboutMessages && !gate.judgesMessages { return nil }
    if !request.only.isEmpty, !request.only.contains(gate.id) {
      // Asked about some gates alone, the verdict rests on those.
      return Reported(
        report: GateReport(
          gate.id, GateResult(.skipped, "left out by --gate"), level: .warn, durationMs: 0),
        unverified: ["left out by --gate"], isRepeatable: true)
    }
    if request.skip.contains(gate.id) {
      return Reported(
        report: GateReport(
          gate.id, GateResult(.skipped, "left out by \(request.skipReason)"),
          level: settings.level, durationMs: 0),
        unverified: ["left out by \(request.skipReason)"], isRepeatable: true)
    }
    if gate.waitsForMessage, subject.isBeforeMessage {
      let why = "there is no message before the commit is made"
      return Reported(
        report: GateReport(
          gate.id, GateResult(.deferred, why), level: settings.level, durationMs: 0),
        unverified: [why], isRepeatable: true)
    }
    let start = ContinuousClock.now
    let result = await judge(gate, settings)
    let milliseconds = start.duration(to: .now).milliseconds
    var unverified = result.unverified
    if unverified.isEmpty, result.outcome.leavesOpen || result.outcome == .deferred {
      unverified = [result.message ?? result.outcome.rawValue]
    }
    return Reported(
      report: GateReport(
        gate.id, result, level: settings.level, durationMs: milliseconds),
      unverified: unverified,
      isRepeatable: result.isRepeatable && ![.error, .inconclusive].contains(result.outcome))
  }

  /// The result from the cache, else from the gate.
  private func judge(_ gate: any Gate, _ settings: GateSettings) async -> GateResult {
    guard let inputs = gate.inputs(subject, settings) else {
      return await gate.judge(subject, settings)
    }
    let options = settings.options.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let key = Digest(version, gate.id, options.joined(separator: "\n"), inputs.hex).hex
    if let stored = cache.value(for: key),
      var result = try? JSONDecoder().decode(GateResult.self, from: Data(stored))
    {
      result.isCached = true
      return result
    }
    let result = await gate.judge(subject, settings)
    // What broke, or was stopped, may go well next time.
    if result.isRepeatable, !Task.isCancelled, let data = try? JSONEncoder().encode(result) {
      cache.store(Array(data), for: key)
    }
    return result
  }
}

extension Subject {
  /// Whether it is about to become a commit whose message is not there yet.
  fileprivate var isBeforeMessage: Bool {
    if case .commit = change.after { return false }
    return change.commits.isEmpty && change.after != .nothing
  }
}
