/// A path relative to the root of what is judged, as the bytes Git keeps: `/` between components,
/// not necessarily UTF-8.
public struct SourcePath: Hashable, Sendable, Comparable, Codable {
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }
  public init(_ string: String) { self.bytes = Array(string.utf8) }

  /// The path for people: bytes that are not UTF-8 become U+FFFD.
  public var description: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether the path can be shown without loss.
  public var isUTF8: Bool { String(validating: bytes, as: UTF8.self) != nil }

  /// The bytes after the last `/`.
  public var lastComponent: ArraySlice<UInt8> {
    bytes[(bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...]
  }

  /// What follows the last `.` of the last component, or nil: `swift` for `a/b.swift`, nil for `.env`.
  public var pathExtension: String? {
    let name = lastComponent
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex,
      dot + 1 < name.endIndex
    else { return nil }
    return String(decoding: name[(dot + 1)...], as: UTF8.self)
  }

  /// The components between slashes.
  public var components: [ArraySlice<UInt8>] { bytes.split(separator: UInt8(ascii: "/")) }

  public static func < (a: SourcePath, b: SourcePath) -> Bool {
    a.bytes.lexicographicallyPrecedes(b.bytes)
  }
}

extension SourcePath: CustomStringConvertible, ExpressibleByStringLiteral {
  public init(stringLiteral value: String) { self.init(value) }
}
