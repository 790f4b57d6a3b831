import Source
import Syntax

/// A word by its bytes: one number, so that a token is looked up without a string.
struct Word: Hashable, Sendable {
  private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  /// What stands for no word.
  static let none = Word([0])

  /// A word as it is written.
  init(_ word: StaticString) {
    for index in 0..<word.utf8CodeUnitCount { add(word.utf8Start[index]) }
  }

  /// The bytes of a range.
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: ByteRange) {
    for index in range.start..<max(range.start, range.end) { add(bytes[index]) }
  }

  init(_ bytes: some Sequence<UInt8>) { for byte in bytes { add(byte) } }

  /// A number, to begin a sequence of words with.
  init(count: Int) { hash ^= UInt64(count) }

  @inline(__always)
  private mutating func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }

  /// Combines two, order kept.
  func followed(by other: Word) -> Word {
    var value = (hash ^ (other.hash &* 0x9E37_79B9_7F4A_7C15)) &* 0xBF58_476D_1CE4_E5B9
    value ^= value >> 29
    var result = self
    result.hash = value
    return result
  }
}

/// Some words.
struct WordSet: Sendable, ExpressibleByArrayLiteral {
  private var words: Set<Word>

  init(arrayLiteral words: StaticString...) { self.words = Set(words.map { Word($0) }) }

  func contains(_ word: Word) -> Bool { words.contains(word) }

  var isEmpty: Bool { words.isEmpty }

  static func + (a: WordSet, b: WordSet) -> WordSet {
    var result = a
    result.words.formUnion(b.words)
    return result
  }
}

extension ArraySlice<UInt8> {
  /// Where a text stands first, capitals of ASCII or not.
  ///
  /// - Parameter text: in lower case, not empty.
  func place(of text: StaticString) -> Int? {
    let length = text.utf8CodeUnitCount
    guard count >= length else { return nil }
    let wanted = text.utf8Start
    let offset: Int? = withUnsafeBufferPointer { bytes in
      var place = 0
      while place <= bytes.count - length {
        var matched = 0
        while matched < length, bytes[place + matched].lowered == wanted[matched] { matched += 1 }
        if matched == length { return place }
        place += 1
      }
      return nil
    }
    return offset.map { startIndex + $0 }
  }

  /// Whether a text stands in it, capitals of ASCII or not.
  ///
  /// - Parameter text: in lower case, not empty.
  func holds(_ text: StaticString) -> Bool { place(of: text) != nil }

  func holds(any texts: [StaticString]) -> Bool { texts.contains { holds($0) } }

  /// Whether a text stands in it as it is written; an empty one does not.
  func holds(exactly text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first else { return false }
    return withUnsafeBufferPointer { bytes in
      text.withUnsafeBufferPointer { text in
        var place = 0
        while place + text.count <= bytes.count {
          if bytes[place] == first {
            var length = 1
            while length < text.count, bytes[place + length] == text[length] { length += 1 }
            if length == text.count { return true }
          }
          place += 1
        }
        return false
      }
    }
  }

  /// Whether it begins with a text, capitals of ASCII or not.
  ///
  /// - Parameter text: in lower case.
  func begins(_ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    guard count >= length else { return false }
    for offset in 0..<length where self[startIndex + offset].lowered != text.utf8Start[offset] {
      return false
    }
    return true
  }
}

extension UInt8 {
  /// In lower case, where it is a letter of ASCII.
  @inline(__always) var lowered: UInt8 { self &- 65 < 26 ? self | 32 : self }
  @inline(__always) var isLetter: Bool { (self | 32) &- 97 < 26 }
  @inline(__always) var isSpace: Bool { self == 32 || self &- 9 < 5 }
}
