import Source

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Files on disk by paths that need not be UTF-8.
enum Disk {
  enum Kind {
    case file, folder
  }

  /// What a path leads to; nil when there is nothing.
  static func kind(of path: String) -> Kind? { kind(of: Array(path.utf8)) }

  static func kind(of path: [UInt8]) -> Kind? { kind(of: path, followingLinks: true) }

  private static func kind(of path: [UInt8], followingLinks: Bool) -> Kind? {
    var status = stat()
    let result = withCString(path) { followingLinks ? stat($0, &status) : lstat($0, &status) }
    guard result == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .folder
    case S_IFLNK: return nil
    default: return .file
    }
  }

  /// What a path that somebody named leads to.
  ///
  /// - Throws: `Problem` that says why it leads nowhere.
  static func kind(of path: [UInt8], namedAs name: SourcePath) throws(Problem) -> Kind {
    if name.bytes.isEmpty {
      throw Problem(.usage, "a path is empty", help: "`.` is the current folder")
    }
    if let kind = kind(of: path) { return kind }
    if errno == ENOENT || errno == ENOTDIR {
      throw Problem(
        .usage, "there is no file or folder `\(name)`", help: "check the spelling of the path")
    }
    throw failure(name.bytes)
  }

  /// The files below a folder, relative to it and sorted; `.git` and links are left out.
  ///
  /// - Returns: with what is wrong with folders that could not be read.
  static func files(below folder: [UInt8]) -> (files: [[UInt8]], problems: [Problem]) {
    var found: [[UInt8]] = []
    var problems: [Problem] = []
    var open: [[UInt8]] = [[]]
    while let relative = open.popLast() {
      let whole = folder + (relative.isEmpty ? [] : [slash] + relative)
      let entries: [(name: [UInt8], kind: Kind?)]
      do {
        entries = try Disk.entries(in: whole)
      } catch {
        problems.append(error)
        continue
      }
      for (name, kind) in entries where name != Array(".git".utf8) {
        let path = relative.isEmpty ? name : relative + [slash] + name
        switch kind {
        case .folder: open.append(path)
        case .file: found.append(path)
        case nil: break
        }
      }
    }
    return (
      found.sorted { $0.lexicographicallyPrecedes($1) },
      problems.sorted { $0.message < $1.message }
    )
  }

  /// The contents of a regular file.
  ///
  /// - Throws: `Problem` that names the path and the reason.
  static func read(_ path: [UInt8]) throws(Problem) -> [UInt8] {
    let descriptor = withCString(path) { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    return try readAll(descriptor, path)
  }

  /// All of standard input.
  static func standardInput() throws(Problem) -> [UInt8] {
    try readAll(STDIN_FILENO, Array("standard input".utf8))
  }

  /// Writes a text over a file that is there.
  static func write(_ text: String, to path: String) throws(Problem) {
    let descriptor = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Problem(.failure, "`\(path)` cannot be written", help: "check its permissions")
    }
    defer { close(descriptor) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(descriptor, $0) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw Problem(.failure, "`\(path)` cannot be written whole", help: "make room on the disk")
      }
      rest = rest.dropFirst(count)
    }
  }

  /// What is left to read of a stream.
  private static func readAll(_ descriptor: Int32, _ path: [UInt8]) throws(Problem) -> [UInt8] {
    var status = stat()
    fstat(descriptor, &status)
    // One byte more than the file says it has: where fewer come, that was all.
    let isFile = status.st_mode & S_IFMT == S_IFREG
    let capacity = isFile ? min(Int(status.st_size), ChangeReader.largestFile) + 1 : 0
    var bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      count = max(capacity > 0 ? systemRead(descriptor, buffer.baseAddress, capacity) : 0, 0)
    }
    if bytes.count > 0, bytes.count < capacity { return bytes }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = systemRead(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(path)
      }
      bytes += chunk[..<count]
      if bytes.count > ChangeReader.largestFile {
        throw Problem(
          .usage, "`\(String(decoding: path, as: UTF8.self))` is larger than 64 MiB",
          help: "Verdict reads sources up to that size")
      }
    }
  }

  /// What a folder holds, with what each is; nil for links and what is neither file nor folder.
  private static func entries(
    in folder: [UInt8]
  ) throws(Problem) -> [(name: [UInt8], kind: Kind?)] {
    guard let stream = withCString(folder, { opendir($0) }) else { throw failure(folder) }
    defer { closedir(stream) }
    var entries: [(name: [UInt8], kind: Kind?)] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        Array(bytes.prefix { $0 != 0 })
      }
      if name == [dot] || name == [dot, dot] { continue }
      switch Int(entry.pointee.d_type) {
      case Int(DT_DIR): entries.append((name, .folder))
      case Int(DT_REG): entries.append((name, .file))
      case Int(DT_UNKNOWN):
        // Some file systems do not tell.
        entries.append((name, kind(of: folder + [slash] + name, followingLinks: false)))
      default: entries.append((name, nil))
      }
    }
    return entries
  }

  private static let slash = UInt8(ascii: "/")
  private static let dot = UInt8(ascii: ".")

  private static func withCString<Result>(
    _ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Result
  ) -> Result {
    (path + [0]).withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { body($0.baseAddress!) }
    }
  }

  private static func failure(_ path: [UInt8]) -> Problem {
    Problem(
      .usage,
      "`\(String(decoding: path, as: UTF8.self))` cannot be read: \(String(cString: strerror(errno)))",
      help: "see that the file exists and that you may read it")
  }
}

/// The system's `read`, which a method of that name would hide.
private let systemRead: @Sendable (Int32, UnsafeMutableRawPointer?, Int) -> Int = read

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}

extension Disk {
  /// Writes a file that is not there yet.
  ///
  /// - Parameter replaces: whether one that is there is replaced.
  static func create(_ text: String, at path: String, replaces: Bool) throws(Problem) {
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (replaces ? O_TRUNC : O_EXCL)
    let descriptor = open(path, flags, 0o644)
    guard descriptor >= 0 else {
      if errno == EEXIST { throw alreadyThere(path) }
      throw Problem(
        .failure, "`\(path)` cannot be written: \(String(cString: strerror(errno)))",
        help: "check the permissions of its folder")
    }
    close(descriptor)
    try write(text, to: path)
  }

  static func alreadyThere(_ path: String) -> Problem {
    Problem(
      .usage, "`\(path)` is there already",
      help: "`--force` replaces it, `--print` shows the new one")
  }

  /// The path without symbolic links, where it exists.
  static func resolved(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// What differs when a file was written anew: its size and the time of its last change.
  static func identity(_ path: String) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return "" }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return "\(status.st_ino) \(status.st_size) \(time.tv_sec).\(time.tv_nsec)"
  }
}
