import Source

/// One thing that a commit's message says was done, as a changelog lists it.
public struct MessageEntry: Sendable, Hashable {
  /// In lower case: `feat`, `fix`; nil where the message names none.
  public var type: String?
  public var scope: String?
  public var text: String
  public var isBreaking: Bool
  /// What breaks, where the message says more than that something does.
  public var breakingNotes: [String]
  /// Issues and pull requests that are named: `#12`, `GH-3`, `group/project!4`; each once, in their order.
  public var references: [String]

  public init(
    type: String?, scope: String? = nil, text: String, isBreaking: Bool = false,
    breakingNotes: [String] = [], references: [String] = []
  ) {
    self.type = type
    self.scope = scope
    self.text = text
    self.isBreaking = isBreaking
    self.breakingNotes = breakingNotes
    self.references = references
  }
}

/// How subjects name the kind of work.
public enum MessageConvention: String, Sendable, CaseIterable {
  /// `type(scope): description`, also with an emoji in front of it.
  case conventional
  /// An emoji or its code in front, after https://gitmoji.dev; else as `conventional`.
  case gitmoji
}

/// What a commit's message says for a changelog.
public enum MessageContent: Sendable, Hashable {
  /// What was done; empty where nothing in the message can be read as that.
  case entries([MessageEntry])
  /// Joins histories, and says nothing of its own.
  case merge
  /// To be folded into another commit before anybody sees it.
  case fixup
  /// Takes back other commits.
  case revert(Reverted)

  public init(
    _ message: CommitMessage, convention: MessageConvention = .conventional
  ) {
    switch message.kind {
    case .merge:
      self = .merge
    case .fixup, .squash, .amend:
      self = .fixup
    case .revert(let subject), .reapply(let subject):
      self = .revert(Reverted(message, subject: subject))
    case .ordinary:
      let entries = EntryReader(message, convention).entries()
      if let first = entries.first, first.type == "revert" {
        self = .revert(Reverted(message, subject: first.text))
      } else {
        self = .entries(entries)
      }
    }
  }
}

/// What a revert takes back.
public struct Reverted: Sendable, Hashable {
  /// Names of commits, possibly short, in lower case; empty where the message gives none.
  public let commits: [String]
  /// The subject that the message quotes.
  public let subject: String
  /// Issues and pull requests that are named.
  public let references: [String]

  init(_ message: CommitMessage, subject: String) {
    self.subject = subject
    references = MessageReferences.all(in: message.text)
    var found: [String] = []
    let words = message.text.split { !($0.isLetter || $0.isNumber || $0 == "-") }
    for (place, word) in words.enumerated() {
      let isCommit =
        (7...64).contains(word.utf8.count)
        && word.utf8.allSatisfy { 48...57 ~= $0 || 97...102 ~= $0 | 32 }
        && word.utf8.contains { 48...57 ~= $0 }
      guard isCommit, place > 0 else { continue }
      // `This reverts commit X.`, also `commits X, Y`; `Refs: X, Y` of the specification.
      let before = words[..<place].last { !found.contains($0.lowercased()) }
      let introductions = ["commit", "commits", "refs", "reverts", "and"]
      if let before, introductions.contains(before.lowercased()) {
        found.append(word.lowercased())
      }
    }
    commits = found
  }
}
