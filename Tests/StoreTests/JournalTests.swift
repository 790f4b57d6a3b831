import Glibc
import Store
import Testing

@Suite struct JournalTests {
  private let table = Migration("table", "CREATE TABLE blob (bytes BLOB);")

  /// A process that ends leaves its journal behind, and the next one uses the file as it stands.
  @Test(arguments: [(bytes: 1_000, stays: true), (bytes: 2 << 20, stays: false)])
  func isLeftWhileItIsShort(left: (bytes: Int, stays: Bool)) throws {
    try withTemporaryFolder { folder in
      let ended = try DatabaseFile.open("\(folder)/ended.db", migrations: [table])
      try ended.write("PRAGMA wal_autocheckpoint = 0")
      try ended.write(
        "INSERT INTO blob VALUES (?)", [.blob([UInt8](repeating: 7, count: left.bytes))])
      for ending in ["", "-wal"] {
        try write("\(folder)/next.db\(ending)", read("\(folder)/ended.db\(ending)"))
      }
      withExtendedLifetime(ended) {}
      do {
        let next = try DatabaseFile.open("\(folder)/next.db", migrations: [table])
        next.keepOpen()
        try next.write("INSERT INTO blob VALUES (?)", [.blob([1])])
      }
      #expect((access("\(folder)/next.db-wal", F_OK) == 0) == left.stays)
      let sizes = try DatabaseFile.open("\(folder)/next.db", migrations: [table])
        .rows("SELECT length(bytes) AS size FROM blob ORDER BY rowid").map { $0.integer("size") }
      #expect(sizes == [left.bytes, 1])
    }
  }
}
