/// A half-open range of byte offsets into one source, counted from 0.
public struct ByteRange: Hashable, Sendable, Codable {
  private var lower: UInt32
  private var upper: UInt32

  /// The offset of the first byte.
  public var start: Int { Int(lower) }
  /// The offset after the last byte.
  public var end: Int { Int(upper) }
  /// The number of bytes.
  public var count: Int { Int(upper &- lower) }
  public var isEmpty: Bool { lower == upper }

  /// - Precondition: `0 <= start <= end <= UInt32.max`.
  @inlinable @inline(__always)
  public init(_ start: Int, _ end: Int) {
    self.init(UInt32(start), UInt32(end))
  }

  @usableFromInline
  init(_ lower: UInt32, _ upper: UInt32) {
    precondition(lower <= upper, "a byte range ends before it starts")
    self.lower = lower
    self.upper = upper
  }

  /// Whether `other` lies wholly in this range.
  public func contains(_ other: ByteRange) -> Bool {
    lower <= other.lower && other.upper <= upper
  }

  public func contains(_ offset: Int) -> Bool {
    start <= offset && offset < end
  }
}
