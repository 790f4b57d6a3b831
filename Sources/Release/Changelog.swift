import Commits
import Git
import SemanticDiff
import Source

/// The releases of a history, the newest first.
public struct Changelog: Sendable {
  public var releases: [Edition]
  /// Commits whose messages cannot be read as entries, the newest first.
  public var unparsed: [ReleaseCommit]

  public init(releases: [Edition], unparsed: [ReleaseCommit]) {
    self.releases = releases
    self.unparsed = unparsed
  }

  /// One version, or what is not released yet.
  public struct Edition: Sendable {
    /// Nil for what is not released yet.
    public var version: Version?
    public var tag: String?
    /// In UTC, `2026-01-31`; of what is not released yet the day of its newest commit.
    public var date: String
    public var sections: [Section]
    /// Names of authors, and of those whom trailers name, each once, in alphabetical order.
    public var contributors: [String]
    /// Whether its tag is still to be made.
    public var isUpcoming: Bool

    public init(
      version: Version?, tag: String?, date: String, sections: [Section], contributors: [String],
      isUpcoming: Bool = false
    ) {
      self.isUpcoming = isUpcoming
      self.version = version
      self.tag = tag
      self.date = date
      self.sections = sections
      self.contributors = contributors
    }
  }

  public struct Section: Sendable {
    public var title: String
    public var entries: [Entry]

    public init(title: String, entries: [Entry]) {
      self.title = title
      self.entries = entries
    }
  }

  public struct Entry: Sendable, Hashable {
    public var text: String
    /// The full name of the commit.
    public var commit: String
    public var scope: String?
    public var isBreaking: Bool
    public var breakingNotes: [String]
    public var references: [String]
    /// Public declarations that the commit added, changed or removed.
    public var entities: [ReleasedEntity]

    public init(
      text: String, commit: String, scope: String? = nil, isBreaking: Bool = false,
      breakingNotes: [String] = [], references: [String] = [], entities: [ReleasedEntity] = []
    ) {
      self.text = text
      self.commit = commit
      self.scope = scope
      self.isBreaking = isBreaking
      self.breakingNotes = breakingNotes
      self.references = references
      self.entities = entities
    }
  }
}

/// A public declaration that a commit added, changed or removed.
public struct ReleasedEntity: Sendable, Hashable {
  public var qualifiedName: String
  public var api: APIImpact
  public var reason: String?

  public init(qualifiedName: String, api: APIImpact, reason: String?) {
    self.qualifiedName = qualifiedName
    self.api = api
    self.reason = reason
  }
}

/// Where a commit belongs whose message names no kind of work, by what it did.
public enum ReleasedPlace: Sendable {
  case added, changed, removed
  /// Documents, tests and the like.
  case unnoticed
}

/// What the semantic diff of a commit says for a changelog.
public struct ReleasedChange: Sendable {
  public var entities: [ReleasedEntity]
  public var place: ReleasedPlace

  public init(entities: [ReleasedEntity], place: ReleasedPlace) {
    self.entities = entities
    self.place = place
  }
}

/// How a changelog names its sections.
public enum ChangelogStyle: String, Sendable, CaseIterable {
  /// https://keepachangelog.com/en/1.1.0/
  case keepAChangelog = "keep-a-changelog"
  /// By the types of Conventional Commits.
  case conventional

  /// The sections in their order, each with the types that it holds. Work that users do not notice has none.
  var sections: [(title: String, types: Set<String>)] {
    switch self {
    case .keepAChangelog:
      [
        ("Added", ["feat", "feature"]), ("Changed", ["perf", "change"]),
        ("Deprecated", ["deprecate"]), ("Removed", ["remove", "revert"]),
        ("Fixed", ["fix", "bugfix", "hotfix"]), ("Security", ["security"]), ("Other", []),
      ]
    case .conventional:
      [
        ("Features", ["feat", "feature"]), ("Bug Fixes", ["fix", "bugfix", "hotfix"]),
        ("Performance Improvements", ["perf"]), ("Code Refactoring", ["refactor"]),
        ("Reverts", ["revert"]),
        ("Security", ["security"]),
        ("Changes", []), ("Other", []),
      ]
    }
  }

  /// Where breaks of other types stand.
  private var changes: String { self == .keepAChangelog ? "Changed" : "Changes" }

  /// Where an entry stands; nil for work that users do not notice.
  func title(of entry: MessageEntry, _ place: ReleasedPlace?) -> String? {
    if let type = entry.type, let title = title(of: type) { return title }
    if entry.isBreaking { return changes }
    if entry.type != nil { return nil }
    switch place {
    case nil: return "Other"
    case .added: return title(of: "feat")
    case .removed: return title(of: "remove") ?? changes
    case .changed: return changes
    case .unnoticed: return nil
    }
  }

  private func title(of type: String) -> String? {
    sections.first { $0.types.contains(type) }?.title
  }
}

extension Changelog.Edition {
  /// - Parameter commits: from the oldest to the newest; entries come the newest first.
  public init(
    version: Version?, tag: String?, date: String, isUpcoming: Bool = false,
    commits: [ReleaseCommit], _ style: ChangelogStyle,
    change: (ReleaseCommit) -> ReleasedChange? = { _ in nil }
  ) {
    var byTitle: [String: [Changelog.Entry]] = [:]
    for commit in commits.reversed() {
      let change = change(commit)
      for entry in commit.entries {
        guard let title = style.title(of: entry, change?.place) else { continue }
        byTitle[title, default: []].append(
          Changelog.Entry(
            text: entry.text, commit: commit.commit.id.hex, scope: entry.scope,
            isBreaking: entry.isBreaking, breakingNotes: entry.breakingNotes,
            references: entry.references, entities: change?.entities ?? []))
      }
    }
    self.init(
      version: version, tag: tag, date: date,
      sections: style.sections.compactMap { section in
        byTitle[section.title].map { Changelog.Section(title: section.title, entries: $0) }
      },
      contributors: Set(commits.flatMap(\.contributors)).sorted(), isUpcoming: isUpcoming)
  }
}

extension ReleaseCommit {
  /// Those who made it.
  var contributors: [String] {
    [commit.author.name]
      + message.trailers.filter { $0.key.lowercased() == "co-authored-by" }.map { trailer in
        String(trailer.value.prefix { $0 != "<" }.trimmingBlanks)
      }
  }
}
