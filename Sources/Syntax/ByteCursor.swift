/// A place in bytes that moves forward. Reading past the end gives 0, so that lexers need no bounds
/// check of their own.
struct ByteCursor {
  let base: UnsafePointer<UInt8>
  let count: Int
  var position = 0

  /// The place at which a file's text begins: behind a byte order mark. Nil for no bytes.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let base = bytes.baseAddress else { return nil }
    self.base = base
    self.count = bytes.count
    if starts(with: "\u{FEFF}") { position = 3 }
  }

  var isAtEnd: Bool { @inline(__always) get { position >= count } }

  /// The byte at the position, or 0 at the end.
  var current: UInt8 { @inline(__always) get { position < count ? base[position] : 0 } }

  /// The byte `distance` ahead, or 0 past either end.
  @inline(__always)
  func peek(_ distance: Int = 1) -> UInt8 {
    let index = position &+ distance
    return index >= 0 && index < count ? base[index] : 0
  }

  @inline(__always)
  mutating func skip(while condition: (UInt8) -> Bool) {
    while position < count, condition(base[position]) { position &+= 1 }
  }

  /// Moves to the next line end or the end of the bytes.
  @inline(__always)
  mutating func skipLine() {
    skip { $0 != UInt8(ascii: "\n") }
  }

  /// The length of a backslash at the position and the line end behind it, or 0.
  var joinedLineLength: Int {
    @inline(__always) get {
      guard current == UInt8(ascii: "\\") else { return 0 }
      if peek() == UInt8(ascii: "\n") { return 2 }
      return peek() == UInt8(ascii: "\r") && peek(2) == UInt8(ascii: "\n") ? 3 : 0
    }
  }

  /// Whether the bytes at the position spell `word`.
  @inline(__always)
  func starts(with word: StaticString) -> Bool { starts(with: word, at: position) }

  /// Whether the bytes at an offset spell `word`.
  @inline(__always)
  func starts(with word: StaticString, at offset: Int) -> Bool {
    let length = word.utf8CodeUnitCount
    guard offset &+ length <= count else { return false }
    for index in 0..<length where base[offset &+ index] != word.utf8Start[index] { return false }
    return true
  }
}

extension UInt8 {
  var isDigit: Bool { @inline(__always) get { self &- 48 < 10 } }
  var isHexDigit: Bool { @inline(__always) get { isDigit || (self | 32) &- 97 < 6 } }
  var isLetter: Bool { @inline(__always) get { (self | 32) &- 97 < 26 } }
  /// A letter, `_`, or part of a character beyond ASCII.
  var isIdentifierStart: Bool { @inline(__always) get { isLetter || self == 95 || self >= 128 } }
  var isIdentifierPart: Bool { @inline(__always) get { isIdentifierStart || isDigit } }
  /// A blank, tab, vertical tab, form feed or carriage return.
  var isBlank: Bool {
    @inline(__always) get { self == 32 || self == 9 || self == 13 || self == 11 || self == 12 }
  }
}
