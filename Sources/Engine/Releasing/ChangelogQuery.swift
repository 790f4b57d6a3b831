import FoundationEssentials
import Git
import Release
import Report
import SemanticDiff
import Source

/// What `verdict changelog` lists.
public struct ChangelogQuery {
  private let history: ReleaseHistory
  private let style: ChangelogStyle
  /// The release that what is not released yet is to become.
  private let upcoming: Version?
  private let listsEntities: Bool

  /// - Parameters:
  ///   - head: the newest commit.
  ///   - listsEntities: whether the public declarations of each commit are found, which reads all their
  ///     files.
  /// - Throws: `GitError`.
  public init(
    _ repository: Repository, _ settings: ReleaseSettings, head: String, _ style: ChangelogStyle,
    upcoming: Version?, listsEntities: Bool
  ) throws(GitError) {
    history = try ReleaseHistory(repository, settings, head: head)
    self.style = style
    self.upcoming = upcoming
    self.listsEntities = listsEntities
  }

  public var head: String { history.head.hex }

  /// The addresses of the forge that the remote `origin` leads to.
  public var links: ForgeLinks? {
    history.repository.configString("remote.origin.url").flatMap { ForgeLinks(remote: $0) }
  }

  /// - Parameters:
  ///   - base: a commit that, with all its ancestors, is left out.
  ///   - today: in UTC, `2026-01-31`; the date of an upcoming release.
  /// - Throws: `GitError`.
  public func changelog(since base: String?, today: String) async throws -> Changelog {
    let repository = history.repository
    let excluded = try base.map { (name) throws(GitError) in try repository.commitID(of: name) }
    let tags = try history.all()
    let parts = try repository.partition(
      tags.map(\.commit) + [history.head], excluding: excluded)
    var releases: [Changelog.Edition] = []
    var unparsed: [ReleaseCommit] = []
    for (place, ids) in parts.enumerated() {
      let tag = place < tags.count ? tags[place] : nil
      let commits = try history.read(
        ids.map { (id) throws(GitError) in try repository.commit(id) })
      // A tag below the excluded commit has nothing of its own left.
      if commits.isEmpty, tag == nil || excluded != nil { continue }
      let changes = listsEntities ? try await self.changes(of: commits) : [:]
      let isUpcoming = tag == nil && upcoming != nil
      let newest = try repository.commit(tag?.commit ?? history.head)
      releases.append(
        Changelog.Edition(
          version: tag?.tag.version ?? upcoming,
          tag: tag?.tag.name ?? upcoming.map(history.series.pattern.tag),
          date: isUpcoming ? today : Self.day(newest.committer.seconds),
          isUpcoming: isUpcoming,
          commits: commits, style
        ) { changes[$0.commit.id] })
      unparsed += commits.filter(\.isUnparsed)
    }
    return Changelog(releases: releases.reversed(), unparsed: unparsed.reversed())
  }

  /// The ancestors of a commit, by their full names; none where there is no such commit.
  public func ancestors(of name: String?) -> Set<String> {
    guard let name, let commit = try? history.repository.commitID(of: name),
      let all = try? history.repository.partition([commit], excluding: nil)[0]
    else { return [] }
    return Set(all.map(\.hex))
  }

  private func changes(
    of commits: [ReleaseCommit]
  ) async throws(GitError) -> [ObjectID: ReleasedChange] {
    var found: [ObjectID: ReleasedChange] = [:]
    for commit in commits where !commit.entries.isEmpty {
      let id = commit.commit.id
      let change = try history.repository.change(
        .commit(id.hex), paths: history.settings.paths)
      found[id] = ReleasedChange(await Comparing.repository(history.repository, change))
    }
    return found
  }

  /// The day of a time, in UTC.
  public static func day(_ seconds: Int64) -> String {
    Date(timeIntervalSince1970: Double(seconds)).formatted(
      Date.ISO8601FormatStyle().year().month().day())
  }
}

extension ReleasedChange {
  init(_ diff: DiffReport) {
    let noticed = diff.files.flatMap(\.entities).filter { $0.api >= .minor }
    let place: ReleasedPlace
    if ![.code, .refactor].contains(diff.detected.type) {
      place = .unnoticed
    } else if noticed.contains(where: { $0.api == .major && $0.changes.contains(.removed) }) {
      place = .removed
    } else if noticed.contains(where: { $0.changes.contains(.added) }) {
      place = .added
    } else {
      place = .changed
    }
    self.init(
      entities: noticed.map {
        ReleasedEntity(qualifiedName: $0.qualifiedName, api: $0.api, reason: $0.reasons.first)
      }, place: place)
  }
}
