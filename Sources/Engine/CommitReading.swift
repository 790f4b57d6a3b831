import Git
import Policy
import Source
import Verification

extension CommitReading {
  /// A commit above it is not read: its files on both sides, in bytes.
  private static let largestCommit = 32 << 20

  /// Nil where the change is what its one commit is, so that nothing need be read again.
  ///
  /// - Parameter isNarrowed: whether the change was narrowed to some paths.
  init?(
    _ change: Change, isNarrowed: Bool, policy: LoadedPolicy, in repository: Repository
  ) {
    guard !change.commits.isEmpty, isNarrowed || !change.isItsCommit else { return nil }
    let open = repository.opener
    // An object may claim any size.
    @Sendable func size(_ version: FileVersion?) -> Int {
      min(version?.size ?? 0, CommitReading.largestCommit + 1)
    }
    self.init(digest: policy.exclusionKey) { commit in
      // One thread at a time may use a repository; gates run side by side.
      guard let repository = try? open(),
        let change = try? repository.change(.commit(commit.id.hex)),
        change.files.reduce(0, { $0 + size($1.before) + size($1.after) })
          <= CommitReading.largestCommit
      else { return nil }
      return await ChangeReader(repository).read(
        change, stage: nil, isExcluded: policy.leavesOut
      ).subject
    }
  }
}

extension Change {
  /// Whether it is what its only commit is, against that one's first parent.
  fileprivate var isItsCommit: Bool {
    guard commits.count == 1, let commit = commits.first else { return false }
    switch before {
    case .nothing: return commit.parents.isEmpty
    case .commit(let id, _): return id == commit.parents.first
    case .index, .workTree: return false
    }
  }
}
