import Foundation
import History
import Verification

/// Lists of earlier verdicts, for people.
public enum HistoryText {
  public static func pretty(_ runs: [RunSummary], _ style: Style) -> String {
    if runs.isEmpty { return "nothing was recorded yet\n" }
    let answers = runs.map(\.decision.title)
    let width = answers.map(Display.width).max() ?? 0
    let idWidth = runs.map { String($0.id).count }.max() ?? 1
    return zip(runs, answers).map { run, answer in
      let id = String(run.id)
      let head =
        String(repeating: " ", count: idWidth - id.count) + id + "  "
        + style.paint(Timestamp.local(run.startedAt), .faint) + "  "
        + style.paint(Display.padded(answer, to: width), run.decision.role) + "  "
      let used = idWidth + 2 + 16 + 2 + width + 2
      let size = "+\(run.addedLines) −\(run.removedLines)"
      let text = "\(Display.safe(run.description)) · \(plural(run.files, "file")), \(size)"
      return head + Display.cut(text, to: max(30, style.width - used)) + "\n"
    }.joined()
  }

  /// One line a run: number, time, answer, what was judged, with tabs between.
  public static func concise(_ runs: [RunSummary]) -> String {
    runs.map { run in
      [
        String(run.id), Timestamp.utc(run.startedAt), run.decision.rawValue,
        Display.safe(run.description),
      ].joined(separator: "\t") + "\n"
    }.joined()
  }

  /// What stands above a stored verdict.
  ///
  /// - Parameter commits: the commit that was made of it, and those that took its place.
  public static func heading(_ run: Run, commits: [String] = [], _ style: Style) -> String {
    let became = commits.map { String($0.prefix(8)) }.joined(separator: ", which became ")
    return style.paint(
      "run \(run.summary.id), \(Timestamp.local(run.summary.startedAt)), "
        + "\(Milliseconds.text(run.summary.durationMs)), policy: \(Display.safe(run.policyOrigin)), "
        + "verdict \(run.version)", .faint) + "\n"
      + (commits.isEmpty ? "" : style.paint("committed as \(became)", .faint) + "\n")
  }
}

/// Points in time, from seconds since 1970.
enum Timestamp {
  /// In the user's time zone, to the minute: `2026-11-25 09:30`.
  static func local(_ seconds: Double) -> String {
    var time = time_t(seconds)
    var parts = tm()
    localtime_r(&time, &parts)
    return text(parts)
  }

  /// By ISO 8601, to the second.
  static func utc(_ seconds: Double) -> String {
    var time = time_t(seconds)
    var parts = tm()
    gmtime_r(&time, &parts)
    return text(parts).replacing(" ", with: "T") + ":" + two(parts.tm_sec) + "Z"
  }

  private static func text(_ parts: tm) -> String {
    "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday)) "
      + "\(two(parts.tm_hour)):\(two(parts.tm_min))"
  }

  private static func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
