import Source

extension Repository {
  /// The paths of all files in the index, in a bare repository of HEAD. No object is read where there is
  /// an index that holds every file.
  public func trackedPaths() throws(GitError) -> [SourcePath] {
    var found: [SourcePath] = []
    if isBare {
      guard let head = try head() else { return [] }
      try collectPaths(of: treeID(of: head), below: [], into: &found)
      return found
    }
    let index = try indexFile()
    for entry in index.entries {
      if entry.isFolder {
        try collectPaths(of: entry.id, below: Array(entry.path), into: &found)
      } else {
        found.append(SourcePath(bytes: Array(entry.path)))
      }
    }
    withExtendedLifetime(index) {}
    return found
  }

  private func collectPaths(
    of tree: ObjectID, below folder: [UInt8], into found: inout [SourcePath]
  ) throws(GitError) {
    var open = [(id: tree, folder: folder)]
    let slash = UInt8(ascii: "/")
    while let next = open.popLast() {
      let prefix =
        next.folder.isEmpty || next.folder.last == slash ? next.folder : next.folder + [slash]
      let tree = try treeObject(next.id)
      for entry in tree.entries {
        let path = prefix + Array(entry.name)
        if entry.isFolder {
          open.append((entry.id, path))
        } else {
          found.append(SourcePath(bytes: path))
        }
      }
      withExtendedLifetime(tree) {}
    }
  }
}
