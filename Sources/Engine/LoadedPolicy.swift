import Policy
import Source

/// A policy with where it was found, and what refines it in the folders of a change.
public struct LoadedPolicy: Sendable {
  /// The policy of a folder, complete.
  struct Scope: Sendable {
    let folder: SourcePath
    let policy: DefinitionOfDone
  }

  /// Why no gate looks at a path.
  enum LeftOut: Sendable, Hashable {
    case excluded
    /// It is generated or vendored.
    case attributed
  }

  /// That of the root.
  public let policy: DefinitionOfDone
  /// For people: `.verdict.yml of 3f2a91c0`, `built in`.
  public let origin: String
  /// Outer folders before inner ones.
  let scopes: [Scope]
  private let attributes: GitAttributes?
  /// Whether the policy depends on nothing but the state that it is from.
  let isSelfContained: Bool

  init(
    policy: DefinitionOfDone, origin: String, scopes: [Scope] = [],
    attributes: GitAttributes? = nil, isSelfContained: Bool = true
  ) {
    self.policy = policy
    self.origin = origin
    self.scopes = scopes
    self.attributes = attributes
    self.isSelfContained = isSelfContained
  }

  /// The number of the scope that a path is in; nil for the root.
  func scope(of path: SourcePath) -> Int? {
    if scopes.isEmpty { return nil }
    return scopes.lastIndex { $0.folder.holds(path) }
  }

  /// The policy that holds for a path.
  public func policy(for path: SourcePath) -> DefinitionOfDone {
    scope(of: path).map { scopes[$0].policy } ?? policy
  }

  /// Nil for a path that gates look at.
  func leftOut(_ path: SourcePath) -> LeftOut? {
    if policy(for: path).excludes(path) { return .excluded }
    return attributes?.kind(of: path) == nil ? nil : .attributed
  }

  @Sendable func leavesOut(_ path: SourcePath) -> Bool { leftOut(path) != nil }

  /// Whether some gate depends on the branch.
  var asksForBranch: Bool { policy.asksForBranch || scopes.contains { $0.policy.asksForBranch } }

  /// What differs where other paths are left out.
  var exclusionKey: Digest {
    Digest(
      ([policy] + scopes.map(\.policy)).map { $0.exclude.map(\.fromRoot).joined(separator: "\n") }
        .joined(separator: "\n\n"), attributes.map { "\($0.digest.hex)" } ?? "")
  }
}

extension SourcePath {
  /// Whether the other path is this one or lies below it.
  func holds(_ other: SourcePath) -> Bool {
    if bytes.isEmpty { return true }
    guard other.bytes.starts(with: bytes) else { return false }
    return other.bytes.count == bytes.count || other.bytes[bytes.count] == UInt8(ascii: "/")
  }
}
