import FoundationEssentials
import Git
import Report
import Source
import Synchronization

/// A semantic diff of each commit on a line of first parents, on all cores, with the memory of a few.
public struct EachCommit: Sendable {
  private let open: @Sendable () throws -> Repository

  /// How many commits are read before the first of them has to be done.
  private static let batch = 64

  /// - Parameter open: opens the repository; each core has one of its own.
  public init(_ open: @escaping @Sendable () throws -> Repository) { self.open = open }

  /// Hands what is made of each commit's diff to `body`, the newest commit first.
  ///
  /// - Parameters:
  ///   - selector: a commit, with all its first parents, or a range.
  ///   - paths: files and folders to which each diff is narrowed; commits that touch none of them are
  ///     left out.
  ///   - transform: makes it, on the core that read the commit.
  /// - Returns: what is wrong with commits that could not be read.
  /// - Throws: `GitError`, `Problem`, or `CancellationError`.
  public func forEach<Part: Sendable>(
    _ selector: ChangeSelector, paths: [SourcePath],
    transform: @escaping @Sendable (DiffReport) -> Part, body: (Part) -> Void
  ) async throws -> [Problem] {
    var repositories = [try open()]
    let commits = try Self.commits(selector, in: repositories[0])
    while repositories.count < min(ProcessInfo.processInfo.activeProcessorCount, commits.count) {
      repositories.append(try open())
    }
    var problems: [Problem] = []
    for start in stride(from: 0, to: commits.count, by: Self.batch) {
      let batch = Batch<Part>(commits[start..<min(start + Self.batch, commits.count)])
      await withTaskGroup { group in
        for repository in repositories {
          // One task at a time uses it.
          nonisolated(unsafe) let own = repository
          group.addTask {
            while !Task.isCancelled, let (index, commit) = batch.next() {
              let diff = await Self.diff(of: commit, paths, in: own)
              if let diff { batch.finish(index, diff.map(transform)) }
            }
          }
        }
      }
      try Task.checkCancellation()
      for result in batch.finished {
        switch result {
        case .success(let part): body(part)
        case .failure(let problem): problems.append(problem)
        }
      }
    }
    return problems
  }

  private static func commits(
    _ selector: ChangeSelector, in repository: Repository
  ) throws -> [ObjectID] {
    switch selector {
    case .commit(let name):
      return try repository.firstParentLine(of: repository.commitID(of: name))
    case .automatic:
      return try repository.firstParentLine(of: repository.commitID(of: "HEAD"))
    case .range(let a, let b):
      return try repository.firstParentLine(
        of: repository.commitID(of: b), excluding: repository.commitID(of: a))
    case .base(let base, let head):
      return try repository.firstParentLine(
        of: repository.commitID(of: head ?? "HEAD"), excluding: repository.commitID(of: base))
    case .staged, .workTree, .all:
      throw Problem(
        .usage, "--each takes commits", help: "name a commit, or a range of them: `v1.0..HEAD`")
    }
  }

  /// Nil where the commit touches none of the paths that are asked for.
  private static func diff(
    of commit: ObjectID, _ paths: [SourcePath], in repository: Repository
  ) async -> Result<DiffReport, Problem>? {
    do throws(GitError) {
      let change = try repository.change(.commit(commit.hex), paths: paths)
      if !paths.isEmpty, change.files.isEmpty { return nil }
      return .success(await Comparing.repository(repository, change))
    } catch {
      let problem = error.problem
      return .failure(
        Problem(
          problem.kind, "commit \(commit.short): \(problem.message)", help: problem.help))
    }
  }
}

/// Commits that several tasks share out among them, with what came of each.
private final class Batch<Part: Sendable>: Sendable {
  private let commits: ArraySlice<ObjectID>
  private let state: Mutex<(next: Int, results: [Int: Result<Part, Problem>])>

  init(_ commits: ArraySlice<ObjectID>) {
    self.commits = commits
    state = Mutex((commits.startIndex, [:]))
  }

  func next() -> (index: Int, commit: ObjectID)? {
    state.withLock { state in
      guard state.next < commits.endIndex else { return nil }
      defer { state.next += 1 }
      return (state.next, commits[state.next])
    }
  }

  func finish(_ index: Int, _ result: Result<Part, Problem>) {
    state.withLock { $0.results[index] = result }
  }

  /// In the order of the commits.
  var finished: [Result<Part, Problem>] {
    state.withLock { state in commits.indices.compactMap { state.results[$0] } }
  }
}
