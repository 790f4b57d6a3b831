import Glibc
import Store
import Testing

@Suite struct DatabaseFileTests {
  private let first = Migration(
    "first", "CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, other BLOB);")
  private let second = Migration(
    "second",
    """
    CREATE TABLE use (word INTEGER NOT NULL REFERENCES word (id), place TEXT);
    INSERT INTO word (text) VALUES ('seed');
    """)

  @Test func keepsEveryKindOfValue() throws {
    try withTemporaryFolder { folder in
      let file = try DatabaseFile.open("\(folder)/a.db", migrations: [])
      try file.write("CREATE TABLE v (a, b, c, d, e, f)")
      let values: [SQLValue] = [
        nil, 9_223_372_036_854_775_807, 0.5, "é", .blob([0, 255]), .blob([]),
      ]
      try file.write("INSERT INTO v VALUES (?, ?, ?, ?, ?, ?)", values)
      let row = try #require(try file.rows("SELECT * FROM v").first)
      #expect(["a", "b", "c", "d", "e", "f"].map { row[$0] } == values)
      #expect(row.integer("b") == .max)
      #expect(row.real("c") == 0.5)
      #expect(row.text("d") == "é")
      #expect(row.blob("e") == [0, 255])
      #expect(row.text("a") == nil)
    }
  }

