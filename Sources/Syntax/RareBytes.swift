import Source

/// Which bytes that most files do not hold a file holds, so that what is looked for among them costs
/// nothing elsewhere. Found in one pass that reads eight bytes at a time and never branches.
struct RareBytes {
  let hasNonASCII: Bool
  let hasCarriageReturn: Bool
  /// Whether seven `<` follow one another, as where a merge left a conflict.
  let hasConflictRun: Bool

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let base = bytes.baseAddress else {
      (hasNonASCII, hasCarriageReturn, hasConflictRun) = (false, false, false)
      return
    }
    let raw = UnsafeRawPointer(base)
    let ones: UInt64 = 0x0101_0101_0101_0101
    let returns = ones &* UInt64(UInt8(ascii: "\r"))
    var high: UInt64 = 0
    // A byte that is zero once the sought one is taken away borrows from the bit that is tested.
    var found: UInt64 = 0
    var offset = 0
    while offset &+ 8 <= bytes.count {
      let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let rest = word ^ returns
      high |= word
      found |= (rest &- ones) & ~rest
      offset &+= 8
    }
    while offset < bytes.count {
      high |= UInt64(bytes[offset])
      if bytes[offset] == UInt8(ascii: "\r") { found |= ones &* 0x80 }
      offset &+= 1
    }
    hasNonASCII = high & (ones &* 0x80) != 0
    hasCarriageReturn = found & (ones &* 0x80) != 0
    hasConflictRun = RareBytes.hasRun(of: UInt8(ascii: "<"), length: 7, in: bytes)
  }

  /// Whether a byte stands `length` times in a row: one of them is then at a multiple of `length`.
  private static func hasRun(
    of byte: UInt8, length: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    var offset = 0
    while offset < bytes.count {
      if bytes[offset] == byte {
        var first = offset
        while first > 0, offset - first < length, bytes[first - 1] == byte { first -= 1 }
        var end = offset + 1
        while end < bytes.count, end - first < length, bytes[end] == byte { end += 1 }
        if end - first >= length { return true }
      }
      offset &+= length
    }
    return false
  }
}
