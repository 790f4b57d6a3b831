import Verification

/// What a hook that lets a commit through says: one line, and one for each remark on the policy.
public enum HookText {
  /// - Parameter title: which of several verdicts it is.
  public static func line(_ verdict: Verdict, title: String? = nil) -> String {
    var line = "verdict: "
    if let title { line += "\(Display.safe(title)): " }
    line += "\(verdict.decision.title.lowercased()): \(DecisionReason.text(verdict))"
    let open = verdict.unverified.filter { item in
      verdict.gates.contains { $0.id == item.gate && $0.isRequired && $0.outcome.leavesOpen }
    }
    if let first = open.first {
      line += " (\(Display.safe(first.why))"
      if open.count > 1 { line += ", and \(open.count - 1) more" }
      line += ")"
    }
    // What was said of the policy concerns every later commit.
    let remarks = verdict.unverified.filter { $0.gate == "policy" }
    return line + "\n" + remarks.map { "verdict: policy: \(Display.safe($0.why))\n" }.joined()
  }

  /// The new findings of a verdict that lets a commit through, and what its gates leave open.
  public static func findings(_ verdict: Verdict) -> String {
    var lines = verdict.gates.flatMap(\.findings).filter(\.isNew).map { finding in
      "verdict: " + Diagnostic(finding).concise
        + (finding.help.map { "; \(Display.safe($0))" } ?? "")
    }
    for item in verdict.unverified where item.gate != "policy" {
      lines.append("verdict: \(item.gate): not verified: \(Display.safe(item.why))")
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
