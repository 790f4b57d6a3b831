/// Reads JUnit XML as test runners write it: `testcase` elements with `failure`, `error` or `skipped`
/// within. There is no standard of it; what is not known is passed over.
enum JUnitReader {
  struct TestCase {
    enum Outcome: Equatable {
      case passed, skipped
      case failed(String)
    }

    var name: String
    var file: String?
    var line = 0
    /// What is said of a failure at length.
    var detail = ""
    var outcome = Outcome.passed
  }

  /// Nil for what is no such document, or ends early.
  static func cases(_ bytes: [UInt8]) -> [TestCase]? {
    var scanner = MarkupScanner(bytes)
    var found: [TestCase] = []
    var open: TestCase?
    var isReport = false
    var isWhole = false
    var depth = 0
    var suiteFile: String?
    while let tag = scanner.next() {
      switch (tag.name, tag.kind) {
      case ("testsuites", .open), ("testsuite", .open), ("testsuites", .empty),
        ("testsuite", .empty):
        isReport = true
        if tag.kind == .open { depth += 1 }
        if tag.kind == .empty, depth == 0 { isWhole = true }
        if tag.name == "testsuite" { suiteFile = tag.attributes["file"] }
      case ("testsuites", .close), ("testsuite", .close):
        depth -= 1
        if depth == 0 { isWhole = true }
      case ("testcase", .open), ("testcase", .empty):
        let group = tag.attributes["classname"] ?? ""
        let name = tag.attributes["name"] ?? ""
        var test = TestCase(
          name: group.isEmpty ? name : "\(group).\(name)",
          file: tag.attributes["file"] ?? suiteFile)
        test.line = tag.attributes["line"].flatMap { Int($0) } ?? 0
        if tag.kind == .empty { found.append(test) } else { open = test }
      case ("testcase", .close):
        if let test = open { found.append(test) }
        open = nil
      case ("failure", .open), ("failure", .empty), ("error", .open), ("error", .empty):
        let message = tag.attributes["message"].flatMap { $0.isEmpty ? nil : $0 }
        let detail = tag.kind == .open ? scanner.text() : ""
        open?.detail = detail
        let text = message ?? detail
        let line = text.split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) }
        open?.outcome = .failed(line.map(String.init) ?? "the test fails")
      case ("skipped", .open), ("skipped", .empty):
        if open?.outcome == .passed { open?.outcome = .skipped }
      default: break
      }
    }
    return isReport && isWhole ? found : nil
  }
}

/// The tags of an XML document one after the other. It takes what is not well formed, so far as tags can
/// be told.
struct MarkupScanner {
  struct Tag {
    enum Kind { case open, close, empty }

    let name: String
    let kind: Kind
    let attributes: [String: String]
  }

  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() -> Tag? {
    while let start = bytes[place...].firstIndex(of: UInt8(ascii: "<")) {
      place = start + 1
      if skip("![CDATA[", to: "]]>") || skip("!--", to: "-->") || skip("?", to: "?>")
        || skip("!", to: ">")
      {
        continue
      }
      if let tag = tag() { return tag }
    }
    place = bytes.count
    return nil
  }

  /// The text up to the next tag, or the character data that begins here.
  func text() -> String {
    let start = bytes[place...].drop { $0 <= 32 }
    let mark = Array("<![CDATA[".utf8)
    if start.starts(with: mark) {
      let data = start.dropFirst(mark.count)
      let end = Self.find("]]>", in: data) ?? data.endIndex
      return String(decoding: data[..<end], as: UTF8.self)
    }
    return Self.unescaped(start.prefix { $0 != UInt8(ascii: "<") })
  }

  private mutating func skip(_ start: StaticString, to end: StaticString) -> Bool {
    let expected = UnsafeBufferPointer(start: start.utf8Start, count: start.utf8CodeUnitCount)
    guard bytes[place...].starts(with: expected) else { return false }
    let rest = bytes[(place + expected.count)...]
    place = Self.find(end, in: rest).map { $0 + end.utf8CodeUnitCount } ?? bytes.count
    return true
  }

  private static func find(_ text: StaticString, in part: ArraySlice<UInt8>) -> Int? {
    let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    var rest = part
    while let start = rest.firstIndex(of: wanted[0]) {
      if part[start...].starts(with: wanted) { return start }
      rest = part[(start + 1)...]
    }
    return nil
  }

  private mutating func tag() -> Tag? {
    let isClose = place < bytes.count && bytes[place] == UInt8(ascii: "/")
    if isClose { place += 1 }
    let name = word()
    var attributes: [String: String] = [:]
    while place < bytes.count {
      skipBlanks()
      guard place < bytes.count else { return nil }
      switch bytes[place] {
      case UInt8(ascii: ">"):
        place += 1
        return Tag(name: name, kind: isClose ? .close : .open, attributes: attributes)
      case UInt8(ascii: "/"):
        place += 1
        if place < bytes.count, bytes[place] == UInt8(ascii: ">") {
          place += 1
          return Tag(name: name, kind: .empty, attributes: attributes)
        }
      case UInt8(ascii: "<"): return nil
      default:
        let key = word()
        if key.isEmpty {
          place += 1
          continue
        }
        skipBlanks()
        guard place < bytes.count, bytes[place] == UInt8(ascii: "=") else { continue }
        place += 1
        skipBlanks()
        guard place < bytes.count else { return nil }
        let quote = bytes[place]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { continue }
        let start = place + 1
        guard let end = bytes[start...].firstIndex(of: quote) else {
          place = bytes.count
          return nil
        }
        attributes[key] = Self.unescaped(bytes[start..<end])
        place = end + 1
      }
    }
    return nil
  }

  private mutating func word() -> String {
    let start = place
    while place < bytes.count, bytes[place] > 32, !"=/><\"'".utf8.contains(bytes[place]) {
      place += 1
    }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func skipBlanks() {
    while place < bytes.count, bytes[place] <= 32 { place += 1 }
  }

  private static let entities = [
    "lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'",
  ]

  private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
    guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
    var result = ""
    var rest = bytes
    while let mark = rest.firstIndex(of: UInt8(ascii: "&")) {
      result += String(decoding: rest[..<mark], as: UTF8.self)
      let window = rest[(mark + 1)...].prefix(10)
      guard let end = window.firstIndex(of: UInt8(ascii: ";")) else {
        result += "&"
        rest = rest[(mark + 1)...]
        continue
      }
      let name = String(decoding: window[..<end], as: UTF8.self)
      let number =
        name.hasPrefix("#x")
        ? UInt32(name.dropFirst(2), radix: 16)
        : name.hasPrefix("#") ? UInt32(name.dropFirst()) : nil
      result += entities[name] ?? number.flatMap { Unicode.Scalar($0) }.map(String.init) ?? ""
      rest = rest[(end + 1)...]
    }
    return result + String(decoding: rest, as: UTF8.self)
  }
}
