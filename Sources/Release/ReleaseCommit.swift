import Commits
import Git
import SemanticDiff

/// One commit of a release with what counts of its message, reverts settled.
public struct ReleaseCommit: Sendable {
  public let commit: Commit
  public let message: CommitMessage
  /// Empty where a revert cancelled it, where it cancelled another, and for a merge; the subject without a
  /// type where the message cannot be read as entries.
  public let entries: [MessageEntry]
  /// Whether the message says nothing that can be read.
  public let isUnparsed: Bool
  /// What it takes back, where that was released before.
  public let undone: APIImpact?

  /// Reads commits from the oldest to the newest.
  ///
  /// A revert cancels what it reverts when both are there; a revert of a revert restores it; a revert of
  /// something older is an entry of its own, with the level of what it undoes.
  ///
  /// - Parameter older: finds a commit outside the range by a name that may be short.
  public static func all(
    _ commits: [Commit], _ rules: LevelRules, convention: MessageConvention,
    older: (String) -> Commit?
  ) -> [ReleaseCommit] {
    let messages = commits.map { CommitMessage($0.message) }
    let contents = messages.map { MessageContent($0, convention: convention) }
    var cancelled = [Bool](repeating: false, count: commits.count)
    var undone = [APIImpact?](repeating: nil, count: commits.count)
    let places = CommitPlaces(commits, messages)
    for place in commits.indices.reversed() where !cancelled[place] {
      guard case .revert(let reverted) = contents[place] else { continue }
      var outside: [Commit] = []
      var isInside = false
      for target in places.targets(of: reverted, before: place) {
        switch target {
        case .inside(let place):
          cancelled[place] = true
          isInside = true
        case .outside(let name):
          if let commit = older(name) { outside.append(commit) }
        }
      }
      if isInside, outside.isEmpty {
        cancelled[place] = true
      } else {
        undone[place] =
          outside.map { level(undoing: $0, rules, convention, older, depth: 0) }.max()
          ?? level(undoing: reverted.subject, rules, convention)
      }
    }
    return commits.indices.map { place in
      var entries: [MessageEntry] = []
      var isUnparsed = false
      if !cancelled[place] {
        switch contents[place] {
        case .entries(let found):
          isUnparsed = found.isEmpty
          entries =
            isUnparsed
            ? [
              MessageEntry(
                type: nil, text: messages[place].subject,
                references: MessageReferences.all(in: messages[place].text))
            ] : found
        case .revert(let reverted):
          entries = [
            MessageEntry(type: "revert", text: reverted.subject, references: reverted.references)
          ]
        case .merge, .fixup: break
        }
      }
      return ReleaseCommit(
        commit: commits[place], message: messages[place], entries: entries,
        isUnparsed: isUnparsed, undone: undone[place])
    }
  }

  /// What the commit claims.
  public func level(_ rules: LevelRules) -> APIImpact {
    max(entries.map(rules.level).max() ?? .none, undone ?? .none)
  }

  /// Chains of reverts are followed this far.
  private static let deepest = 20

  private static func level(
    undoing commit: Commit, _ rules: LevelRules, _ convention: MessageConvention,
    _ older: (String) -> Commit?, depth: Int
  ) -> APIImpact {
    let message = CommitMessage(commit.message)
    switch MessageContent(message, convention: convention) {
    case .entries(let entries): return entries.map(rules.level).max() ?? .none
    case .merge, .fixup: return .none
    case .revert(let reverted):
      let found = depth < deepest ? reverted.commits.compactMap(older) : []
      return found.map { level(undoing: $0, rules, convention, older, depth: depth + 1) }.max()
        ?? level(undoing: reverted.subject, rules, convention)
    }
  }

  private static func level(
    undoing subject: String, _ rules: LevelRules, _ convention: MessageConvention
  ) -> APIImpact {
    guard
      case .entries(let entries) = MessageContent(CommitMessage(subject), convention: convention)
    else { return .none }
    return entries.map(rules.level).max() ?? .none
  }
}

/// Finds the commits of a range that a revert means.
private struct CommitPlaces {
  enum Target {
    case inside(Int)
    case outside(String)
  }

  /// The full names, sorted, with their places.
  private let names: [(name: String, place: Int)]
  /// The places of each subject, from the oldest to the newest.
  private let subjects: [String: [Int]]

  init(_ commits: [Commit], _ messages: [CommitMessage]) {
    names = commits.enumerated().map { ($1.id.hex, $0) }.sorted { $0.0 < $1.0 }
    subjects = Dictionary(grouping: messages.indices) { messages[$0].subject }
  }

  func targets(of reverted: Reverted, before place: Int) -> [Target] {
    if reverted.commits.isEmpty {
      // Without a name it is the last commit with that subject.
      return subjects[reverted.subject]?.last { $0 < place }.map { [.inside($0)] } ?? []
    }
    return reverted.commits.map { name in
      find(name).map { Target.inside($0) } ?? .outside(name)
    }
  }

  private func find(_ prefix: String) -> Int? {
    var low = 0
    var high = names.count
    while low < high {
      let middle = (low + high) / 2
      if names[middle].name < prefix { low = middle + 1 } else { high = middle }
    }
    return low < names.count && names[low].name.hasPrefix(prefix) ? names[low].place : nil
  }
}
