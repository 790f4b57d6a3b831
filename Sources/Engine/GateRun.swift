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
  let loaded: LoadedPolicy
  let user: UserSettings
  let context: ToolContext
  let cache: ResultCache
  /// What is different for each build of Verdict.
  let build: String
  /// The branch that the change is for; nil where it is not known.
  let branch: String?
  /// The reports that were named for this run.
  let coverage: [CoverageInput]

  /// A gate's report with what it does not vouch for.
  struct Reported: Sendable {
    var report: GateReport
    var unverified: [String]
    /// Whether the same inputs would give it again. What a program could not tell, it may tell once
    /// something is installed.
    var isRepeatable: Bool
  }

  /// A gate with the part of the change for which it has the same settings.
  fileprivate struct Part: Sendable {
    let gate: any Gate
    let settings: GateSettings
    /// Nil for the whole change, else the scopes; nil among them is what is in none.
    let scopes: [Int?]?

    /// Whether the verdict is decided by it.
    func fails(_ result: Result) -> Bool {
      guard settings.level == .required, case .judged(let result, _) = result else { return false }
      return result.outcome == .fail
    }
  }

  /// A part as it is decided before, or as it came to.
  fileprivate enum Result: Sendable {
    case left(GateResult)
    case judged(GateResult, milliseconds: Double)
  }

  /// What the gates came to, before anything is forgiven.
  struct Judged: Sendable {
    fileprivate let parts: [(part: Part, result: Result)]
  }

  /// The type of change whose section of the policy holds.
  var type: String { (request.type ?? subject.diff.type.type).rawValue }

  /// The settings of a gate in a policy, as high as the user wants them.
  func settings(_ gate: String, _ policy: DefinitionOfDone) -> GateSettings {
    user.raising(policy.settings(for: gate, type: type), of: gate)
  }

  /// Runs the gates side by side.
  func judged() async -> Judged {
    let scopes = scopes
    let parts = GateList.gates(context, coverage).flatMap { self.parts($0, scopes) }
    let decided = parts.map { obstacle($0) }
    let open = parts.indices.filter { decided[$0] == nil }
    let limit = request.stage.flatMap {
      request.hasBudget ? loaded.policy.budget(for: $0.rawValue) : nil
    }
    let judged = await TimeBox.run(
      open.map { index in { @Sendable in await timed(parts[index]) } }, within: limit,
      isLast: { [request] index, result in request.isFailFast && parts[open[index]].fails(result) })
    var results = decided.map { $0.map(Result.left) }
    for (index, result) in zip(open, judged) {
      results[index] = result ?? .left(late(limit ?? .zero))
    }
    if request.isFailFast { leaveOutRest(parts, &results) }
    return Judged(
      parts: zip(parts, results).compactMap { part, result in result.map { (part, $0) } })
  }

  /// Once a required gate has failed, what others came to may be what the cancellation left of them.
  private func leaveOutRest(_ parts: [Part], _ results: inout [Result?]) {
    guard
      let failed = parts.indices.first(where: { index in
        results[index].map(parts[index].fails) ?? false
      })
    else { return }
    for index in parts.indices where parts[index].settings.level == .required {
      guard case .judged(let result, _) = results[index],
        result.outcome == .error || result.outcome == .inconclusive
      else { continue }
      results[index] = .left(
        GateResult(
          .skipped, "left out by --fail-fast: \(parts[failed].gate.id) failed",
          isRepeatable: false))
    }
  }

  /// The reports in the order of the gates.
  func reports(_ judged: Judged, _ waiving: inout Waiving) -> [Reported] {
    var reports: [Reported] = []
    for (part, result) in judged.parts {
      let reported = reported(part, result, &waiving)
      if reports.last?.report.id == part.gate.id {
        reports[reports.count - 1] = combined(reports[reports.count - 1], reported)
      } else {
        reports.append(reported)
      }
    }
    return reports
  }

  /// The report on the waivers; nil where there are none, or nobody asked.
  func report(on waiving: Waiving) -> Reported? {
    let settings = settings(PolicyGate.id, loaded.policy)
    guard !request.isAboutMessages, !request.skip.contains(PolicyGate.id),
      request.only.isEmpty || request.only.contains(PolicyGate.id), settings.level != .off,
      let result = waiving.report(
        seesAll: request.isWhole && request.only.isEmpty && request.skip.isEmpty)
    else { return nil }
    return Reported(
      report: GateReport(PolicyGate.id, result, level: settings.level, durationMs: 0),
      unverified: [], isRepeatable: true)
  }

  // MARK: Planning

  /// The scopes that the change is in, outer ones first; nil for what is in none.
  private var scopes: [Int?] {
    if loaded.scopes.isEmpty || subject.files.isEmpty { return [nil] }
    return Set(subject.files.map { loaded.scope(of: $0.path) }).sorted { ($0 ?? -1) < ($1 ?? -1) }
  }

  /// The parts of the change that a gate has different settings for; none where it does not run.
  private func parts(_ gate: any Gate, _ scopes: [Int?]) -> [Part] {
    if request.isAboutMessages, !gate.judgesMessages { return [] }
    let scopes = gate.judgesMessages ? [nil] : scopes
    var groups: [(settings: GateSettings, scopes: [Int?])] = []
    for scope in scopes {
      var own = settings(gate.id, scope.map { loaded.scopes[$0].policy } ?? loaded.policy)
      if gate.isAskedFor, own.level == .off { own.level = .warn }
      if let place = groups.firstIndex(where: { $0.settings == own }) {
        groups[place].scopes.append(scope)
      } else {
        groups.append((own, [scope]))
      }
    }
    return groups.filter { $0.settings.level != .off }.map {
      Part(gate: gate, settings: $0.settings, scopes: groups.count == 1 ? nil : $0.scopes)
    }
  }

  /// What a part comes to without being judged; nil for one that is to be judged.
  private func obstacle(_ part: Part) -> GateResult? {
    let id = part.gate.id
    if !request.only.isEmpty, !request.only.contains(id) {
      return GateResult(.skipped, "left out by --gate")
    }
    if request.skip.contains(id) {
      return GateResult(.skipped, "left out by \(request.skipReason)")
    }
    if part.gate.waitsForMessage, subject.isBeforeMessage {
      return GateResult(.deferred, "there is no message before the commit is made")
    }
    guard let when = part.settings.when else { return nil }
    switch when.obstacle(
      stage: request.stage?.rawValue, order: Stage.allCases.map(\.rawValue), branch: branch,
      changed: subject.files.map(\.path))
    {
    case nil: return nil
    case .later(let stage): return GateResult(.deferred, "it runs at \(stage) (`when`)")
    case .unmet(let why): return GateResult(.notApplicable, "\(why) (`when`)")
    }
  }

  /// What became of a part that was not done in time.
  private func late(_ limit: Duration) -> GateResult {
    let stage = request.stage?.rawValue ?? ""
    let time = StageBudget.limit(limit).text
    let why = "not done within the \(time) that \(stage) has (`budgets`)"
    guard let next = request.stage?.next else {
      return GateResult(.inconclusive, why, isRepeatable: false)
    }
    return GateResult(.deferred, "\(why); it runs at \(next.rawValue)", isRepeatable: false)
  }

  // MARK: Judging

  private func timed(_ part: Part) async -> Result {
    let start = ContinuousClock.now
    let result = await judge(part.gate, part.settings, about(part))
    return .judged(result, milliseconds: start.duration(to: .now).milliseconds)
  }

  /// What a part judges.
  private func about(_ part: Part) -> Subject {
    guard let scopes = part.scopes else { return subject }
    let loaded = loaded
    let key = scopes.map { $0.map { loaded.scopes[$0].folder.description } ?? "" }
    return subject.narrowed(
      to: { scopes.contains(loaded.scope(of: $0)) }, key: key.joined(separator: "\n"))
  }

  /// The result from the cache, else from the gate.
  private func judge(
    _ gate: any Gate, _ settings: GateSettings, _ subject: Subject
  ) async -> GateResult {
    guard let inputs = gate.inputs(subject, settings) else {
      return await gate.judge(subject, settings)
    }
    let options = settings.options.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let key = Digest(build, gate.id, options.joined(separator: "\n"), inputs.hex).hex
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

  // MARK: Reporting

  private func reported(_ part: Part, _ result: Result, _ waiving: inout Waiving) -> Reported {
    switch result {
    case .left(let result):
      // Asked about some gates alone, the verdict rests on those.
      let isLeftOut = !request.only.isEmpty && !request.only.contains(part.gate.id)
      return Reported(
        report: GateReport(
          part.gate.id, result, level: isLeftOut ? .warn : part.settings.level, durationMs: 0),
        unverified: result.outcome == .notApplicable ? [] : [result.message ?? ""],
        isRepeatable: result.isRepeatable)
    case .judged(let judged, let milliseconds):
      let result = waiving.applied(to: judged, part.settings)
      var unverified = result.unverified
      if unverified.isEmpty, result.outcome.leavesOpen || result.outcome == .deferred {
        unverified = [result.message ?? result.outcome.rawValue]
      }
      var report = GateReport(
        part.gate.id, result, level: part.settings.level, durationMs: milliseconds)
      if let scopes = part.scopes, let message = report.message {
        let names = scopes.map { $0.map { loaded.scopes[$0].folder.description } ?? "elsewhere" }
        report.message = "\(names.joined(separator: ", ")): \(message)"
      }
      return Reported(
        report: report, unverified: unverified,
        isRepeatable: result.isRepeatable && ![.error, .inconclusive].contains(result.outcome))
    }
  }

  /// Two parts of a gate as one. Where one of them is required, only what is required decides.
  func combined(_ a: Reported, _ b: Reported) -> Reported {
    var result = a
    let (first, second) = (a.report, b.report)
    if first.isRequired == second.isRequired {
      if second.outcome.weight > first.outcome.weight { result.report.outcome = second.outcome }
    } else {
      let (required, other) = first.isRequired ? (first, second) : (second, first)
      result.report.outcome = required.outcome
      if other.outcome == .warn, required.outcome.weight < Outcome.warn.weight {
        result.report.outcome = .warn
      }
    }
    result.report.isRequired = first.isRequired || second.isRequired
    result.report.durationMs = ((first.durationMs + second.durationMs) * 1e3).rounded() / 1e3
    result.report.isCached = first.isCached && second.isCached
    result.report.message = [first.message, second.message].compactMap { $0 }.joined(
      separator: "; ")
    result.report.findings += second.findings
    result.report.metrics += second.metrics
    result.unverified += b.unverified.filter { !a.unverified.contains($0) }
    result.isRepeatable = a.isRepeatable && b.isRepeatable
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
