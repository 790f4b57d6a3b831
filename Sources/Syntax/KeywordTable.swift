/// The keywords of a language, found by their bytes without a hash of the whole word. The number of
/// a keyword is its place in the list, from 1; 0 is no keyword.
///
/// A table is made once for each language and never freed, so that handing it around counts nothing.
struct KeywordTable: @unchecked Sendable {
  private let letters: UnsafePointer<UInt8>
  /// Where each word begins in `letters`, and behind the last one.
  private let offsets: UnsafePointer<Int>
  private let slots: UnsafePointer<UInt8>
  private let longest: Int

  /// - Precondition: at most 255 different words.
  init(_ words: [StaticString]) {
    self.init(words.map { $0.withUTF8Buffer { Array($0) } })
  }

  /// The cases of an enumeration by their names, in their order.
  ///
  /// - Precondition: the raw values count from 1.
  init<Word: CaseIterable & RawRepresentable>(_: Word.Type) where Word.RawValue == UInt8 {
    for (index, word) in Word.allCases.enumerated() { precondition(word.rawValue == index + 1) }
    self.init(Word.allCases.map { Array(String(describing: $0).utf8) })
  }

  private init(_ words: [[UInt8]]) {
    precondition(words.count < 256)
    letters = Self.kept(words.flatMap { $0 })
    offsets = Self.kept(words.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) })
    longest = words.map(\.count).max() ?? 0
    var table = [UInt8](repeating: 0, count: 1024)
    for (index, word) in words.enumerated() {
      var slot = word.withUnsafeBufferPointer { KeywordTable.slot($0.baseAddress!, $0.count) }
      while table[slot] != 0 { slot = (slot + 1) & 1023 }
      table[slot] = UInt8(index + 1)
    }
    slots = Self.kept(table)
  }

  private static func kept<Element>(_ elements: [Element]) -> UnsafePointer<Element> {
    let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(elements.count, 1))
    _ = memory.initialize(from: elements)
    return UnsafePointer(memory.baseAddress!)
  }

  /// The number of the keyword with these bytes, or 0.
  @inline(__always)
  func find(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> UInt8 {
    if length > longest || length == 0 { return 0 }
    var slot = KeywordTable.slot(bytes, length)
    while true {
      let number = slots[slot]
      if number == 0 { return 0 }
      let start = offsets[Int(number) &- 1]
      if offsets[Int(number)] &- start == length {
        var index = 0
        while index < length, letters[start &+ index] == bytes[index] { index &+= 1 }
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
  private static func slot(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> Int {
    let first = UInt32(bytes[0])
    let second = UInt32(bytes[length > 1 ? 1 : 0])
    let last = UInt32(bytes[length &- 1])
    let key = first | second << 8 | last << 16 | UInt32(truncatingIfNeeded: length) << 24
    return Int((key &* 0x9E37_79B1) >> 22)
  }
}
