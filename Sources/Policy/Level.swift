/// What a gate's failure means for the verdict.
public enum Level: String, Sendable, CaseIterable {
  /// The change is not done.
  case required
  /// It is shown.
  case warn
  /// The gate does not run.
  case ignore
}

/// What a verdict that could not be decided means for whoever waits for it.
public enum InconclusiveAction: String, Sendable, CaseIterable {
  /// Let the change through and say what is open.
  case allow
  /// Hold the change.
  case block
}
