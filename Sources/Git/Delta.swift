internal import CGit2
import Source

/// A changed path as a comparison gives it, before anything is known of contents.
struct Delta {
  struct End {
    var path: SourcePath
    var id: ObjectID
    var mode: UInt32
  }

  var status: FileStatus
  var old: End?
  var new: End?
  var similarity: Int?

  var path: SourcePath { (new ?? old)!.path }

  /// The mode after; of a deleted file the mode before.
  var mode: FileMode? { (new ?? old).flatMap { FileMode($0.mode) } }

  init(_ status: FileStatus, old: End?, new: End?, similarity: Int? = nil) {
    precondition(old != nil || new != nil, "a delta without a file")
    self.status = status
    self.old = old
    self.new = new
    self.similarity = similarity
  }

  /// Nil for what is unchanged, ignored, or a folder.
  init?(_ delta: git_diff_delta) {
    let status: FileStatus
    switch delta.status {
    case GIT_DELTA_ADDED, GIT_DELTA_UNTRACKED: status = .added
    case GIT_DELTA_DELETED: status = .deleted
    case GIT_DELTA_MODIFIED: status = .modified
    case GIT_DELTA_UNREADABLE:
      status = FileMode(UInt32(delta.old_file.mode)) == nil ? .added : .modified
    case GIT_DELTA_TYPECHANGE: status = .typeChanged
    default: return nil
    }
    func end(_ file: git_diff_file) -> End? {
      guard let path = file.path.map({ bytes(of: $0) }), path.last != UInt8(ascii: "/") else {
        return nil
      }
      return End(
        path: SourcePath(bytes: path), id: ObjectID(file.id), mode: UInt32(file.mode))
    }
    let old = status == .added ? nil : end(delta.old_file)
    let new = status == .deleted ? nil : end(delta.new_file)
    guard status == .added || old != nil, status == .deleted || new != nil else { return nil }
    self.init(status, old: old, new: new)
  }

  /// The old path alone, as if the new one did not matter.
  var deletion: Delta { Delta(.deleted, old: old, new: nil) }
}

/// What a comparison of libgit2 found.
struct Diff: ~Copyable {
  private let handle: Handle<DiffKind>

  init(
    _ compare: (UnsafeMutablePointer<OpaquePointer?>, inout git_diff_options) -> Int32
  ) throws(LibraryFailure) {
    var options = git_diff_options()
    git_diff_options_init(&options, UInt32(GIT_DIFF_OPTIONS_VERSION))
    options.flags =
      GIT_DIFF_INCLUDE_TYPECHANGE.rawValue | GIT_DIFF_SKIP_BINARY_CHECK.rawValue
      | GIT_DIFF_INCLUDE_UNTRACKED.rawValue | GIT_DIFF_RECURSE_UNTRACKED_DIRS.rawValue
      | GIT_DIFF_INCLUDE_UNREADABLE.rawValue
    // A submodule's own work tree is not part of this repository.
    options.ignore_submodules = GIT_SUBMODULE_IGNORE_DIRTY
    handle = try Handle { compare($0, &options) }
  }

  /// Lets the changes of `other` follow those of this one.
  func merge(_ other: borrowing Diff) throws(LibraryFailure) {
    try attempt(git_diff_merge(handle.pointer, other.handle.pointer))
  }

  func deltas() -> [Delta] {
    (0..<git_diff_num_deltas(handle.pointer)).compactMap { index in
      git_diff_get_delta(handle.pointer, index).flatMap { Delta($0.pointee) }
    }
  }
}
