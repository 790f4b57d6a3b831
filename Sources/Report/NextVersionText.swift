import Release
import Source

/// The next version for people.
public enum NextVersionText {
  /// The reasons below the number; as many of each kind as a person reads.
  public static func pretty(_ report: NextVersionReport, _ style: Style) -> String {
    let from = report.current.map { " after \(Display.safe($0))" } ?? ""
    let commits = plural(report.commits, "commit")
    var lines = [
      "\(style.paint(report.next.description, .strong))\(from): \(report.bump.rawValue), \(commits)"
    ]
    lines += list(report.reasons, style)
    if !report.suggestions.isEmpty {
      lines +=
        ["", "The API suggests, which does not count here:"] + list(report.suggestions, style)
    }
    if !report.unparsed.isEmpty {
      lines += ["", "\(plural(report.unparsed.count, "message")) without a type:"]
      lines += cut(
        report.unparsed.map { "  \($0.commit.prefix(8)) \(Display.safe($0.subject))" }, style)
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func list(_ reasons: [VersionReason], _ style: Style) -> [String] {
    cut(
      reasons.map { reason in
        let place =
          reason.commit.map { String($0.prefix(8)) } ?? reason.entity.map(Display.safe) ?? ""
        return "  \(Display.padded(reason.level.rawValue, to: 6)) "
          + (place.isEmpty ? "" : "\(place): ") + Display.safe(reason.text)
      }, style)
  }

  private static func cut(_ lines: [String], _ style: Style) -> [String] {
    let longest = 12
    if style.isVerbose || lines.count <= longest { return lines }
    return lines.prefix(longest) + ["  and \(lines.count - longest) more (`-v` shows all)"]
  }
}
