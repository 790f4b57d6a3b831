import Source

/// All files of one side of a change; links and submodules are left out. One thread at a time may use it.
public struct Snapshot {
  /// In the order of their paths. No contents are read for it, but those of files in the work tree that
  /// differ from the index.
  public let files: [ListedFile]
  private let read: (ListedFile) throws(GitError) -> [UInt8]

  public init(
    _ files: [ListedFile], contents: @escaping (ListedFile) throws(GitError) -> [UInt8]
  ) {
    self.files = files
    read = contents
  }

  /// - Throws: `missingObject`, `corruptObject`.
  public func contents(of file: ListedFile) throws(GitError) -> [UInt8] { try read(file) }

  /// The file at a path; found by bisection.
  public func file(at path: SourcePath) -> ListedFile? {
    var low = 0
    var high = files.count
    while low < high {
      let middle = (low + high) / 2
      if files[middle].path < path { low = middle + 1 } else { high = middle }
    }
    return low < files.count && files[low].path == path ? files[low] : nil
  }

  /// The same without some paths.
  public func without(_ isLeftOut: (SourcePath) -> Bool) -> Snapshot {
    Snapshot(files.filter { !isLeftOut($0.path) }, contents: read)
  }
}

extension Repository {
  /// Files of the work tree above it are left out of a snapshot, in bytes.
  private static let largestFile = 64 << 20

  /// - Throws: `missingObject`, `corruptObject`, `unreadableIndex`, `bareNeedsCommits`.
  public func snapshot(of side: Change.Side) throws(GitError) -> Snapshot {
    let listed = try listing(of: side)
    var onDisk: [ObjectID: [UInt8]] = [:]
    var files = listed
    if side == .workTree {
      var byPath: [SourcePath: ObjectID] = [:]
      for file in listed { byPath[file.path] = file.id }
      // Which files on disk differ is known for all of them only where no path narrows the change.
      for file in try change(.workTree).files {
        if let old = file.oldPath { byPath[old] = nil }
        byPath[file.path] = nil
        guard let after = file.after, after.mode == .regular || after.mode == .executable,
          after.size ?? 0 <= Repository.largestFile,
          let bytes = try? contents(of: after, path: file.path),
          let id = ObjectID(ofBlob: bytes)
        else { continue }
        byPath[file.path] = id
        onDisk[id] = bytes
      }
      files = byPath.map { ListedFile(path: $0.key, id: $0.value) }
    }
    return Snapshot(files.sorted { $0.path < $1.path }) { (file) throws(GitError) in
      if let bytes = onDisk[file.id] { return bytes }
      return try self.blob(file.id)
    }
  }
}
