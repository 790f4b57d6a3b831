internal import CGit2

/// The folders of other users that Git's variables allow to be read: `safe.directory` of `git -c` and of
/// the file that `GIT_CONFIG_GLOBAL` names. libgit2 looks only into the files that are usual.
struct SafeDirectories {
  private let names: [String]

  init(_ environment: GitEnvironment, _ folder: String) {
    var names: [String] = []
    if let file = environment.globalConfiguration {
      names = Self.values(in: file.hasPrefix("/") ? file : folder + "/" + file)
    }
    names += environment.safeDirectories
    // An empty value takes back those before it.
    self.names = Array(names.split(separator: "", omittingEmptySubsequences: false).last ?? [])
  }

  func hold(_ path: String) -> Bool {
    let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    return names.contains {
      $0 == "*" || $0 == path || $0.hasSuffix("/*") && path.hasPrefix($0.dropLast())
    }
  }

  /// Runs a part without libgit2's look at who owns a repository.
  static func withoutCheck<Result: ~Copyable>(_ body: () -> Result) -> Result {
    _ = verdict_git2_set_owner_validation(0)
    defer { _ = verdict_git2_set_owner_validation(1) }
    return body()
  }

  private static func values(in file: String) -> [String] {
    guard
      let configuration = try? Handle<ConfigurationKind>({ git_config_open_ondisk($0, file) }),
      let iterator = try? Handle<ConfigurationIteratorKind>({
        git_config_multivar_iterator_new($0, configuration.pointer, "safe.directory", nil)
      })
    else { return [] }
    var found: [String] = []
    var entry: UnsafeMutablePointer<git_config_entry>?
    while git_config_next(&entry, iterator.pointer) == 0, let value = entry?.pointee.value {
      found.append(String(cString: value))
    }
    return found
  }
}
