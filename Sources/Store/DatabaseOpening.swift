import GRDB

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension DatabaseFile {
  /// Opens a database file, making it and its folders for the user alone where they are missing, and
  /// brings it to the latest schema. A damaged file is renamed to `<name>.corrupt-<time>`, its
  /// journals with it, and a new one begun; `note` then says so.
  ///
  /// - Parameters:
  ///   - path: An absolute path.
  ///   - migrations: All that were ever released, in their order.
  ///   - timeout: How long to wait for other processes, here and later.
  ///   - isDurable: Whether the file must outlive a loss of power. Without that nothing ever waits
  ///     for the disk.
  public static func open(
    _ path: String, migrations: [Migration], timeout: Duration = .seconds(5),
    isDurable: Bool = true
  ) throws(StoreError) -> DatabaseFile {
    try DatabaseOpening(
      path: path, migrations: migrations, timeout: timeout, isDurable: isDurable
    ).open()
  }
}

/// The opening of one file. Processes that open it do so one after the other, by a lock on a file
/// beside it: neither turning a new file to WAL, nor migrating, nor setting aside can be done twice.
struct DatabaseOpening {
  let path: String
  let migrations: [Migration]
  let timeout: Duration
  let isDurable: Bool

  func open() throws(StoreError) -> DatabaseFile {
    if let slash = path.lastIndex(of: "/") { try makeFolder(String(path[..<slash])) }
    let lock = try takeLock()
    // Also gives up the lock.
    defer { close(lock) }
    // SQLite gives its journals the mode of the file.
    close(try makeFile(path))
    do {
      if access(Self.markerPath(path), F_OK) == 0 {
        if try isDamaged() { return try startAgain() }
        unlink(Self.markerPath(path))
      }
      return DatabaseFile(path: path, note: nil, queue: try connect())
    } catch {
      let error = StoreError(error, path: path)
      guard error.kind == .corrupt, (try? isDamaged()) == true else { throw error }
      return try startAgain()
    }
  }

  private func connect() throws -> DatabaseQueue {
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    var migrator = DatabaseMigrator()
    for migration in migrations {
      migrator.registerMigration(migration.name) { try $0.execute(sql: migration.sql) }
    }
    let applied = try queue.writeWithoutTransaction { try migrator.appliedIdentifiers($0) }
    guard applied.isSubset(of: migrations.map(\.name)) else {
      throw StoreError(
        .newerSchema, "the database `\(path)` was written by a newer Verdict",
        help: "use that version, or move the file away")
    }
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
    if applied.count < migrations.count { try migrator.migrate(queue) }
    return queue
  }

  private var configuration: Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(timeout / .seconds(1))
    let synchronous = isDurable ? "NORMAL" : "OFF"
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA synchronous = \(synchronous)")
    }
    return configuration
  }

  // MARK: Damage

  /// Notes that a statement met damage, so that the next opening looks at the whole file.
  static func suspect(_ path: String) {
    let descriptor = openFile(markerPath(path), O_WRONLY | O_CREAT | O_CLOEXEC)
    if descriptor >= 0 { close(descriptor) }
  }

  private static func markerPath(_ path: String) -> String { "\(path).suspect" }

  /// Whether the file is no database or its pages do not fit together. Reads all of it.
  private func isDamaged() throws -> Bool {
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      return try queue.writeWithoutTransaction {
        try String.fetchOne($0, sql: "PRAGMA quick_check(1)") != "ok"
      }
    } catch  where StoreError(error, path: path).kind == .corrupt {
      return true
    }
  }

  private func startAgain() throws(StoreError) -> DatabaseFile {
    let aside = unusedPath()
    guard rename(path, aside) == 0 else { throw fileError(errno) }
    for ending in ["-wal", "-shm"] { rename(path + ending, aside + ending) }
    unlink(Self.markerPath(path))
    close(try makeFile(path))
    do {
      return DatabaseFile(
        path: path,
        note: "the database `\(path)` was damaged; it is now `\(aside)`, and a new one was begun",
        queue: try connect())
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// `<path>.corrupt-<yyyyMMdd-HHmmss>` in UTC.
  private func unusedPath() -> String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    var buffer = [CChar](repeating: 0, count: 32)
    let count = strftime(&buffer, buffer.count, "%Y%m%d-%H%M%S", &parts)
    let stamp = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    var candidate = "\(path).corrupt-\(stamp)"
    var number = 2
    while access(candidate, F_OK) == 0 {
      candidate = "\(path).corrupt-\(stamp)-\(number)"
      number += 1
    }
    return candidate
  }

  // MARK: Files

  private func takeLock() throws(StoreError) -> Int32 {
    let descriptor = try makeFile("\(path).lock")
    let start = ContinuousClock.now
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      guard code == EWOULDBLOCK || code == EINTR, ContinuousClock.now - start < timeout else {
        close(descriptor)
        throw code == EWOULDBLOCK ? .locked(path) : fileError(code)
      }
      usleep(2000)
    }
    return descriptor
  }

  private func makeFolder(_ folder: String) throws(StoreError) {
    var status = stat()
    if folder.isEmpty || stat(folder, &status) == 0 { return }
    if let slash = folder.lastIndex(of: "/") { try makeFolder(String(folder[..<slash])) }
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw fileError(errno) }
  }

  private func makeFile(_ path: String) throws(StoreError) -> Int32 {
    let descriptor = Self.openFile(path, O_RDWR | O_CREAT | O_CLOEXEC)
    guard descriptor >= 0 else { throw fileError(errno) }
    return descriptor
  }

  private static func openFile(_ path: String, _ flags: Int32) -> Int32 {
    #if canImport(Darwin)
      Darwin.open(path, flags, 0o600)
    #elseif canImport(Musl)
      Musl.open(path, flags, 0o600)
    #else
      Glibc.open(path, flags, 0o600)
    #endif
  }

  private func fileError(_ code: Int32) -> StoreError {
    switch code {
    case EROFS: .readOnly(path)
    case ENOSPC, EDQUOT: .noSpace(path)
    default:
      StoreError(
        .cannotOpen,
        "the database `\(path)` cannot be opened: \(String(cString: strerror(code)))",
        help: "see that you may write the file and its folder")
    }
  }
}
