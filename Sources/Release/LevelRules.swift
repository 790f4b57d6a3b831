import Commits
import SemanticDiff

/// What kinds of work ask of the version number.
public struct LevelRules: Sendable, Hashable {
  /// What a break and a feature raise while the major version is 0, where anything may change.
  public enum InitialLevel: String, Sendable, CaseIterable {
    case major, minor, patch
  }

  /// Types of Conventional Commits, in lower case.
  public var minorTypes: Set<String>
  public var patchTypes: Set<String>
  public var initialBreak: InitialLevel
  public var initialFeature: InitialLevel

  public init(
    minorTypes: Set<String> = ["feat"], patchTypes: Set<String> = ["fix", "perf"],
    initialBreak: InitialLevel = .minor, initialFeature: InitialLevel = .minor
  ) {
    self.minorTypes = minorTypes
    self.patchTypes = patchTypes
    self.initialBreak = initialBreak
    self.initialFeature = initialFeature
  }

  /// What an entry claims, by the rules of versions from 1.0.0 on.
  public func level(of entry: MessageEntry) -> APIImpact {
    if entry.isBreaking { return .major }
    guard let type = entry.type else { return .none }
    return minorTypes.contains(type) ? .minor : patchTypes.contains(type) ? .patch : .none
  }

  /// The final version that follows another one.
  ///
  /// - Returns: the same version for level `none`.
  public func version(after version: Version, level: APIImpact) -> Version {
    let raised: InitialLevel
    switch level {
    case .none: return version
    case .patch: raised = .patch
    case .minor: raised = version.isInitialDevelopment ? initialFeature : .minor
    case .major: raised = version.isInitialDevelopment ? initialBreak : .major
    }
    return version.bumped(major: raised == .major, minor: raised == .minor)
  }
}
