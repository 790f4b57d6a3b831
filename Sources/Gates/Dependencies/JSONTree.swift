/// A JSON document as a tree, with where each value begins. Broken input gives what was read before the
/// fault; nothing nested deeper than a limit is read.
indirect enum JSONTree: Sendable {
  case object([(key: String, value: JSONTree)], at: Int)
  case array([JSONTree], at: Int)
  case string(String, at: Int)
  /// A number, a truth value or null, as written.
  case other(String, at: Int)

  init?(_ bytes: [UInt8]) {
    var reader = JSONTreeReader(bytes)
    guard let value = reader.value(0) else { return nil }
    self = value
  }

  /// Where it begins.
  var offset: Int {
    switch self {
    case .object(_, let at), .array(_, let at), .string(_, let at), .other(_, let at): at
    }
  }

  subscript(key: String) -> JSONTree? {
    if case .object(let members, _) = self { members.first { $0.key == key }?.value } else { nil }
  }

  var members: [(key: String, value: JSONTree)] {
    if case .object(let members, _) = self { members } else { [] }
  }

  var elements: [JSONTree] { if case .array(let values, _) = self { values } else { [] } }

  var text: String? { if case .string(let text, _) = self { text } else { nil } }
}

private struct JSONTreeReader {
  let bytes: [UInt8]
  var index = 0
  private static let deepest = 200

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private mutating func skip() {
    while index < bytes.count, bytes[index] <= 32 || bytes[index] == UInt8(ascii: ",") {
      index += 1
    }
  }

  mutating func value(_ depth: Int) -> JSONTree? {
    skip()
    guard index < bytes.count, depth < JSONTreeReader.deepest else { return nil }
    let start = index
    switch bytes[index] {
    case UInt8(ascii: "{"):
      index += 1
      var members: [(key: String, value: JSONTree)] = []
      while true {
        skip()
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\""), let key = string() else {
          break
        }
        skip()
        guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { break }
        index += 1
        guard let value = value(depth + 1) else { break }
        members.append((key, value))
      }
      if index < bytes.count, bytes[index] == UInt8(ascii: "}") { index += 1 }
      return .object(members, at: start)
    case UInt8(ascii: "["):
      index += 1
      var values: [JSONTree] = []
      while true {
        skip()
        guard index < bytes.count, bytes[index] != UInt8(ascii: "]"), let value = value(depth + 1)
        else { break }
        values.append(value)
      }
      if index < bytes.count, bytes[index] == UInt8(ascii: "]") { index += 1 }
      return .array(values, at: start)
    case UInt8(ascii: "\""): return string().map { .string($0, at: start) }
    case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ":"): return nil
    default:
      while index < bytes.count, bytes[index] > 32, !",]}:\"".utf8.contains(bytes[index]) {
        index += 1
      }
      return index > start
        ? .other(String(decoding: bytes[start..<index], as: UTF8.self), at: start) : nil
    }
  }

  /// Names and versions need no escapes; those there are stay as they are written.
  private mutating func string() -> String? {
    index += 1
    let start = index
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard index < bytes.count else { return nil }
    index += 1
    return String(decoding: bytes[start..<(index - 1)], as: UTF8.self)
  }
}
