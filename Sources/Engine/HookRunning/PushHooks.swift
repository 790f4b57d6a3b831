import Git
import Source
import Verification

extension HookRunner {
  /// `pre-push`: judges what the remote does not have yet, for each ref that is pushed.
  func beforePush(_ call: HookCall) async throws -> HookAnswer {
    let updates = try updates(call)
    // What another remote has was pushed before.
    return try await judge(
      updates, known: try repository.tips(below: "refs/remotes/"), isLeaving: true)
  }

  /// `pre-receive`: judges what the repository does not have yet.
  func beforeReceive(_ call: HookCall) async throws -> HookAnswer {
    try await judge(try updates(call), known: try repository.tips(below: "refs/"))
  }

  /// `update`: the same for one ref.
  func beforeUpdate(_ call: HookCall) async throws -> HookAnswer {
    try await judge(try updates(call), known: try repository.tips(below: "refs/"))
  }

  /// What Git says is pushed.
  ///
  /// - Throws: `Problem` for what is no such list.
  func updates(_ call: HookCall) throws(Problem) -> [RefUpdate] {
    if call.name == .update {
      guard call.arguments.count == 3,
        let update = RefUpdate(
          call.arguments[0], old: call.arguments[1], new: call.arguments[2])
      else {
        throw Problem(
          .usage, "`update` takes a ref, its old and its new object",
          help: "Git calls it so: `verdict hook run update \"$@\"`")
      }
      return [update]
    }
    let lines = try call.lines()
    if lines.isEmpty, call.name == .prePush, let update = fromRunner { return [update] }
    var updates: [RefUpdate] = []
    for line in lines where !line.isEmpty {
      let update =
        call.name == .prePush ? RefUpdate(prePush: line) : RefUpdate(preReceive: line)
      guard let update else {
        throw Problem(
          .usage, "`\(line)` is no line that Git hands `\(call.name.rawValue)`",
          help: "the hook must pass on its standard input, which says what is pushed")
      }
      updates.append(update)
    }
    return updates
  }

  /// The one ref that pre-commit and prek tell of; they take the standard input for themselves.
  private var fromRunner: RefUpdate? {
    let environment = surroundings.environment
    // They name no commits where all of a history is pushed.
    guard let to = environment["PRE_COMMIT_TO_REF"] ?? environment["PRE_COMMIT_LOCAL_BRANCH"],
      let name = environment["PRE_COMMIT_REMOTE_BRANCH"],
      let new = try? repository.commitID(of: to)
    else { return nil }
    let old = environment["PRE_COMMIT_FROM_REF"].flatMap { try? repository.commitID(of: $0) }
    return RefUpdate(name: name, old: old, new: new)
  }

  /// Judges the refs one after the other, branches first: what came with one is known for the next.
  private func judge(_ updates: [RefUpdate], known: [ObjectID], isLeaving: Bool = false)
    async throws -> HookAnswer
  {
    var known = known
    for update in updates {
      if let old = update.old, let commit = (try? repository.peeled(old)) ?? nil {
        known.append(commit)
      }
    }
    var (request, notices) = request(.prePush)
    // A server judges last: what it lets through is there.
    request.hasBudget = isLeaving
    var answer = HookAnswer()
    answer.notices = notices
    let isBranch = { (update: RefUpdate) in update.name.hasPrefix("refs/heads/") }
    // Notes are commits too, but none of a program.
    let judged = updates.filter { !$0.name.hasPrefix("refs/notes/") }
    for update in judged.filter(isBranch) + judged.filter({ !isBranch($0) }) {
      guard let change = try repository.change(bringing: update, known: known) else { continue }
      request.branch = isBranch(update) ? update.shortName : nil
      let result = try await checking.check(change, request)
      answer.add(.verdict(result.verdict, title: update.shortName), result)
      if case .commit(let tip, _) = change.after { known.append(tip) }
    }
    return answer
  }
}
