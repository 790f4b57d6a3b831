import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The places of one repository's shadow work trees, in the user's cache folder: `<folder>/0/tree` with
/// the files, `<folder>/0/git` with the Git directory that belongs to them, `<folder>/0/lock`. Each is
/// used by one process at a time, and stays for the next one.
public struct ShadowSlots: Sendable {
  /// The absolute path of the folder that holds them.
  public let folder: String
  /// In bytes: when a place is added, those unused for longest go until the rest is below it.
  public let sizeLimit: Int64

  /// More runs than this at once get none.
  private static let most = 32

  public init(folder: String, sizeLimit: Int64 = 4 << 30) {
    self.folder = folder
    self.sizeLimit = sizeLimit
  }

  /// The places that this process has. The system's locks part processes only.
  private static let held = Mutex(Set<String>())

  /// A place that nobody else has until it is let go.
  final class Slot {
    let path: String
    private let descriptor: Int32

    fileprivate init(path: String, descriptor: Int32) {
      self.path = path
      self.descriptor = descriptor
    }

    deinit {
      close(descriptor)
      _ = ShadowSlots.held.withLock { $0.remove(path) }
    }

    var tree: String { path + "/tree" }
    var gitDirectory: String { path + "/git" }

    /// Removes what is in it.
    func empty() {
      Folder.remove(Array(tree.utf8))
      Folder.remove(Array(gitDirectory.utf8))
    }

    /// Removes the place itself; it must not be used again.
    fileprivate func remove() {
      empty()
      unlink(path + "/lock")
      rmdir(path)
    }
  }

  /// The first free place; a new one where all are taken.
  ///
  /// - Throws: `GitError.shadow`.
  func take() throws(GitError) -> Slot {
    try Folder.make(folder)
    for number in 0..<Self.most {
      let path = "\(folder)/\(number)"
      let isNew = mkdir(path, 0o700) == 0
      if !isNew, errno != EEXIST { throw .shadow(path: path, detail: lastError()) }
      guard let slot = try lock(path) else { continue }
      if isNew { trim(to: sizeLimit, sparing: number) }
      return slot
    }
    throw .shadow(path: folder, detail: "\(Self.most) runs are at work here")
  }

  /// Nil where somebody else has it.
  private func lock(_ path: String) throws(GitError) -> Slot? {
    guard Self.held.withLock({ $0.insert(path).inserted }) else { return nil }
    var isTaken = false
    defer { if !isTaken { _ = Self.held.withLock { $0.remove(path) } } }
    while true {
      let descriptor = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw .shadow(path: path, detail: lastError()) }
      var request = flock()
      request.l_type = Int16(F_WRLCK)
      request.l_whence = Int16(SEEK_SET)
      guard fcntl(descriptor, F_SETLK, &request) == 0 else {
        close(descriptor)
        return nil
      }
      // The one who had it may have removed it in between.
      var locked = stat()
      var there = stat()
      if fstat(descriptor, &locked) == 0, stat(path + "/lock", &there) == 0,
        locked.st_ino == there.st_ino
      {
        futimens(descriptor, nil)
        isTaken = true
        return Slot(path: path, descriptor: descriptor)
      }
      close(descriptor)
      guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
        throw .shadow(path: path, detail: lastError())
      }
    }
  }

  /// One place with its size in bytes.
  public struct Usage: Sendable {
    public let path: String
    public let size: Int64
    let number: Int
    let lastUse: Int
  }

  /// The places that are there, the one used last first.
  public func usage() -> [Usage] {
    (0..<Self.most).compactMap { number in
      let path = "\(folder)/\(number)"
      var status = stat()
      guard stat(path + "/lock", &status) == 0 else { return nil }
      return Usage(
        path: path, size: Folder.size(Array(path.utf8)), number: number,
        lastUse: status.lastModification)
    }.sorted { ($0.lastUse, $1.number) > ($1.lastUse, $0.number) }
  }

  /// Removes places that nobody uses, the one unused for longest first, until the rest is within a
  /// number of bytes.
  ///
  /// - Returns: the bytes that were freed.
  @discardableResult
  public func trim(to limit: Int64) -> Int64 { trim(to: limit, sparing: nil) }

  @discardableResult
  private func trim(to limit: Int64, sparing spared: Int?) -> Int64 {
    let usage = usage()
    var left = usage.reduce(0) { $0 + $1.size }
    var freed: Int64 = 0
    for place in usage.reversed() where left > limit && place.number != spared {
      guard let slot = try? lock(place.path) else { continue }
      slot.remove()
      left -= place.size
      freed += place.size
    }
    return freed
  }
}

/// What the C library said last.
func lastError() -> String { String(cString: strerror(errno)) }

extension stat {
  /// In seconds since 1970.
  fileprivate var lastModification: Int {
    #if canImport(Darwin)
      st_mtimespec.tv_sec
    #else
      st_mtim.tv_sec
    #endif
  }
}
