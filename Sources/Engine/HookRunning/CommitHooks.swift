import Git
import History
import Source
import Verification

extension HookRunner {
  /// `pre-commit` and `pre-merge-commit`: judges the index that Git commits from.
  func beforeCommit() async throws -> HookAnswer {
    let change = try await repository.askingGit(surroundings) { try repository.change(.staged) }
    var (request, notices) = request(.preCommit)
    request.isRecordedLater = true
    let result = try await checking.check(
      change, request,
      attempt: CommitAttempt(place: repository.gitDirectory, contents: change.contents.hex))
    var answer = HookAnswer()
    answer.notices = notices
    answer.add(.verdict(result.verdict, title: nil), result)
    answer.repeatable = result.repeatable
    return answer
  }

  /// `commit-msg`: judges the message, and what it says of the staged change. The other gates had their
  /// turn at `pre-commit`.
  func message(_ call: HookCall) async throws -> HookAnswer {
    let message = cleanup(of: try messageFile(call)).message
    // Git itself refuses an empty message.
    if message.isEmpty { return HookAnswer() }
    let (staged, parents) = try await repository.askingGit(surroundings) {
      try changeBehindMessage()
    }
    let change = staged.committed(as: message, onto: parents)
    // What is wrong with the request was said by the run before it.
    var request = request(.preCommit).request
    request.isAboutMessages = true
    request.isRecorded = false
    var result = try await checking.check(change, request)
    if result.verdict.gates.contains(where: { $0.outcome != .pass && $0.outcome != .notApplicable })
    {
      // One that is in order would only repeat what the run before it says.
      result = try await checking.check(change, request.recorded)
    }
    var answer = HookAnswer()
    answer.add(.findings(result.verdict), result)
    return answer
  }

  /// What the commit of a message changes, and its parents. Where it replaces another commit, that is
  /// more than what is staged on top of that one.
  private func changeBehindMessage() throws(GitError) -> (
    change: Change, parents: [ObjectID]
  ) {
    guard let head = try repository.head() else { return (try repository.change(.staged), []) }
    let commit = try repository.commit(head)
    // Git does not tell of `--amend`, but hands on the author of the commit that it replaces.
    let environment = surroundings.environment
    if environment["GIT_AUTHOR_NAME"] == commit.author.name,
      environment["GIT_AUTHOR_EMAIL"] == commit.author.email,
      environment["GIT_AUTHOR_DATE"]?.hasPrefix("@\(commit.author.seconds) ") == true,
      let parent = try? repository.firstParent(of: head)
    {
      return (try repository.stagedChange(onto: parent), commit.parents)
    }
    return (try repository.change(.staged), [head] + repository.mergeHeads)
  }

  /// `post-commit`: whether what was committed is what was judged. It cannot stop anything.
  func afterCommit() async throws -> HookAnswer {
    guard let head = try repository.head() else { return HookAnswer() }
    let move = repository.lastHeadMove().flatMap { $0.new == head ? $0 : nil }
    // What a rebase or a cherry-pick makes anew is judged when it is pushed.
    if let move, !move.isCommit { return HookAnswer() }
    let commit = try repository.commit(head)
    let store = try openHistory()
    guard let attempt = try store.lastAttempt(at: repository.gitDirectory), !attempt.isCommitted,
      let before = start(of: attempt, for: commit, move)
    else { return unverified(commit, "no check ran before it was made") }
    guard try repository.change(from: before.commit, to: head).contents.hex == attempt.contents
    else { return unverified(commit, "it is not what was judged before it was made") }
    try store.note(commit: head.hex, of: attempt.run)
    if attempt.decision == .notDone {
      return HookAnswer([
        .line("commit \(head.short) was made though its verdict was not done (run \(attempt.run))")
      ])
    }
    guard before.commit != commit.parents.first else { return HookAnswer() }
    // Before an amended commit only what is added to it was judged.
    let (request, notices) = request(.preCommit)
    let result = try await checking.check(try repository.change(.commit(head.hex)), request)
    var answer = HookAnswer()
    answer.notices = notices
    answer.add(.verdict(result.verdict, title: "amended commit \(head.short)"), result)
    answer.exitCode = 0
    return answer
  }

  /// The commit that an attempt started from, where that can have led to this commit: its parent, or
  /// the commit that it replaces.
  private func start(
    of attempt: RecordedAttempt, for commit: Commit, _ move: HeadMove?
  ) -> (commit: ObjectID?, Void)? {
    let before = ObjectID(hex: attempt.before)
    guard before != nil || attempt.before == "nothing" else { return nil }
    if before == commit.parents.first { return (before, ()) }
    if let move { return move.old == before ? (before, ()) : nil }
    guard let before, let replaced = try? repository.commit(before) else { return nil }
    return replaced.parents == commit.parents ? (before, ()) : nil
  }

  private func unverified(_ commit: Commit, _ why: String) -> HookAnswer {
    let parent = commit.parents.first
    return record(
      ChangeSummary(
        unread: "not verified: commit \(commit.id.short) against \(parent?.short ?? "nothing")",
        before: parent?.hex ?? "nothing", after: commit.id.hex), why, .preCommit, nil,
      saying: [
        .line(
          "commit \(commit.id.short) is not verified: \(why); `verdict check HEAD` judges it")
      ])
  }

  /// `post-rewrite`: keeps which commits took the place of which.
  func afterRewrite(_ call: HookCall) throws -> HookAnswer {
    let pairs = try call.lines().compactMap { line -> (old: String, new: String)? in
      let words = line.split(separator: " ").prefix(2).map(String.init)
      guard words.count == 2, words.allSatisfy({ ObjectID(hex: $0) != nil }) else { return nil }
      return (words[0], words[1])
    }
    try openHistory().note(rewritten: pairs, by: call.arguments.first ?? "rebase")
    return HookAnswer()
  }
}

extension CheckRequest {
  /// The same, with its verdict kept.
  fileprivate var recorded: CheckRequest {
    var request = self
    request.isRecorded = true
    return request
  }
}
