import Synchronization

/// Results under the digest of all that they depend on, in a file of bounded size. What cannot be
/// read is a miss and what cannot be written is not kept: a cache never fails its user.
public struct ResultCache: Sendable {
  private let storage: Storage

  /// - Parameters:
  ///   - path: The file, an absolute path. It is opened when it is first needed.
  ///   - limit: The bytes that all results may take together; the least recently used go first. A
  ///     result of more than half of it is not kept.
  ///   - timeout: How long to wait for other processes.
  public init(path: String, limit: Int = 64 << 20, timeout: Duration = .seconds(1)) {
    storage = Storage(path: path, limit: limit, timeout: timeout)
  }

  /// The result that was stored under a key, the digest in hexadecimal digits; nil when there is none.
  public func value(for key: String) -> [UInt8]? { storage.value(for: key) }

  /// Keeps a result under a key.
  public func store(_ value: [UInt8], for key: String) { storage.store(value, for: key) }

  /// Writes down which results were used. Done by `store` and at the cache's end too.
  public func flush() { storage.flush() }

  /// What the user should hear: that the file was set aside or cannot be used.
  public var note: String? { storage.note }
}

private final class Storage: Sendable {
  private enum File {
    case unopened
    case open(DatabaseFile)
    /// Nothing is tried again, so that a broken cache costs its time-out only once.
    case unusable
  }

  private struct State {
    var file = File.unopened
    var note: String?
    /// Read since the last write.
    var used: Set<String> = []
  }

  private let path: String
  private let limit: Int
  private let timeout: Duration
  private let state = Mutex(State())

  /// What a row takes beside its value.
  private static let overhead = 128

  /// `used` counts uses, so that no clock is needed. `value` stands last, so that the other columns
  /// are read without it. `checksum` is what makes up for a file that is not durable: a result that a
  /// loss of power has left in parts is a miss.
  private static let migrations = [
    Migration(
      "results",
      """
      CREATE TABLE result (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        size INTEGER NOT NULL,
        used INTEGER NOT NULL,
        checksum INTEGER NOT NULL,
        value BLOB NOT NULL
      );
      CREATE INDEX result_used ON result (used);
      CREATE TABLE total (bytes INTEGER NOT NULL);
      INSERT INTO total VALUES (0);
      CREATE TRIGGER result_added AFTER INSERT ON result
        BEGIN UPDATE total SET bytes = bytes + NEW.size; END;
      CREATE TRIGGER result_removed AFTER DELETE ON result
        BEGIN UPDATE total SET bytes = bytes - OLD.size; END;
      CREATE TRIGGER result_replaced AFTER UPDATE OF size ON result
        BEGIN UPDATE total SET bytes = bytes + NEW.size - OLD.size; END;
      """)
  ]

  init(path: String, limit: Int, timeout: Duration) {
    self.path = path
    self.limit = limit
    self.timeout = timeout
  }

  deinit { flush() }

  var note: String? { state.withLock { $0.note } }

  func value(for key: String) -> [UInt8]? {
    use { file, state in
      let rows = try file.rows(
        "SELECT checksum, value FROM result WHERE key = ?", [.text(key)])
      guard let value = rows.first?.blob("value"),
        rows.first?["checksum"] == .integer(Self.checksum(value))
      else { return nil }
      state.used.insert(key)
      return value
    }
  }

  func store(_ value: [UInt8], for key: String) {
    let size = value.count + Self.overhead
    guard size <= limit / 2 else { return }
    use { file, state in
      try file.transaction { transaction in
        try touch(state.used, &transaction)
        try transaction.write(
          """
          INSERT INTO result (key, size, used, checksum, value)
          VALUES (?, ?, (SELECT coalesce(max(used), 0) + 1 FROM result), ?, ?)
          ON CONFLICT (key) DO UPDATE
          SET size = excluded.size, used = excluded.used, checksum = excluded.checksum,
            value = excluded.value
          """,
          [.text(key), .integer(Int64(size)), .integer(Self.checksum(value)), .blob(value)])
        try shrink(&transaction)
      }
      state.used = []
      return ()
    }
  }

  /// FNV-1a in 64 bits (http://www.isthe.com/chongo/tech/comp/fnv).
  private static func checksum(_ bytes: [UInt8]) -> Int64 {
    var sum: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int64(bitPattern: sum)
  }

  func flush() {
    guard state.withLock({ !$0.used.isEmpty }) else { return }
    use { file, state in
      try file.transaction { try touch(state.used, &$0) }
      state.used = []
      return ()
    }
  }

  private func touch(_ keys: Set<String>, _ transaction: inout Transaction) throws {
    for key in keys.sorted() {
      try transaction.write(
        "UPDATE result SET used = (SELECT max(used) + 1 FROM result) WHERE key = ?", [.text(key)])
    }
  }

  /// Removes the results that were longest not used, and some more, so that not every further one
  /// removes again.
  private func shrink(_ transaction: inout Transaction) throws {
    let total = try transaction.rows("SELECT bytes FROM total").first?.integer("bytes") ?? 0
    guard total > limit else { return }
    try transaction.write(
      """
      DELETE FROM result WHERE id IN (
        SELECT id FROM (
          SELECT id, sum(size) OVER (ORDER BY used, id) - size AS before FROM result)
        WHERE before < ?)
      """, [.integer(Int64(total - limit / 10 * 9))])
  }

  @discardableResult
  private func use<Result>(
    _ body: (DatabaseFile, inout State) throws -> Result?
  ) -> Result? {
    state.withLock { state in
      do {
        switch state.file {
        case .unusable: return nil
        case .open(let file): return try body(file, &state)
        case .unopened:
          let file = try DatabaseFile.open(
            path, migrations: Self.migrations, timeout: timeout, isDurable: false)
          state.file = .open(file)
          state.note = file.note
          return try body(file, &state)
        }
      } catch {
        let reason = (error as? StoreError)?.message ?? "\(error)"
        state.file = .unusable
        state.note = "results are not cached: \(reason)"
        state.used = []
        return nil
      }
    }
  }
}
