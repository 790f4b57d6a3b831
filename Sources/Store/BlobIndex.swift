import GRDB

/// What was read from blobs, kept by their names: of each a short value that every search reads, and a
/// long one that only a hit reads. A value never changes, since a blob's name is the digest of its bytes.
///
/// Several processes may use one file. Each addition is one transaction, so that a process that ends
/// within one leaves all earlier ones. Its calls block.
public final class BlobIndex: Sendable {
  /// What is kept of one blob.
  public struct Entry: Sendable {
    public var key: [UInt8]
    public var summary: [UInt8]
    public var detail: [UInt8]

    public init(key: [UInt8], summary: [UInt8], detail: [UInt8]) {
      self.key = key
      self.summary = summary
      self.detail = detail
    }
  }

  private let file: DatabaseFile

  /// What the user should hear about the opening: that a damaged file was set aside.
  public var note: String? { file.note }

  private static let migrations = [
    Migration(
      "blobs",
      """
      CREATE TABLE blob (
        id INTEGER PRIMARY KEY,
        version INTEGER NOT NULL,
        key BLOB NOT NULL,
        checksum INTEGER NOT NULL,
        summary BLOB NOT NULL,
        UNIQUE (version, key)
      );
      CREATE TABLE detail (
        id INTEGER PRIMARY KEY REFERENCES blob (id) ON DELETE CASCADE,
        checksum INTEGER NOT NULL,
        value BLOB NOT NULL
      );
      """)
  ]

  private let version: Int64

  /// Opens an index, making it where it is missing; a damaged one is set aside.
  ///
  /// - Parameters:
  ///   - path: an absolute path.
  ///   - version: of the reader that makes the values; those of other versions are not seen, and go
  ///     first.
  public init(path: String, version: Int, timeout: Duration = .seconds(1)) throws(StoreError) {
    file = try DatabaseFile.open(
      path, migrations: Self.migrations, timeout: timeout, isDurable: false)
    self.version = Int64(version)
  }

  /// Hands the number and the key of every blob to `body`, in the order they were added. The bytes are
  /// valid during the call alone.
  public func forEachKey(
    _ body: (Int64, UnsafeRawBufferPointer) -> Void
  ) throws(StoreError) {
    try file.forEach("SELECT id, key FROM blob WHERE version = ?", [.integer(version)]) { row in
      row.withUnsafeBytes(1) { body(row.integer(0), $0) }
    }
  }

  /// Hands the key and the summary of every blob to `body`, in the order they were added. The bytes are
  /// valid during the call alone.
  ///
  /// - Returns: the numbers of the blobs whose bytes are not those that were written; `body` does not
  ///   see them.
  public func forEachSummary(
    _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void
  ) throws(StoreError) -> [Int64] {
    var damaged: [Int64] = []
    try file.forEach(
      "SELECT id, key, checksum, summary FROM blob WHERE version = ? ORDER BY id",
      [.integer(version)]
    ) { row in
      row.withUnsafeBytes(1) { key in
        row.withUnsafeBytes(3) { summary in
          if Checksum.of(summary) == row.integer(2) {
            body(key, summary)
          } else {
            damaged.append(row.integer(0))
          }
        }
      }
    }
    return damaged
  }

  /// Hands the detail of a blob to `body`; not called where there is none, or where its bytes are not
  /// those that were written.
  public func withDetail(
    _ id: Int64, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(StoreError) {
    try file.forEach("SELECT checksum, value FROM detail WHERE id = ?", [.integer(id)]) { row in
      row.withUnsafeBytes(1) { value in
        if Checksum.of(value) == row.integer(0) { body(value) }
      }
    }
  }

  /// Adds blobs in one transaction; one that is there already is written anew, which mends it.
  public func add(_ entries: [Entry]) throws(StoreError) {
    do {
      try file.transaction { transaction in
        for entry in entries {
          let summary = entry.summary.withUnsafeBytes(Checksum.of)
          let rows = try transaction.rows(
            """
            INSERT INTO blob (version, key, checksum, summary) VALUES (?, ?, ?, ?)
            ON CONFLICT (version, key) DO UPDATE
            SET checksum = excluded.checksum, summary = excluded.summary RETURNING id
            """,
            [
              .integer(version), .blob(entry.key), .integer(summary), .blob(entry.summary),
            ])
          guard let id = rows.first?.integer("id") else { continue }
          try transaction.write(
            "INSERT OR REPLACE INTO detail (id, checksum, value) VALUES (?, ?, ?)",
            [
              .integer(Int64(id)), .integer(entry.detail.withUnsafeBytes(Checksum.of)),
              .blob(entry.detail),
            ])
        }
      }
    } catch {
      throw StoreError(error, path: file.path)
    }
  }

  /// Removes blobs: damaged ones, or those that nobody needs any more.
  public func remove(_ ids: [Int64]) throws(StoreError) {
    do {
      try file.transaction { transaction in
        for id in ids {
          try transaction.write("DELETE FROM blob WHERE id = ?", [.integer(id)])
        }
        try transaction.write("DELETE FROM blob WHERE version <> ?", [.integer(version)])
      }
    } catch {
      throw StoreError(error, path: file.path)
    }
  }

  /// The bytes of the file.
  public func size() throws(StoreError) -> Int {
    let pages = try file.rows("PRAGMA page_count").first?.integer("page_count") ?? 0
    return pages * (try file.rows("PRAGMA page_size").first?.integer("page_size") ?? 0)
  }

  /// Leaves the file open until the process ends, where closing it would take longer than the rest.
  public func keepOpen() { file.keepOpen() }
}

/// A sum that tells bytes that a loss of power has left in parts: the file does not wait for the disk.
private enum Checksum {
  static func of(_ bytes: UnsafeRawBufferPointer) -> Int64 {
    var sum: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(bytes.count)
    var offset = 0
    while offset &+ 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
      sum = (sum ^ word) &* 0x9E37_79B9_7F4A_7C15
      sum ^= sum >> 32
      offset &+= 8
    }
    while offset < bytes.count {
      sum = (sum ^ UInt64(bytes[offset])) &* 0x9E37_79B9_7F4A_7C15
      sum ^= sum >> 32
      offset &+= 1
    }
    return Int64(bitPattern: sum)
  }
}
