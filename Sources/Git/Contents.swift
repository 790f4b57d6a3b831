internal import CGit2
import Source

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension Repository {
  /// The bytes of a blob.
  ///
  /// - Throws: `missingObject`, `corruptObject`.
  public func blob(_ id: ObjectID) throws(GitError) -> [UInt8] {
    try object(id, GIT_OBJECT_BLOB, "a file")
  }

  /// The size of a blob, read from its header alone.
  ///
  /// - Throws: `missingObject`, `corruptObject`.
  public func blobSize(_ id: ObjectID) throws(GitError) -> Int {
    var oid = replacements.replacing(id).oid
    var size = 0
    var type = GIT_OBJECT_INVALID
    do {
      try attempt(git_odb_read_header(&size, &type, database.pointer, &oid))
    } catch {
      throw objectError(id, error)
    }
    return size
  }

  /// The contents of a version of a file, as Git keeps them or would: of a file in the work tree with
  /// its line ends and `$Id$` converted, of a symbolic link where it points to. A submodule has none.
  ///
  /// Filters that run other programs (Git LFS) are not applied.
  ///
  /// - Throws: `missingObject`, `corruptObject`; `unreadable` for a file of the work tree.
  public func contents(
    of version: FileVersion, path: SourcePath
  ) throws(GitError) -> [UInt8] {
    switch version.source {
    case _ where version.mode == .submodule: return []
    case .object(let id): return try blob(id)
    case .workTree: return try workTreeFile(at: path)
    }
  }

  /// The contents of a path in a state of all files; nil when it has no such file.
  public func file(
    at path: SourcePath, in side: Change.Side
  ) throws(GitError) -> [UInt8]? {
    guard let version = try version(at: path, in: side), version.mode != .submodule else {
      return nil
    }
    return try contents(of: version, path: path)
  }

  /// The version of a path in a state of all files; nil when it has no such file.
  public func version(
    at path: SourcePath, in side: Change.Side
  ) throws(GitError) -> FileVersion? {
    switch side {
    case .nothing: return nil
    case .commit(let id, _): return try version(at: path, inTree: treeID(of: id))
    case .index:
      if !differencesByGit.isEmpty {
        let head = try head()
        switch differencesByGit[head]?.staged(path) {
        case .some(let end): return end.flatMap { self.version(id: $0.id, mode: $0.mode) }
        case nil:
          guard let head else { return nil }
          return try version(at: path, inTree: treeID(of: head))
        }
      }
      let index = try indexFile()
      if let tree = index.wholeTree { return try version(at: path, inTree: tree) }
      guard let entry = index.entry(at: path) else { return nil }
      switch entry {
      case .file(let id, let mode): return version(id: id, mode: mode)
      case .folder(let tree, let rest): return try version(at: rest, inTree: tree)
      }
    case .workTree:
      guard !isBare else { throw .bareNeedsCommits }
      return workTreeVersion(at: path)
    }
  }

  /// Which of these names a folder of a commit or of the index holds; of the work tree what the index has.
  /// Cheap enough to be asked for a few dozen names of each folder above a change.
  ///
  /// - Parameter folder: empty for the root.
  public func names(
    among wanted: Set<String>, in folder: SourcePath, of side: Change.Side
  ) throws(GitError) -> Set<String> {
    switch side {
    case .nothing: return []
    case .commit(let id, _): return try names(among: wanted, in: folder, ofTree: treeID(of: id))
    case .index, .workTree:
      if differencesByGit.isEmpty, let tree = try indexFile().wholeTree {
        return try names(among: wanted, in: folder, ofTree: tree)
      }
      let start = folder.bytes.isEmpty ? [] : folder.bytes + [UInt8(ascii: "/")]
      var found: Set<String> = []
      for name in wanted
      where try version(at: SourcePath(bytes: start + name.utf8), in: .index) != nil {
        found.insert(name)
      }
      return found
    }
  }

  private func names(
    among wanted: Set<String>, in folder: SourcePath, ofTree root: ObjectID
  ) throws(GitError) -> Set<String> {
    guard let tree = try tree(at: folder, inTree: root) else { return [] }
    var found: Set<String> = []
    for entry in tree.entries where !entry.isFolder {
      let name = String(decoding: entry.name, as: UTF8.self)
      if wanted.contains(name) { found.insert(name) }
    }
    withExtendedLifetime(tree) {}
    return found
  }

  /// What a tree has on the way to a path.
  struct TreePlace {
    let id: ObjectID
    let mode: UInt32
    /// How many parts of the path are left behind it: none where it is what the path names.
    let left: Int

    var isFolder: Bool { mode & 0o170000 == 0o040000 }
  }

  /// Nil where the path leads nowhere; what is no folder ends the way.
  func place(of path: SourcePath, inTree root: ObjectID) throws(GitError) -> TreePlace? {
    let components = path.components
    var place = TreePlace(id: root, mode: 0o040000, left: components.count)
    for (index, name) in components.enumerated() where place.isFolder {
      let tree = try treeObject(place.id)
      let found = withExtendedLifetime(tree) {
        tree.entries.first { $0.name.elementsEqual(name) }.map {
          TreePlace(id: $0.id, mode: $0.mode, left: components.count - index - 1)
        }
      }
      guard let found else { return nil }
      place = found
    }
    return place
  }

  /// A folder of a tree; nil where there is none.
  private func tree(at folder: SourcePath, inTree root: ObjectID) throws(GitError) -> TreeObject? {
    guard let place = try place(of: folder, inTree: root), place.left == 0, place.isFolder else {
      return nil
    }
    return try treeObject(place.id)
  }

  func version(at path: SourcePath, inTree tree: ObjectID) throws(GitError) -> FileVersion? {
    guard let place = try place(of: path, inTree: tree), place.left == 0 else { return nil }
    return version(id: place.id, mode: place.mode)
  }

  /// Whether a commit has a path, as a file, a folder, a link or a submodule; also where that cannot be told
  /// since a link or a submodule is on the way.
  public func exists(_ path: SourcePath, in commit: ObjectID) throws(GitError) -> Bool {
    guard let place = try place(of: path, inTree: treeID(of: commit)) else { return false }
    let mode = FileMode(place.mode)
    return place.left == 0 || mode == .symlink || mode == .submodule
  }

  /// The files that stand in a folder of a commit, without those in folders below, in the order of their
  /// names; none where there is no such folder.
  public func files(
    inFolder folder: SourcePath, of commit: ObjectID
  ) throws(GitError) -> [SourcePath] {
    guard let tree = try tree(at: folder, inTree: treeID(of: commit)) else { return [] }
    let start = folder.bytes.isEmpty ? [] : folder.bytes + [UInt8(ascii: "/")]
    return withExtendedLifetime(tree) {
      tree.entries.compactMap { entry in
        let mode = FileMode(entry.mode)
        return mode == .regular || mode == .executable
          ? SourcePath(bytes: start + Array(entry.name)) : nil
      }
    }
  }

  /// The version that an object is; nil for a folder. One that cannot be read has no size, and says
  /// why when its contents are asked for.
  func version(id: ObjectID, mode: UInt32) -> FileVersion? {
    guard let mode = FileMode(mode) else { return nil }
    return FileVersion(
      mode: mode, source: .object(id), size: mode == .submodule ? nil : try? blobSize(id))
  }

  /// The version on disk; nil when there is none.
  ///
  /// - Parameter mode: the mode that Git takes it for, where the disk does not keep modes.
  func workTreeVersion(at path: SourcePath, mode: FileMode? = nil) -> FileVersion? {
    let status = workTreePath(path).flatMap(fileStatus)
    if mode == .submodule { return FileVersion(mode: .submodule, source: .workTree, size: nil) }
    guard let mode = mode ?? status?.mode else { return nil }
    return FileVersion(mode: mode, source: .workTree, size: status?.size)
  }

  private func workTreePath(_ path: SourcePath) -> [UInt8]? {
    git_repository_workdir(handle.pointer).map { bytes(of: $0) + path.bytes }
  }

  private func workTreeFile(at path: SourcePath) throws(GitError) -> [UInt8] {
    guard let full = workTreePath(path) else { throw .bareNeedsCommits }
    let raw: [UInt8]
    let isLink = fileStatus(full)?.mode == .symlink
    do {
      raw = try isLink ? readLink(full) : readFile(full)
    } catch {
      throw .unreadable(path: path, errno: error.errno)
    }
    if isLink { return raw }
    return try asCommitted(raw, path)
  }

  /// Applies the conversions that `git add` would.
  private func asCommitted(_ raw: [UInt8], _ path: SourcePath) throws(GitError) -> [UInt8] {
    try useGivenIndex()
    return try explaining { () throws(LibraryFailure) in
      var list: OpaquePointer?
      try attempt(
        withCPath(path.bytes) { name in
          git_filter_list_load(
            &list, handle.pointer, nil, name, GIT_FILTER_TO_ODB,
            GIT_FILTER_ALLOW_UNSAFE.rawValue)
        })
      guard let list else { return raw }
      let filters = Handle<FilterListKind>(owning: list)
      var buffer = git_buf()
      defer { git_buf_dispose(&buffer) }
      try attempt(
        raw.withUnsafeBytes { input in
          git_filter_list_apply_to_buffer(
            &buffer, filters.pointer, input.assumingMemoryBound(to: CChar.self).baseAddress,
            input.count)
        })
      return Array(UnsafeRawBufferPointer(start: buffer.ptr, count: buffer.size))
    }
  }

  /// Whether an object is there, readable or not.
  func hasObject(_ id: ObjectID) -> Bool {
    var oid = id.oid
    return git_odb_exists(database.pointer, &oid) == 1
  }
}
