import Source

/// What keeps a message from being a Conventional Commit, and where.
public struct ConventionalCommitError: Error, Sendable, Hashable {
  public enum Reason: Sendable, Hashable {
    case empty, noColon, noType, invalidType, unclosedScope, emptyScope, invalidScope
    case textBeforeColon, noBlankAfterColon, blanksAfterColon, noDescription
    case noBlankLineAfterSubject
    case emptyFooter(String)
  }

  public let reason: Reason
  /// In the bytes of the message.
  public let range: ByteRange

  init(_ reason: Reason, _ range: ByteRange) {
    self.reason = reason
    self.range = range
  }

  public var message: String {
    switch reason {
    case .empty: "the message is empty"
    case .noColon: "the subject has no `type: ` in front"
    case .noType: "there is no type before the colon"
    case .invalidType: "the type is not one word"
    case .unclosedScope: "the scope is not closed"
    case .emptyScope: "the scope is empty"
    case .invalidScope: "the scope has a parenthesis in it"
    case .textBeforeColon: "the colon is not right after the type and the scope"
    case .noBlankAfterColon: "there is no blank after the colon"
    case .blanksAfterColon: "there is more than one blank after the colon"
    case .noDescription: "there is no description after the colon"
    case .noBlankLineAfterSubject: "the blank line after the subject is missing"
    case .emptyFooter(let token): "the footer `\(token)` has no value"
    }
  }

  public var help: String {
    switch reason {
    case .empty: "say what the commit does, as in `fix: read empty files`"
    case .noColon: "begin with a type and a colon, as in `fix: read empty files`"
    case .noType: "name a type, as in `feat: ` or `fix: `"
    case .invalidType:
      "write one word of letters, digits, `-` or `_`, as in `feat: ` or `fix(parser): `"
    case .unclosedScope: "add `)` after the scope"
    case .emptyScope: "name a part of the code in the parentheses, or remove them"
    case .invalidScope: "name one part of the code, without parentheses"
    case .textBeforeColon: "only `!` may stand there, as in `feat(api)!: `"
    case .noBlankAfterColon: "put one blank after the colon"
    case .blanksAfterColon: "leave one blank after the colon"
    case .noDescription: "say what the commit does after the colon"
    case .noBlankLineAfterSubject: "put a blank line between the subject and the body"
    case .emptyFooter: "give it a value, or remove it"
    }
  }

  /// The error with its place in the message.
  ///
  /// - Parameter path: what the message is called, such as `COMMIT_EDITMSG`.
  public func problem(in text: SourceText, path: String) -> Problem {
    Problem(
      .usage, message, at: Problem.Place(path: path, text: text, range: text.range(range)),
      help: help)
  }
}
