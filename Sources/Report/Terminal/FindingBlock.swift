import Source
import Verification

/// One diagnostic with its place, the source line and a caret: a finding, or a problem.
struct Diagnostic {
  var severity: Severity
  var message: String
  var help: String?
  /// Where, for people: `path:line:col`.
  var place: String?
  /// The rule, where there is one.
  var rule: String?
  var excerpt: Finding.Excerpt?
  /// Whether it stood before the change.
  var isOld = false
  /// Why it is forgiven.
  var waiver: String?

  init(_ finding: Finding) {
    severity = finding.severity
    message = finding.message
    help = finding.help
    rule = finding.rule
    excerpt = finding.excerpt
    isOld = !finding.isNew
    waiver = finding.waiver
    if let path = finding.path {
      place = Display.safe(path.description) + Diagnostic.suffix(finding.range)
    }
  }

  init(_ problem: Problem) {
    severity = .error
    message = problem.message
    help = problem.help
    if let at = problem.place {
      place = Display.safe(at.path) + Diagnostic.suffix(at.range)
      if let text = at.text, let range = at.range { excerpt = Finding.Excerpt(text, range) }
    }
  }

  private static func suffix(_ range: SourceRange?) -> String {
    range.map { ":\($0.start.line):\($0.start.column)" } ?? ""
  }

  /// On one line: `path:line:col: severity: message [rule]`.
  var concise: String {
    (place.map { "\($0): " } ?? "") + "\(severity.rawValue): \(Display.safe(message))"
      + (rule.map { " [\($0)]" } ?? "")
  }

  func lines(_ style: Style) -> [String] {
    let word = style.paint(severity.rawValue, severity == .error ? .bad : .caution, .strong)
    var lines = [
      (place.map { style.paint($0, .strong) + ": " } ?? "") + "\(word): \(Display.safe(message))"
        + (waiver.map { " (forgiven: \(Display.safe($0)))" } ?? (isOld ? " (stood before)" : ""))
        + (rule.map { style.paint(" [\($0)]", .faint) } ?? "")
    ]
    if let excerpt { lines += source(excerpt, style) }
    if let help {
      let label = excerpt == nil ? "  help: " : "       help: "
      let wrapped = Display.wrapped(Display.safe(help), to: style.width - label.utf8.count)
      for (index, text) in wrapped.enumerated() {
        lines.append(
          (index == 0
            ? style.paint(label, .accent) : String(repeating: " ", count: label.utf8.count)) + text)
      }
    }
    return lines
  }

  /// The line with the marked part in view and a caret row below it.
  private func source(_ excerpt: Finding.Excerpt, _ style: Style) -> [String] {
    let bytes = Array(excerpt.text.utf8)
    let from = min(excerpt.prefix, bytes.count)
    let to = min(from + excerpt.length, bytes.count)
    var before = Display.safe(String(decoding: bytes[..<from], as: UTF8.self))
    let marked = Display.safe(String(decoding: bytes[from..<to], as: UTF8.self))
    let after = Display.safe(String(decoding: bytes[to...], as: UTF8.self))
    let number = String(excerpt.line)
    let gutter = max(5, number.utf8.count + 1)
    let room = style.width - gutter - 3
    // A place far to the right is moved into view.
    if Display.width(before) + min(Display.width(marked), 12) > room {
      before = Display.tail(before, to: room / 2)
    }
    let line = Display.cut(before + marked + after, to: room)
    let carets = max(1, min(Display.width(marked), room - Display.width(before)))
    let bar = style.paint("|", .faint)
    return [
      style.paint(
        String(repeating: " ", count: gutter - number.utf8.count) + number, .faint)
        + " \(bar)" + (line.isEmpty ? "" : " \(line)"),
      String(repeating: " ", count: gutter) + " \(bar) "
        + String(repeating: " ", count: Display.width(before))
        + style.paint(
          String(repeating: "^", count: carets), severity == .error ? .bad : .caution, .strong),
    ]
  }
}

/// A problem as it is printed to standard error.
public enum ProblemReport {
  public static func text(_ problem: Problem, _ style: Style) -> String {
    Diagnostic(problem).lines(style).joined(separator: "\n") + "\n"
  }

  /// The same for something that did not keep the command from its answer.
  public static func notice(_ problem: Problem, _ style: Style) -> String {
    var diagnostic = Diagnostic(problem)
    diagnostic.severity = .warning
    return diagnostic.lines(style).joined(separator: "\n") + "\n"
  }
}
