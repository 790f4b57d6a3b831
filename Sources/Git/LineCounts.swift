internal import CGit2
import Source

/// How many lines one text has that another has not, as `git diff --numstat` counts them.
public struct LineCounts: Sendable, Hashable {
  public let added: Int
  public let removed: Int

  /// Compares two texts; an absent one has no lines.
  public init(before: SourceText?, after: SourceText?) {
    guard let before, let after else {
      added = after?.lineCount ?? 0
      removed = before?.lineCount ?? 0
      return
    }
    guard Library.isStarted else {
      (added, removed) = (0, 0)
      return
    }
    var patch: OpaquePointer?
    var options = git_diff_options()
    git_diff_options_init(&options, UInt32(GIT_DIFF_OPTIONS_VERSION))
    options.context_lines = 0
    options.flags = GIT_DIFF_FORCE_TEXT.rawValue
    let status = before.bytes.withUnsafeBytes { old in
      after.bytes.withUnsafeBytes { new in
        git_patch_from_buffers(
          &patch, old.baseAddress, old.count, nil, new.baseAddress, new.count, nil, &options)
      }
    }
    defer { git_patch_free(patch) }
    var insertions = 0
    var deletions = 0
    if status == 0, patch != nil { git_patch_line_stats(nil, &insertions, &deletions, patch) }
    (added, removed) = (insertions, deletions)
  }
}
