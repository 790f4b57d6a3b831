import Verification

/// What a hook that lets a commit through says: one line, and one for each remark on the policy.
public enum HookText {
  public static func line(_ verdict: Verdict) -> String {
    var line = "verdict: \(verdict.decision.title.lowercased()): \(DecisionReason.text(verdict))"
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
}
