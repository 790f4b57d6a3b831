import Source

/// The message of one commit, taken apart as Git does.
public struct CommitMessage: Sendable, Hashable {
  /// What a message is for, seen from its first line.
  public enum Kind: Sendable, Hashable {
    case ordinary
    /// Written by Git or a forge for a merge.
    case merge
    /// Takes back the commit with this subject.
    case revert(String)
    /// Takes back the revert of the commit with this subject.
    case reapply(String)
    /// To be folded into the commit with this subject by `git rebase --autosquash`.
    case fixup(String)
    case squash(String)
    case amend(String)
  }

  /// The whole message.
  public let text: String
  /// The first paragraph on one line, as `git log --format=%s` has it.
  public let subject: String
  /// What follows the first paragraph, without the trailers and without blank lines around it.
  public let body: String
  /// In their order; the last paragraph, where it consists of such lines.
  public let trailers: [Trailer]
  public let kind: Kind

  public init(_ text: String) {
    self.text = text
    let lines = MessageLines(text)
    let start = lines.firstIndex { !lines.isBlank($0) } ?? lines.count
    let end = (start..<lines.count).first { lines.isBlank($0) } ?? lines.count
    let trailerStart = lines.trailerStart(afterTitle: end)
    subject = (start..<end).map { lines.trimmed($0) }.joined(separator: " ")
    body = lines.text(end..<trailerStart)
    trailers = lines.trailers(from: trailerStart)
    kind = Kind(subject: subject)
  }
}

extension CommitMessage.Kind {
  /// What follows `Merge ` in the messages of Git, GitHub and others.
  private static let merged = [
    "branch ", "branches ", "tag ", "tags ", "commit ", "commits ", "remote-tracking branch ",
    "remote-tracking branches ", "pull request ", "remote branch ",
  ]

  init(subject: String) {
    func rest(after prefix: String) -> String? {
      subject.hasPrefix(prefix) ? String(subject.dropFirst(prefix.count)) : nil
    }
    func quoted(after prefix: String) -> String? {
      rest(after: prefix + " \"").flatMap { $0.hasSuffix("\"") ? String($0.dropLast()) : nil }
    }
    if let target = rest(after: "fixup! ") {
      self = .fixup(target)
    } else if let target = rest(after: "squash! ") {
      self = .squash(target)
    } else if let target = rest(after: "amend! ") {
      self = .amend(target)
    } else if let target = quoted(after: "Revert") {
      self = .revert(target)
    } else if let target = quoted(after: "Reapply") {
      self = .reapply(target)
    } else if let rest = rest(after: "Merge "), Self.isMerge(rest) {
      self = .merge
    } else {
      self = subject.hasPrefix("Merged in ") ? .merge : .ordinary
    }
  }

  private static func isMerge(_ rest: String) -> Bool {
    if merged.contains(where: rest.hasPrefix) { return true }
    // The trial merge of a pull request: `Merge <head> into <base>`.
    let words = rest.split(separator: " ")
    return words.count == 3 && words[1] == "into"
  }
}
