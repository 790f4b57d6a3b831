import Policy
import Programs
import SemanticDiff
import Source
import Verification

/// What one tool, or one language's checker, came to.
struct GatePart: Sendable {
  var findings: [Finding] = []
  /// What it says of itself, for people.
  var remarks: [String] = []
  /// What it cannot tell.
  var open: [String] = []
  /// How it broke.
  var broken: [String] = []
  /// Why it was left out.
  var skipped: String?
  /// Why it waits for a later stage.
  var deferred: String?
  /// What it did not see as it is.
  var notes: [String] = []
  /// The languages whose files it judged as a whole.
  var judged: Set<String> = []
  var metrics: [Metric] = []
}

extension [GatePart] {
  /// One result of all parts.
  ///
  /// - Parameter unverified: what is not looked at in any case.
  func result(unverified: [String] = []) -> GateResult {
    let findings = distinctFindings
    let isBroken = contains { !$0.broken.isEmpty }
    let skipped = count { $0.skipped != nil }
    let deferred = count { $0.deferred != nil }
    var remainder = Outcome.pass
    if isBroken {
      remainder = .error
    } else if skipped > 0, skipped + deferred == count {
      remainder = .skipped
    } else if skipped > 0 || contains(where: { !$0.open.isEmpty }) {
      remainder = .inconclusive
    } else if deferred == count {
      remainder = .deferred
    }
    let outcome =
      findings.outcome == .fail || remainder == .pass ? findings.outcome : remainder
    let remarks = flatMap(\.remarks)
    return GateResult(
      outcome, remarks.isEmpty ? nil : remarks.joined(separator: ", "), findings: findings,
      metrics: flatMap(\.metrics),
      unverified: unverified + flatMap(\.broken) + flatMap(\.open) + compactMap(\.skipped)
        + compactMap(\.deferred) + Set(flatMap(\.notes)).sorted(),
      isRepeatable: !isBroken, remainder: remainder)
  }
}

extension [GatePart] {
  /// What two tools say of one place, as a build and an analyser that needs it, stands once.
  private var distinctFindings: [Finding] {
    var seen: [Place: Int] = [:]
    return enumerated().flatMap { index, part in
      part.findings.filter { finding in
        guard let path = finding.path, let range = finding.range, finding.severity == .error else {
          return true
        }
        let place = Place(path: path, start: range.start)
        let first = seen[place, default: index]
        seen[place] = first
        return first == index
      }
    }
  }

  private struct Place: Hashable {
    let path: SourcePath
    let start: SourcePosition
  }
}

/// Runs the tools of one role and tells what the change brought in.
struct ToolJudge: Sendable {
  let context: ToolContext
  let role: Tool.Role
  let settings: ToolSettings

  init(_ context: ToolContext, _ role: Tool.Role, _ settings: GateSettings) {
    self.context = context
    self.role = role
    self.settings = ToolSettings(settings)
  }

  /// What is to do for a change, without running anything.
  func tasks(_ subject: Subject) -> [ToolTask] {
    if subject.files.isEmpty { return [] }
    if !settings.command.isEmpty {
      let files = subject.files.indices.filter { settings.isWorthRunning(subject.files[$0]) }
      return files.isEmpty ? [] : [ToolTask(tool: settings.tool(role), folder: "", files: files)]
    }
    guard settings.isDetected else { return [] }
    return context.tasks(role, subject).filter { !settings.leftOut.contains($0.tool.name) }
  }

  /// The tools of the tasks with their programs; nil for one that is not there.
  func bind(_ task: ToolTask) -> BoundTool? {
    guard let program = context.find(task.tool.programs) else { return nil }
    return BoundTool(
      tool: task.tool, program: program, item: task.tool.trustItem(program),
      identity: program.identity)
  }

