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
  /// The extensions of all files in the index, in a bare repository of HEAD; in lower case, without
  /// the dot. No object is read where there is an index.
  public func trackedExtensions() throws(GitError) -> Set<String> {
    var found: Set<String> = []
    if isBare {
      guard let head = try head() else { return [] }
      let tree = try tree(of: head)
      try collectExtensions(of: tree, into: &found)
      return found
    }
    let index = try openIndex()
    for position in 0..<git_index_entrycount(index.pointer) {
      if let name = git_index_get_byindex(index.pointer, position)?.pointee.path {
        insertExtension(of: name, into: &found)
      }
    }
    return found
  }

  private func collectExtensions(
    of tree: borrowing Handle<TreeKind>, into found: inout Set<String>
  ) throws(GitError) {
    for position in 0..<git_tree_entrycount(tree.pointer) {
      guard let entry = git_tree_entry_byindex(tree.pointer, position) else { continue }
      if git_tree_entry_type(entry) != GIT_OBJECT_TREE {
        insertExtension(of: git_tree_entry_name(entry), into: &found)
        continue
      }
      var oid = git_tree_entry_id(entry).pointee
      let subtree: Handle<TreeKind>
      do {
        subtree = try Handle { git_tree_lookup($0, handle.pointer, &oid) }
      } catch {
        throw objectError(ObjectID(oid), error)
      }
      try collectExtensions(of: subtree, into: &found)
    }
  }

  /// Looks only behind the last dot of the last component, as `SourcePath.pathExtension` does.
  private func insertExtension(of path: UnsafePointer<CChar>, into found: inout Set<String>) {
    guard let dot = strrchr(path, 0x2E), dot[1] != 0, strchr(dot, 0x2F) == nil,
      dot != UnsafeMutablePointer(mutating: path), dot[-1] != 0x2F
    else { return }
    found.insert(String(cString: dot + 1).lowercased())
  }
}
