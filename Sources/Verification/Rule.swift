/// What a finding's name stands for. Its text is what `verdict explain` prints, and its examples are
/// its tests.
public struct Rule: Sendable {
  public struct Example: Sendable {
    /// The name of the file, by which its language is known; `commit message` for a message.
    public let path: String
    public let text: String

    public init(_ path: String, _ text: String) {
      self.path = path
      self.text = text
    }
  }

  /// `gate/rule`.
  public let id: String
  /// What it finds, as half a sentence.
  public let title: String
  public let why: String
  /// How to mend it.
  public let mend: String
  /// What the rule finds something in; nil for what cannot be shown as a text.
  public let bad: Example?
  /// The same, mended.
  public let good: Example?

  public init(
    _ id: String, _ title: String, why: String, mend: String, bad: Example? = nil,
    good: Example? = nil
  ) {
    self.id = id
    self.title = title
    self.why = why
    self.mend = mend
    self.bad = bad
    self.good = good
  }
}