  /// The digest of all that the tasks depend on; nil where they cannot be told, or something would not be
  /// run that may be run later.
  func inputs(_ tasks: [ToolTask], _ subject: Subject) -> Digest? {
    guard case .commit(let after, _) = subject.change.after, subject.stage != .preCommit else {
      return nil
    }
    var parts = ["\(after.hex)"]
    switch subject.change.before {
    case .nothing: parts.append("nothing")
    case .commit(let before, _): parts.append(before.hex)
    default: return nil
    }
    for task in tasks {
      // What must be installed first, or comes from the network, is not in the commits.
      guard task.need == nil, settings.setup.isEmpty, let bound = bind(task),
        context.isTrusted(bound.item)
      else { return nil }
      parts += [bound.item.canonicalText, bound.identity, task.folder]
    }
    parts += subject.files.map { $0.path.description }
    return Digest(parts.map { Array($0.utf8) })
  }

  /// Judges every task; those that the cores allow side by side.
  func parts(_ tasks: [ToolTask], _ subject: Subject) async -> [GatePart] {
    await withTaskGroup(of: (Int, GatePart).self) { group in
      for (index, task) in tasks.enumerated() {
        group.addTask { (index, await part(task, subject)) }
      }
      var parts: [(Int, GatePart)] = []
      for await part in group { parts.append(part) }
      return parts.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private func part(_ task: ToolTask, _ subject: Subject) async -> GatePart {
    let tool = task.tool
    var part = GatePart()
    let place = task.folder.isEmpty ? "" : " in \(task.folder)"
    if tool.weight == .heavy, subject.stage == .preCommit {
      part.deferred = "\(tool.name)\(place) runs at pre-push and in CI"
      return part
    }
    guard let bound = bind(task) else {
      part.remarks = ["\(tool.name) is not installed"]
      part.open = [
        "\(tool.name)\(place) was not run: \(tool.programs[0]) is not installed, or only inside the "
          + "repository; install it, or name `\(tool.name)` in `\(role.rawValue): {leaveOut: [...]}`"
      ]
      return part
    }
    guard context.isTrusted(bound.item) else {
      part.remarks = ["\(tool.name) is not trusted here"]
      part.skipped =
        "\(tool.name)\(place) was not run: it is not trusted in this repository; `verdict trust` shows "
        + "what would run and allows it"
      return part
    }
    let run = ToolRun(
      context: context, settings: settings, bound: bound, folder: task.folder, target: task.target,
      need: task.need)
    let files = task.files.filter {
      subject.files[$0].after != nil && tool.reads(subject.files[$0])
    }
    let after = await run.result(
      on: subject.change.after,
      files: tool.scope == .files ? files.map { subject.files[$0].path.description } : [],
      isAfter: true)
    guard case .ran(let report) = after else { return part.stopped(after, tool) }
    if let inspected = report.inspected, !files.isEmpty {
      let seen = Set(inspected)
      let missed = files.map { subject.files[$0].path.description }.filter { !seen.contains($0) }
      if missed.count == files.count {
        part.remarks = ["\(tool.name) looked at none of the changed files"]
        part.open = ["\(tool.name)\(place) looked at none of the changed files"]
        return part
      }
    }
    part.judged = tool.languages
    part.notes = report.notes
    if let tests = report.tests {
      part.metrics = [
        Metric("tests", of: "change", after: Double(tests.ran), unit: "tests"),
        Metric("failedTests", of: "change", after: Double(tests.failed), unit: "tests"),
      ]
    }
    if report.diagnostics.isEmpty {
      if report.isPartial { part.open = [tool.endedEarly] }
      part.remarks = [report.isPartial ? tool.endedEarly : tool.praise(report) + place]
      return part
    }
    await compare(report, run, task, subject, &part)
    return part
  }

  /// Asks what stood before, and sets apart what is new.
  private func compare(
    _ report: ToolReport, _ run: ToolRun, _ task: ToolTask, _ subject: Subject,
    _ part: inout GatePart
  ) async {
    let tool = task.tool
    var before: ToolReport? = ToolReport()
    if subject.change.before != .nothing {
      let files = task.files.compactMap { index -> String? in
        let file = subject.files[index]
        guard file.before != nil, tool.reads(file) else { return nil }
        return (file.change.oldPath ?? file.path).description
      }
      let isNothing = tool.scope == .files && files.isEmpty
      let result =
        isNothing
        ? .ran(ToolReport())
        : await run.result(
          on: subject.change.before, files: tool.scope == .files ? files : [],
          isAfter: false)
      switch result {
      case .ran(let report): before = report
      case .open(let why), .broken(let why):
        // All that is there may be old: a failure would blame the change for it.
        part.remarks = ["\(tool.name) cannot tell what is new"]
        part.open = ["what \(tool.name) found before the change is not known: \(why)"]
        before = nil
      }
    }
    if Task.isCancelled { part.broken.append("\(tool.name) was stopped") }
    var comparison = ToolComparison(subject, context)
    guard let before else {
      let found = comparison.findings(
        report.diagnostics, against: nil, rule: tool.rule, tool: tool.name)
      part.findings = found.findings.map { finding in
        var finding = finding
        finding.severity = min(finding.severity, .warning)
        return finding
      }
      return
    }
    let found = comparison.findings(
      report.diagnostics, against: before.diagnostics, rule: tool.rule, tool: tool.name)
    part.findings = found.findings
    let new = found.findings.count(where: \.isNew) + found.unshown
    let passed = report.tests.map { ", \($0.passed) of \($0.ran) tests pass" } ?? ""
    part.remarks = [
      "\(tool.name): \(new) new\(found.old > 0 ? ", \(found.old) before too" : "")\(passed)"
        + (task.folder.isEmpty ? "" : " in \(task.folder)")
    ]
    if found.unshown > 0 {
      part.open.append("\(found.unshown) more new findings of \(tool.name) are not shown")
    }
    let wasBroken = before.diagnostics.contains { $0.severity == .error }
    let isNewError = found.findings.contains { $0.isNew && $0.severity == .error }
    if !isNewError, report.isPartial {
      part.open.append(tool.endedEarly)
    } else if !isNewError, wasBroken, before.isOpaque || report.isOpaque {
      part.open.append("\(tool.name) failed before the change too, and does not say of what")
    } else if !isNewError, wasBroken, tool.stopsAtErrors {
      part.open.append(
        "\(tool.name) had errors before the change too, which may hide what the change brings")
    }
  }
}

extension GatePart {
  fileprivate func stopped(_ result: SideResult, _ tool: Tool) -> GatePart {
    var part = self
    switch result {
    case .open(let why):
      part.open.append(why)
      part.remarks = ["\(tool.name) cannot tell"]
    case .broken(let why):
      part.broken.append(why)
      part.remarks = ["\(tool.name) broke"]
    case .ran: break
    }
    return part
  }
}

extension Tool {
  /// `lint/ruff`, `tests/pytest`: the tool's own name of a rule follows.
  var rule: String {
    "\(role.rawValue)/\(name.replacing(" ", with: "-"))"
  }

  fileprivate var endedEarly: String { "\(name) ended before it had run every test" }

  fileprivate func praise(_ report: ToolReport) -> String {
    if let tests = report.tests {
      return "\(name): \(tests.ran == 1 ? "1 test passes" : "\(tests.ran) tests pass")"
    }
    return role == .lint ? "\(name) finds nothing" : "\(name) passes"
  }
}

extension ToolSettings {
  /// The command of the policy as a tool.
  func tool(_ role: Tool.Role) -> Tool {
    Tool(
      name: command[0], role: role, programs: [command[0]],
      arguments: Array(command.dropFirst()), languages: [], evidence: [], scope: .project,
      format: format ?? .text, weight: .heavy, findingExits: Set(1...125))
  }

  /// Whether a change of the file could change what a command says; documents do not.
  fileprivate func isWorthRunning(_ file: SubjectFile) -> Bool {
    let role = PathRole(file.path)
    return role != .documentation && role != .changelog
  }
}
