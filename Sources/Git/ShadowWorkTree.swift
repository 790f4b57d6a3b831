internal import CGit2
import Source

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// One side of a change as files on disk, for what needs files: compilers, linters, tests. It stands in
/// a folder of Verdict's own, outside the user's work tree, with a Git directory of its own that reads
/// the real repository's objects, so that tools which ask Git find a clean checkout.
///
/// Nobody else has it until it is let go; then it stays as it is, and the next run changes what differs.
public final class ShadowWorkTree {
  /// The absolute path of the folder with the files.
  public let path: String
  /// What is otherwise than in a full checkout, in words.
  public let notes: [String]
  /// The name of the tree that the files are.
  public let tree: ObjectID
  fileprivate let slot: ShadowSlots.Slot

  fileprivate init(_ slot: ShadowSlots.Slot, tree: ObjectID, notes: [String]) {
    self.slot = slot
    self.tree = tree
    self.notes = notes
    path = slot.tree
  }

  /// A folder beside the files, for what tools write; it goes when the files go.
  public var reportFolder: String { slot.gitDirectory + "/verdict" }
}

extension Repository {
  /// Brings a shadow work tree to another side; nothing else may use it meanwhile, and the one that was
  /// given must not be used again.
  ///
  /// - Throws: `GitError`; what could not be written is repaired by the next run.
  public func bring(
    _ shadow: ShadowWorkTree, to side: Change.Side, keeping keeps: (SourcePath) -> Bool
  ) throws(GitError) -> ShadowWorkTree {
    try fill(shadow.slot, with: side, keeping: keeps)
  }

  /// Writes one side of a change into a free place. Line ends and `$Id$` are converted as Git does
  /// it; filters that run programs are not, so that files which Git LFS keeps are its pointers. Modules
  /// are empty folders.
  ///
  /// - Parameter keeps: paths, tracked by nobody, that stay from the run before: build products and
  ///   folders of dependencies. Asked of a folder before what is in it.
  /// - Throws: `GitError`; what could not be written is repaired by the next run.
  public func shadowWorkTree(
    of side: Change.Side, in slots: ShadowSlots, keeping keeps: (SourcePath) -> Bool
  ) throws(GitError) -> ShadowWorkTree {
    let slot = try slots.take()
    do {
      return try fill(slot, with: side, keeping: keeps)
    } catch {
      // Whatever a crash has left in it: a fresh one tells whether that was the reason.
      slot.empty()
      return try fill(slot, with: side, keeping: keeps)
    }
  }

  private func fill(
    _ slot: ShadowSlots.Slot, with side: Change.Side, keeping keeps: (SourcePath) -> Bool
  ) throws(GitError) -> ShadowWorkTree {
    try Folder.make(slot.tree)
    let (head, files) = try contents(of: side)
    let shadow = try explaining { () throws(LibraryFailure) in try openShadow(slot) }
    try shareObjects(with: slot)
    let pointer = shadow.pointer
    let index = try explaining { () throws(LibraryFailure) in
      try Handle<IndexKind> { git_repository_index($0, pointer) }
    }
    try stage(head, files, in: index, of: shadow)
    var options = git_checkout_options()
    try check(git_checkout_options_init(&options, UInt32(GIT_CHECKOUT_OPTIONS_VERSION)))
    options.checkout_strategy = GIT_CHECKOUT_FORCE.rawValue
    try check(git_checkout_index(pointer, index.pointer, &options))
    try check(git_index_write(index.pointer))
    if var oid = head?.oid { try check(git_repository_set_head_detached(pointer, &oid)) }
    let listing = ShadowListing(index)
    listing.removeOthers(below: Array(slot.tree.utf8), keeping: keeps)
    // Its objects go to the shadow's own Git directory.
    var tree = git_oid()
    try check(git_index_write_tree_to(&tree, index.pointer, pointer))
    return ShadowWorkTree(slot, tree: ObjectID(tree), notes: try listing.notes(in: self))
  }

  private func check(_ code: Int32) throws(GitError) {
    do { try attempt(code) } catch { throw .library(error.message) }
  }

  /// The commit that a side stands on, and what differs from it.
  private func contents(
    of side: Change.Side
  ) throws(GitError) -> (head: ObjectID?, files: [FileChange]) {
    switch side {
    case .nothing: return (nil, [])
    case .commit(let id, _): return (id, [])
    case .index:
      let head = try head()
      return (head, try compareIndex(head, PathFilter([])).files)
    case .workTree:
      let head = try head()
      return (head, try compareWorkTree(head, PathFilter([])))
    }
  }

