import Git
import Policy
import Source

/// Where the policy of a verdict comes from.
public enum PolicyChoice: Sendable, Hashable {
  /// From the before side of the change, so that a change does not choose its own judge.
  case before
  /// From the after side, to try a new policy out.
  case after
  /// From a file on disk.
  case file(String)
}

/// Finds and reads the policy.
public struct PolicyLoader {
  /// The name of the policy at the root of a repository, and of what refines it in a folder.
  public static let fileName: SourcePath = ".verdict.yml"

  private let repository: Repository
  private let surroundings: Surroundings
  private let isTrusted: (TrustItem) -> Bool

  /// - Parameter isTrusted: whether the user agreed to read a policy outside of the repository.
  public init(
    _ repository: Repository, _ surroundings: Surroundings,
    isTrusted: @escaping (TrustItem) -> Bool = { _ in false }
  ) {
    self.repository = repository
    self.surroundings = surroundings
    self.isTrusted = isTrusted
  }

  /// - Throws: `PolicyError` for a policy that is not valid; `Problem` for one that cannot be read.
  public func load(_ choice: PolicyChoice, for change: Change) throws -> LoadedPolicy {
    let paths = change.files.map(\.path)
    switch choice {
    case .before:
      do {
        return try load(change.before, paths)
      } catch let error as PolicyError {
        // Else the change that mends the policy could not be judged, and a hook would refuse it.
        guard change.policyPath != nil, (try? load(change.after, paths)) != nil else {
          throw error
        }
        let path = error.problems[0].place?.path ?? "\(Self.fileName)"
        return LoadedPolicy(
          policy: .builtIn(GateList.schema),
          origin: "built in, since \(path) of \(change.before.title) is not valid")
      }
    case .after: return try load(change.after, paths)
    case .file(let path):
      let absolute = Disk.resolved(surroundings.absolute(path))
      let file = try PolicyFile.read(
        SourceText(try Disk.read(Array(absolute.utf8))), path: path, schema: GateList.schema)
      var extending = PolicyExtending(repository, surroundings, isTrusted: isTrusted)
      let folder = PolicyExtending.parent(absolute)
      let files = try extending.files(
        of: file, in: .disk(folder), folder: folder, chain: [absolute])
      let policy = try DefinitionOfDone(files, schema: GateList.schema)
      return LoadedPolicy(
        policy: policy, origin: path,
        attributes: policy.generated == .exclude ? try attributes(of: change.before, paths) : nil,
        isSelfContained: false)
    }
  }

  /// Reads a policy from a file on disk, as far as it is that file.
  ///
  /// - Throws: `PolicyError` for a policy that is not valid; `Problem` for one that cannot be read.
  public static func read(
    _ path: String, folder: SourcePath? = nil, from surroundings: Surroundings
  ) throws -> PolicyFile {
    try PolicyFile.read(
      SourceText(try Disk.read(Array(surroundings.absolute(path).utf8))), path: path,
      folder: folder, schema: GateList.schema)
  }

  /// The policy that holds for the next commit: that of HEAD.
  ///
  /// - Parameter path: a file or folder; the policies of folders around it are laid upon that of the root.
  /// - Throws: `PolicyError`, `Problem`, `GitError`.
  public func current(for path: SourcePath? = nil) throws -> LoadedPolicy {
    guard let head = try repository.head() else { return try load(.nothing, []) }
    // A folder has its own policy: what is asked is what holds for a file in it.
    let paths = path.map { [$0, SourcePath(bytes: $0.bytes + Array("/.".utf8))] } ?? []
    return try load(.commit(head, label: "HEAD"), paths)
  }

  /// What the policy of HEAD would read outside of the repository.
  ///
  /// - Throws: `PolicyError`, `Problem`, `GitError`.
  func outside() throws -> [TrustItem] {
    var items: [TrustItem] = []
    _ = try PolicyLoader(repository, surroundings) { item in
      items.append(item)
      return true
    }.current()
    return items
  }

