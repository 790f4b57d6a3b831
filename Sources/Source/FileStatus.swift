/// What happened to one path between the two sides of a change.
public enum FileStatus: String, Sendable, Hashable, Codable, CaseIterable {
  case added, deleted, modified, renamed, typeChanged
  /// Kept for what others report: as `git diff -M`, Verdict finds renames alone.
  case copied
  /// A merge left a conflict. After is the file with its markers in the work tree; for what is
  /// staged, where no such file counts, it is our side, or theirs where we deleted it.
  case unmerged
}
