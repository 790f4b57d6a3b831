/// How text is laid out for the place it is printed to.
public struct Style: Sendable {
  public var hasColor: Bool
  /// Columns that a line may take.
  public var width: Int
  /// Whether long lists are printed whole.
  public var isVerbose: Bool

  public init(hasColor: Bool, width: Int, isVerbose: Bool = false) {
    self.hasColor = hasColor
    self.width = max(40, width)
    self.isVerbose = isVerbose
  }

  /// What a piece of text is; colour only repeats what the words say.
  enum Role: String {
    case good = "32"
    case bad = "31"
    case caution = "33"
    case faint = "2"
    case strong = "1"
    case accent = "36"
  }

  func paint(_ text: String, _ roles: Role...) -> String {
    guard hasColor, !text.isEmpty else { return text }
    return "\u{1B}[\(roles.map(\.rawValue).joined(separator: ";"))m\(text)\u{1B}[0m"
  }
}
