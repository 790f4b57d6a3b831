import GRDB

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A step of a file's schema. Once released a migration never changes; further ones follow it.
public struct Migration: Sendable {
  /// Unique within the file.
  public let name: String
  /// Statements with `;` between them, run in one transaction.
  public let sql: String

  public init(_ name: String, _ sql: String) {
    self.name = name
    self.sql = sql
  }
}

/// A SQLite database in a file, used by several threads and processes at once: writers wait for one
/// another, readers for nobody. Its calls block.
public final class DatabaseFile: Sendable {
  public let path: String
  /// What the user should hear about the opening: that a damaged file was set aside.
  public let note: String?
  private let queue: DatabaseQueue

  init(path: String, note: String?, queue: DatabaseQueue) {
    self.path = path
    self.note = note
    self.queue = queue
  }

  /// Leaves the file open until the process ends, as long as its journal is short. To close it last is
  /// to write its journal back and to wait for the disk, which takes longer than all else that a short
  /// run does with it; the next process reads the journal as it stands. A long journal is better
  /// written back: every process reads all of it, and would add to it for ever.
  public func keepOpen() {
    if journalSize < 1 << 20 { _ = Unmanaged.passRetained(queue) }
  }

  /// The bytes of the journal; 0 where there is none.
  private var journalSize: Int {
    var status = stat()
    return stat("\(path)-wal", &status) == 0 ? Int(status.st_size) : 0
  }

  /// Runs one statement.
  public func write(_ sql: String, _ arguments: [SQLValue] = []) throws(StoreError) {
    try use { queue throws in
      try queue.writeWithoutTransaction { try run($0, sql, arguments) }
    }
  }

  /// Reads all rows of a query.
  public func rows(_ sql: String, _ arguments: [SQLValue] = []) throws(StoreError) -> [Row] {
    try use { queue throws in
      try queue.writeWithoutTransaction { try fetch($0, sql, arguments) }
    }
  }

  /// Hands the rows of a query to `body` one after the other, without a copy of them.
  func forEach(
    _ sql: String, _ arguments: [SQLValue] = [], _ body: (borrowing OpenRow) -> Void
  ) throws(StoreError) {
    try use { queue throws in
      try queue.writeWithoutTransaction { database in
        let rows = try GRDB.Row.fetchCursor(
          database.cachedStatement(sql: sql),
          arguments: StatementArguments(arguments.map(\.databaseValue)))
        while let row = try rows.next() { body(OpenRow(row: row)) }
      }
    }
  }

  /// Runs statements all or none of which take effect, alone among all writers of the file. An error
  /// thrown by `body` undoes them. The file itself must not be used in `body`.
  ///
  /// - Throws: `StoreError`, and what `body` throws.
  public func transaction<Result>(
    _ body: (inout Transaction) throws -> Result
  ) throws -> Result {
    do {
      var result: Result?
      try queue.inTransaction(.immediate) { database in
        var transaction = Transaction(database: database, file: self)
        result = try body(&transaction)
        return .commit
      }
      guard let result else { preconditionFailure("a transaction ended without its result") }
      return result
    } catch let error as DatabaseError {
      throw report(error)
    }
  }

  private func use<Result>(_ body: (DatabaseQueue) throws -> Result) throws(StoreError) -> Result {
    do {
      return try body(queue)
    } catch {
      throw report(error)
    }
  }

  /// Turns an error into one of ours; after damage the next opening checks the whole file.
  fileprivate func report(_ error: any Error) -> StoreError {
    let error = StoreError(error, path: path)
    if error.kind == .corrupt { DatabaseOpening.suspect(path) }
    return error
  }
}

/// A transaction that is under way.
public struct Transaction: ~Copyable {
  fileprivate let database: Database
  fileprivate let file: DatabaseFile

  /// Runs one statement.
  public func write(_ sql: String, _ arguments: [SQLValue] = []) throws(StoreError) {
    do {
      try run(database, sql, arguments)
    } catch {
      throw file.report(error)
    }
  }

  /// Reads all rows of a query.
  public func rows(_ sql: String, _ arguments: [SQLValue] = []) throws(StoreError) -> [Row] {
    do {
      return try fetch(database, sql, arguments)
    } catch {
      throw file.report(error)
    }
  }
}

/// A row while its query is under way.
struct OpenRow: ~Copyable {
  fileprivate let row: GRDB.Row

  /// - Precondition: the column holds an integer.
  func integer(_ column: Int) -> Int64 { row[column] }

  /// The bytes of a column that holds a blob.
  func withUnsafeBytes(_ column: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
    try? row.withUnsafeData(atIndex: column) { data in
      data?.withUnsafeBytes(body) ?? body(UnsafeRawBufferPointer(start: nil, count: 0))
    }
  }
}

private func run(_ database: Database, _ sql: String, _ arguments: [SQLValue]) throws {
  try database.cachedStatement(sql: sql).execute(
    arguments: StatementArguments(arguments.map(\.databaseValue)))
}

private func fetch(_ database: Database, _ sql: String, _ arguments: [SQLValue]) throws -> [Row] {
  let statement = try database.cachedStatement(sql: sql)
  let columns = statement.columnNames
  return try GRDB.Row.fetchAll(
    statement, arguments: StatementArguments(arguments.map(\.databaseValue))
  ).map { Row(columns: columns, $0) }
}
