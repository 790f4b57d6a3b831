import Source
import Syntax

/// One path of a change as the semantic diff sees it: its two sides, read where that was possible.
public struct FilePair: Sendable {
  /// The path after the change, or before it where the file was deleted.
  public var path: SourcePath
  /// The path before, where it differs.
  public var oldPath: SourcePath?
  /// The path before, whether it differs or not.
  public var pathBefore: SourcePath { oldPath ?? path }
  public var status: FileStatus
  /// The language of the after side, or of the before side where the file was deleted.
  public var language: Language?
  public var isBinary: Bool
  /// Why the file was not read as its language, where it was not.
  public var note: String?
  /// Whether there is a side that could not be read: what happened to declarations is not known then.
  public var isUnread: Bool
  public var before: SyntaxFile?
  public var after: SyntaxFile?

  public init(
    path: SourcePath, oldPath: SourcePath? = nil, status: FileStatus, language: Language? = nil,
    isBinary: Bool = false, note: String? = nil, isUnread: Bool = false,
    before: SyntaxFile? = nil, after: SyntaxFile? = nil
  ) {
    self.path = path
    self.oldPath = oldPath
    self.status = status
    self.language = language
    self.isBinary = isBinary
    self.note = note
    self.isUnread = isUnread
    self.before = before
    self.after = after
  }
}
