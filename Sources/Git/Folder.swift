#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Folders of the disk, by their paths as bytes; no symbolic link is followed.
enum Folder {
  enum Kind { case folder, other }

  /// The entries of a folder; none where it cannot be read.
  static func entries(_ path: [UInt8]) -> [(name: [UInt8], kind: Kind)] {
    guard let stream = withCPath(path, { opendir($0) }) else { return [] }
    defer { closedir(stream) }
    var result: [(name: [UInt8], kind: Kind)] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name == [46] || name == [46, 46] { continue }
      var kind = Int32(entry.pointee.d_type)
      if kind == Int32(DT_UNKNOWN) {
        let mode = status(path + [UInt8(ascii: "/")] + name)?.st_mode ?? 0
        kind = mode & S_IFMT == S_IFDIR ? Int32(DT_DIR) : Int32(DT_REG)
      }
      result.append((name, kind == Int32(DT_DIR) ? .folder : .other))
    }
    return result
  }

  private static func status(_ path: [UInt8]) -> stat? {
    var status = stat()
    return withCPath(path) { lstat($0, &status) } == 0 ? status : nil
  }

  /// Makes a folder and those around it, for the user alone.
  ///
  /// - Throws: `GitError.shadow`.
  static func make(_ path: String) throws(GitError) {
    var folder = ""
    for part in path.split(separator: "/") {
      folder += "/\(part)"
      guard mkdir(folder, 0o700) == 0 || errno == EEXIST || access(folder, X_OK) == 0 else {
        throw .shadow(path: folder, detail: lastError())
      }
    }
  }

  /// Removes a file, or a folder with all that is in it.
  static func remove(_ path: [UInt8]) {
    if withCPath(path, { unlink($0) }) == 0 { return }
    for entry in entries(path) { remove(path + [UInt8(ascii: "/")] + entry.name) }
    if withCPath(path, { rmdir($0) }) != 0, errno == EACCES || errno == ENOTEMPTY {
      // Some tools take the right to write from what they keep.
      _ = withCPath(path) { chmod($0, 0o700) }
      for entry in entries(path) { remove(path + [UInt8(ascii: "/")] + entry.name) }
      _ = withCPath(path) { rmdir($0) }
    }
  }

  /// The bytes that the files below take on the disk.
  static func size(_ path: [UInt8]) -> Int64 {
    entries(path).reduce(0) { sum, entry in
      let inner = path + [UInt8(ascii: "/")] + entry.name
      if entry.kind == .folder { return sum + size(inner) }
      return sum + Int64(status(inner)?.st_blocks ?? 0) * 512
    }
  }
}

/// What stands at paths of Verdict's own folders; no symbolic link is followed.
public enum DiskUse {
  /// The names in a folder, in order; none where there is no folder.
  public static func names(in folder: String) -> [String] {
    Folder.entries(Array(folder.utf8)).map { String(decoding: $0.name, as: UTF8.self) }.sorted()
  }

  /// The bytes that a file takes on the disk, or all files below a folder.
  public static func bytes(of path: String) -> Int64 {
    var status = stat()
    guard lstat(path, &status) == 0 else { return 0 }
    if status.st_mode & S_IFMT == S_IFDIR { return Folder.size(Array(path.utf8)) }
    return Int64(status.st_blocks) * 512
  }

  /// Removes a file, or a folder with all that is in it.
  public static func remove(_ path: String) { Folder.remove(Array(path.utf8)) }
}
