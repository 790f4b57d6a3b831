import Glibc
import Store
import Testing

@Suite struct ResultCacheTests {
  private func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 1, count: count) }

  @Test func givesBackWhatWasStored() throws {
    try withTemporaryFolder { folder in
      let cache = ResultCache(path: "\(folder)/cache/results.db")
      #expect(cache.value(for: "a") == nil)
      cache.store([1, 2, 3], for: "a")
      cache.store([], for: "b")
      cache.store([4], for: "a")
      #expect(cache.value(for: "a") == [4])
      #expect(cache.value(for: "b") == [])
      #expect(ResultCache(path: "\(folder)/cache/results.db").value(for: "a") == [4])
      #expect(cache.note == nil)
    }
  }

  @Test func nothingIsOpenedBeforeItIsNeeded() throws {
    try withTemporaryFolder { folder in
      let cache = ResultCache(path: "\(folder)/results.db")
      cache.flush()
      #expect(names(in: folder).isEmpty)
    }
  }

  @Test func theLeastRecentlyUsedGoFirst() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/results.db"
      do {
        let cache = ResultCache(path: path, limit: 10_000)
        for key in ["a", "b", "c", "d"] { cache.store(bytes(2000), for: key) }
      }
      do {
        // A use by one process counts for the next.
        let cache = ResultCache(path: path, limit: 10_000)
        #expect(cache.value(for: "a") != nil)
      }
      let cache = ResultCache(path: path, limit: 10_000)
      cache.store(bytes(3000), for: "e")
      #expect(cache.value(for: "a") != nil)
      #expect(cache.value(for: "b") == nil)
      #expect(cache.value(for: "c") != nil || cache.value(for: "d") != nil)
      #expect(cache.value(for: "e") != nil)
    }
  }

  @Test func staysBelowItsLimit() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/results.db"
      let cache = ResultCache(path: path, limit: 100_000)
      for number in 0..<300 { cache.store(bytes(1000 + number), for: "\(number % 200)") }
      #expect(cache.value(for: "99") != nil)
      cache.flush()
      let file = try DatabaseFile.open(path, migrations: [Migration("results", "")])
      let row = try #require(
        try file.rows("SELECT bytes, (SELECT sum(size) FROM result) AS sum FROM total").first)
      #expect(row["bytes"] == row["sum"])
      #expect(try #require(row.integer("sum")) <= 100_000)
      #expect(try #require(row.integer("sum")) > 80_000)
      #expect(read(path).count < 250_000)
    }
  }

  @Test func aResultThatWouldFillTheCacheIsNotKept() throws {
    try withTemporaryFolder { folder in
      let cache = ResultCache(path: "\(folder)/results.db", limit: 10_000)
      cache.store(bytes(100), for: "small")
      cache.store(bytes(9000), for: "large")
      #expect(cache.value(for: "large") == nil)
      #expect(cache.value(for: "small") != nil)
    }
  }

  @Test func aCacheThatCannotBeIsAMiss() throws {
    try withTemporaryFolder { folder in
      try write("\(folder)/file", [])
      let cache = ResultCache(path: "\(folder)/file/results.db")
      cache.store([1], for: "a")
      #expect(cache.value(for: "a") == nil)
      #expect(cache.note?.hasPrefix("results are not cached: the database ") == true)
    }
  }

  @Test func aDamagedCacheIsBegunAnewAndSaid() throws {
    try withTemporaryFolder { folder in
      try write("\(folder)/results.db", bytes(4096))
      let cache = ResultCache(path: "\(folder)/results.db")
      cache.store([1], for: "a")
      #expect(cache.value(for: "a") == [1])
      #expect(cache.note?.contains("was damaged") == true)
    }
  }

  @Test func aResultThatIsNotWhatWasStoredIsAMiss() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/results.db"
      ResultCache(path: path).store([1, 2, 3], for: "a")
      let file = try DatabaseFile.open(path, migrations: [Migration("results", "")])
      try file.write("UPDATE result SET value = ?", [.blob([1, 2, 4])])
      let cache = ResultCache(path: path)
      #expect(cache.value(for: "a") == nil)
      cache.store([1, 2, 4], for: "a")
      #expect(cache.value(for: "a") == [1, 2, 4])
    }
  }

  @Test func severalCachesShareOneFile() async throws {
    try await withAsyncTemporaryFolder { folder in
      let path = "\(folder)/results.db"
      await withTaskGroup(of: Void.self) { group in
        for process in 0..<4 {
          group.addTask {
            let cache = ResultCache(path: path, timeout: .seconds(20))
            for number in 0..<50 { cache.store([UInt8(process)], for: "\(process) \(number)") }
          }
        }
      }
      let cache = ResultCache(path: path)
      for process in 0..<4 {
        for number in 0..<50 {
          #expect(cache.value(for: "\(process) \(number)") == [UInt8(process)])
        }
      }
    }
  }
}
