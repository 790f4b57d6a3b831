import Source

/// How many lines one text has that another has not, as `git diff --numstat` counts them.
public struct LineCounts: Sendable, Hashable {
  public let added: Int
  public let removed: Int

  /// Compares two texts; an absent one has no lines.
  public init(before: SourceText?, after: SourceText?) {
    let changes = LineChanges(before: before, after: after)
    added = changes.added.reduce(0) { $0 + $1.count }
    removed = changes.removed.reduce(0) { $0 + $1.count }
  }
}
