/// What happened to one path between the two sides of a change.
public enum FileStatus: String, Sendable, Hashable, Codable, CaseIterable {
  case added, deleted, modified, renamed, copied, typeChanged
  /// A merge left a conflict.
  case unmerged
}
