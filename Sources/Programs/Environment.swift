extension Invocation {
  /// The smallest environment that most programs run in: search path, language, time zone, user
  /// name, temporary folder and `HOME`, and what is asked for besides.
  ///
  /// Whatever is asked for, variables whose names look like those of secrets and all of Git's own
  /// are left out: the list of names may come from a repository, and `GIT_DIR` of a running hook
  /// would lead a child to the wrong repository.
  ///
  /// - Parameters:
  ///   - names: Variables to keep besides; a trailing `*` stands for any ending (`CARGO_*`).
  ///   - environment: The environment to choose from. Only the absolute folders of its `PATH` stay.
  ///   - home: The folder that the program is to see as its user's.
  public static func environment(
    keeping names: [String] = [], from environment: [String: String], home: String
  ) -> [String: String] {
    var result = environment.filter { name, _ in
      !isSecret(name) && !name.hasPrefix("GIT_")
        && (basic + names).contains { matches(name, $0) }
    }
    result["PATH"] = environment["PATH"]?.split(separator: ":").filter { $0.hasPrefix("/") }
      .joined(separator: ":")
    result["HOME"] = home
    return result
  }

  private static let basic = [
    "LANG", "LANGUAGE", "LC_*", "LOGNAME", "PATH", "TMPDIR", "TZ", "USER",
  ]

  private static let secretParts = [
    "AUTH", "CREDENTIAL", "KEY", "PASSPHRASE", "PASSWD", "PASSWORD", "SECRET", "TOKEN",
  ]

  private static func isSecret(_ name: String) -> Bool {
    let upper = name.uppercased()
    return secretParts.contains { upper.contains($0) }
  }

  private static func matches(_ name: String, _ pattern: String) -> Bool {
    pattern.hasSuffix("*") ? name.hasPrefix(pattern.dropLast()) : name == pattern
  }
}
