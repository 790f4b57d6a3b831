import FoundationEssentials
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
  public var isRecordedLater: Bool

  public init(
    _ selector: ChangeSelector = .automatic, paths: [SourcePath] = [], stage: Stage? = nil,
    only: Set<String> = [], skip: Set<String> = [], type: ChangeType? = nil,
    policy: PolicyChoice = .before, trustsAll: Bool = false, isRecorded: Bool = true,
    isRecordedLater: Bool = false
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
    self.isRecordedLater = isRecordedLater
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
  private let repository: Repository
  private let surroundings: Surroundings
  private let trust: TrustStore

  /// - Throws: `Problem` when the user's trust cannot be read.
  public init(_ repository: Repository, _ surroundings: Surroundings) throws(Problem) {
    self.repository = repository
    self.surroundings = surroundings
    trust = try TrustStore.load(surroundings.trustFile)
  }

  /// Where programs are found and which may run.
  public func toolContext(trustsAll: Bool) -> ToolContext {
    let repositoryPath = repository.commonDirectory
    let trust = trust
    return Self.toolContext(
      surroundings, workTree: repository.workDirectory, commonDirectory: repositoryPath,
      isTrusted: { trustsAll || trust.trusted($0, repository: repositoryPath) })
  }

  static func toolContext(
    _ surroundings: Surroundings, workTree: String?, commonDirectory: String,
    isTrusted: @escaping @Sendable (TrustItem) -> Bool
  ) -> ToolContext {
    ToolContext(
      environment: surroundings.environment, workTree: workTree,
      scratchParent: surroundings.cacheFolder(of: commonDirectory),
      isTrusted: isTrusted)
  }

  /// Judges the change that a request selects.
  ///
  /// - Throws: `GitError`, `PolicyError` or `Problem` where there is no verdict.
  public func check(_ request: CheckRequest) async throws -> CheckResult {
    let change = try ChangeSelection.change(
      request.selector, paths: request.paths, in: repository)
    return try await check(change, request)
  }

  /// Judges a change.
  ///
  /// - Parameter attempt: the commit that is about to be made of it.
  /// - Throws: `GitError`, `PolicyError` or `Problem` where there is no verdict.
  func check(
    _ change: Change, _ request: CheckRequest, attempt: CommitAttempt? = nil
  ) async throws -> CheckResult {
    let started = Date()
    let clock = ContinuousClock.now
    let loaded = try PolicyLoader.load(
      request.policy, for: change, in: repository, surroundings)
    var (subject, lines) = await ChangeReader(repository).read(
      change, stage: request.stage, isExcluded: loaded.policy.excludes,
      commitReading: CommitReading(
        change, isNarrowed: !request.paths.isEmpty, policy: loaded.policy, in: repository))
    if change.commits.count > 1, request.paths.isEmpty {
      subject.commitListing = CommitListing(repository, loaded.policy)
    }
    subject.snapshots = SnapshotReading(repository, loaded.policy)
    try Task.checkCancellation()
    let cache = ResultCache(path: surroundings.cacheFolder + "/results.sqlite")
    let reports = await GateRun(
      subject: subject, request: request, policy: loaded.policy,
      context: toolContext(trustsAll: request.trustsAll), cache: cache,
      version: surroundings.version,
      coverage: request.coverage.map { $0.input(for: change, in: repository, surroundings) }
    ).reports()
    var verdict = Verdict(
      change: ChangeSummary(subject, lines), detected: subject.diff.type,
      claimed: ChangeType(claimedBy: change.commits), files: subject.diff.files,
      gates: reports.map(\.report),
      unverified: reports.flatMap { report in
        report.unverified.map { Unverified(gate: report.report.id, why: $0) }
      }, stage: request.stage, onInconclusive: loaded.policy.onInconclusive)
    verdict.unverified += policyRemarks(
      change, request, loaded,
      excluded: change.files.count { loaded.policy.excludes($0.path) })
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
      notices.isEmpty && reports.allSatisfy(\.isRepeatable)
      && !subject.files.contains { $0.isUnread || $0.change.isIncomplete }
    return CheckResult(verdict: verdict, notices: notices, repeatable: isRepeatable ? run : nil)
  }

  /// A change to the policy is itself reported, and so are paths that it excludes.
  private func policyRemarks(
    _ change: Change, _ request: CheckRequest, _ policy: LoadedPolicy, excluded: Int
  ) -> [Unverified] {
    var remarks: [Unverified] = []
    if request.policy == .before,
      let remark = PolicyLoader.remark(change, judged: policy, in: repository)
    {
      remarks.append(Unverified(gate: "policy", why: remark))
    }
    if excluded > 0 {
      let paths = excluded == 1 ? "1 changed path is" : "\(excluded) changed paths are"
      remarks.append(Unverified(gate: "policy", why: "\(paths) excluded by the policy"))
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
  fileprivate var isIncomplete: Bool {
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
  init(_ repository: Repository, _ policy: DefinitionOfDone) {
    let open = repository.opener
    self.init { (side) throws(GitError) in
      try open().snapshot(of: side).without(policy.excludes)
    } files: { () throws(GitError) in
      let own = try open()
      return FileReading { (path, side) throws(GitError) in
        policy.excludes(path) ? nil : try own.file(at: path, in: side)
      } exists: { (path, commit) throws(GitError) in
        try own.exists(path, in: commit)
      } siblings: { (folder, commit) throws(GitError) in
        try own.files(inFolder: folder, of: commit).filter { !policy.excludes($0) }
      } differing: { (before, after) throws(GitError) in
        try own.files(of: after, differingFrom: before).filter { !policy.excludes($0.path) }
      }
    }
  }
}

extension CommitListing {
  init(_ repository: Repository, _ policy: DefinitionOfDone) {
    // One thread at a time may use a repository, and gates run side by side.
    let open = repository.opener
    @Sendable func files(of commit: Commit, _ own: Repository?, _ size: Int) -> [FileChange]? {
      guard !Task.isCancelled, let own else { return nil }
      return try? own.filesBrought(by: commit, largerThan: size).filter {
        !policy.excludes($0.path)
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
