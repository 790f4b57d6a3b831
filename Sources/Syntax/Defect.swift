import Source

/// Something in a file that is not well formed.
public struct Defect: Sendable, Hashable {
  /// What can be wrong; the raw value is the rule's name below `structure/`.
  public enum Rule: String, Sendable, CaseIterable {
    case unclosedDelimiter = "unclosed-delimiter"
    case unexpectedDelimiter = "unexpected-delimiter"
    case unterminatedString = "unterminated-string"
    case unterminatedComment = "unterminated-comment"
    case conflictMarker = "conflict-marker"
    case inconsistentIndentation = "inconsistent-indentation"
    case invalidJSON = "invalid-json"
    case invalidYAML = "invalid-yaml"
    case invalidTOML = "invalid-toml"
    case invalidXML = "invalid-xml"
    case duplicateKey = "duplicate-key"
    case duplicateDeclaration = "duplicate-declaration"
    case invalidUTF8 = "invalid-utf8"
    case mixedLineEnds = "mixed-line-ends"
    case bidirectionalControl = "bidirectional-control"
    case invisibleCharacter = "invisible-character"
    case confusableName = "confusable-name"
  }

  public var rule: Rule
  public var severity: Severity
  public var message: String
  public var help: String?
  public var range: ByteRange

  public init(
    _ rule: Rule, _ severity: Severity, _ message: String, help: String? = nil,
    range: ByteRange
  ) {
    self.rule = rule
    self.severity = severity
    self.message = message
    self.help = help
    self.range = range
  }
}