  @Test func isTheUsersAlone() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/data/verdict/a.db"
      let file = try DatabaseFile.open(path, migrations: [first])
      try file.write("INSERT INTO word (text) VALUES ('a')")
      #expect(mode("\(folder)/data") == 0o700)
      #expect(mode("\(folder)/data/verdict") == 0o700)
      for ending in ["", "-wal", "-shm", ".lock"] { #expect(mode(path + ending) == 0o600) }
    }
  }

  @Test func isSetUpAsPromised() throws {
    try withTemporaryFolder { folder in
      let file = try DatabaseFile.open("\(folder)/a.db", migrations: [], timeout: .seconds(3))
      #expect(try file.rows("PRAGMA journal_mode").first?.text("journal_mode") == "wal")
      #expect(try file.rows("PRAGMA synchronous").first?.integer("synchronous") == 1)
      #expect(try file.rows("PRAGMA foreign_keys").first?.integer("foreign_keys") == 1)
      #expect(try file.rows("PRAGMA busy_timeout").first?.integer("timeout") == 3000)
    }
  }

  @Test func aFileThatIsKeptOpenKeepsItsJournal() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/a.db"
      try DatabaseFile.open(path, migrations: [first]).write("INSERT INTO word (text) VALUES ('a')")
      #expect(names(in: folder) == ["a.db", "a.db.lock"])
      do {
        let file = try DatabaseFile.open(path, migrations: [first])
        file.keepOpen()
        try file.write("INSERT INTO word (text) VALUES ('b')")
      }
      #expect(names(in: folder).contains("a.db-wal"))
      #expect(
        try DatabaseFile.open(path, migrations: [first]).rows("SELECT * FROM word").count == 2)
    }
  }

  @Test func migratesOnceAndFurther() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/a.db"
      try DatabaseFile.open(path, migrations: [first]).write("INSERT INTO word (text) VALUES ('a')")
      for _ in 0..<2 {
        let file = try DatabaseFile.open(path, migrations: [first, second])
        #expect(
          try file.rows("SELECT text FROM word ORDER BY id").map { $0.text("text") } == [
            "a", "seed",
          ])
        #expect(file.note == nil)
      }
    }
  }

  @Test func foreignKeysHold() throws {
    try withTemporaryFolder { folder in
      let file = try DatabaseFile.open("\(folder)/a.db", migrations: [first, second])
      let error = #expect(throws: StoreError.self) {
        try file.write("INSERT INTO use VALUES (99, 'x')")
      }
      #expect(error?.kind == .failed)
    }
  }

  @Test func aTransactionIsAllOrNothing() throws {
    struct Stop: Error {}
    try withTemporaryFolder { folder in
      let file = try DatabaseFile.open("\(folder)/a.db", migrations: [first])
      let count = try file.transaction { transaction in
        try transaction.write("INSERT INTO word (text) VALUES (?)", ["a"])
        return try transaction.rows("SELECT * FROM word").count
      }
      #expect(count == 1)
      #expect(throws: Stop.self) {
        try file.transaction { transaction in
          try transaction.write("INSERT INTO word (text) VALUES (?)", ["b"])
          throw Stop()
        }
      }
      #expect(throws: StoreError.self) {
        try file.transaction { transaction in
          try transaction.write("INSERT INTO word (text) VALUES (?)", ["b"])
          try transaction.write("INSERT INTO word (text) VALUES (?)", ["a"])
        }
      }
      #expect(try file.rows("SELECT text FROM word").map { $0.text("text") } == ["a"])
    }
  }

  @Test func aNewerSchemaIsRefusedAndStays() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/a.db"
      _ = try DatabaseFile.open(path, migrations: [first, second])
      let before = read(path)
      let error = #expect(throws: StoreError.self) {
        try DatabaseFile.open(path, migrations: [first])
      }
      #expect(error?.kind == .newerSchema)
      #expect(error?.message == "the database `\(path)` was written by a newer Verdict")
      #expect(read(path) == before)
      let file = try DatabaseFile.open(path, migrations: [first, second])
      #expect(try file.rows("SELECT * FROM word").count == 1)
    }
  }

  @Test func aFileThatIsNoDatabaseIsSetAside() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/a.db"
      let garbage = [UInt8](repeating: UInt8(ascii: "x"), count: 5000)
      try write(path, garbage)
      try write("\(path)-wal", [1, 2, 3])
      let file = try DatabaseFile.open(path, migrations: [first])
      let aside = try #require(
        names(in: folder).first { $0.contains(".corrupt-") && !$0.hasSuffix("-wal") })
      #expect(aside.wholeMatch(of: /a\.db\.corrupt-\d{8}-\d{6}/) != nil)
      #expect(read("\(folder)/\(aside)") == garbage)
      #expect(
        file.note
          == "the database `\(path)` was damaged; it is now `\(folder)/\(aside)`, and a new one was begun"
      )
      try file.write("INSERT INTO word (text) VALUES ('a')")
      #expect(try DatabaseFile.open(path, migrations: [first]).note == nil)
    }
  }

  @Test func damageThatIsMetWhileReadingIsSetAsideAtTheNextOpening() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/a.db"
      do {
        let file = try DatabaseFile.open(path, migrations: [first])
        let blob = SQLValue.blob([UInt8](repeating: 7, count: 500))
        for number in 0..<200 {
          try file.write(
            "INSERT INTO word (text, other) VALUES (?, ?)", [.text("w\(number)"), blob])
        }
        try file.write("PRAGMA wal_checkpoint(TRUNCATE)")
      }
      let size = read(path).count
      try write(path, [UInt8](repeating: 0xEE, count: size - 5 * 4096), at: 5 * 4096)
      do {
        let file = try DatabaseFile.open(path, migrations: [first])
        #expect(file.note == nil)
        let error = #expect(throws: StoreError.self) { try file.rows("SELECT * FROM word") }
        #expect(error?.kind == .corrupt)
      }
      let file = try DatabaseFile.open(path, migrations: [first])
      #expect(file.note?.contains("was damaged") == true)
      #expect(try file.rows("SELECT * FROM word").isEmpty)
      #expect(!names(in: folder).contains("a.db.suspect"))
    }
  }

  @Test func severalHandlesWriteAtOnce() async throws {
    try await withAsyncTemporaryFolder { folder in
      let path = "\(folder)/a.db"
      try await withThrowingTaskGroup(of: Void.self) { group in
        for handle in 0..<4 {
          group.addTask {
            let file = try DatabaseFile.open(path, migrations: [first, second])
            for number in 0..<100 {
              try file.transaction { transaction in
                try transaction.write(
                  "INSERT INTO word (text) VALUES (?)", [.text("\(handle) \(number)")])
              }
            }
          }
        }
        try await group.waitForAll()
      }
      let file = try DatabaseFile.open(path, migrations: [first, second])
      #expect(try file.rows("SELECT count(*) AS n FROM word").first?.integer("n") == 401)
    }
  }

  @Test func anotherWriterIsWaitedForOnlySoLong() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/a.db"
      let one = try DatabaseFile.open(path, migrations: [first])
      let other = try DatabaseFile.open(path, migrations: [first], timeout: .milliseconds(50))
      try one.transaction { transaction in
        try transaction.write("INSERT INTO word (text) VALUES ('a')")
        let error = #expect(throws: StoreError.self) {
          try other.write("INSERT INTO word (text) VALUES ('b')")
        }
        #expect(error?.kind == .locked)
        #expect(error?.help != nil)
        #expect(try other.rows("SELECT * FROM word").isEmpty)
      }
    }
  }

  @Test func anotherOpeningIsWaitedForOnlySoLong() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/a.db"
      let lock = open("\(path).lock", O_RDWR | O_CREAT, 0o600)
      defer { close(lock) }
      try #require(flock(lock, LOCK_EX) == 0)
      let error = #expect(throws: StoreError.self) {
        try DatabaseFile.open(path, migrations: [], timeout: .milliseconds(50))
      }
      #expect(error?.kind == .locked)
    }
  }

  @Test func saysThatThereIsNoSpaceOrNoPermission() throws {
    try withTemporaryFolder { folder in
      let file = try DatabaseFile.open("\(folder)/a.db", migrations: [first])
      try file.write("PRAGMA max_page_count = 8")
      let full = #expect(throws: StoreError.self) {
        try file.write(
          "INSERT INTO word (text, other) VALUES ('a', ?)",
          [.blob(.init(repeating: 0, count: 99999))])
      }
      #expect(full?.kind == .noSpace)
      try file.write("PRAGMA query_only = 1")
      let refused = #expect(throws: StoreError.self) {
        try file.write("INSERT INTO word (text) VALUES ('a')")
      }
      #expect(refused?.kind == .readOnly)
      #expect(refused?.help != nil)
    }
  }

  @Test func aPathThatCannotBeIsAnError() throws {
    try withTemporaryFolder { folder in
      try write("\(folder)/file", [])
      let error = #expect(throws: StoreError.self) {
        try DatabaseFile.open("\(folder)/file/a.db", migrations: [])
      }
      #expect(error?.kind == .cannotOpen)
      #expect(error?.message.contains("Not a directory") == true)
    }
  }
}
