import Verification

/// What a hook that lets a commit through says: one line.
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
    return line + "\n"
  }
}
