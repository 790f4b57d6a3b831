/// The bytes of one source and, once asked for, where its lines begin.
///
/// Immutable; the line table is built on first use and shared by every copy.
public final class SourceText: Sendable {
  public let bytes: [UInt8]
  private let table = LineTable()

  /// - Precondition: fewer than 2^32 bytes.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }
  public convenience init(_ string: String) { self.init(Array(string.utf8)) }

  /// The number of lines; a final line end begins no further line.
  public var lineCount: Int {
    guard let last = bytes.last else { return 0 }
    return bytes.withUnsafeBufferPointer(LineTable.countOfEnds)
      + (last == UInt8(ascii: "\n") ? 0 : 1)
  }

  /// Where a byte offset stands, line and column from 1; the column counts UTF-8 bytes.
  public func position(at offset: Int) -> SourcePosition {
    let starts = lineStarts
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(starts[middle]) <= offset { low = middle } else { high = middle }
    }
    return SourcePosition(line: low + 1, column: offset - Int(starts[low]) + 1)
  }

  /// The byte offset at which a line begins; the end of the bytes when there is no such line.
  ///
  /// - Parameter number: from 1.
  public func offset(ofLine number: Int) -> Int {
    let starts = lineStarts
    return number <= starts.count ? Int(starts[number - 1]) : bytes.count
  }

  public func range(_ range: ByteRange) -> SourceRange {
    SourceRange(range, start: position(at: range.start), end: position(at: range.end))
  }

  /// The bytes of a line counted from 1, without its line end; empty when there is no such line.
  public func line(_ number: Int) -> ArraySlice<UInt8> {
    let starts = lineStarts
    guard number >= 1, number <= starts.count else { return [] }
    let start = Int(starts[number - 1])
    var end = number < starts.count ? Int(starts[number]) : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\n") { end -= 1 }
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return bytes[start..<end]
  }

  /// The text of a range; bytes that are not UTF-8 become U+FFFD.
  public func string(_ range: ByteRange) -> String {
    String(decoding: bytes[range.start..<range.end], as: UTF8.self)
  }

  public func slice(_ range: ByteRange) -> ArraySlice<UInt8> {
    bytes[range.start..<range.end]
  }

  private var lineStarts: [UInt32] { table.starts(of: bytes) }
}

/// A line and a column, both from 1; the column counts UTF-8 bytes.
public struct SourcePosition: Hashable, Sendable, Codable {
  public let line: Int
  public let column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// A byte range with the lines and columns of its ends.
public struct SourceRange: Hashable, Sendable, Codable {
  public let bytes: ByteRange
  public let start: SourcePosition
  public let end: SourcePosition

  public init(_ bytes: ByteRange, start: SourcePosition, end: SourcePosition) {
    self.bytes = bytes
    self.start = start
    self.end = end
  }
}
