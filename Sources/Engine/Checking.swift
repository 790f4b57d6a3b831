import FoundationEssentials
import Gates
import Git
import History
import Policy
import SemanticDiff
import Source
import Store
import Toolchain
import Verification

/// What a person asked for.
public struct CheckRequest: Sendable {
  public var selector: ChangeSelector
  /// Files or folders, taken literally, to which the change is narrowed; none means all.
  public var paths: [SourcePath]
  public var stage: Stage?
  /// The only gates that run; none means all.
  public var only: Set<String>
  /// Gates that are left out, and recorded as skipped.
  public var skip: Set<String>
  /// What left them out, for people.
  public var skipReason = "--skip"
  /// Whether only the gates run that judge messages; the others had their turn before.
  public var isAboutMessages = false
  /// The change type that decides which section of the policy holds, instead of the detected one.
  public var type: ChangeType?
  public var policy: PolicyChoice
  /// Reports of coverage, with the trees that they were made from.
  public var coverage: [CoverageArgument] = []
  /// Whether programs run though the user's configuration does not say so.
  public var trustsAll: Bool
  /// Whether the verdict goes into the history.
  public var isRecorded: Bool
  /// Whether it may do so later, which saves opening it.
  public var isRecordedLater = false
  /// Whether the time that the policy gives the stage counts. Not where no later stage follows.
  public var hasBudget = true
  /// The branch that the change is pushed to; nil for the one that is checked out.
  public var branch: String?

  /// Whether no program runs, though the user trusts it.
  var trustsNothing = false
  /// Whether what is found becomes the baseline, with which `--all` compares.
  public var isAccepted = false

  /// Whether all files are judged.
  var isWhole: Bool {
    if case .all = selector { return paths.isEmpty }
    return false
  }
  /// Whether the rest is left out once a required gate has failed.
  public var isFailFast = false

  public init(
    _ selector: ChangeSelector = .automatic, paths: [SourcePath] = [], stage: Stage? = nil,
    only: Set<String> = [], skip: Set<String> = [], type: ChangeType? = nil,
    policy: PolicyChoice = .before, trustsAll: Bool = false, isRecorded: Bool = true
  ) {
    self.selector = selector
    self.paths = paths
    self.stage = stage
    self.only = only
    self.skip = skip
    self.type = type
    self.policy = policy
    self.trustsAll = trustsAll
    self.isRecorded = isRecorded
  }
}

/// A verdict with what happened on the way.
public struct CheckResult: Sendable {
  public let verdict: Verdict
  /// What went wrong beside the verdict: it stands, but was not recorded, say.
  public let notices: [Problem]
  /// The run as the history keeps it, where the same change would get the same verdict again: nothing
  /// broke, and all was read.
  public let repeatable: RunRecord?
}

/// From a repository and a request to a verdict.
public struct Checking {
  let repository: Repository
  let surroundings: Surroundings
  private let trust: TrustStore

  /// - Throws: `Problem` when the user's trust cannot be read.
  public init(_ repository: Repository, _ surroundings: Surroundings) throws(Problem) {
    self.repository = repository
    self.surroundings = surroundings
    trust = try TrustStore.load(surroundings.trustFile)
  }

  private init(_ other: Checking, _ repository: Repository) {
    self.repository = repository
    surroundings = other.surroundings
    trust = other.trust
  }

  /// The same with the repository opened once more, for another thread.
  func with(_ repository: Repository) -> Checking { Checking(self, repository) }

  /// Where programs are found and which may run.
  public func toolContext(
    trustsAll: Bool, trustsNothing: Bool = false, cache: ResultCache? = nil
  ) -> ToolContext {
    let repositoryPath = repository.commonDirectory
    let trust = trust
    return Self.toolContext(
      surroundings, workTree: repository.workDirectory, commonDirectory: repositoryPath,
      cache: cache, open: repository.opener,
      isTrusted: {
        !trustsNothing && (trustsAll || trust.trusted($0, repository: repositoryPath))
      })
  }

  /// What finds the policy; it reads outside of the repository where the user agreed to that.
  public func policyLoader(trustsAll: Bool) -> PolicyLoader {
    PolicyLoader(repository, surroundings) { [trust, repository] in
      trustsAll || trust.trusted($0, repository: repository.commonDirectory)
    }
  }

  static func toolContext(
    _ surroundings: Surroundings, workTree: String?, commonDirectory: String,
    cache: ResultCache? = nil,
    open: (@Sendable () throws(GitError) -> Repository)? = nil,
    isTrusted: @escaping @Sendable (TrustItem) -> Bool
  ) -> ToolContext {
    ToolContext(
      environment: surroundings.environment, workTree: workTree,
      scratchParent: surroundings.cacheFolder(of: commonDirectory),
      cores: ProcessInfo.processInfo.activeProcessorCount, cache: cache,
      progress: surroundings.progress, open: open, isTrusted: isTrusted)
  }

