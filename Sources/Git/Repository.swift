internal import CGit2
import Source

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A Git repository, read only: nothing in the work tree, the index, the objects or the refs is ever
/// written.
///
/// One thread at a time may use it. Objects are read as `git replace` says, as Git does.
public final class Repository {
  let handle: Handle<RepositoryKind>
  let database: Handle<DatabaseKind>
  /// The index that Git works with now; inside a hook not always the one in the repository.
  let indexPath: String
  var graph: CommitGraph
  let opening: (folder: String, environment: GitEnvironment)
  let replacements: Replacements
  /// What Git said of an index that cannot be read here, by the commit that it was compared with.
  var differencesByGit: [ObjectID?: RawDifference] = [:]
  /// The index that was read last.
  var lastIndex: (written: MappedFile.Stamp, index: IndexFile)?
  /// Whether `indexPath` is the value of `GIT_INDEX_FILE` that libgit2 does not know yet.
  private var hasGivenIndex: Bool

  /// Finds the repository of a folder as Git does: there or in the folders above it.
  ///
  /// - Parameters:
  ///   - folder: an absolute path, or one relative to the current folder.
  ///   - environment: what Git's variables say; relative paths in it start from `folder`.
  /// - Throws: `notARepository`, `ownership`, `unsupportedObjectFormat`, `unsupportedExtension`.
  public static func open(
    at folder: String, environment: GitEnvironment = GitEnvironment()
  ) throws(GitError) -> Repository {
    guard Library.isStarted else { throw .library("libgit2 could not be loaded; is it installed?") }
    let place = environment.gitDirectory.map { absolute($0, below: folder) } ?? folder
    let flags = environment.gitDirectory == nil ? 0 : GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue
    let handle: Handle<RepositoryKind>
    do {
      handle = try Handle { git_repository_open_ext($0, place, flags, nil) }
    } catch {
      let problem = openError(place, error)
      guard case .ownership(let owned) = problem, SafeDirectories(environment, folder).hold(owned),
        let open = SafeDirectories.withoutCheck({
          try? Handle<RepositoryKind> { git_repository_open_ext($0, place, flags, nil) }
        })
      else { throw problem }
      handle = open
    }
    if let workTree = environment.workTree {
      let pointer = handle.pointer
      _ = try explaining { () throws(LibraryFailure) in
        try attempt(git_repository_set_workdir(pointer, absolute(workTree, below: folder), 0))
      }
    } else if environment.gitDirectory != nil {
      try useAsWorkTree(folder, handle)
    }
    return try Repository(handle, (folder, environment))
  }

  /// Opens the same repository once more, for another thread.
  public var opener: @Sendable () throws(GitError) -> Repository {
    let (opening, differences) = (opening, differencesByGit)
    return { () throws(GitError) in
      let repository = try Repository.open(at: opening.folder, environment: opening.environment)
      repository.differencesByGit = differences
      return repository
    }
  }

  private init(
    _ handle: consuming Handle<RepositoryKind>,
    _ opening: (folder: String, environment: GitEnvironment)
  ) throws(GitError) {
    let pointer = handle.pointer
    let common = String(cString: git_repository_commondir(pointer))
    let indexFile = opening.environment.indexFile.map {
      Self.absolute($0, below: opening.folder)
    }
    let extraObjects = opening.environment.objectDirectories.map {
      Self.absolute($0, below: opening.folder)
    }
    self.handle = handle
    self.opening = opening
    database = try explaining { () throws(LibraryFailure) in
      let database = try Handle<DatabaseKind> { git_repository_odb($0, pointer) }
      for folder in [common + "objects"] + extraObjects {
        try addLooseObjects(of: folder, to: database)
      }
      for folder in extraObjects {
        try attempt(git_odb_add_disk_alternate(database.pointer, folder))
      }
      return database
    }
    indexPath = indexFile ?? String(cString: git_repository_path(pointer)) + "index"
    graph = CommitGraph(boundary: Self.shallowBoundary(common + "shallow"))
    hasGivenIndex = indexFile != nil
    replacements =
      Self.usesReplacements(pointer, opening.environment)
      ? Replacements(commonDirectory: common) : Replacements()
  }

  private static func usesReplacements(
    _ repository: OpaquePointer, _ environment: GitEnvironment
  ) -> Bool {
    if environment.ignoresReplacements { return false }
    var value: Int32 = 1
    let key = "core.usereplacerefs"
    if let given = environment.configuration[key] {
      git_config_parse_bool(&value, given)
    } else if let configuration = configuration(repository) {
      git_config_get_bool(&value, configuration.pointer, key)
    }
    return value != 0
  }

  /// Tells libgit2 of the index in `GIT_INDEX_FILE`, on which attributes and line ends of files in the
  /// work tree depend.
  ///
  /// - Throws: `unreadableIndex`.
  func useGivenIndex() throws(GitError) {
    guard hasGivenIndex else { return }
    hasGivenIndex = false
    let index = try openIndex()
    try explaining { () throws(LibraryFailure) in
      _ = try attempt(git_repository_set_index(handle.pointer, index.pointer))
    }
  }

