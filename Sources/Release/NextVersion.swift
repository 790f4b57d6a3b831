import Git
import SemanticDiff

/// What was asked for beside what the commits say.
public struct VersionRequest: Sendable {
  /// The channel of a pre-release, such as `rc`; nil for a final version.
  public var channel: String?
  public var build: [String]
  /// The first version, where there is none yet.
  public var initial: Version

  public init(
    channel: String? = nil, build: [String] = [], initial: Version = Version("0.1.0")!
  ) {
    self.channel = channel
    self.build = build
    self.initial = initial
  }
}

/// Why a version is due.
public struct VersionReason: Sendable, Hashable {
  public enum Source: String, Sendable, CaseIterable {
    case message, api, policy
  }

  public let level: APIImpact
  public let source: Source
  /// The full name of the commit that says so.
  public var commit: String?
  /// The declaration that changed.
  public var entity: String?
  public let text: String

  public init(
    _ level: APIImpact, _ source: Source, commit: String? = nil, entity: String? = nil,
    _ text: String
  ) {
    self.level = level
    self.source = source
    self.commit = commit
    self.entity = entity
    self.text = text
  }
}

/// The version that is due.
public struct NextVersion: Sendable {
  public enum Bump: String, Sendable, CaseIterable {
    case none, patch, minor, major, prerelease
  }

  public let version: Version
  public let bump: Bump

  /// - Parameters:
  ///   - released: the versions that the history holds; the highest is the current one.
  ///   - taken: all versions that have a tag, also those of other branches.
  ///   - level: what all changes since the last final version ask for.
  ///   - isChanged: whether anything that asks for a version happened since the current one.
  public init(
    released: [Version], taken: [Version], level: APIImpact, isChanged: Bool,
    _ rules: LevelRules, _ request: VersionRequest
  ) {
    let current = released.max()
    let final = released.filter(\.isFinal).max()
    guard let current else {
      version = NextVersion.finished(request.initial, taken: taken, request)
      bump = request.channel == nil ? .minor : .prerelease
      return
    }
    guard isChanged || request.channel == nil && !current.isFinal else {
      // Nothing asks for a version.
      (version, bump) = (current, .none)
      return
    }
    // What was announced by a pre-release is not taken back.
    let due = final.map { rules.version(after: $0, level: level) }
    let target = current.isFinal ? due ?? current : max(due ?? current.core, current.core)
    version = NextVersion.finished(target, taken: taken, request)
    if request.channel != nil {
      bump = .prerelease
    } else {
      bump = NextVersion.bump(from: final ?? Version(.zero, .zero, .zero), to: target)
    }
  }

  /// A version that was asked for, whatever the commits say.
  public init(forced version: Version, from old: Version?) {
    self.version = version
    bump =
      version.isFinal
      ? NextVersion.bump(from: old ?? Version(.zero, .zero, .zero), to: version) : .prerelease
  }

  private static func finished(
    _ target: Version, taken: [Version], _ request: VersionRequest
  ) -> Version {
    var version = target
    version.build = request.build
    guard let channel = request.channel else { return version }
    // The first number that is above every earlier pre-release of the channel.
    var number = Version.Number.one
    for other in taken where other.core == target.core && other.preRelease.count == 2 {
      if case .number(let used) = other.preRelease[1], other.preRelease[0] == .word(channel) {
        number = max(number, used.next)
      }
    }
    version.preRelease = [.word(channel), .number(number)]
    return version
  }

  private static func bump(from old: Version, to new: Version) -> Bump {
    if old.major != new.major { return .major }
    if old.minor != new.minor { return .minor }
    return old.patch != new.patch ? .patch : .none
  }
}
