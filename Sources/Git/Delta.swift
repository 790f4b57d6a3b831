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
  /// Whether the file is on disk and not in the index.
  var isUntracked = false

  var path: SourcePath { (new ?? old)!.path }

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
    case GIT_DELTA_RENAMED: status = .renamed
    case GIT_DELTA_COPIED: status = .copied
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
    self.init(
      status, old: old, new: new,
      similarity: status == .renamed || status == .copied ? Int(delta.similarity) : nil)
    isUntracked = delta.status == GIT_DELTA_UNTRACKED
  }

  /// The old path alone, as if the new one did not matter.
  var deletion: Delta { Delta(.deleted, old: old, new: nil) }
}

/// What a comparison of libgit2 found.
struct Diff: ~Copyable {
  private let handle: Handle<DiffKind>

  /// Pairs of deleted and added files above which contents are not compared for renames; there a
  /// rename must be exact. Git's limit of 1,000 files on either side is the same.
  private static let pairLimit = 1_000_000

  /// How alike in percent the versions of a renamed file are at least, as in Git.
  private static let threshold: UInt16 = 50

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

  /// The changed paths, a deleted and an added one that are alike taken together as a rename.
  func deltasWithRenames() throws(LibraryFailure) -> [Delta] {
    let found = deltas()
    let deleted = found.count { $0.status == .deleted }
    let added = found.count { $0.status == .added }
    if deleted == 0 || added == 0 { return found }
    if deleted.multipliedReportingOverflow(by: added).partialValue > Self.pairLimit {
      return joiningExactRenames(found)
    }
    var options = git_diff_find_options()
    git_diff_find_options_init(&options, UInt32(GIT_DIFF_FIND_OPTIONS_VERSION))
    options.flags =
      GIT_DIFF_FIND_RENAMES.rawValue | GIT_DIFF_FIND_FOR_UNTRACKED.rawValue
      | GIT_DIFF_FIND_DONT_IGNORE_WHITESPACE.rawValue
    options.rename_threshold = Self.threshold
    options.rename_limit = max(deleted, added)
    try attempt(git_diff_find_similar(handle.pointer, &options))
    return deltas()
  }
}

/// Takes deleted and added files with the same blob together as renames, first those of one name.
func joiningExactRenames(_ deltas: [Delta]) -> [Delta] {
  var sources: [ObjectID: [Int]] = [:]
  for (index, delta) in deltas.enumerated() where delta.status == .deleted {
    if let old = delta.old { sources[old.id, default: []].append(index) }
  }
  var result = deltas
  var gone: Set<Int> = []
  for index in deltas.indices where deltas[index].status == .added {
    guard let new = deltas[index].new, !new.id.isZero, let candidates = sources[new.id],
      !candidates.isEmpty
    else { continue }
    let place =
      candidates.firstIndex {
        deltas[$0].path.lastComponent == new.path.lastComponent
      } ?? candidates.startIndex
    let source = candidates[place]
    sources[new.id]?.remove(at: place)
    gone.insert(source)
    result[index] = Delta(.renamed, old: deltas[source].old, new: new, similarity: 100)
  }
  return result.indices.filter { !gone.contains($0) }.map { result[$0] }
}
