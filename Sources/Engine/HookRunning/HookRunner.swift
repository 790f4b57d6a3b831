import FoundationEssentials
import Git
import History
import Source
import Verification

/// Runs what Verdict does in a hook of Git.
public struct HookRunner {
  let repository: Repository
  let surroundings: Surroundings
  let checking: Checking

  /// - Throws: `Problem` when the user's trust cannot be read.
  public init(_ repository: Repository, _ surroundings: Surroundings) throws(Problem) {
    self.repository = repository
    self.surroundings = surroundings
    checking = try Checking(repository, surroundings)
  }

  /// Whether the user turned Verdict off for this command.
  public static func isOff(_ environment: [String: String]) -> Bool {
    environment["VERDICT"] == "0"
  }

  /// - Throws: `GitError`, `PolicyError`, `StoreError` or `Problem` where there is no answer.
  public func run(_ call: HookCall) async throws -> HookAnswer {
    if HookRunner.isOff(surroundings.environment) { return off(call) }
    switch call.name {
    case .preCommit, .preMergeCommit: return try await beforeCommit()
    case .prepareCommitMessage: return try await prepareMessage(call)
    case .commitMessage: return try await message(call)
    case .postCommit: return try await afterCommit()
    case .postRewrite: return try afterRewrite(call)
    case .prePush: return try await beforePush(call)
    case .preReceive: return try await beforeReceive(call)
    case .update: return try await beforeUpdate(call)
    }
  }

  /// A request with the gates left out that `VERDICT_SKIP` names, and what is wrong with it.
  func request(_ stage: Stage) -> (request: CheckRequest, notices: [Problem]) {
    var request = CheckRequest(.staged, stage: stage)
    let names = (surroundings.environment["VERDICT_SKIP"] ?? "")
      .split { $0 == "," || $0.isWhitespace }.map(String.init)
    let known = GateList.schema.gates.map(\.id)
    request.skip = Set(names.filter(known.contains))
    request.skipReason = "VERDICT_SKIP"
    let notices = names.filter { !known.contains($0) }.map { name in
      Problem(
        .usage, "VERDICT_SKIP: there is no gate `\(name)`",
        help: known.nearest(to: name).map { "did you mean `\($0)`?" }
          ?? "the gates are \(known.joined(separator: ", "))")
    }
    return (request, notices)
  }

  /// Nothing is judged, which is recorded where it is the first that Git asks of the command.
  private func off(_ call: HookCall) -> HookAnswer {
    let why = "Verdict was turned off (VERDICT=0)"
    let line = HookAnswer.Part.line("turned off by VERDICT=0; nothing was checked")
    switch call.name {
    case .preCommit, .preMergeCommit:
      let head = try? repository.head()
      return record(
        ChangeSummary(
          unread: "turned off (VERDICT=0): staged changes against "
            + (head.map { "HEAD (\($0.short))" } ?? "nothing"),
          before: head?.hex ?? "nothing", after: "index"), why, .preCommit,
        CommitAttempt(place: repository.gitDirectory, contents: nil), saying: [line])
    case .prePush, .preReceive, .update:
      let updates = (try? self.updates(call)) ?? []
      return record(
        ChangeSummary(
          unread:
            "turned off (VERDICT=0): push of \(updates.map(\.shortName).joined(separator: ", "))",
          before: updates.first?.old?.hex ?? "nothing",
          after: updates.first?.new?.hex ?? "nothing"), why, .prePush, nil, saying: [line])
    case .postCommit:
      if let store = try? openHistory(), let head = try? repository.head(),
        let attempt = try? store.lastAttempt(at: repository.gitDirectory), !attempt.isCommitted,
        attempt.contents == nil
      {
        try? store.note(commit: head.hex, of: attempt.run)
      }
      return HookAnswer()
    case .prepareCommitMessage, .commitMessage, .postRewrite: return HookAnswer()
    }
  }

  /// Keeps that something was not judged. What goes wrong with that is said, and stops nothing.
  func record(
    _ change: ChangeSummary, _ why: String, _ stage: Stage, _ attempt: CommitAttempt?,
    saying parts: [HookAnswer.Part]
  ) -> HookAnswer {
    var answer = HookAnswer(parts)
    do {
      try openHistory().record(
        Verdict(unjudged: change, why: why, stage: stage),
        startedAt: Date().timeIntervalSince1970, durationMs: 0, policyOrigin: "none",
        version: surroundings.version, attempt: attempt)
    } catch {
      let reason = EngineError.problem(error)
      answer.notices.append(
        Problem(
          .failure, "this was not recorded: \(reason?.message ?? "\(error)")", help: reason?.help))
    }
    return answer
  }

  func openHistory() throws -> RunStore {
    try RunStore.open(RunStore.path(commonDirectory: repository.commonDirectory))
  }
}

extension ChangeSummary {
  /// A change that nobody read.
  init(unread description: String, before: String, after: String) {
    self.init(
      description: description, before: before, after: after, commits: [], files: 0,
      addedLines: 0, removedLines: 0)
  }
}
