import Source

/// The lines of a text that another one does not have.
enum AddedText {
  /// The parts of the after side, in whole lines and in order, that hold what is not in the before side. A
  /// line that only moved is not among them, as many times as it was there. Takes linear time.
  static func ranges(before: SourceText?, after: SourceText) -> [Range<Int>] {
    let new = after.bytes
    guard !new.isEmpty else { return [] }
    guard let before else { return [0..<new.count] }
    return before.bytes.withUnsafeBufferPointer { old in
      new.withUnsafeBufferPointer { new in ranges(old, new) }
    }
  }

  private static func ranges(
    _ old: UnsafeBufferPointer<UInt8>, _ new: UnsafeBufferPointer<UInt8>
  ) -> [Range<Int>] {
    let newline = UInt8(ascii: "\n")
    let shorter = min(old.count, new.count)
    var start = commonPrefix(old, new, shorter)
    if start == new.count, start == old.count { return [] }
    while start > 0, new[start - 1] != newline { start -= 1 }
    var tail = 0
    while tail < shorter - start, old[old.count - 1 - tail] == new[new.count - 1 - tail] {
      tail += 1
    }
    var end = new.count - tail
    // To the end of the line that both still share.
    if end < new.count, end > 0, new[end - 1] != newline || end == start {
      while end < new.count, new[end] != newline { end += 1 }
      end = min(end + 1, new.count)
    }
    if end <= start { return [] }
    let oldEnd = max(start, old.count - (new.count - end))
    if oldEnd <= start { return [start..<end] }

    var known: [UInt64: Int] = [:]
    forEachLine(old, start..<oldEnd) { known[$1, default: 0] += 1 }
    var result: [Range<Int>] = []
    forEachLine(new, start..<end) { line, hash in
      if let left = known[hash], left > 0 {
        known[hash] = left - 1
      } else if let last = result.last, last.upperBound == line.lowerBound {
        result[result.count - 1] = last.lowerBound..<line.upperBound
      } else {
        result.append(line)
      }
    }
    return result
  }

  private static func commonPrefix(
    _ old: UnsafeBufferPointer<UInt8>, _ new: UnsafeBufferPointer<UInt8>, _ limit: Int
  ) -> Int {
    guard let a = UnsafeRawPointer(old.baseAddress), let b = UnsafeRawPointer(new.baseAddress)
    else { return 0 }
    var index = 0
    while index + 8 <= limit,
      a.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        == b.loadUnaligned(fromByteOffset: index, as: UInt64.self)
    {
      index += 8
    }
    while index < limit, old[index] == new[index] { index += 1 }
    return index
  }

  /// Each line with its end, and a hash of it (FNV-1a).
  private static func forEachLine(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>,
    _ body: (Range<Int>, UInt64) -> Void
  ) {
    var start = range.lowerBound
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in range {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\n") {
        body(start..<(index + 1), hash)
        start = index + 1
        hash = 0xCBF2_9CE4_8422_2325
      } else {
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
      }
    }
    if start < range.upperBound { body(start..<range.upperBound, hash) }
  }
}
