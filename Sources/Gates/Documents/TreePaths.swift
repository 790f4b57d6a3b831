import Git
import Source
import Verification

/// Which paths there are on both sides of a change, asked one by one: a commit's tree, and over it what the
/// change added and took away.
final class TreePaths {
  private let snapshots: SnapshotReading?
  /// Opens the repository, which is not needed where nothing is asked.
  private lazy var reading: FileReading? = try? snapshots?.files()
  private let change: Change
  /// The files that are there after, with all folders above them.
  private let added: Set<SourcePath>
  private var removed: Set<SourcePath> = []
  private var known: [Change.Side: [SourcePath: Bool]] = [:]

  init(_ subject: Subject) {
    change = subject.change
    snapshots = subject.snapshots
    var added: Set<SourcePath> = []
    for file in change.files where file.after != nil {
      added.insert(file.path)
      var path = file.path.parent
      while !path.bytes.isEmpty, added.insert(path).inserted { path = path.parent }
    }
    self.added = added
    for file in change.files {
      if file.status == .deleted, !added.contains(file.path) { removed.insert(file.path) }
      if file.status == .renamed, let old = file.oldPath, !added.contains(old) {
        removed.insert(old)
      }
    }
  }

  /// The paths that the change took away.
  var gone: Set<SourcePath> { removed }

  /// Whether a path is there after the change, as a file or a folder.
  func existsAfter(_ path: SourcePath) -> Bool {
    if path.bytes.isEmpty || added.contains(path) { return true }
    if removed.contains(path) { return false }
    if case .commit = change.after { return exists(path, in: change.after) }
    return exists(path, in: change.before)
  }

  func existsBefore(_ path: SourcePath) -> Bool {
    path.bytes.isEmpty || exists(path, in: change.before)
  }

  private func exists(_ path: SourcePath, in side: Change.Side) -> Bool {
    guard let reading, case .commit(let commit, _) = side else { return false }
    if let known = known[side]?[path] { return known }
    let found = (try? reading.exists(path, commit)) ?? true
    known[side, default: [:]][path] = found
    return found
  }

  func contentsAfter(_ path: SourcePath) -> [UInt8]? {
    guard let reading else { return nil }
    if removed.contains(path) { return nil }
    return try? reading.contents(path, change.after)
  }
}

extension SourcePath {
  /// The folder that holds it; empty for what stands at the root.
  var parent: SourcePath {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return SourcePath(bytes: []) }
    return SourcePath(bytes: Array(bytes[..<slash]))
  }
}
