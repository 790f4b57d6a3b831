internal import CGit2
import Source

/// What an index says should be in a shadow work tree.
struct ShadowListing {
  private var files: Set<[UInt8]> = []
  /// Every folder that holds one of them.
  private var folders: Set<[UInt8]> = []
  private var submodules: [SourcePath] = []
  /// Small enough to be a pointer of Git LFS (at most 1,024 bytes by its specification).
  private var small: [(path: SourcePath, id: ObjectID)] = []
  private var attributes: [ObjectID] = []

  init(_ index: borrowing Handle<IndexKind>) {
    for position in 0..<git_index_entrycount(index.pointer) {
      guard let entry = git_index_get_byindex(index.pointer, position)?.pointee else { continue }
      let path = bytes(of: entry.path)
      files.insert(path)
      var end = path.lastIndex(of: UInt8(ascii: "/"))
      while let slash = end, folders.insert(Array(path[..<slash])).inserted {
        end = path[..<slash].lastIndex(of: UInt8(ascii: "/"))
      }
      let mode = FileMode(entry.mode)
      if mode == .submodule {
        submodules.append(SourcePath(bytes: path))
      } else if mode == .regular, entry.file_size < 1_024 {
        small.append((SourcePath(bytes: path), ObjectID(entry.id)))
      }
      if path.suffix(14).elementsEqual(".gitattributes".utf8) {
        attributes.append(ObjectID(entry.id))
      }
    }
  }

  /// Removes what it does not list.
  func removeOthers(below root: [UInt8], keeping keeps: (SourcePath) -> Bool) {
    visit(root, [], keeps)
  }

  private func visit(_ root: [UInt8], _ folder: [UInt8], _ keeps: (SourcePath) -> Bool) {
    let place = folder.isEmpty ? root : root + [UInt8(ascii: "/")] + folder
    for (name, kind) in Folder.entries(place) {
      // The file that leads to the Git directory.
      if folder.isEmpty, name.elementsEqual(".git".utf8) { continue }
      let path = folder.isEmpty ? name : folder + [UInt8(ascii: "/")] + name
      if kind == .folder, folders.contains(path) {
        visit(root, path, keeps)
      } else if !files.contains(path), !keeps(SourcePath(bytes: path)) {
        Folder.remove(root + [UInt8(ascii: "/")] + path)
      }
    }
  }

  /// What is otherwise than in a full checkout.
  func notes(in repository: Repository) throws(GitError) -> [String] {
    var notes = submodules.map { "the submodule \($0) is an empty folder" }
    var hasFilters = false
    for id in attributes where !hasFilters {
      let text = try repository.blob(id)
      hasFilters = String(decoding: text, as: UTF8.self).contains("filter=")
    }
    guard hasFilters else { return notes }
    for (path, id) in small {
      guard try repository.blobSize(id) < 1_024, try repository.blob(id).isLFSPointer else {
        continue
      }
      notes.append("\(path) is a pointer of Git LFS, not the file itself")
    }
    return notes
  }
}

extension [UInt8] {
  /// Whether these contents are a pointer of Git LFS, which stands in the place of a file kept elsewhere
  /// (git-lfs/docs/spec.md).
  public var isLFSPointer: Bool {
    count < 1_024 && starts(with: "version https://git-lfs.github.com/spec/".utf8)
  }
}