  /// What is worth saying of a change that edits the policy.
  ///
  /// - Parameter judged: the policy that it was judged by.
  func remark(_ change: Change, judged: LoadedPolicy) -> String? {
    guard let path = change.policyPath else { return nil }
    do {
      _ = try load(change.after, change.files.map(\.path))
    } catch let error as PolicyError {
      let path = error.problems[0].place?.path ?? "\(path)"
      return "\(path) is not valid after the change, so that no later change can be judged: "
        + "\(error.problems[0].message); `verdict config check` shows the place"
    } catch {
      return "\(path) cannot be read after the change"
    }
    return "the change edits \(path); it was judged by the policy before it, "
      + "\(judged.origin) (`--policy after` tries the new one)"
  }

  // MARK: One state

  private func load(_ side: Change.Side, _ paths: [SourcePath]) throws -> LoadedPolicy {
    let found = try found([Self.fileName.description, ".gitattributes"], paths, side)
    let policies = found.filter { $0.path.lastComponent.elementsEqual(Self.fileName.bytes) }
    var extending = PolicyExtending(repository, surroundings, isTrusted: isTrusted)
    var files: [(folder: SourcePath, files: [PolicyFile])] = []
    for (path, version) in policies {
      let folder = path.folder
      let file = try PolicyFile.read(
        SourceText(try contents(version, path)), path: path.description,
        folder: folder.bytes.isEmpty ? nil : folder, schema: GateList.schema)
      let below = files.last { $0.folder.holds(folder) }?.files ?? []
      files.append(
        (
          folder,
          try below
            + extending.files(
              of: file, in: .side(side, repository, title: ""), folder: "",
              chain: [path.description])
        ))
    }
    let root = files.first.flatMap { $0.folder.bytes.isEmpty ? $0.files : nil }
    let policy = try DefinitionOfDone(root ?? [], schema: GateList.schema)
    var attributes = GitAttributes()
    if policy.generated == .exclude {
      for (path, version) in found where !path.lastComponent.elementsEqual(Self.fileName.bytes) {
        attributes.add(try contents(version, path), in: path.folder)
      }
    }
    return LoadedPolicy(
      policy: policy, origin: root == nil ? "built in" : "\(Self.fileName) of \(side.title)",
      scopes: try files.filter { !$0.folder.bytes.isEmpty }.map {
        LoadedPolicy.Scope(
          folder: $0.folder, policy: try DefinitionOfDone($0.files, schema: GateList.schema))
      }, attributes: attributes.isEmpty ? nil : attributes,
      isSelfContained: extending.isSelfContained)
  }

  private func attributes(
    of side: Change.Side, _ paths: [SourcePath]
  ) throws -> GitAttributes {
    var attributes = GitAttributes()
    for (path, version) in try found([".gitattributes"], paths, side) {
      attributes.add(try contents(version, path), in: path.folder)
    }
    return attributes
  }

  private func found(
    _ names: [String], _ paths: [SourcePath], _ side: Change.Side
  ) throws(Problem) -> [(path: SourcePath, version: FileVersion)] {
    do {
      return try repository.files(named: names, above: paths, in: side).filter {
        $0.version.mode != .submodule
      }
    } catch {
      throw error.problem
    }
  }

  private func contents(_ version: FileVersion, _ path: SourcePath) throws(Problem) -> [UInt8] {
    do {
      return try repository.contents(of: version, path: path)
    } catch {
      throw error.problem
    }
  }
}

extension Change {
  /// The first policy among its files.
  fileprivate var policyPath: SourcePath? {
    files.lazy.flatMap { [$0.path, $0.oldPath].compactMap { $0 } }
      .first { $0.lastComponent.elementsEqual(PolicyLoader.fileName.bytes) }
  }
}

extension SourcePath {
  /// The folder that holds it; empty for the root.
  public var folder: SourcePath {
    SourcePath(bytes: Array(bytes.dropLast(lastComponent.count + 1)))
  }
}

extension Change.Side {
  /// The side in the words of the JSON contract: a full commit name, `index`, `worktree`, `nothing`.
  public var name: String {
    switch self {
    case .nothing: "nothing"
    case .commit(let id, _): id.hex
    case .index: "index"
    case .workTree: "worktree"
    }
  }

  /// The side for people.
  var title: String {
    switch self {
    case .nothing: "nothing"
    case .commit(let id, _): id.short
    case .index: "the index"
    case .workTree: "the work tree"
    }
  }
}
