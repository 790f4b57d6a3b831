import Source

extension Repository {
  /// The extensions of all files in the index, in a bare repository of HEAD; in lower case, without
  /// the dot. No object is read where there is an index.
  public func trackedExtensions() throws(GitError) -> Set<String> {
    var found: Set<String> = []
    if isBare {
      guard let head = try head() else { return [] }
      try collectExtensions(of: treeID(of: head), into: &found)
      return found
    }
    let index = try indexFile()
    for entry in index.entries {
      if entry.isFolder {
        try collectExtensions(of: entry.id, into: &found)
      } else {
        insertExtension(of: entry.path, into: &found)
      }
    }
    withExtendedLifetime(index) {}
    return found
  }

  private func collectExtensions(
    of tree: ObjectID, into found: inout Set<String>
  ) throws(GitError) {
    var open = [tree]
    while let next = open.popLast() {
      let tree = try treeObject(next)
      for entry in tree.entries {
        if entry.isFolder {
          open.append(entry.id)
        } else {
          insertExtension(of: entry.name, into: &found)
        }
      }
      withExtendedLifetime(tree) {}
    }
  }

  /// Looks only behind the last dot of the last component, as `SourcePath.pathExtension` does.
  private func insertExtension(
    of path: UnsafeRawBufferPointer, into found: inout Set<String>
  ) {
    var place = path.count - 1
    while place > 0, path[place] != UInt8(ascii: "."), path[place] != UInt8(ascii: "/") {
      place -= 1
    }
    guard place > 0, path[place] == UInt8(ascii: "."), place + 1 < path.count,
      path[place - 1] != UInt8(ascii: "/")
    else { return }
    found.insert(String(decoding: path[(place + 1)...], as: UTF8.self).lowercased())
  }
}
