import Store
import Verification

/// What a run before a commit knows of it, so that it can be told afterwards whether what was
/// committed is what was judged.
public struct CommitAttempt: Sendable, Hashable {
  /// The Git folder of the work tree that it is made in.
  public var place: String
  /// A digest of what was judged; nil when nothing was.
  public var contents: String?

  public init(place: String, contents: String?) {
    self.place = place
    self.contents = contents
  }
}

/// The newest run before a commit.
public struct RecordedAttempt: Sendable, Hashable {
  public let run: Int
  /// The full name of the commit that was the newest then; `nothing` when there was none.
  public let before: String
  public let contents: String?
  public let decision: Decision
  /// Whether a commit was made of it.
  public let isCommitted: Bool
}

extension RunStore {
  /// The newest run before a commit in one work tree.
  ///
  /// - Throws: `StoreError`.
  public func lastAttempt(at place: String) throws(StoreError) -> RecordedAttempt? {
    let rows = try file.rows(
      "SELECT id, before, contents, decision, committed FROM run WHERE place = ? "
        + "ORDER BY id DESC LIMIT 1", [.text(place)])
    guard let row = rows.first, let id = row.integer("id"), let before = row.text("before"),
      let decision = row.text("decision").flatMap(Decision.init)
    else { return nil }
    return RecordedAttempt(
      run: id, before: before, contents: row.text("contents"), decision: decision,
      isCommitted: row.text("committed") != nil)
  }

  /// Notes which commit was made of what a run judged.
  ///
  /// - Throws: `StoreError`.
  public func note(commit: String, of run: Int) throws(StoreError) {
    try file.write(
      "UPDATE run SET committed = ? WHERE id = ?", [.text(commit), .integer(Int64(run))])
  }

  /// Notes which commits took the place of others.
  ///
  /// - Parameter command: `amend` or `rebase`, as Git names it to `post-rewrite`.
  /// - Throws: `StoreError`.
  public func note(
    rewritten commits: [(old: String, new: String)], by command: String
  ) throws {
    try file.transaction { transaction in
      for (old, new) in commits {
        try transaction.write(
          "INSERT OR REPLACE INTO rewrite VALUES (?, ?, ?)",
          [.text(old), .text(new), .text(command)])
      }
    }
  }

  /// What became of a run's commit: its name, and those that took its place one after the other.
  ///
  /// - Throws: `StoreError`.
  public func commits(of run: Int) throws(StoreError) -> [String] {
    let rows = try file.rows(
      "SELECT committed FROM run WHERE id = ?", [.integer(Int64(run))])
    guard var commit = rows.first?.text("committed") else { return [] }
    var found = [commit]
    while found.count < 20,
      let next = try file.rows(
        "SELECT new FROM rewrite WHERE old = ? ORDER BY new LIMIT 1", [.text(commit)]
      ).first?.text("new"), !found.contains(next)
    {
      found.append(next)
      commit = next
    }
    return found
  }
}
