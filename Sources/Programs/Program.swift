#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A program on this machine that may be run.
public struct Program: Sendable, Hashable {
  /// The name it was looked for by.
  public let name: String
  /// The absolute path by which it is run, as it stands in the search path. Symbolic links in it are
  /// kept, since programs such as those of `rustup` act on the name they are called by.
  public let path: String
  /// The same file with every symbolic link resolved: what trust in the program refers to.
  public let resolvedPath: String

  /// Names a program without looking for it.
  public init(name: String, path: String, resolvedPath: String? = nil) {
    self.name = name
    self.path = path
    self.resolvedPath = resolvedPath ?? path
  }

  /// Looks for an executable regular file as a shell would, but never below `folder`: a repository
  /// must not be able to bring the programs that check it.
  ///
  /// - Parameters:
  ///   - name: A name without `/`, or an absolute path; anything else is not found.
  ///   - searchPath: Folders with `:` between them. Empty and relative ones, which would mean the
  ///     working directory, are ignored.
  ///   - folder: The folder that holds nothing to run. Neither the place where the program is found
  ///     nor the file that a symbolic link leads to may lie below it.
  public static func find(
    _ name: String, searchPath: String, outside folder: String?
  ) -> Program? {
    let forbidden = folder.map { realPath($0) ?? $0 }
    guard !name.utf8.contains(0), !name.isEmpty else { return nil }
    if name.utf8.contains(UInt8(ascii: "/")) {
      guard name.hasPrefix("/") else { return nil }
      let last = name.split(separator: "/").last.map(String.init) ?? name
      return candidate(name: last, path: name, outside: forbidden)
    }
    for entry in searchPath.split(separator: ":") where entry.hasPrefix("/") {
      let separator = entry.hasSuffix("/") ? "" : "/"
      let path = "\(entry)\(separator)\(name)"
      if let found = candidate(name: name, path: path, outside: forbidden) { return found }
    }
    return nil
  }

  private static func candidate(name: String, path: String, outside folder: String?) -> Program? {
    // Most candidates are not there, which one call tells; resolving takes one for each folder of the path.
    guard access(path, X_OK) == 0, let resolved = realPath(path), isRegularFile(resolved) else {
      return nil
    }
    if let folder {
      let slash = path.lastIndex(of: "/") ?? path.startIndex
      let place = realPath(slash == path.startIndex ? "/" : String(path[..<slash]))
      guard let place, !lies(resolved, in: folder), !lies(place, in: folder) else { return nil }
    }
    return Program(name: name, path: path, resolvedPath: resolved)
  }

  private static func lies(_ path: String, in folder: String) -> Bool {
    path == folder || path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
  }

  private static func isRegularFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
