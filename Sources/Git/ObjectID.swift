internal import CGit2

/// The SHA-1 name of an object.
public struct ObjectID: Hashable, Sendable {
  private let high: UInt64
  private let middle: UInt64
  private let low: UInt32

  /// Reads 40 hexadecimal digits; nil when they are fewer, more, or something else.
  public init?(hex: String) {
    // Not libgit2's own parser: it may only report a failure once the library has started.
    let digits = hex.utf8.compactMap { UInt8(hexDigit: $0) }
    guard digits.count == 40, hex.utf8.count == 40 else { return nil }
    var oid = git_oid()
    withUnsafeMutableBytes(of: &oid.id) { bytes in
      for index in 0..<20 { bytes[index] = digits[2 * index] << 4 | digits[2 * index + 1] }
    }
    self.init(oid)
  }

  init(_ oid: git_oid) {
    self = withUnsafeBytes(of: oid.id) { ObjectID(reading: $0.baseAddress!) }
  }

  /// Reads the 20 bytes at a place.
  init(reading bytes: UnsafeRawPointer) {
    high = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
    middle = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    low = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
  }

  /// The name of no object.
  static let zero = ObjectID(git_oid())

  /// The name as libgit2 has it.
  var oid: git_oid {
    var oid = git_oid()
    withUnsafeMutableBytes(of: &oid.id) { bytes in
      bytes.storeBytes(of: high.bigEndian, as: UInt64.self)
      bytes.storeBytes(of: middle.bigEndian, toByteOffset: 8, as: UInt64.self)
      bytes.storeBytes(of: low.bigEndian, toByteOffset: 16, as: UInt32.self)
    }
    return oid
  }

  /// 40 hexadecimal digits in lower case.
  public var hex: String {
    withUnsafeBytes(of: oid.id) { bytes in
      let digits: StaticString = "0123456789abcdef"
      return String(unsafeUninitializedCapacity: 40) { buffer in
        for (index, byte) in bytes.enumerated() {
          buffer[2 * index] = digits.utf8Start[Int(byte >> 4)]
          buffer[2 * index + 1] = digits.utf8Start[Int(byte & 15)]
        }
        return 40
      }
    }
  }

  /// The first 8 digits of `hex`, for people.
  public var short: String { String(hex.prefix(8)) }

  /// Whether it is the name of no object, as Git writes it for what does not exist.
  public var isZero: Bool { high == 0 && middle == 0 && low == 0 }
}

extension ObjectID: Comparable, CustomStringConvertible {
  public static func < (a: ObjectID, b: ObjectID) -> Bool {
    (a.high, a.middle, a.low) < (b.high, b.middle, b.low)
  }

  public var description: String { hex }
}

extension UInt8 {
  /// The value of a hexadecimal digit in either case; nil for any other character.
  fileprivate init?(hexDigit: UInt8) {
    switch hexDigit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self = hexDigit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self = hexDigit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self = hexDigit - UInt8(ascii: "A") + 10
    default: return nil
    }
  }
}
