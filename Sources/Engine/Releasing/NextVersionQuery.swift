import Git
import Release
import Report
import SemanticDiff
import Source

/// What counts of the API when a version is computed.
public enum APIUse: String, Sendable, CaseIterable {
  /// The version is at least what the API asks for.
  case required
  /// What the API asks for is said, and does not count.
  case suggest
  case off
}

/// What `verdict next-version` computes.
public struct NextVersionQuery {
  private let history: ReleaseHistory
  private let request: VersionRequest
  private let api: APIUse
  private let forced: Version?

  /// - Throws: `GitError`.
  public init(
    _ repository: Repository, _ settings: ReleaseSettings, head: String, _ request: VersionRequest,
    api: APIUse, forced: Version?
  ) throws(GitError) {
    history = try ReleaseHistory(repository, settings, head: head)
    self.request = request
    self.api = api
    self.forced = forced
  }

  /// - Throws: `GitError`; `Problem` where no version fits what is asked for.
  public func report() async throws -> NextVersionReport {
    let rules = history.settings.rules
    let (newest, final) = try history.current()
    let commits = try history.read(
      history.repository.commits(from: final?.commit, to: history.head))
    var reasons = commits.reversed().flatMap { $0.reasons(rules) }
    var suggestions: [VersionReason] = []
    if let final, api != .off {
      let found = try await apiReasons(
        since: final.commit, announced: reasons.map(\.level).max() ?? .none,
        hasUnparsed: commits.contains(where: \.isUnparsed))
      if api == .required { reasons += found } else { suggestions = found }
    }
    let level = reasons.map(\.level).max() ?? .none
    var isChanged = level > .none
    if let newest, newest.commit != final?.commit {
      let later = Set(
        try history.repository.commits(from: newest.commit, to: history.head).map(\.id))
      isChanged = commits.contains {
        later.contains($0.commit.id) && ($0.level(rules) > .none || $0.isUnparsed)
      }
    }
    let released = [newest, final].compactMap { $0?.tag.version }
    let taken = history.series.tags.map(\.version)
    var next = NextVersion(
      released: released, taken: taken, level: level, isChanged: isChanged, rules, request)
    if let forced {
      next = NextVersion(forced: forced, from: final?.tag.version)
      reasons.insert(VersionReason(level, .policy, "asked for: \(forced)"), at: 0)
    } else if newest == nil {
      reasons.insert(
        VersionReason(
          .minor, .policy,
          "no tag like `\(history.series.pattern.tag(of: request.initial))` "
            + "is in the history, so that this is the first version"), at: 0)
    }
    if let newest, newest.tag.version != next.version,
      !newest.tag.version.hasLowerPrecedence(than: next.version)
    {
      throw Problem(
        .usage, "\(next.version) would not be above \(newest.tag.name), which is released",
        help: "name a later channel or version")
    }
    return NextVersionReport(
      current: newest?.tag.name, next: next.version,
      tag: history.series.pattern.tag(of: next.version), bump: next.bump,
      reasons: reasons.sorted { $0.level > $1.level }, suggestions: suggestions,
      unparsed: commits.reversed().filter(\.isUnparsed).map {
        ($0.commit.id.hex, $0.message.subject)
      },
      commits: commits.count)
  }

  /// What the public declarations ask for. What only bodies do asks for a patch where a message says
  /// nothing that can be read.
  private func apiReasons(
    since base: ObjectID, announced: APIImpact, hasUnparsed: Bool
  ) async throws -> [VersionReason] {
    let change = try history.repository.change(
      .range(base.hex, history.head.hex), paths: history.settings.paths)
    let diff = await Comparing.repository(history.repository, change)
    var found: [VersionReason] = []
    for entity in diff.files.flatMap(\.entities) where entity.api >= .minor {
      var text = entity.reasons.joined(separator: "; ")
      if text.isEmpty { text = entity.changes.map(\.rawValue).joined(separator: ", ") }
      if entity.api == .major, announced < .major { text += " (no message announces a break)" }
      found.append(VersionReason(entity.api, .api, entity: entity.qualifiedName, text))
    }
    if found.isEmpty, hasUnparsed,
      diff.files.flatMap(\.entities).contains(where: { $0.api == .patch })
    {
      found.append(
        VersionReason(.patch, .api, "bodies of declarations changed in commits without a type"))
    }
    return found
  }
}

extension ReleaseCommit {
  /// What its message claims, where that is more than nothing.
  fileprivate func reasons(_ rules: LevelRules) -> [VersionReason] {
    entries.compactMap { entry -> VersionReason? in
      let level = max(rules.level(of: entry), entry.type == "revert" ? undone ?? .none : .none)
      guard level > .none else { return nil }
      var text = (entry.type.map { "\($0): " } ?? "") + entry.text
      if !entry.breakingNotes.isEmpty {
        text += " (breaking: \(entry.breakingNotes.filter { !$0.isEmpty }.joined(separator: "; ")))"
      }
      return VersionReason(level, .message, commit: commit.id.hex, text)
    }
  }
}
