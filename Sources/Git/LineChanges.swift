internal import CGit2
import Source

/// The lines of a text that another has not, as `git diff` finds them.
public struct LineChanges: Sendable, Hashable {
  /// Numbers of lines after, from 1, ascending.
  public let added: [Range<Int>]
  /// Numbers of lines before, from 1, ascending.
  public let removed: [Range<Int>]

  /// Compares two texts; an absent one has no lines.
  public init(before: SourceText?, after: SourceText?) {
    (added, removed) =
      LineChanges.compared(before, after)
      ?? (LineChanges.all(of: after), LineChanges.all(of: before))
  }

  /// Nil where a side is absent, and where libgit2 cannot tell: then no line is known to be unchanged.
  private static func compared(
    _ before: SourceText?, _ after: SourceText?
  ) -> (added: [Range<Int>], removed: [Range<Int>])? {
    guard let before, let after, Library.isStarted else { return nil }
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
    // Of equal texts there is no patch.
    guard status == 0 else { return nil }
    guard let patch else { return ([], []) }
    var added: [Range<Int>] = []
    var removed: [Range<Int>] = []
    for index in 0..<git_patch_num_hunks(patch) {
      var hunk: UnsafePointer<git_diff_hunk>?
      guard git_patch_get_hunk(&hunk, nil, patch, index) == 0, let hunk = hunk?.pointee else {
        continue
      }
      let (new, newCount) = (Int(hunk.new_start), Int(hunk.new_lines))
      let (old, oldCount) = (Int(hunk.old_start), Int(hunk.old_lines))
      if newCount > 0 { added.append(new..<new + newCount) }
      if oldCount > 0 { removed.append(old..<old + oldCount) }
    }
    return (added, removed)
  }

  /// Whether a line after is one that came in.
  public func isAdded(_ line: Int) -> Bool {
    var low = 0
    var high = added.count
    while low < high {
      let middle = (low + high) / 2
      if added[middle].upperBound <= line { low = middle + 1 } else { high = middle }
    }
    return low < added.count && added[low].contains(line)
  }

  private static func all(of text: SourceText?) -> [Range<Int>] {
    guard let count = text?.lineCount, count > 0 else { return [] }
    return [1..<count + 1]
  }
}
