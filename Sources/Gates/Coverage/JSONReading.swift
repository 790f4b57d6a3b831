/// Reads a JSON text (RFC 8259) from front to end without keeping it. A report of coverage may have hundreds of
/// megabytes, of which a small part is wanted; the tree that `JSONValue` makes of all of it would take several
/// times as much memory. What is not JSON ends the reading with `Malformed`.
struct JSONReading {
  struct Malformed: Error {}

  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0
  private var depth = 0
  private static let deepest = 256

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { index = 3 }
  }

  private mutating func blanks() {
    while index < bytes.count, bytes[index] <= 32 { index += 1 }
  }

  /// The first byte of the value that comes next; 0 at the end.
  var next: UInt8 {
    mutating get {
      blanks()
      return index < bytes.count ? bytes[index] : 0
    }
  }

  private mutating func take(_ byte: UInt8) throws(Malformed) {
    guard next == byte else { throw Malformed() }
    index += 1
  }

  /// Hands every key to `body`, which reads the value; an object must come next.
  mutating func object(
    _ body: (inout JSONReading, String) throws(Malformed) -> Void
  ) throws(Malformed) {
    try open(UInt8(ascii: "{"))
    if next == UInt8(ascii: "}") {
      index += 1
    } else {
      while true {
        let key = try string()
        try take(UInt8(ascii: ":"))
        try body(&self, key)
        if try isLast(UInt8(ascii: "}")) { break }
      }
    }
    depth -= 1
  }

  /// Lets `body` read every element; an array must come next.
  mutating func array(_ body: (inout JSONReading) throws(Malformed) -> Void) throws(Malformed) {
    try open(UInt8(ascii: "["))
    if next == UInt8(ascii: "]") {
      index += 1
    } else {
      while true {
        try body(&self)
        if try isLast(UInt8(ascii: "]")) { break }
      }
    }
    depth -= 1
  }

  private mutating func open(_ byte: UInt8) throws(Malformed) {
    try take(byte)
    depth += 1
    if depth > Self.deepest { throw Malformed() }
  }

  private mutating func isLast(_ close: UInt8) throws(Malformed) -> Bool {
    switch next {
    case UInt8(ascii: ","):
      index += 1
      return false
    case close:
      index += 1
      return true
    default: throw Malformed()
    }
  }

  /// A number as `TextLines` reads it; true is 1, false and null are 0.
  mutating func integer() throws(Malformed) -> Int {
    let first = next
    switch first {
    case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
      try skip()
      return first == UInt8(ascii: "t") ? 1 : 0
    default: break
    }
    let start = index
    while index < bytes.count, Self.isNumeral(bytes[index]) { index += 1 }
    guard let value = TextLines.integer(bytes[start..<index]) else { throw Malformed() }
    return value
  }

  private static func isNumeral(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || "+-.eE".utf8.contains(byte)
  }

  mutating func string() throws(Malformed) -> String {
    try take(UInt8(ascii: "\""))
    let start = index
    while index < bytes.count, bytes[index] != UInt8(ascii: "\""),
      bytes[index] != UInt8(ascii: "\\")
    {
      index += 1
    }
    guard index < bytes.count else { throw Malformed() }
    var text = Array(bytes[start..<index])
    while bytes[index] == UInt8(ascii: "\\") {
      index += 1
      guard index < bytes.count else { throw Malformed() }
      switch bytes[index] {
      case UInt8(ascii: "n"): text.append(10)
      case UInt8(ascii: "t"): text.append(9)
      case UInt8(ascii: "r"): text.append(13)
      case UInt8(ascii: "b"): text.append(8)
      case UInt8(ascii: "f"): text.append(12)
      case UInt8(ascii: "u"): text += String(try scalar()).utf8
      default: text.append(bytes[index])
      }
      index += 1
      while index < bytes.count, bytes[index] != UInt8(ascii: "\""),
        bytes[index] != UInt8(ascii: "\\")
      {
        text.append(bytes[index])
        index += 1
      }
      guard index < bytes.count else { throw Malformed() }
    }
    index += 1
    return String(decoding: text, as: UTF8.self)
  }

  /// The character behind `\u`; the cursor is left on its last digit.
  private mutating func scalar() throws(Malformed) -> Unicode.Scalar {
    let first = try unit()
    if first & 0xFC00 == 0xD800, index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "\\"),
      bytes[index + 2] == UInt8(ascii: "u")
    {
      index += 2
      let second = try unit()
      if second & 0xFC00 == 0xDC00 {
        return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF) ?? "\u{FFFD}"
      }
      return "\u{FFFD}"
    }
    return Unicode.Scalar(first) ?? "\u{FFFD}"
  }

  private mutating func unit() throws(Malformed) -> UInt32 {
    guard index + 4 < bytes.count else { throw Malformed() }
    let digits = String(
      decoding: UnsafeBufferPointer(rebasing: bytes[index + 1...index + 4]), as: UTF8.self)
    guard let value = UInt32(digits, radix: 16) else { throw Malformed() }
    index += 4
    return value
  }

  /// Passes over the value that comes next, whatever it is.
  mutating func skip() throws(Malformed) {
    var open = 0
    repeat {
      switch next {
      case UInt8(ascii: "\""):
        index += 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
          index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard index < bytes.count else { throw Malformed() }
        index += 1
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        open += 1
        index += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        open -= 1
        guard open >= 0 else { throw Malformed() }
        index += 1
      case UInt8(ascii: ","), UInt8(ascii: ":"):
        guard open > 0 else { throw Malformed() }
        index += 1
      case 0: throw Malformed()
      default:
        let start = index
        while index < bytes.count, bytes[index] > 32, !",:]}[{\"".utf8.contains(bytes[index]) {
          index += 1
        }
        guard index > start else { throw Malformed() }
      }
    } while open > 0
  }
}
