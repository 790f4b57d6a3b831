import Source

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What `git commit` would commit and on what, found without libgit2 and without reading an object. It
/// only tells whether anything changed since it was last found; in a repository of an unusual kind
/// there is none.
public struct StagedState: Sendable {
  /// The folder with HEAD and the index.
  public let gitDirectory: String
  /// The folder with the objects and the refs.
  public let commonDirectory: String
  /// The top of the work tree; nil where only `GIT_DIR` was given.
  public let workDirectory: String?
  /// Equal only if the branch, its commit and what is staged are.
  public let identity: [String]
  /// Files outside the objects on which it depends how Git reads the repository.
  public let configurationFiles: [String]

  /// Variables with which the repository is somewhere else, or looks otherwise, than it is looked for
  /// here.
  private static let unusual = [
    "GIT_COMMON_DIR", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_NAMESPACE",
    "GIT_REPLACE_REF_BASE", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_QUARANTINE_PATH",
  ]

  /// - Parameters:
  ///   - folder: an absolute path.
  ///   - environment: the variables of the process.
  public init?(at folder: String, environment: [String: String]) {
    guard !Self.unusual.contains(where: { environment[$0] != nil }) else { return nil }
    func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(folder)/\(path)" }
    if let given = environment["GIT_DIR"] {
      gitDirectory = absolute(given)
      workDirectory = nil
    } else {
      guard let found = Self.discover(folder) else { return nil }
      (workDirectory, gitDirectory) = found
    }
    guard let common = Self.commonDirectory(of: gitDirectory),
      let head = Self.head(gitDirectory, common), Replacements(commonDirectory: common).isEmpty,
      let index = Self.index(
        environment["GIT_INDEX_FILE"].map(absolute) ?? gitDirectory + "/index", gitDirectory)
    else { return nil }
    commonDirectory = common
    identity = [
      gitDirectory, common, workDirectory ?? "", Self.text(of: gitDirectory + "/HEAD") ?? "", head,
      index,
    ]
    configurationFiles = [
      common + "/config", gitDirectory + "/config.worktree", common + "/info/attributes",
      common + "/shallow", common + "/info/grafts", common,
    ]
  }

  private static func discover(_ folder: String) -> (work: String, git: String)? {
    guard let resolved = realpath(folder, nil) else { return nil }
    defer { free(resolved) }
    var place = String(cString: resolved)
    while true {
      let git = place == "/" ? "/.git" : "\(place)/.git"
      var status = stat()
      if lstat(git, &status) == 0 {
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return (place, git)
        case S_IFREG:
          guard let text = text(of: git), text.hasPrefix("gitdir: ") else { return nil }
          let path = String(text.dropFirst("gitdir: ".count))
          return (place, path.hasPrefix("/") ? path : "\(place)/\(path)")
        default: return nil
        }
      }
      // A folder with these is a bare repository, which has nothing staged.
      if stat(place + "/HEAD", &status) == 0, stat(place + "/objects", &status) == 0 { return nil }
      guard place != "/", let slash = place.lastIndex(of: "/") else { return nil }
      place = slash == place.startIndex ? "/" : String(place[..<slash])
    }
  }

  private static func commonDirectory(of gitDirectory: String) -> String? {
    var status = stat()
    guard stat(gitDirectory + "/commondir", &status) == 0 else {
      return stat(gitDirectory + "/objects", &status) == 0 ? gitDirectory : nil
    }
    guard let path = text(of: gitDirectory + "/commondir") else { return nil }
    return path.hasPrefix("/") ? path : "\(gitDirectory)/\(path)"
  }

  /// The commit of HEAD, `unborn` before the first one, or nil where it cannot be told.
  private static func head(_ gitDirectory: String, _ common: String) -> String? {
    guard var value = text(of: gitDirectory + "/HEAD") else { return nil }
    for _ in 0..<5 {
      guard value.hasPrefix("ref: ") else { return ObjectID(hex: value)?.hex }
      let name = String(value.dropFirst("ref: ".count))
      // Other refs can belong to one work tree alone; `.invalid` stands for refs kept elsewhere.
      guard name.hasPrefix("refs/heads/"), !name.contains("/."), !name.contains("..") else {
        return nil
      }
      var status = stat()
      if lstat("\(common)/\(name)", &status) == 0, status.st_mode & S_IFMT != S_IFDIR {
        guard let next = text(of: "\(common)/\(name)") else { return nil }
        value = next
      } else {
        return packed(name, common) ?? "unborn \(name)"
      }
    }
    return nil
  }

  private static func packed(_ name: String, _ common: String) -> String? {
    guard let file = try? MappedFile(common + "/packed-refs") else { return nil }
    var reader = BigEndianReader(file.bytes)
    let count = 41 + name.utf8.count
    while let line = reader.slice(upTo: UInt8(ascii: "\n")) {
      guard line.count == count, line[40] == UInt8(ascii: " "),
        line[41...].elementsEqual(name.utf8)
      else { continue }
      return String(decoding: line[..<40], as: UTF8.self)
    }
    return nil
  }

  /// What is staged: the tree that was written from the index, else all that the index says.
  private static func index(_ path: String, _ gitDirectory: String) -> String? {
    guard let file = try? MappedFile(path),
      let index = try? IndexFile(file, sharedFolder: gitDirectory)
    else { return nil }
    if let tree = index.wholeTree { return "tree \(tree.hex)" }
    return index.checksum.map { "index \($0.hex) \(file.bytes.count)" }
  }

  /// The first line of a small file.
  private static func text(of path: String) -> String? {
    guard let bytes = try? readFile(Array(path.utf8)), bytes.count < 8192 else { return nil }
    return String(validating: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }
}
