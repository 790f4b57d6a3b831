extension ChangeType {
  /// The type that a commit's type claims, by Conventional Commits 1.0 and the Angular convention;
  /// nil for types that claim none.
  public init?(conventionalType: String) {
    switch conventionalType.lowercased() {
    case "feat", "feature", "fix", "bugfix", "hotfix", "perf", "revert": self = .code
    case "docs", "doc": self = .docs
    case "refactor", "style": self = .refactor
    case "test", "tests": self = .test
    case "build", "ci": self = .devops
    case "release": self = .release
    default: return nil
    }
  }
}
