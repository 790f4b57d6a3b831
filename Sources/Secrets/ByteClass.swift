/// Sets of bytes that tokens are made of; one byte is looked up in a table.
struct ByteClass: OptionSet, Sendable {
  let rawValue: UInt8

  static let digit = ByteClass(rawValue: 1)
  /// `a` to `f`.
  static let lowerHex = ByteClass(rawValue: 2)
  /// `A` to `F`.
  static let upperHex = ByteClass(rawValue: 4)
  /// `g` to `z`.
  static let lowerRest = ByteClass(rawValue: 8)
  /// `G` to `Z`.
  static let upperRest = ByteClass(rawValue: 16)
  /// `-` and `_`.
  static let dash = ByteClass(rawValue: 32)
  /// `+` and `/`.
  static let slash = ByteClass(rawValue: 64)
  /// `.`, `=` and `~`.
  static let dot = ByteClass(rawValue: 128)

  static let lower: ByteClass = [.lowerHex, .lowerRest]
  static let upper: ByteClass = [.upperHex, .upperRest]
  static let letter: ByteClass = [.lower, .upper]
  static let hex: ByteClass = [.digit, .lowerHex]
  static let anyHex: ByteClass = [.digit, .lowerHex, .upperHex]
  static let alnum: ByteClass = [.letter, .digit]
  static let base64: ByteClass = [.alnum, .slash]
  /// Base64 for URLs (RFC 4648, section 5).
  static let base64URL: ByteClass = [.alnum, .dash]

  static let table: [ByteClass] = (0..<256).map { byte in
    switch UInt8(byte) {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
    case UInt8(ascii: "a")...UInt8(ascii: "f"): .lowerHex
    case UInt8(ascii: "A")...UInt8(ascii: "F"): .upperHex
    case UInt8(ascii: "g")...UInt8(ascii: "z"): .lowerRest
    case UInt8(ascii: "G")...UInt8(ascii: "Z"): .upperRest
    case UInt8(ascii: "-"), UInt8(ascii: "_"): .dash
    case UInt8(ascii: "+"), UInt8(ascii: "/"): .slash
    case UInt8(ascii: "."), UInt8(ascii: "="), UInt8(ascii: "~"): .dot
    default: []
    }
  }

  /// Whether a byte is in the set.
  @inline(__always) func contains(byte: UInt8) -> Bool {
    rawValue & ByteClass.table[Int(byte)].rawValue != 0
  }
}
