import Verification

/// What a hook that lets a commit through says: one line, and one for each finding that
/// only warns and each remark on the policy.
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
      + newFindings(verdict).map { "verdict: \($0)\n" }.joined()
  }

  private static let mostFindings = 10

  private static func newFindings(_ verdict: Verdict) -> [String] {
    let findings = verdict.gates.flatMap(\.findings).filter(\.counts)
    var lines = findings.prefix(mostFindings).map { finding in
      Diagnostic(finding).concise + (finding.help.map { "; \(Display.safe($0))" } ?? "")
    }
    if findings.count > mostFindings { lines.append("… and \(findings.count - mostFindings) more") }
    return lines
  }

  /// Nothing but the new findings of a verdict that lets a commit through, and what its gates leave
  /// open.
  public static func findings(_ verdict: Verdict) -> String {
    let open = verdict.unverified.filter { $0.gate != "policy" }.map {
      "\($0.gate): not verified: \(Display.safe($0.why))"
    }
    return (newFindings(verdict) + open).map { "verdict: \($0)\n" }.joined()
  }
}
