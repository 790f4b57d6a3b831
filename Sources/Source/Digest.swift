import Crypto

/// The SHA-256 of some bytes: under which results are cached, and by which a thing is recognised.
public struct Digest: Hashable, Sendable {
  private let bytes: [UInt8]

  /// Hashes parts one after the other, each behind its length, so that no two lists of parts look
  /// alike.
  public init(_ parts: [[UInt8]]) {
    var hash = SHA256()
    for part in parts {
      withUnsafeBytes(of: UInt64(part.count).littleEndian) { hash.update(bufferPointer: $0) }
      part.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }
    bytes = Array(hash.finalize())
  }

  public init(_ parts: String...) {
    self.init(parts.map { Array($0.utf8) })
  }

  /// 64 hexadecimal digits in lower case.
  public var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
