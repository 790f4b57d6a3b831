import Glibc
import Store
import Testing

@Suite struct BlobIndexTests {
  private func entry(_ key: UInt8, _ summary: [UInt8] = [1, 2], _ detail: [UInt8] = [3])
    -> BlobIndex.Entry
  {
    BlobIndex.Entry(key: [UInt8](repeating: key, count: 20), summary: summary, detail: detail)
  }

  private func keys(_ index: BlobIndex) throws -> [UInt8] {
    var keys: [UInt8] = []
    try index.forEachKey { _, key in keys.append(key[0]) }
    return keys.sorted()
  }

  private func summaries(_ index: BlobIndex) throws -> (whole: [UInt8: [UInt8]], damaged: Int) {
    var whole: [UInt8: [UInt8]] = [:]
    let damaged = try index.forEachSummary { key, summary in whole[key[0]] = Array(summary) }
    return (whole, damaged.count)
  }

  private func rows(_ index: BlobIndex) throws -> [Int64] {
    var rows: [Int64] = []
    try index.forEachKey { row, _ in rows.append(row) }
    return rows
  }

  @Test func whatWasAddedIsThereForTheNext() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/a/names.sqlite"
      let first = try BlobIndex(path: path, version: 1)
      try first.add([entry(1), entry(2, [], [])])
      let second = try BlobIndex(path: path, version: 1)
      #expect(try summaries(second).whole == [1: [1, 2], 2: []])
      for row in try rows(second) {
        var details: [[UInt8]] = []
        try second.withDetail(row) { details.append(Array($0)) }
        #expect(details == [[3]] || details == [[]])
      }
      #expect(try second.size() > 0)
    }
  }

  @Test func whatAnotherVersionReadIsNotSeen() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/names.sqlite"
      try BlobIndex(path: path, version: 1).add([entry(1)])
      let newer = try BlobIndex(path: path, version: 2)
      #expect(try keys(newer) == [])
      try newer.add([entry(1, [9])])
      #expect(try summaries(newer).whole == [1: [9]])
      try newer.remove([])
      #expect(try keys(BlobIndex(path: path, version: 1)) == [])
    }
  }

  @Test func addingAgainMendsAndRemovingTakesTheDetail() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/names.sqlite"
      let index = try BlobIndex(path: path, version: 1)
      try index.add([entry(1), entry(2)])
      let before = try rows(index)
      try index.add([entry(1, [7], [8])])
      #expect(try rows(index) == before)
      #expect(try summaries(index).whole == [1: [7], 2: [1, 2]])
      try index.remove([before[0]])
      #expect(try keys(index) == [2])
      let file = try DatabaseFile.open(path, migrations: [Migration("blobs", "")])
      #expect(try file.rows("SELECT id FROM detail").count == 1)
    }
  }

  @Test func bytesThatWereNotWrittenAreTold() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/names.sqlite"
      let index = try BlobIndex(path: path, version: 1)
      try index.add([entry(1), entry(2)])
      let file = try DatabaseFile.open(path, migrations: [Migration("blobs", "")])
      try file.write("UPDATE blob SET summary = x'0909' WHERE id = 1")
      try file.write("UPDATE detail SET value = x'0909' WHERE id = 2")
      let found = try summaries(index)
      #expect(found.whole == [2: [1, 2]] && found.damaged == 1)
      var count = 0
      try index.withDetail(2) { _ in count += 1 }
      #expect(count == 0)
    }
  }

  @Test func aDamagedFileIsSetAside() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/names.sqlite"
      try write(path, [UInt8](repeating: 7, count: 5_000))
      let index = try BlobIndex(path: path, version: 1)
      #expect(index.note?.contains("was damaged") == true)
      try index.add([entry(1)])
      #expect(try keys(index) == [1])
    }
  }
}
