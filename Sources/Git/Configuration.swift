internal import CGit2

extension Repository {
  /// A value of Git's configuration as `git config --get` gives it; nil when it is not set.
  ///
  /// - Parameter key: in small letters.
  public func configString(_ key: String) -> String? {
    opening.environment.configuration[key] ?? configEntry(key)?.value
  }

  /// A value with the file level it comes from.
  func configEntry(_ key: String) -> (value: String, level: git_config_level_t)? {
    guard let configuration = snapshot() else { return nil }
    var entry: UnsafeMutablePointer<git_config_entry>?
    guard git_config_get_entry(&entry, configuration.pointer, key) == 0, let entry else {
      return nil
    }
    defer { git_config_entry_free(entry) }
    // `[section] key` without a value means true.
    return (entry.pointee.value.map { String(cString: $0) } ?? "true", entry.pointee.level)
  }

  /// A value that is a path, with `~/` as the user's home if there is one.
  func configPath(_ key: String) -> String? {
    guard let configuration = snapshot() else { return nil }
    var buffer = git_buf()
    defer { git_buf_dispose(&buffer) }
    guard git_config_get_path(&buffer, configuration.pointer, key) == 0, let path = buffer.ptr
    else { return configString(key) }
    return String(cString: path)
  }

  private func snapshot() -> Handle<ConfigurationKind>? {
    try? Handle { git_repository_config_snapshot($0, handle.pointer) }
  }
}
