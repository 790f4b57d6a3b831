import Source

extension Repository {
  /// The files of some names at the root and in the folders above some paths; outer folders come first.
  ///
  /// - Throws: `missingObject`, `corruptObject`, `unreadableIndex`, `bareNeedsCommits`.
  public func files(
    named names: [String], above paths: [SourcePath], in side: Change.Side
  ) throws(GitError) -> [(path: SourcePath, version: FileVersion)] {
    let names = names.map { Array($0.utf8) }
    let sorted = paths.map(\.bytes).sorted { $0.lexicographicallyPrecedes($1) }
    var found: [(path: SourcePath, version: FileVersion)] = []
    switch side {
    case .nothing: break
    case .commit(let id, _):
      try collect(names, above: sorted[...], from: 0, tree: treeID(of: id), into: &found)
    case .index, .workTree:
      var folders: Set<[UInt8]> = [[]]
      for path in sorted {
        for (place, byte) in path.enumerated() where byte == UInt8(ascii: "/") {
          folders.insert(Array(path[...place]))
        }
      }
      for folder in folders.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
        for name in names {
          let path = SourcePath(bytes: folder + name)
          if let version = try version(at: path, in: side) { found.append((path, version)) }
        }
      }
    }
    return found
  }

  /// - Parameters:
  ///   - paths: those below the tree, sorted.
  ///   - start: where the part of them begins that is relative to the tree.
  private func collect(
    _ names: [[UInt8]], above paths: ArraySlice<[UInt8]>, from start: Int, tree: ObjectID,
    into found: inout [(path: SourcePath, version: FileVersion)]
  ) throws(GitError) {
    let object = try treeObject(tree)
    let prefix = paths.first.map { Array($0[..<start]) } ?? []
    var folders: [(name: [UInt8], id: ObjectID)] = []
    withExtendedLifetime(object) {
      for entry in object.entries {
        if entry.isFolder {
          // Only where a path leads on.
          if !paths.isEmpty { folders.append((Array(entry.name), entry.id)) }
        } else if let name = names.first(where: { entry.name.elementsEqual($0) }),
          let version = version(id: entry.id, mode: entry.mode)
        {
          found.append((SourcePath(bytes: prefix + name), version))
        }
      }
    }
    var rest = paths
    while let first = rest.first {
      guard let slash = first[start...].firstIndex(of: UInt8(ascii: "/")) else {
        rest = rest.dropFirst()
        continue
      }
      let head = first[...slash]
      let below = rest.prefix { $0.starts(with: head) }
      rest = rest.dropFirst(below.count)
      let name = first[start..<slash]
      guard let folder = folders.first(where: { $0.name.elementsEqual(name) }) else { continue }
      try collect(names, above: below, from: slash + 1, tree: folder.id, into: &found)
    }
  }
}
