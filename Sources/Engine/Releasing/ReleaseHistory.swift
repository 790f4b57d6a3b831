import Commits
import Git
import Release
import Source

/// How releases are read from a history.
public struct ReleaseSettings: Sendable {
  /// Nil where the tags themselves tell.
  public var pattern: TagPattern?
  /// The part of the repository that is released; none means all.
  public var paths: [SourcePath] = []
  public var rules = LevelRules()
  public var convention = MessageConvention.conventional

  public init() {}
}

/// The tags and commits of a repository as its releases.
struct ReleaseHistory {
  let repository: Repository
  let settings: ReleaseSettings
  let series: TagSeries
  let head: ObjectID

  /// - Throws: `GitError`.
  init(_ repository: Repository, _ settings: ReleaseSettings, head: String) throws(GitError) {
    self.repository = repository
    self.settings = settings
    self.head = try repository.commitID(of: head)
    let tags = try repository.tags()
    series = settings.pattern.map { TagSeries(tags, $0) } ?? .detected(tags)
  }

  /// A tag with the commit that it leads to.
  struct Reached {
    let tag: VersionTag
    let commit: ObjectID
  }

  /// The highest version in the history of the head, and the highest final one.
  func current() throws(GitError) -> (newest: Reached?, final: Reached?) {
    let tags = series.tags
    let commits = try repository.reachable(tags.map(\.tag), from: head) { tags[$0].version.isFinal }
    let reached = zip(tags, commits).compactMap { tag, commit in
      commit.map { Reached(tag: tag, commit: $0) }
    }
    return (reached.first, reached.first { $0.tag.version.isFinal })
  }

  /// Every tag of the series in the history of the head, the lowest version first; of several on one commit
  /// the highest. A tag on a commit that was rewritten since counts for its copy.
  func all() throws(GitError) -> [Reached] {
    let tags = series.tags
    var commits = try repository.reachable(tags.map(\.tag), from: head)
    if commits.contains(nil) {
      var copies: [CommitOrigin: ObjectID] = [:]
      for id in try repository.partition([head], excluding: nil)[0] {
        copies[CommitOrigin(try repository.commit(id))] = id
      }
      for place in commits.indices where commits[place] == nil {
        guard let id = try? repository.peeled(tags[place].tag.object),
          let commit = try? repository.commit(id)
        else { continue }
        commits[place] = copies[CommitOrigin(commit)]
      }
    }
    var seen: Set<ObjectID> = []
    var found: [Reached] = []
    for (tag, commit) in zip(tags, commits) {
      if let commit, seen.insert(commit).inserted {
        found.append(Reached(tag: tag, commit: commit))
      }
    }
    return found.reversed()
  }

  /// Those that touch what is released, in the same order, with reverts settled.
  func read(_ commits: [Commit]) throws(GitError) -> [ReleaseCommit] {
    var touching = commits
    if !settings.paths.isEmpty {
      touching = []
      for commit in commits where try repository.touches(settings.paths, commit) {
        touching.append(commit)
      }
    }
    return ReleaseCommit.all(touching, settings.rules, convention: settings.convention) { name in
      (try? repository.commitID(of: name)).flatMap { try? repository.commit($0) }
    }
  }
}

/// What a commit keeps when it is rebased.
private struct CommitOrigin: Hashable {
  let author: Signature
  let subject: String

  init(_ commit: Commit) {
    author = commit.author
    subject = commit.subject
  }
}
