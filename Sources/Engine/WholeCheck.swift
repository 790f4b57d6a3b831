import FoundationEssentials
import Gates
import Git
import History
import Policy
import SemanticDiff
import Source
import Store
import Verification

extension Checking {
  /// A part of all files that is read at once: its bytes and files are bounded, so that the memory is.
  private static let largestPart = (bytes: 4 << 20, files: 400)

  /// Judges all files as if they were new, part by part on all cores, against the baseline.
  func whole(
    _ change: Change, _ request: CheckRequest, _ loaded: LoadedPolicy, _ cache: ResultCache
  ) async throws -> Judgement {
    let parts = Self.parts(change.files.filter { !loaded.leavesOut($0.path) })
    let baseline = try baseline()
    var whole = Whole()
    let open = repository.opener
    let context = WholeContext(
      change: change, request: request, loaded: loaded, cache: cache,
      coverage: coverage(request, for: change))
    var repositories = [repository]
    let cores = min(ProcessInfo.processInfo.activeProcessorCount, parts.count)
    while repositories.count < cores { repositories.append(try open()) }
    var waiving: Waiving?
    // As many parts at once as there are cores; they are told in their order.
    for start in stride(from: 0, to: parts.count, by: repositories.count) {
      let batch = parts[start..<min(start + repositories.count, parts.count)]
      let judged = try await withThrowingTaskGroup(
        of: (Int, GateRun, GateRun.Judged, LineTotals).self
      ) { group in
        for (index, (files, repository)) in zip(batch, repositories).enumerated() {
          // One task at a time uses it.
          nonisolated(unsafe) let own = repository
          let checking = self.with(own)
          nonisolated(unsafe) let using = checking
          group.addTask {
            var (subject, lines) = await ChangeReader(own).read(
              context.change.narrowed(to: files), stage: context.request.stage,
              isExcluded: { _ in false })
            subject.snapshots = SnapshotReading(own, context.loaded)
            let run = try using.gateRun(
              subject, context.request, context.loaded, context.cache, context.coverage)
            return (index, run, await run.judged(), lines)
          }
        }
        var results: [(Int, GateRun, GateRun.Judged, LineTotals)] = []
        for try await result in group { results.append(result) }
        return results.sorted { $0.0 < $1.0 }
      }
      for (_, run, judged, lines) in judged {
        if waiving == nil {
          waiving = Waiving(
            run.subject, loaded, today: surroundings.today,
            settings: run.settings(PolicyGate.id, loaded.policy), baseline: baseline,
            accepts: request.isAccepted)
        }
        waiving?.subject = run.subject
        whole.add(run, judged, &waiving!, lines)
      }
      try Task.checkCancellation()
    }
    var reports = whole.finished
    if let waiving, let report = whole.last?.report(on: waiving) { reports.append(report) }
    let files = parts.reduce(0) { $0 + $1.count }
    return Judgement(
      summary: ChangeSummary(
        description: change.description, before: change.before.name, after: change.after.name,
        commits: [], files: files, addedLines: whole.lines.added, removedLines: 0),
      detected: DetectedType(.code, confidence: 0), files: [], reports: reports,
      remarks: try remarks(change, reports, baseline, waiving?.accepted), isComplete: false)
  }

  private static func parts(_ files: [FileChange]) -> [[FileChange]] {
    var parts: [[FileChange]] = []
    var bytes = 0
    for file in files {
      // An object may claim any size.
      let size = min(file.after?.size ?? 0, largestPart.bytes + 1)
      if let count = parts.last?.count, count < largestPart.files,
        bytes + size <= largestPart.bytes
      {
        parts[parts.count - 1].append(file)
        bytes += size
      } else {
        parts.append([file])
        bytes = size
      }
    }
    return parts.isEmpty ? [[]] : parts
  }

  // MARK: The baseline

  private func baseline() throws -> Baseline? {
    try HistoryAccess.open(repository)?.baseline()
  }

  /// Keeps the new baseline, and says with which one the findings were compared.
  private func remarks(
    _ change: Change, _ reports: [GateRun.Reported], _ baseline: Baseline?,
    _ accepted: [Baseline.Key: Int]?
  ) throws -> [String] {
    func count(_ number: Int) -> String { number == 1 ? "1 finding" : "\(number) findings" }
    if let accepted {
      let new = Baseline(
        commit: change.after.name, acceptedAt: Date().timeIntervalSince1970, findings: accepted)
      try RunStore.open(RunStore.path(commonDirectory: repository.commonDirectory)).accept(new)
      return ["\(count(new.count)) of \(change.after.title) kept as the baseline"]
    }
    if let baseline {
      let day = Day(secondsSince1970: Int(baseline.acceptedAt))
      return [
        "compared with the baseline of \(baseline.commit.prefix(8)), \(count(baseline.count)), "
          + "accepted on \(day)"
      ]
    }
    let found = reports.reduce(0) { $0 + $1.report.findings.count(where: \.counts) }
    return found == 0
      ? [] : ["there is no baseline, so that every finding counts; `--accept` keeps these as one"]
  }
}

/// What all parts have in common.
private struct WholeContext: Sendable {
  let change: Change
  let request: CheckRequest
  let loaded: LoadedPolicy
  let cache: ResultCache
  let coverage: [CoverageInput]
}

/// The reports of all parts as one for each gate.
private struct Whole {
  private var reports: [GateRun.Reported] = []
  private var counts: [String: Int] = [:]
  private var files: [String: Int] = [:]
  private(set) var lines = LineTotals()
  private(set) var last: GateRun?

  /// How many remarks of a gate are told.
  private static let mostRemarks = 20

  mutating func add(
    _ run: GateRun, _ judged: GateRun.Judged, _ waiving: inout Waiving, _ lines: LineTotals
  ) {
    last = run
    self.lines.added += lines.added
    for report in run.reports(judged, &waiving) {
      let id = report.report.id
      counts[id, default: 0] += report.report.outcome == .notApplicable ? 0 : 1
      files[id, default: 0] += report.report.outcome == .notApplicable ? 0 : run.subject.files.count
      if let place = reports.firstIndex(where: { $0.report.id == id }) {
        // Where a part has nothing for a gate, the others speak for it.
        let old = reports[place]
        var combined = run.combined(old, report)
        if old.report.outcome == .notApplicable { combined.report.message = report.report.message }
        if report.report.outcome == .notApplicable { combined.report.message = old.report.message }
        reports[place] = combined
      } else {
        reports.append(report)
      }
    }
  }

  var finished: [GateRun.Reported] {
    reports.map { report in
      var report = report
      let id = report.report.id
      if counts[id] ?? 0 > 1 { report.report.message = "\(files[id] ?? 0) files, part by part" }
      let rest = report.unverified.count - Self.mostRemarks
      if rest > 0 {
        report.unverified = report.unverified.prefix(Self.mostRemarks) + ["and \(rest) more"]
      }
      return report
    }
  }
}
