/// One thing that `verdict doctor` looked at.
public struct Examined: Sendable {
  public enum State: Sendable {
    case fine
    /// Left open by choice, or of no matter here.
    case open
    /// Keeps a verdict from being whole.
    case broken
  }

  public let state: State
  public let subject: String
  /// What was seen.
  public let remark: String
  /// How to mend it.
  public let help: String?

  public init(_ state: State, _ subject: String, _ remark: String, help: String? = nil) {
    self.state = state
    self.subject = subject
    self.remark = remark
    self.help = help
  }
}

/// What `verdict doctor` prints.
public enum DoctorText {
  public static func pretty(_ results: [Examined], _ style: Style) -> String {
    let subjects = results.map { Display.safe($0.subject) }
    let width = subjects.map(Display.width).max() ?? 0
    return zip(results, subjects).map { result, subject in
      let (word, role): (String, Style.Role) =
        switch result.state {
        case .fine: ("ok    ", .good)
        case .open: ("open  ", .caution)
        case .broken: ("broken", .bad)
        }
      return "\(style.paint(word, role))  \(Display.padded(subject, to: width))  "
        + Display.safe(result.remark) + "\n"
        + (result.help.map {
          String(repeating: " ", count: 8) + style.paint("help: ", .accent) + Display.safe($0)
            + "\n"
        } ?? "")
    }.joined()
  }
}