  private func openShadow(
    _ slot: ShadowSlots.Slot
  ) throws(LibraryFailure) -> Handle<RepositoryKind> {
    // What a run that was killed held on to; nobody else is here.
    unlink(slot.gitDirectory + "/index.lock")
    unlink(slot.gitDirectory + "/HEAD.lock")
    if let open = try? Handle<RepositoryKind>({ git_repository_open($0, slot.gitDirectory) }) {
      return open
    }
    slot.empty()
    mkdir(slot.tree, 0o700)
    var options = git_repository_init_options()
    try attempt(
      git_repository_init_options_init(&options, UInt32(GIT_REPOSITORY_INIT_OPTIONS_VERSION)))
    options.flags =
      GIT_REPOSITORY_INIT_MKPATH.rawValue | GIT_REPOSITORY_INIT_NO_DOTGIT_DIR.rawValue
    return try Handle { made in
      slot.tree.withCString {
        options.workdir_path = $0
        return git_repository_init_ext(made, slot.gitDirectory, &options)
      }
    }
  }

  /// Lets the shadow's Git directory read this repository's objects, and convert files as it does.
  private func shareObjects(with slot: ShadowSlots.Slot) throws(GitError) {
    let common = commonDirectory
    try replaceFile(slot.tree + "/.git", Array("gitdir: \(slot.gitDirectory)\n".utf8))
    try replaceFile(
      slot.gitDirectory + "/objects/info/alternates", Array("\(common)/objects\n".utf8))
    let attributes = (try? readFile(Array("\(common)/info/attributes".utf8))) ?? []
    try replaceFile(slot.gitDirectory + "/info/attributes", attributes)
    var settings = "[core]\n\trepositoryformatversion = 0\n\tbare = false\n"
    settings += "\tworktree = \(Self.quoted(slot.tree))\n"
    for key in ["autocrlf", "eol", "filemode", "symlinks", "ignorecase", "attributesfile"] {
      let name = "core.\(key)"
      guard let value = key == "attributesfile" ? configPath(name) : configString(name) else {
        continue
      }
      settings += "\t\(key) = \(Self.quoted(value))\n"
    }
    try replaceFile(slot.gitDirectory + "/config", Array(settings.utf8))
  }

  /// A value as Git's configuration wants it.
  private static func quoted(_ value: String) -> String {
    let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(escaped.replacing("\n", with: "\\n"))\""
  }

  /// Writes a file where it differs.
  private func replaceFile(_ path: String, _ bytes: [UInt8]) throws(GitError) {
    if let old = try? readFile(Array(path.utf8)), old == bytes { return }
    guard let folder = path.lastIndex(of: "/").map({ String(path[..<$0]) }) else { return }
    try Folder.make(folder)
    guard let file = fopen(path, "w") else { throw .shadow(path: path, detail: lastError()) }
    let written = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, written == bytes.count else {
      throw .shadow(path: path, detail: lastError())
    }
  }

  /// Makes the shadow's index hold a commit's files with some changed.
  private func stage(
    _ head: ObjectID?, _ files: [FileChange], in index: borrowing Handle<IndexKind>,
    of shadow: borrowing Handle<RepositoryKind>
  ) throws(GitError) {
    if let head {
      let tree = try tree(of: head)
      // Entries that stay the same keep what they know of the file on disk.
      try check(git_index_read_tree(index.pointer, tree.pointer))
    } else {
      try check(git_index_clear(index.pointer))
    }
    for file in files where file.after == nil || file.oldPath != nil && file.status == .renamed {
      let gone = file.oldPath ?? file.path
      _ = withCPath(gone.bytes) { git_index_remove(index.pointer, $0, 0) }
    }
    for file in files {
      guard let after = file.after else { continue }
      var entry = git_index_entry()
      entry.mode = after.mode.gitMode
      switch after.source {
      case .object(let id): entry.id = id.oid
      case .workTree where after.mode == .submodule: continue
      case .workTree:
        let bytes = try contents(of: after, path: file.path)
        try check(git_blob_create_from_buffer(&entry.id, shadow.pointer, bytes, bytes.count))
      }
      try check(
        withCPath(file.path.bytes) { name in
          entry.path = name
          return git_index_add(index.pointer, &entry)
        })
    }
  }
}

extension FileMode {
  /// Git's number for it.
  fileprivate var gitMode: UInt32 {
    switch self {
    case .regular: 0o100644
    case .executable: 0o100755
    case .symlink: 0o120000
    case .submodule: 0o160000
    }
  }
}
