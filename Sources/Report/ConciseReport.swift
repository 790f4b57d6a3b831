import Source
import Verification

/// A verdict on few lines: one a new finding, one for each gate that leaves something open, and the
/// answer.
public enum ConciseReport {
  public static func text(_ verdict: Verdict) -> String {
    var lines = verdict.gates.flatMap(\.findings).filter(\.counts).map { Diagnostic($0).concise }
    for item in verdict.unverifiedByReason {
      lines.append(
        "\(item.gates.joined(separator: ", ")): not verified: \(Display.safe(item.why))")
    }
    lines.append(
      "\(verdict.decision.title.lowercased()): \(Display.safe(verdict.change.description)): "
        + DecisionReason.text(verdict))
    return lines.joined(separator: "\n") + "\n"
  }
}
