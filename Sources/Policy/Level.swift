/// What a gate's failure means for the verdict. A higher level asks for more.
public enum Level: String, Sendable, CaseIterable, Comparable {
  /// The change is not done.
  case required
  /// It is shown.
  case warn
  /// The gate does not run.
  case off

  /// Reads a scalar of a policy. `ignore` is another word for `off`, and where a program wrote the file by
  /// the rules of YAML 1.1, `off` has become `false`.
  ///
  /// - Parameter plain: whether it is not quoted.
  init?(_ text: String, plain: Bool) {
    if text == "ignore" || plain && text == "false" {
      self = .off
    } else {
      self.init(rawValue: text)
    }
  }

  public static func < (a: Level, b: Level) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .off: 0
    case .warn: 1
    case .required: 2
    }
  }
}

/// What a verdict that could not be decided means for whoever waits for it.
public enum InconclusiveAction: String, Sendable, CaseIterable {
  /// Let the change through and say what is open.
  case allow
  /// Hold the change.
  case block
}

/// What happens with files that `.gitattributes` calls `linguist-generated` or `linguist-vendored`.
public enum GeneratedFiles: String, Sendable, CaseIterable {
  /// No gate looks at them.
  case exclude
  /// They are files like any other.
  case judge
}
