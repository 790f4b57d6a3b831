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

/// A policy with where it was found.
public struct LoadedPolicy: Sendable {
  public let policy: DefinitionOfDone
  /// For people: `.verdict.yml of 3f2a91c0`, `built in`.
  public let origin: String
}

/// Finds and reads the policy.
public enum PolicyLoader {
  /// The name of the policy at the root of a repository.
  public static let fileName: SourcePath = ".verdict.yml"

  /// - Throws: `PolicyError` for a policy that is not valid; `Problem` for one that cannot be read.
  public static func load(
    _ choice: PolicyChoice, for change: Change, in repository: Repository,
    _ surroundings: Surroundings
  ) throws -> LoadedPolicy {
    switch choice {
    case .before:
      do {
        return try load(change.before, repository)
      } catch let error as PolicyError {
        // Else the change that mends the policy could not be judged, and a hook would refuse it.
        guard change.editsPolicy, (try? load(change.after, repository)) != nil else { throw error }
        return LoadedPolicy(
          policy: .builtIn(GateList.schema),
          origin: "built in, since \(fileName) of \(change.before.title) is not valid")
      }
    case .after: return try load(change.after, repository)
    case .file(let path):
      return LoadedPolicy(policy: try read(path, from: surroundings), origin: path)
    }
  }

  /// Reads a policy from a file on disk.
  ///
  /// - Throws: `PolicyError` for a policy that is not valid; `Problem` for one that cannot be read.
  public static func read(
    _ path: String, from surroundings: Surroundings
  ) throws -> DefinitionOfDone {
    let absolute = path.hasPrefix("/") ? path : "\(surroundings.currentFolder)/\(path)"
    return try DefinitionOfDone.load(
      SourceText(try Disk.read(Array(absolute.utf8))), path: path, schema: GateList.schema)
  }

  /// The policy that holds for the next commit: that of HEAD.
  ///
  /// - Throws: `PolicyError`, `Problem`, `GitError`.
  public static func current(in repository: Repository) throws -> LoadedPolicy {
    guard let head = try repository.head() else { return try load(.nothing, repository) }
    return try load(.commit(head, label: "HEAD"), repository)
  }

  /// What is worth saying of a change that edits the policy.
  ///
  /// - Parameter judged: the policy that it was judged by.
  static func remark(
    _ change: Change, judged: LoadedPolicy, in repository: Repository
  ) -> String? {
    guard change.editsPolicy else { return nil }
    do {
      _ = try load(change.after, repository)
    } catch let error as PolicyError {
      return "\(fileName) is not valid after the change, so that no later change can be judged: "
        + "\(error.problems[0].message); `verdict config check` shows the place"
    } catch {
      return "\(fileName) cannot be read after the change"
    }
    return "the change edits \(fileName); it was judged by the policy before it, "
      + "\(judged.origin) (`--policy after` tries the new one)"
  }

  private static func load(_ side: Change.Side, _ repository: Repository) throws -> LoadedPolicy {
    let bytes: [UInt8]?
    do {
      bytes = try repository.file(at: fileName, in: side)
    } catch {
      throw error.problem
    }
    guard let bytes else {
      return LoadedPolicy(policy: .builtIn(GateList.schema), origin: "built in")
    }
    let policy = try DefinitionOfDone.load(
      SourceText(bytes), path: fileName.description, schema: GateList.schema)
    return LoadedPolicy(policy: policy, origin: "\(fileName) of \(side.title)")
  }
}

extension Change {
  /// Whether the policy at the root is one of its files.
  fileprivate var editsPolicy: Bool {
    files.contains { $0.path == PolicyLoader.fileName || $0.oldPath == PolicyLoader.fileName }
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
