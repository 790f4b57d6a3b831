/// What a file consists of for the sake of likeness: how many bytes fall to lines of each hash, lines
/// beyond 64 bytes cut. As in Git's `diffcore-delta.c`, so that renames are those of Git.
struct LineProfile {
  /// Of `FileChange.similarity` in Git's own unit: 60,000 is the very same.
  static let fullScore = 60_000

  private let counts: [UInt32: Int]
  private let size: Int

  init(_ bytes: [UInt8]) {
    size = bytes.count
    // Git takes a zero in the first 8,000 bytes for a sign of no text.
    let isText = !bytes.prefix(8000).contains(0)
    var counts: [UInt32: Int] = [:]
    bytes.withUnsafeBufferPointer { bytes in
      var (first, second, length): (UInt32, UInt32, Int) = (0, 0, 0)
      for index in bytes.indices {
        let byte = bytes[index]
        if isText, byte == 13, index + 1 < bytes.count, bytes[index + 1] == 10 { continue }
        let old = first
        first = (first << 7) ^ (second >> 25)
        second = (second << 7) ^ (old >> 25)
        first &+= UInt32(byte)
        length += 1
        if length < 64, byte != 10 { continue }
        counts[(first &+ second &* 0x61) % 107_927, default: 0] += length
        (first, second, length) = (0, 0, 0)
      }
      if length > 0 { counts[(first &+ second &* 0x61) % 107_927, default: 0] += length }
    }
    self.counts = counts
  }

  /// The bytes of this file that the other has too, in proportion to the longer one.
  func score(against other: LineProfile) -> Int {
    let (smaller, larger) = (min(size, other.size), max(size, other.size))
    // Too different in length to be half alike.
    guard smaller * 2 >= larger, smaller > 0 else { return 0 }
    let (few, many) =
      counts.count <= other.counts.count
      ? (counts, other.counts) : (other.counts, counts)
    let common = few.reduce(0) { $0 + min($1.value, many[$1.key] ?? 0) }
    return common * Self.fullScore / larger
  }
}
