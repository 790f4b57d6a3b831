import Git
import SemanticDiff
import Source

/// One path of a change with the contents of its two sides.
public struct SubjectFile: Sendable {
  public let change: FileChange
  /// Nil where there is none: added or deleted, a submodule, or not read (the pair's `note` says why).
  public let before: SourceText?
  public let after: SourceText?
  /// Whether the after side has contents that could not be read; the pair's `note` says why.
  public let isUnread: Bool
  /// The two sides as their language.
  public let pair: FilePair

  public init(
    change: FileChange, before: SourceText?, after: SourceText?, isUnread: Bool, pair: FilePair
  ) {
    self.change = change
    self.before = before
    self.after = after
    self.isUnread = isUnread
    self.pair = pair
  }

  public var path: SourcePath { pair.path }
}

/// What the gates judge: a change, read and understood.
public struct Subject: Sendable {
  public let change: Change
  /// Without the paths that the policy excludes.
  public let files: [SubjectFile]
  public let diff: SemanticChange
  /// Nil when a person asked by typing a command.
  public let stage: Stage?

  public init(change: Change, files: [SubjectFile], diff: SemanticChange, stage: Stage?) {
    self.change = change
    self.files = files
    self.diff = diff
    self.stage = stage
  }
}
