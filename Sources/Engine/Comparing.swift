import FoundationEssentials
import Git
import Report
import SemanticDiff
import Source
import Syntax
import Verification

/// Semantic diffs without gates.
public enum Comparing {
  /// The diff of a change of a repository.
  public static func repository(_ repository: Repository, _ change: Change) async -> DiffReport {
    let (subject, lines) = await ChangeReader(repository).read(
      change, stage: nil, isExcluded: { _ in false })
    return DiffReport(
      change: ChangeSummary(subject, lines), detected: subject.diff.type,
      claimed: ChangeType(claimedBy: change.commits), files: subject.diff.files)
  }

  /// The diff of two files or two folders on disk.
  ///
  /// - Throws: `Problem` when they cannot be read or are not of one kind.
  public static func onDisk(
    old: String, new: String, from folder: String, lookup: ImpactLookup? = nil
  ) async throws -> DiffReport {
    let before = try DiskSide(old, from: folder)
    let after = try DiskSide(new, from: folder)
    guard before.isFolder == after.isFolder else {
      throw Problem(
        .usage, "one of `\(old)` and `\(new)` is a file and the other a folder",
        help: "name two files or two folders")
    }
    let paths =
      before.isFolder
      ? Set(before.files).union(after.files).sorted().map { (old: $0, new: $0) }
      : [(old: SourcePath(old), new: SourcePath(new))]
    var sides: [(change: FileChange, before: FileContents, after: FileContents)] = []
    for (oldPath, newPath) in paths {
      let left = try before.read(oldPath)
      let right = try after.read(newPath)
      if let left, let right, left == right { continue }
      sides.append(
        (
          FileChange(
            path: newPath, oldPath: oldPath == newPath ? nil : oldPath,
            status: left == nil ? .added : right == nil ? .deleted : .modified),
          FileContents(bytes: left), FileContents(bytes: right)
        ))
    }
    let read = sides.map { ReadFile($0.change, before: $0.before, after: $0.after) }
    let context = try SemanticChange.context(of: read.map(\.file.pair.path)).compactMap { path in
      before.isFolder
        ? FilePair(context: path, before: try before.read(path), after: try after.read(path)) : nil
    }
    let diff = SemanticChange(read.map(\.file.pair), context: context)
    let lines = read.reduce(into: LineTotals()) { $0.add($1.lines) }
    var report = DiffReport(
      change: ChangeSummary(
        description: "\(old) against \(new)", before: old, after: new, commits: [],
        files: read.count, addedLines: lines.added, removedLines: lines.removed),
      detected: diff.type, claimed: nil, files: diff.files)
    if let lookup {
      let all = try (after.isFolder ? after.files : [SourcePath(new)]).compactMap { path in
        try after.read(path).map { (path: path, bytes: $0) }
      }
      try await lookup.add(to: &report, files: all)
    }
    return report
  }
}

/// A file or folder on disk as one side of a diff.
private struct DiskSide {
  let root: String
  let isFolder: Bool
  /// The files in a folder, relative to it, sorted.
  let files: [SourcePath]

  init(_ path: String, from folder: String) throws(Problem) {
    root = path.hasPrefix("/") ? path : "\(folder)/\(path)"
    switch Disk.kind(of: root) {
    case .file: (isFolder, files) = (false, [])
    case .folder: (isFolder, files) = (true, Disk.files(below: root).map { SourcePath(bytes: $0) })
    case nil:
      throw Problem(
        .usage, "there is no file or folder `\(path)`", help: "check the spelling of the path")
    }
  }

  /// Nil when there is no such file in the folder.
  func read(_ path: SourcePath) throws(Problem) -> [UInt8]? {
    let target = isFolder ? Array("\(root)/".utf8) + path.bytes : Array(root.utf8)
    if isFolder, !files.contains(path) { return nil }
    return try Disk.read(target)
  }
}