  /// With `GIT_DIR` alone the current folder is the top of the work tree, unless the repository says
  /// otherwise.
  private static func useAsWorkTree(
    _ folder: String, _ handle: borrowing Handle<RepositoryKind>
  ) throws(GitError) {
    guard git_repository_is_bare(handle.pointer) == 0,
      git_repository_is_worktree(handle.pointer) == 0,
      let resolved = realpath(folder, nil)
    else { return }
    defer { free(resolved) }
    let pointer = handle.pointer
    let top = git_repository_workdir(pointer).map { String(cString: $0) } ?? ""
    let isInside = !top.isEmpty && (String(cString: resolved) + "/").hasPrefix(top)
    if isInside, String(cString: git_repository_path(pointer)).hasSuffix("/.git/") { return }
    if configuredWorkTree(handle) { return }
    _ = try explaining { () throws(LibraryFailure) in
      try attempt(git_repository_set_workdir(pointer, resolved, 0))
    }
  }

  private static func configuredWorkTree(_ handle: borrowing Handle<RepositoryKind>) -> Bool {
    guard let configuration = configuration(handle.pointer) else { return false }
    var value: UnsafePointer<CChar>?
    return git_config_get_string(&value, configuration.pointer, "core.worktree") == 0
  }

  private static func configuration(_ repository: OpaquePointer) -> Handle<ConfigurationKind>? {
    try? Handle { git_repository_config_snapshot($0, repository) }
  }

  private static func openError(_ path: String, _ failure: LibraryFailure) -> GitError {
    if failure.code == GIT_EOWNER {
      // libgit2 quotes the folder it found.
      let quoted = failure.message.split(separator: "'", omittingEmptySubsequences: false)
      return .ownership(path: quoted.count >= 3 ? String(quoted[1]) : path)
    }
    let prefix = "unsupported extension name extensions."
    if failure.message.hasPrefix(prefix) {
      let name = String(failure.message.dropFirst(prefix.count))
      return name.lowercased() == "objectformat"
        ? .unsupportedObjectFormat(path: path) : .unsupportedExtension(path: path, name: name)
    }
    guard failure.code == GIT_ENOTFOUND else { return .library(failure.message) }
    // libgit2 1.5 says that nothing was found when no `safe.directory` is set at all.
    return discovered(path).map { .ownership(path: $0) } ?? .notARepository(path: path)
  }

  /// The work tree, else the Git directory, that a search from a folder ends in.
  private static func discovered(_ folder: String) -> String? {
    var buffer = git_buf()
    defer { git_buf_dispose(&buffer) }
    guard git_repository_discover(&buffer, folder, 0, nil) == 0, let pointer = buffer.ptr else {
      return nil
    }
    let found = String(cString: pointer)
    return found.hasSuffix("/.git/") ? String(found.dropLast("/.git/".count)) : found
  }

  private static func absolute(_ path: String, below folder: String) -> String {
    path.hasPrefix("/") ? path : folder + "/" + path
  }

  /// Reads the list of commits whose parents a clone left out.
  private static func shallowBoundary(_ path: String) -> Set<ObjectID> {
    guard let bytes = try? readFile(Array(path.utf8)) else { return [] }
    return Set(
      bytes.split(separator: UInt8(ascii: "\n")).compactMap {
        ObjectID(hex: String(decoding: $0, as: UTF8.self))
      })
  }
}

extension Repository {
  /// The folder with HEAD and the index; in a linked work tree below the main repository's.
  public var gitDirectory: String { Self.folder(git_repository_path(handle.pointer)) ?? "" }

  /// The folder with the objects and the refs, which linked work trees share.
  public var commonDirectory: String { Self.folder(git_repository_commondir(handle.pointer)) ?? "" }

  /// The top of the work tree; nil in a bare repository.
  public var workDirectory: String? { Self.folder(git_repository_workdir(handle.pointer)) }

  public var isBare: Bool { git_repository_is_bare(handle.pointer) == 1 }

  /// Whether the branch of HEAD has no commit yet.
  public var isUnborn: Bool { git_repository_head_unborn(handle.pointer) == 1 }

  /// Whether a clone left out old commits.
  public var isShallow: Bool { git_repository_is_shallow(handle.pointer) == 1 }

  /// The short name of the branch of HEAD, which may have no commit yet; nil when HEAD is detached.
  public var headName: String? {
    let head = try? Handle<ReferenceKind> { git_reference_lookup($0, handle.pointer, "HEAD") }
    guard let head, let target = git_reference_symbolic_target(head.pointer) else { return nil }
    let name = String(cString: target)
    return name.hasPrefix("refs/heads/") ? String(name.dropFirst("refs/heads/".count)) : name
  }

  /// Whether a clone left out objects that the remote still has.
  var isPartialClone: Bool { configString("extensions.partialclone") != nil }

  /// libgit2 ends folders with a slash.
  private static func folder(_ path: UnsafePointer<CChar>?) -> String? {
    guard let path else { return nil }
    let folder = String(cString: path)
    return folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
  }
}
