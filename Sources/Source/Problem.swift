/// Something a person must mend: what is wrong, where, and how to mend it. Every room throws it, or
/// an error that turns into it, so that one place can print them all alike.
public struct Problem: Error, Sendable, Hashable {
  /// Where in a source a problem stands, with the source itself so that it can be shown.
  public struct Place: Sendable {
    public let path: String
    public let text: SourceText?
    public let range: SourceRange?

    public init(path: String, text: SourceText? = nil, range: SourceRange? = nil) {
      self.path = path
      self.text = text
      self.range = range
    }
  }

  /// Who has to act.
  public enum Kind: Sendable, Hashable {
    /// The command line, the configuration or the repository it was pointed at: exit 2.
    case usage
    /// Verdict or the machine failed: exit 4.
    case failure
  }

  public let kind: Kind
  public let message: String
  public let place: Place?
  public let help: String?

  public init(_ kind: Kind, _ message: String, at place: Place? = nil, help: String? = nil) {
    self.kind = kind
    self.message = message
    self.place = place
    self.help = help
  }
}

extension Problem.Place: Hashable {
  public static func == (a: Self, b: Self) -> Bool { a.path == b.path && a.range == b.range }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(path)
    hasher.combine(range)
  }
}
