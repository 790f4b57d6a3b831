extension JSONValue {
  /// Reads a JSON document (RFC 8259); nil where the bytes are none. Bytes that are not UTF-8 become
  /// U+FFFD, and of surrogates that stand alone the same.
  ///
  /// - Parameter depth: how deep arrays and objects may be nested.
  public init?(reading bytes: some Sequence<UInt8>, depth: Int = 128) {
    var reader = JSONReader(Array(bytes), depth: depth)
    guard let value = reader.document() else { return nil }
    self = value
  }

  /// The value of a member of an object, the last one of that name; nil of anything else.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.key == key }?.value
  }

  /// The elements of an array; none of anything else.
  public var elements: [JSONValue] {
    if case .array(let values) = self { values } else { [] }
  }

  public var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// A number without a fraction that an `Int` holds.
  public var whole: Int? {
    switch self {
    case .integer(let number): number
    case .number(let number) where number == number.rounded() && abs(number) < 1e15: Int(number)
    default: nil
    }
  }
}

/// A parser by recursive descent whose depth is bounded.
private struct JSONReader {
  private let bytes: [UInt8]
  private var place = 0
  private let most: Int

  init(_ bytes: [UInt8], depth: Int) {
    self.bytes = bytes
    most = depth
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
  }

  mutating func document() -> JSONValue? {
    guard let value = value(0) else { return nil }
    skipBlanks()
    return place == bytes.count ? value : nil
  }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipBlanks() {
    while let byte = next, byte == 32 || byte == 10 || byte == 13 || byte == 9 { place += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    place += 1
    return true
  }

  private mutating func value(_ depth: Int) -> JSONValue? {
    skipBlanks()
    guard depth < most, let first = next else { return nil }
    switch first {
    case UInt8(ascii: "{"): return object(depth)
    case UInt8(ascii: "["): return array(depth)
    case UInt8(ascii: "\""): return string().map(JSONValue.string)
    case UInt8(ascii: "t"): return word("true", .bool(true))
    case UInt8(ascii: "f"): return word("false", .bool(false))
    case UInt8(ascii: "n"): return word("null", .null)
    default: return number()
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) -> JSONValue? {
    let expected = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard bytes[place...].starts(with: expected) else { return nil }
    place += expected.count
    return value
  }

  private mutating func object(_ depth: Int) -> JSONValue? {
    place += 1
    var members: [JSONValue.Member] = []
    skipBlanks()
    if take(UInt8(ascii: "}")) { return .object(members) }
    while true {
      skipBlanks()
      guard next == UInt8(ascii: "\""), let key = string() else { return nil }
      skipBlanks()
      guard take(UInt8(ascii: ":")), let value = value(depth + 1) else { return nil }
      members.append(JSONValue.Member(key, value))
      skipBlanks()
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { return nil }
    }
  }

  private mutating func array(_ depth: Int) -> JSONValue? {
    place += 1
    var values: [JSONValue] = []
    skipBlanks()
    if take(UInt8(ascii: "]")) { return .array(values) }
    while true {
      guard let value = value(depth + 1) else { return nil }
      values.append(value)
      skipBlanks()
      if take(UInt8(ascii: "]")) { return .array(values) }
      guard take(UInt8(ascii: ",")) else { return nil }
    }
  }

  private mutating func number() -> JSONValue? {
    let start = place
    var isWhole = true
    while let byte = next {
      switch byte {
      case 48...57, UInt8(ascii: "-"), UInt8(ascii: "+"): break
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): isWhole = false
      default:
        return number(bytes[start..<place], isWhole)
      }
      place += 1
    }
    return number(bytes[start..<place], isWhole)
  }

  private func number(_ digits: ArraySlice<UInt8>, _ isWhole: Bool) -> JSONValue? {
    let text = String(decoding: digits, as: UTF8.self)
    if isWhole, let number = Int(text) { return .integer(number) }
    return Double(text).map(JSONValue.number)
  }

  private mutating func string() -> String? {
    place += 1
    var result: [UInt8] = []
    while let byte = next {
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: result, as: UTF8.self)
      case UInt8(ascii: "\\"): guard escape(&result) else { return nil }
      case 0..<32: return nil
      default: result.append(byte)
      }
    }
    return nil
  }

  private mutating func escape(_ result: inout [UInt8]) -> Bool {
    guard let byte = next else { return false }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
    case UInt8(ascii: "b"): result.append(8)
    case UInt8(ascii: "f"): result.append(12)
    case UInt8(ascii: "n"): result.append(10)
    case UInt8(ascii: "r"): result.append(13)
    case UInt8(ascii: "t"): result.append(9)
    case UInt8(ascii: "u"):
      guard let unit = unit() else { return false }
      var scalar = UInt32(unit)
      if 0xD800..<0xDC00 ~= unit, bytes[place...].starts(with: [0x5C, 0x75]) {
        let back = place
        place += 2
        guard let low = self.unit() else { return false }
        if 0xDC00..<0xE000 ~= low {
          scalar = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
        } else {
          place = back
        }
      }
      result += String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8
    default: return false
    }
    return true
  }

  private mutating func unit() -> UInt16? {
    guard place + 4 <= bytes.count else { return nil }
    let digits = bytes[place..<(place + 4)]
    guard digits.allSatisfy({ ($0 | 32) &- 97 < 6 || $0 &- 48 < 10 }) else { return nil }
    place += 4
    return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
