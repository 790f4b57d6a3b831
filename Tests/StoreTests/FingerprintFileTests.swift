import Store
import Testing

@Suite struct FingerprintFileTests {
  private let key = [UInt8](repeating: 1, count: FingerprintFile.keyLength)

  @Test func whatIsWrittenIsFound() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/deep/index"
      let documents = (0..<50).map { number in
        FingerprintFile.Document(
          path: Array("p\(number)".utf8), key: key, fingerprints: [7, UInt64(100 + number)])
      }
      #expect(FingerprintFile.write(to: path, version: 3, states: [key], documents))
      #expect(names(in: folder + "/deep") == ["index"])
      let file = try #require(FingerprintFile(path: path, version: 3))
      #expect(file.states == [key])
      #expect(file.documents(holding: 7, most: 100) == Array(0..<50))
      #expect(file.documents(holding: 7, most: 3) == [0, 1, 2])
      #expect(
        file.documents(holding: 149, most: 3).map { file.path(of: $0) } == [Array("p49".utf8)])
      #expect(file.documents(holding: 8, most: 3) == [])
      #expect(FingerprintFile(path: path, version: 4) == nil)
      #expect(
        FingerprintFile.write(
          to: path, version: 3, states: [], older: [file],
          where: { path, _ in path != Array("p0".utf8) },
          [FingerprintFile.Document(path: [65], key: key, fingerprints: [7])]))
      let merged = try #require(FingerprintFile(path: path, version: 3))
      #expect(merged.documents(holding: 7, most: 100).count == 50)
      #expect(merged.documents(holding: 100, most: 9) == [])
    }
  }

  @Test func whatIsDamagedIsNone() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/index"
      #expect(FingerprintFile(path: path, version: 1) == nil)
      FingerprintFile.write(
        to: path, version: 1, states: [], [.init(path: [65], key: key, fingerprints: [1])])
      let whole = read(path)
      #expect(!whole.isEmpty)
      for count in 0..<whole.count {
        try write(path, Array(whole.prefix(count)))
        #expect(FingerprintFile(path: path, version: 1) == nil)
      }
      for place in 0..<whole.count {
        var bytes = whole
        bytes[place] ^= 0xFF
        try write(path, bytes)
        guard let file = FingerprintFile(path: path, version: 1) else { continue }
        for document in file.documents(holding: 1, most: 9) { _ = file.path(of: document) }
      }
    }
  }
}
