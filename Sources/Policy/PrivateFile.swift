import Source

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Reading and replacing a file that belongs to the user alone.
enum PrivateFile {
  /// The content, or nil where there is no file.
  static func read(_ path: String) throws(Problem) -> [UInt8]? {
    guard let file = fopen(path, "re") else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw problem("cannot be read", path)
    }
    defer { fclose(file) }
    var status = stat()
    guard fstat(fileno(file), &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Problem(.usage, "`\(path)` is not a file", at: Problem.Place(path: path))
    }
    guard status.st_mode & 0o022 == 0, status.st_uid == geteuid() || status.st_uid == 0 else {
      throw Problem(
        .usage, "`\(path)` can be changed by other users", at: Problem.Place(path: path),
        help: "see that it says what you mean, then run `chmod 600 \(path)`")
    }
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16384)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      result += buffer[..<count]
      if count < buffer.count {
        if ferror(file) != 0 { throw problem("cannot be read", path) }
        return result
      }
    }
  }

  /// Replaces the content at once: readers see the old or the new, whatever happens. Folders that
  /// are missing are made. A symbolic link stays and its target is replaced.
  static func write(_ bytes: [UInt8], to path: String) throws(Problem) {
    var path = path
    if let real = realpath(path, nil) {
      path = String(cString: real)
      free(real)
    }
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    try makeFolder(folder)
    let temporary = "\(path).\(getpid()).tmp"
    unlink(temporary)
    let descriptor = openFile(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw problem("cannot be written", path) }
    var isWhole = true
    var written = 0
    while isWhole, written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { writeBytes(descriptor, $0) }
      if count < 0 { isWhole = errno == EINTR } else { written += count }
    }
    isWhole = isWhole && fsync(descriptor) == 0
    let code = errno
    isWhole = close(descriptor) == 0 && isWhole
    guard isWhole, rename(temporary, path) == 0 else {
      let code = isWhole ? errno : code
      unlink(temporary)
      throw problem("cannot be written", path, code)
    }
    let place = openFile(folder, O_RDONLY | O_CLOEXEC, 0)
    if place >= 0 {
      fsync(place)
      close(place)
    }
  }

  private static func makeFolder(_ path: String) throws(Problem) {
    var status = stat()
    if path.isEmpty || stat(path, &status) == 0 { return }
    if let slash = path.lastIndex(of: "/") { try makeFolder(String(path[..<slash])) }
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw problem("cannot be made", path) }
  }

  private static func openFile(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
    #if canImport(Darwin)
      Darwin.open(path, flags, mode)
    #elseif canImport(Musl)
      Musl.open(path, flags, mode)
    #else
      Glibc.open(path, flags, mode)
    #endif
  }

  private static func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Darwin)
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
      Musl.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }

  private static func problem(
    _ what: String, _ path: String, _ code: Int32 = errno
  ) -> Problem {
    Problem(
      .failure, "`\(path)` \(what): \(String(cString: strerror(code)))",
      at: Problem.Place(path: path))
  }
}