  /// Judges the change that a request selects.
  ///
  /// - Throws: `GitError`, `PolicyError` or `Problem` where there is no verdict.
  public func check(_ request: CheckRequest) async throws -> CheckResult {
    try await check(request, loaded: nil)
  }

  /// - Parameter loaded: the policy; nil for the one that the request chooses.
  func check(_ request: CheckRequest, loaded: LoadedPolicy?) async throws -> CheckResult {
    var request = request
    let (selector, paths) = (request.selector, request.paths)
    let change = try await repository.askingGit(surroundings) {
      try ChangeSelection.change(selector, paths: paths, in: repository)
    }
    if case .all = request.selector {
      // Nothing came before it that could have a policy, and no change chooses it.
      if request.policy == .before { request.policy = .after }
      request.type = request.type ?? .code
    }
    return try await check(change, request, loaded: loaded)
  }

  /// Judges a change.
  ///
  /// - Parameter attempt: the commit that is about to be made of it.
  /// - Throws: `GitError`, `PolicyError` or `Problem` where there is no verdict.
  func check(
    _ change: Change, _ request: CheckRequest, attempt: CommitAttempt? = nil,
    loaded given: LoadedPolicy? = nil
  ) async throws -> CheckResult {
    let started = Date()
    let clock = ContinuousClock.now
    let loaded =
      try given ?? policyLoader(trustsAll: request.trustsAll).load(request.policy, for: change)
    let cache = ResultCache(path: surroundings.cacheFolder + "/results.sqlite")
    let judgement = try await judgement(change, request, loaded, cache)
    surroundings.progress("")
    var verdict = Verdict(
      change: judgement.summary, detected: judgement.detected,
      claimed: ChangeType(claimedBy: change.commits), files: judgement.files,
      gates: judgement.reports.map(\.report),
      unverified: judgement.reports.flatMap { report in
        report.unverified.map { Unverified(gate: report.report.id, why: $0) }
      }, stage: request.stage, onInconclusive: loaded.policy.onInconclusive)
    verdict.unverified += (policyRemarks(change, request, loaded) + judgement.remarks).map {
      Unverified(gate: PolicyGate.id, why: $0)
    }
    // What an interruption cut short is no verdict.
    try Task.checkCancellation()
    var notices = cache.note.map { [Problem(.failure, $0)] } ?? []
    var run: RunRecord?
    if request.isRecorded {
      let kept = record(
        RunRecord(
          startedAt: started.timeIntervalSince1970,
          durationMs: clock.duration(to: .now).milliseconds, policyOrigin: loaded.origin,
          version: surroundings.version, attempt: attempt, document: []),
        verdict, isLater: request.isRecordedLater)
      run = kept.run
      notices += kept.notices
    }
    let isRepeatable =
      notices.isEmpty && loaded.isSelfContained && judgement.isComplete
      && judgement.reports.allSatisfy(\.isRepeatable)
    return CheckResult(verdict: verdict, notices: notices, repeatable: isRepeatable ? run : nil)
  }

  /// What a verdict is made of.
  struct Judgement {
    var summary: ChangeSummary
    var detected: DetectedType
    var files: [FileDiff]
    var reports: [GateRun.Reported]
    /// What is to be said beside what the gates say.
    var remarks: [String] = []
    /// Whether all files were read.
    var isComplete: Bool
  }

  private func judgement(
    _ change: Change, _ request: CheckRequest, _ loaded: LoadedPolicy, _ cache: ResultCache
  ) async throws -> Judgement {
    if case .all = request.selector { return try await whole(change, request, loaded, cache) }
    var (subject, lines) = await ChangeReader(repository).read(
      change, stage: request.stage, isExcluded: loaded.leavesOut,
      commitReading: CommitReading(
        change, isNarrowed: !request.paths.isEmpty, policy: loaded, in: repository))
    if change.commits.count > 1, request.paths.isEmpty {
      subject.commitListing = CommitListing(repository, loaded)
    }
    subject.snapshots = SnapshotReading(repository, loaded)
    try Task.checkCancellation()
    let run = try gateRun(subject, request, loaded, cache, coverage(request, for: change))
    var waiving = Waiving(
      subject, loaded, today: surroundings.today,
      settings: run.settings(PolicyGate.id, loaded.policy))
    var reports = run.reports(await run.judged(), &waiving)
    if let report = run.report(on: waiving) { reports.append(report) }
    return Judgement(
      summary: ChangeSummary(subject, lines), detected: subject.diff.type,
      files: subject.diff.files, reports: reports,
      isComplete: !subject.files.contains { $0.isUnread || $0.change.isIncomplete })
  }

