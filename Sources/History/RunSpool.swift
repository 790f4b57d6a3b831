#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file beside the history to which a short run appends its verdict, instead of opening a database. The
/// history takes it over when it is next opened.
///
/// One line is one run, after a first line with the file's name for itself: the history notes how much
/// of which file it has, so that a run is taken over once, whatever is killed when.
public struct RunSpool: Sendable {
  let path: String

  static let signature = "verdict runs "
  /// A longer one is taken over first.
  private static let sizeLimit = 1 << 20

  public init(commonDirectory: String) {
    path = RunStore.path(commonDirectory: commonDirectory) + ".spool"
  }

  init(history: String) { path = history + ".spool" }

  /// Whether there is anything to take over.
  public var exists: Bool { access(path, F_OK) == 0 }

  /// Adds a run.
  ///
  /// - Returns: false when it cannot be added, or should not since the file is long.
  public func append(_ run: RunRecord) -> Bool {
    if let slash = path.lastIndex(of: "/") { mkdir(String(path[..<slash]), 0o700) }
    guard let (file, size) = lock(O_RDWR | O_CREAT | O_APPEND) else { return false }
    defer { close(file) }
    guard size < Self.sizeLimit else { return false }
    var start = ""
    if size == 0 {
      start = Self.signature + String(UInt64.random(in: .min ... .max), radix: 36)
    }
    // A run that was killed may have left a line without its end.
    let bytes = Array("\(start)\n".utf8) + run.line + [UInt8(ascii: "\n")]
    if bytes.withUnsafeBytes({ write(file, $0.baseAddress, $0.count) }) == bytes.count {
      return true
    }
    // Without its first line the file would not be known again.
    ftruncate(file, off_t(size))
    return false
  }

  /// Hands all whole lines to `take` and removes the file when that went well.
  ///
  /// - Parameter take: is given the file's name for itself, and each run with the place behind it.
  func drain(_ take: (_ name: String, _ runs: [(record: RunRecord, end: Int)]) throws -> Void)
    rethrows
  {
    guard exists, let (file, size) = lock(O_RDWR) else { return }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: size)
    let count = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, 0) }
    guard count == size else { return }
    var runs: [(record: RunRecord, end: Int)] = []
    var name = ""
    var start = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      defer { start += line.count + 1 }
      if start == 0 { name = String(decoding: line, as: UTF8.self) }
      if let run = RunRecord(line: line) { runs.append((run, start + line.count)) }
    }
    if name.hasPrefix(Self.signature) { try take(name, runs) }
    unlink(path)
  }

  /// Opens the file for this process alone; with its size.
  private func lock(_ flags: Int32) -> (file: Int32, size: Int)? {
    for _ in 0..<500 {
      let file = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
      guard file >= 0 else { return nil }
      var (opened, there) = (stat(), stat())
      if flock(file, LOCK_EX | LOCK_NB) == 0, fstat(file, &opened) == 0,
        // Another process may have taken it over and removed it meanwhile.
        stat(path, &there) == 0, opened.st_ino == there.st_ino,
        opened.st_mode & S_IFMT == S_IFREG
      {
        return (file, Int(opened.st_size))
      }
      close(file)
      usleep(2000)
    }
    return nil
  }
}
