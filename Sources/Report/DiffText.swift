import SemanticDiff
import Source

/// A semantic diff for people.
public enum DiffText {
  public static func pretty(_ diff: DiffReport, _ style: Style) -> String {
    var blocks = [
      ChangeHeading(
        change: diff.change, detected: diff.detected, claimed: diff.claimed, style: style
      ).lines()
    ]
    let list = EntityList(files: diff.files, style: style, showsImpact: true).lines()
    if !list.isEmpty { blocks.append(list) }
    if diff.impact != nil { blocks.append(TouchedList(diff: diff, style: style).lines()) }
    blocks.append(Display.wrapped(summary(diff), to: style.width))
    return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  /// One line an entity change: `path:line: sign kind name: what happened`.
  public static func concise(_ diff: DiffReport) -> String {
    var lines: [String] = []
    for file in diff.files {
      let path = Display.safe(file.path.description)
      if file.entities.isEmpty {
        lines.append(
          "\(path): \(file.status.title)" + (file.note.map { ": \(Display.safe($0))" } ?? ""))
      }
      for change in file.entities {
        let line = (change.after ?? change.before)?.start.line ?? 0
        lines.append(
          "\(path):\(line): \(change.kind.title) \(Display.safe(change.qualifiedName)): "
            + change.changes.map(\.rawValue).joined(separator: ", "))
        for dependent in change.impact ?? [] {
          lines.append(
            "\(Display.safe(dependent.path.description)):\(dependent.line): "
              + "\(TouchedList.name(dependent)): "
              + "\(dependent.isStale ? "still names" : "names") "
              + "\(Display.safe(TouchedList.named(change, dependent))) (\(dependent.confidence.rawValue)"
              + (dependent.isTest ? ", test)" : ")"))
        }
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func summary(_ diff: DiffReport) -> String {
    let entities = diff.files.flatMap(\.entities)
    if entities.isEmpty { return "no declaration changed" }
    let counts = ChangeKind.allCases.compactMap { kind -> String? in
      let count = entities.count { $0.changes.contains(kind) }
      return count == 0 ? nil : "\(count) \(kind.rawValue)"
    }
    return "\(plural(entities.count, "declaration")): \(counts.joined(separator: ", "))"
      + " · API impact \(diff.api.rawValue)"
  }
}
