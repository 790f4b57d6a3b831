import SemanticDiff
import Source

/// Who names the changed declarations, for people: what still names something that is gone comes first.
struct TouchedList {
  let diff: DiffReport
  let style: Style

  /// Rows of one changed declaration in a list that is not verbose, and of all together.
  private static let most = 8
  private static let mostInAll = 60

  func lines() -> [String] {
    let changes = diff.files.flatMap(\.entities).filter { $0.impact?.isEmpty == false }
    let stale = changes.filter { $0.impact!.contains(where: \.isStale) }
    let others = changes.filter { !$0.impact!.contains(where: \.isStale) }
    var lines: [String] = []
    var left = style.isVerbose ? Int.max : TouchedList.mostInAll
    var hidden = 0
    for change in stale + others {
      guard left > 0 else {
        hidden += 1
        continue
      }
      lines.append(heading(change))
      let all = change.impact!
      let shown = all.prefix(style.isVerbose ? Int.max : min(left, TouchedList.most))
      lines += shown.map { row($0, change) }
      left -= shown.count + 1
      if shown.count < all.count {
        lines.append(
          style.paint(
            "    … and \(all.count - shown.count) more; --format json lists all", .faint))
      }
    }
    if hidden > 0 {
      lines.append(
        style.paint(
          "  … and who names \(plural(hidden, "more declaration")); --format json lists all", .faint
        ))
    }
    let looked = "\(plural(diff.impact?.files ?? 0, "file")) looked through"
    let title = style.paint("Touched", .strong) + style.paint("  \(looked)", .faint)
    if lines.isEmpty, diff.impact?.files != 0 || diff.impact?.note == nil {
      lines = ["  nobody names what changed"]
    }
    if let note = diff.impact?.note {
      lines += Display.wrapped(Display.safe(note), to: style.width - 2).map {
        style.paint("  \($0)", .caution)
      }
    }
    return [title] + lines
  }

  private func heading(_ change: EntityChange) -> String {
    let all = change.impact!
    let tests = all.count(where: \.isTest)
    let stale = all.count(where: \.isStale)
    let counts = [(all.count - tests, "place"), (tests, "test")].filter { $0.0 > 0 }
      .map { plural($0.0, $0.1) }.joined(separator: ", ")
    var text =
      "  " + style.paint(change.kind.title, .faint) + " \(Display.safe(change.qualifiedName))"
      + style.paint("  \(counts)", .faint)
    if stale > 0 {
      text +=
        "  " + style.paint("\(stale) still \(stale == 1 ? "names" : "name") what is gone", .bad)
    }
    return text
  }

  private func row(_ dependent: Dependent, _ change: EntityChange) -> String {
    var remarks: [String] = []
    if dependent.isStale {
      remarks.append("still names \(Display.safe(TouchedList.named(change, dependent)))")
    }
    if dependent.isTest { remarks.append("test") }
    if dependent.confidence != .certain { remarks.append(dependent.confidence.rawValue) }
    let remark = remarks.isEmpty ? "" : "  " + remarks.joined(separator: ", ")
    let place = "\(Display.safe(dependent.path.description)):\(dependent.line)"
    let name = TouchedList.name(dependent)
    let room = max(16, style.width - 6 - Display.width(name) - Display.width(remark))
    return "    " + (dependent.isStale ? style.paint("!", .bad) : " ") + " "
      + Display.tail(place, to: room) + style.paint(" \(name)", .faint)
      + style.paint(remark, dependent.isStale ? .bad : .faint)
  }

  /// What a dependent is called.
  static func name(_ dependent: Dependent) -> String {
    guard let kind = dependent.kind else { return "top level" }
    return "\(kind.title) \(Display.safe(dependent.qualifiedName))"
  }

  /// The name that a dependent uses.
  static func named(_ change: EntityChange, _ dependent: Dependent) -> String {
    dependent.isStale ? change.oldQualifiedName ?? change.qualifiedName : change.qualifiedName
  }
}
