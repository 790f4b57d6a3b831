#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Reading what tools leave on disk.
enum ReportFiles {
  /// No report is larger, in bytes.
  private static let largest = 64 << 20

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func remove(_ path: String) { unlink(path) }

  /// The contents of a regular file; nil where there is none, or one that is too large.
  static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    var status = stat()
    guard fstat(fileno(file), &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size <= largest
    else { return nil }
    let size = Int(status.st_size)
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = fread(buffer.baseAddress, 1, size, file)
    }
  }

  static func write(_ text: String, to path: String) {
    guard let file = fopen(path, "we") else { return }
    fputs(text, file)
    fclose(file)
  }

  /// Whether a file was written since a time, in seconds and nanoseconds.
  static func isNew(_ path: String, since: (Int, Int)) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return (time.tv_sec, time.tv_nsec) >= since
  }

  /// Files with an ending in folders of a name below a root, in the order of their paths, with those
  /// left out that were there before `since`.
  static func find(
    below root: String, folder: String, ending: String, since: (Int, Int)
  ) -> [String] {
    var found: [String] = []
    walk(root, 0) { path, parent in
      if parent == folder, path.hasSuffix(ending), isNew(path, since: since) { found.append(path) }
    }
    return found.sorted()
  }

  /// All files below a folder, relative to it, without hidden ones and packages.
  static func all(below root: String) -> [String] {
    var found: [String] = []
    walk(root, 0) { path, _ in found.append(String(path.dropFirst(root.count + 1))) }
    return found.sorted()
  }

  private static func walk(_ folder: String, _ depth: Int, _ body: (String, String) -> Void) {
    guard depth < 12, let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    let own = folder.split(separator: "/").last.map(String.init) ?? ""
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(".") || name == "node_modules" { continue }
      var status = stat()
      guard lstat("\(folder)/\(name)", &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR {
        walk("\(folder)/\(name)", depth + 1, body)
      } else {
        body("\(folder)/\(name)", own)
      }
    }
  }

  /// The time now, as files are stamped, less what a coarse clock may be behind.
  static func now() -> (Int, Int) {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return now.tv_nsec >= 20_000_000
      ? (now.tv_sec, now.tv_nsec - 20_000_000) : (now.tv_sec - 1, now.tv_nsec + 980_000_000)
  }
}
