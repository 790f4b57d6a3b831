import Source

/// When a gate runs: where all that is said here holds. It decides whether the gate runs, not what it looks
/// at.
public struct GateCondition: Sendable, Hashable {
  /// The stages at which it runs; none for all. A person who types a command gets every gate.
  public var stages: [String]
  /// Of the branch on which the change is made, or to which it is pushed; none for all.
  public var branches: [PathPattern]
  /// One changed path has to match one of them; none for all.
  public var paths: [PathPattern]

  public init(stages: [String] = [], branches: [PathPattern] = [], paths: [PathPattern] = []) {
    self.stages = stages
    self.branches = branches
    self.paths = paths
  }

  /// What keeps the gate from running.
  public enum Obstacle: Sendable, Hashable {
    /// Its turn comes at this stage.
    case later(String)
    /// It is never run from here on, and this is why.
    case unmet(String)
  }

  /// Nil where the gate is to run.
  ///
  /// - Parameters:
  ///   - stage: nil where a person typed a command.
  ///   - order: all stages, the earliest first.
  ///   - branch: nil where it is not known; then no condition on it keeps the gate from running.
  ///   - changed: the paths that the change touches.
  public func obstacle(
    stage: String?, order: [String], branch: String?, changed: [SourcePath]
  ) -> Obstacle? {
    if let branch, !branches.isEmpty {
      let name = SourcePath(branch)
      guard branches.contains(where: { $0.matches(name) }) else {
        return .unmet("not on the branch `\(branch)`")
      }
    }
    if !paths.isEmpty, !changed.contains(where: { path in paths.contains { $0.matches(path) } }) {
      return .unmet("no changed path that `when` names")
    }
    guard let stage, !stages.isEmpty, !stages.contains(stage) else { return nil }
    let place = order.firstIndex(of: stage) ?? 0
    if let later = order.dropFirst(place + 1).first(where: stages.contains) { return .later(later) }
    return .unmet("only at \(stages.joined(separator: ", "))")
  }
}
