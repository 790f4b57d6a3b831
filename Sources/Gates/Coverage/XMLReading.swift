/// Reads the elements of an XML text from front to end without keeping it, as far as reports of tools need:
/// names and attributes. Document types are passed over, so that nothing is expanded and nothing fetched; text,
/// comments and instructions are left out. That the document is well-formed is not asked: a report that ends
/// early does not close its root, which is.
struct XMLReading {
  struct Malformed: Error {}

  enum Event {
    case start(String, [String: String])
    case end(String)
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0
  private var depth = 0
  /// The element that closed itself.
  private var pending: String?

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The next start or end of an element; nil behind the root's end.
  mutating func next() throws(Malformed) -> Event? {
    if let name = pending {
      pending = nil
      depth -= 1
      return .end(name)
    }
    while true {
      while index < bytes.count, bytes[index] != UInt8(ascii: "<") { index += 1 }
      guard index < bytes.count else {
        if depth != 0 { throw Malformed() }
        return nil
      }
      index += 1
      switch byte(0) {
      case UInt8(ascii: "?"): try pass("?>")
      case UInt8(ascii: "!"):
        if starts("!--") {
          try pass("-->")
        } else if starts("![CDATA[") {
          try pass("]]>")
        } else {
          try passDocumentType()
        }
      case UInt8(ascii: "/"):
        index += 1
        let name = word()
        try pass(">")
        depth -= 1
        guard depth >= 0 else { throw Malformed() }
        return .end(name)
      default: return try element()
      }
    }
  }

  private func byte(_ offset: Int) -> UInt8 {
    index + offset < bytes.count ? bytes[index + offset] : 0
  }

  private func starts(_ text: StaticString) -> Bool {
    (0..<text.utf8CodeUnitCount).allSatisfy { byte($0) == text.utf8Start[$0] }
  }

  private mutating func pass(_ end: StaticString) throws(Malformed) {
    while index < bytes.count, !starts(end) { index += 1 }
    guard index < bytes.count else { throw Malformed() }
    index += end.utf8CodeUnitCount
  }

  private mutating func passDocumentType() throws(Malformed) {
    var open = 1
    while index < bytes.count, open > 0 {
      switch bytes[index] {
      case UInt8(ascii: "<"): open += 1
      case UInt8(ascii: ">"): open -= 1
      default: break
      }
      index += 1
    }
    if open > 0 { throw Malformed() }
  }

  private mutating func word() -> String {
    let start = index
    while index < bytes.count, bytes[index] > 32, !"/>=<\"'".utf8.contains(bytes[index]) {
      index += 1
    }
    return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self)
  }

  private mutating func blanks() {
    while index < bytes.count, bytes[index] <= 32 { index += 1 }
  }

  private mutating func element() throws(Malformed) -> Event {
    let name = word()
    guard !name.isEmpty else { throw Malformed() }
    var attributes: [String: String] = [:]
    while true {
      blanks()
      switch byte(0) {
      case UInt8(ascii: ">"):
        index += 1
        depth += 1
        return .start(name, attributes)
      case UInt8(ascii: "/"):
        index += 1
        guard byte(0) == UInt8(ascii: ">") else { throw Malformed() }
        index += 1
        depth += 1
        pending = name
        return .start(name, attributes)
      default:
        let key = word()
        blanks()
        guard !key.isEmpty, byte(0) == UInt8(ascii: "=") else { throw Malformed() }
        index += 1
        blanks()
        attributes[key] = try value()
      }
    }
  }

  private mutating func value() throws(Malformed) -> String {
    let quote = byte(0)
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { throw Malformed() }
    index += 1
    let start = index
    var hasReference = false
    while index < bytes.count, bytes[index] != quote {
      if bytes[index] == UInt8(ascii: "&") { hasReference = true }
      index += 1
    }
    guard index < bytes.count else { throw Malformed() }
    let raw = bytes[start..<index]
    index += 1
    return hasReference
      ? XMLReading.resolved(Array(raw))
      : String(decoding: UnsafeBufferPointer(rebasing: raw), as: UTF8.self)
  }

  /// The text with the references of XML itself replaced; others stay as they are.
  private static func resolved(_ raw: [UInt8]) -> String {
    var result: [UInt8] = []
    var index = 0
    while index < raw.count {
      guard raw[index] == UInt8(ascii: "&"),
        let end = raw[index...].prefix(12).firstIndex(of: UInt8(ascii: ";"))
      else {
        result.append(raw[index])
        index += 1
        continue
      }
      let name = String(decoding: raw[index + 1..<end], as: UTF8.self)
      let number =
        name.hasPrefix("#x")
        ? UInt32(name.dropFirst(2), radix: 16)
        : name.hasPrefix("#") ? UInt32(name.dropFirst()) : nil
      switch name {
      case "amp": result.append(UInt8(ascii: "&"))
      case "lt": result.append(UInt8(ascii: "<"))
      case "gt": result.append(UInt8(ascii: ">"))
      case "quot": result.append(UInt8(ascii: "\""))
      case "apos": result.append(UInt8(ascii: "'"))
      default:
        if let scalar = number.flatMap(Unicode.Scalar.init) {
          result += String(scalar).utf8
        } else {
          result += raw[index...end]
        }
      }
      index = end + 1
    }
    return String(decoding: result, as: UTF8.self)
  }
}
