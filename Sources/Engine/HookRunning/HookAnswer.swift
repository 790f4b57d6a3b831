import History
import Source
import Verification

/// What a hook has to say, and whether Git may go on.
public struct HookAnswer: Sendable {
  public enum Part: Sendable {
    /// In one line where Git may go on, else whole. The title says which of several it is.
    case verdict(Verdict, title: String?)
    /// Nothing but what it found, where Git may go on; else whole.
    case findings(Verdict)
    case line(String)
  }

  public var parts: [Part] = []
  /// What went wrong beside it.
  public var notices: [Problem] = []
  public var exitCode: Int32 = 0
  /// The run behind it, where the same state of the repository would get the same answer again.
  public var repeatable: RunRecord?

  init(_ parts: [Part] = []) { self.parts = parts }

  mutating func add(_ part: Part, _ result: CheckResult) {
    parts.append(part)
    notices += result.notices
    let code = result.verdict.exitCode
    // One that is not done weighs more than one that is open.
    exitCode = exitCode == 1 || code == 1 ? 1 : max(exitCode, code)
  }
}
