/// The next version with all that it rests on.
public struct NextVersionReport: Sendable {
  /// The name of the tag of the current version; nil where there is none.
  public let current: String?
  public let next: Version
  /// What the tag of the next version would be called.
  public let tag: String
  public let bump: NextVersion.Bump
  /// The highest level first, the newest commit first within it.
  public let reasons: [VersionReason]
  /// What the API asks for, where that does not count.
  public let suggestions: [VersionReason]
  /// Commits, by their full names, whose messages cannot be read, with their subjects; the newest first.
  public let unparsed: [(commit: String, subject: String)]
  /// How many commits were read.
  public let commits: Int

  public init(
    current: String?, next: Version, tag: String, bump: NextVersion.Bump, reasons: [VersionReason],
    suggestions: [VersionReason], unparsed: [(commit: String, subject: String)], commits: Int
  ) {
    self.current = current
    self.next = next
    self.tag = tag
    self.bump = bump
    self.reasons = reasons
    self.suggestions = suggestions
    self.unparsed = unparsed
    self.commits = commits
  }
}
