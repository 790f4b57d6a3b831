internal import CGit2
import Source

/// The folder from which Git runs hooks.
public struct HooksFolder: Sendable, Hashable {
  public enum Origin: String, Sendable, Hashable {
    /// `hooks` in the repository.
    case `default`
    /// `core.hooksPath` of this repository.
    case local
    /// `core.hooksPath` of the user or the system: it serves every repository.
    case global
  }

  public let path: String
  public let origin: Origin
  /// Whether files in it are under version control here, so that other people get them too.
  public let isTracked: Bool

  public init(path: String, origin: Origin, isTracked: Bool) {
    self.path = path
    self.origin = origin
    self.isTracked = isTracked
  }
}

extension Repository {
  /// Where Git looks for hooks. A relative `core.hooksPath` counts from the top of the work tree, in
  /// a bare repository from the Git directory.
  public func hooksFolder() throws(GitError) -> HooksFolder {
    guard let entry = configEntry("core.hookspath"), let value = configPath("core.hookspath"),
      !value.isEmpty
    else {
      return HooksFolder(path: commonDirectory + "/hooks", origin: .default, isTracked: false)
    }
    let root = workDirectory ?? gitDirectory
    let path = value.hasPrefix("/") ? value : root + "/" + value
    let isLocal =
      entry.level.rawValue >= GIT_CONFIG_LEVEL_LOCAL.rawValue
      && entry.level != GIT_CONFIG_HIGHEST_LEVEL
    return HooksFolder(
      path: path, origin: isLocal ? .local : .global, isTracked: try isTracked(folder: path))
  }

  private func isTracked(folder: String) throws(GitError) -> Bool {
    guard let root = workDirectory, folder.hasPrefix(root + "/") else { return false }
    var parts: [Substring] = []
    for part in folder.dropFirst(root.count + 1).split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    guard !parts.isEmpty else { return false }
    return try indexFile().hasEntries(below: SourcePath(parts.joined(separator: "/")))
  }
}