  func gateRun(
    _ subject: Subject, _ request: CheckRequest, _ loaded: LoadedPolicy, _ cache: ResultCache,
    _ coverage: [CoverageInput]
  ) throws -> GateRun {
    GateRun(
      subject: subject, request: request, loaded: loaded,
      user: try UserSettings.load(from: surroundings),
      context: toolContext(
        trustsAll: request.trustsAll, trustsNothing: request.trustsNothing, cache: cache),
      cache: cache,
      build: surroundings.build,
      branch: loaded.asksForBranch ? request.branch ?? repository.headName : nil,
      coverage: coverage)
  }

  /// The reports of coverage that a request names.
  func coverage(_ request: CheckRequest, for change: Change) -> [CoverageInput] {
    request.coverage.map { $0.input(for: change, in: repository, surroundings) }
  }

  /// A change to the policy is itself reported, and so are paths that no gate looked at.
  private func policyRemarks(
    _ change: Change, _ request: CheckRequest, _ loaded: LoadedPolicy
  ) -> [String] {
    var remarks: [String] = []
    if request.policy == .before,
      let remark = policyLoader(trustsAll: request.trustsAll).remark(change, judged: loaded)
    {
      remarks.append(remark)
    }
    var excluded = 0
    var generated = 0
    for file in change.files {
      switch loaded.leftOut(file.path) {
      case nil: break
      case .excluded: excluded += 1
      case .attributed: generated += 1
      }
    }
    func paths(_ count: Int) -> String {
      count == 1 ? "1 changed path is" : "\(count) changed paths are"
    }
    if excluded > 0 { remarks.append("\(paths(excluded)) excluded by the policy") }
    if generated > 0 {
      remarks.append("\(paths(generated)) generated or vendored, as .gitattributes says")
    }
    return remarks
  }

  // MARK: Keeping

  /// Adds the verdict to the history, or to what the history takes over. It stands even when it cannot
  /// be kept; that is said.
  private func record(
    _ run: RunRecord, _ verdict: Verdict, isLater: Bool
  ) -> (run: RunRecord?, notices: [Problem]) {
    var run = run
    do {
      run.document = try RunStore.document(verdict)
      let common = repository.commonDirectory
      if isLater, RunSpool(commonDirectory: common).append(run) { return (run, []) }
      let store = try RunStore.open(RunStore.path(commonDirectory: common))
      try store.record(verdict, run)
      return (run, store.note.map { [Problem(.failure, $0)] } ?? [])
    } catch {
      let reason = EngineError.problem(error)
      return (
        nil,
        [
          Problem(
            .failure, "the verdict was not recorded: \(reason?.message ?? "\(error)")",
            help: reason?.help)
        ]
      )
    }
  }
}

extension FileChange {
  /// Whether an object is missing or damaged, which can be mended.
  var isIncomplete: Bool {
    [before, after].contains { $0.map { $0.mode != .submodule && $0.size == nil } ?? false }
  }
}

extension Duration {
  /// To a thousandth.
  var milliseconds: Double {
    (Double(components.seconds) * 1e6 + Double(components.attoseconds) / 1e12).rounded() / 1e3
  }
}

extension ChangeSummary {
  init(_ subject: Subject, _ lines: LineTotals) {
    let change = subject.change
    self.init(
      description: change.description, before: change.before.name, after: change.after.name,
      commits: change.commits.filter { !$0.isPending }
        .map { CommitLine(id: $0.id.hex, subject: $0.subject) },
      files: subject.files.count, addedLines: lines.added, removedLines: lines.removed)
  }
}

extension SnapshotReading {
  init(_ repository: Repository, _ policy: LoadedPolicy) {
    let open = repository.opener
    self.init { (side) throws(GitError) in
      try open().snapshot(of: side).without(policy.leavesOut)
    } files: { () throws(GitError) in
      let own = try open()
      return FileReading { (path, side) throws(GitError) in
        policy.leavesOut(path) ? nil : try own.file(at: path, in: side)
      } exists: { (path, commit) throws(GitError) in
        try own.exists(path, in: commit)
      } siblings: { (folder, commit) throws(GitError) in
        try own.files(inFolder: folder, of: commit).filter { !policy.leavesOut($0) }
      } differing: { (before, after) throws(GitError) in
        try own.files(of: after, differingFrom: before).filter { !policy.leavesOut($0.path) }
      }
    }
  }
}

extension CommitListing {
  init(_ repository: Repository, _ policy: LoadedPolicy) {
    // One thread at a time may use a repository, and gates run side by side.
    let open = repository.opener
    @Sendable func files(of commit: Commit, _ own: Repository?, _ size: Int) -> [FileChange]? {
      guard !Task.isCancelled, let own else { return nil }
      return try? own.filesBrought(by: commit, largerThan: size).filter {
        !policy.leavesOut($0.path)
      }
    }
    self.init { commits, size in
      let own = try? open()
      return commits.map { files(of: $0, own, size) }
    } visit: { commits, body in
      let own = try? open()
      for commit in commits {
        body(commit, files(of: commit, own, -1)) { try? own?.contents(of: $0, path: $1) }
      }
    }
  }
}
