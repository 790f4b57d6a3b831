/// The keywords of a language, found by their bytes without a hash of the whole word. The number of
/// a keyword is its place in the list, from 1; 0 is no keyword.
struct KeywordTable: Sendable {
  let words: [StaticString]
  private let slots: [UInt8]
  private let factor: UInt32
  private let longest: Int

  /// - Precondition: at most 255 different words, which differ in length, first, second or last byte,
  ///   or in the bytes between (then slots are probed one after the other).
  init(_ words: [StaticString]) {
    precondition(words.count < 256)
    self.words = words
    longest = words.map(\.utf8CodeUnitCount).max() ?? 0
    var table = [UInt8](repeating: 0, count: 1024)
    let factor: UInt32 = 0x9E37_79B1
    self.factor = factor
    for (index, word) in words.enumerated() {
      var slot = KeywordTable.slot(word.utf8Start, word.utf8CodeUnitCount, factor)
      while table[slot] != 0 { slot = (slot + 1) & 1023 }
      table[slot] = UInt8(index + 1)
    }
    slots = table
  }

  /// The number of the keyword with these bytes, or 0.
  @inline(__always)
  func find(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> UInt8 {
    if length > longest || length == 0 { return 0 }
    var slot = KeywordTable.slot(bytes, length, factor)
    while true {
      let number = slots[slot]
      if number == 0 { return 0 }
      let word = words[Int(number) - 1]
      if word.utf8CodeUnitCount == length {
        var index = 0
        while index < length, word.utf8Start[index] == bytes[index] { index &+= 1 }
        if index == length { return number }
      }
      slot = (slot &+ 1) & 1023
    }
  }

  /// The number of a keyword, for use in a `static let`; stops when there is none of that name.
  func number(_ word: StaticString) -> UInt8 {
    let number = find(word.utf8Start, word.utf8CodeUnitCount)
    precondition(number != 0, "no such keyword: \(word)")
    return number
  }

  @inline(__always)
  private static func slot(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ factor: UInt32) -> Int {
    let first = UInt32(bytes[0])
    let second = UInt32(bytes[length > 1 ? 1 : 0])
    let last = UInt32(bytes[length &- 1])
    let key = first | second << 8 | last << 16 | UInt32(truncatingIfNeeded: length) << 24
    return Int((key &* factor) >> 22)
  }
}
