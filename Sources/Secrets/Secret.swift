import Source

/// Something in a text that must not be shown.
public struct Secret: Sendable, Hashable {
  public enum Kind: String, Sendable {
    /// The private half of a key pair.
    case privateKey = "private-key"
    /// A key whose format says whose it is.
    case providerKey = "provider-key"
    /// A signed JSON Web Token.
    case webToken = "web-token"
    /// The password in an address.
    case addressPassword = "address-password"
    /// A value that a name calls a secret.
    case namedSecret = "named-secret"
  }

  public let kind: Kind
  /// What it is, with its article: `a GitHub token`.
  public let title: String
  /// The bytes that make it secret.
  public let range: ByteRange
  /// How sure it is that it is a secret and opens something, in [0, 1].
  public let confidence: Double

  init(_ kind: Kind, _ title: String, _ range: Range<Int>, confidence: Double) {
    self.kind = kind
    self.title = title
    self.range = ByteRange(range.lowerBound, range.upperBound)
    self.confidence = confidence
  }
}

extension Secret {
  /// The secrets in a part of a text, in its order, none within another. Takes time proportional to the
  /// bytes, and reads no more than some lines beyond them.
  ///
  /// - Parameters:
  ///   - isConfiguration: whether values stand without quotes, as in YAML, `.env` and shell.
  ///   - range: a part that begins and ends with lines.
  public static func all(
    in bytes: [UInt8], _ range: Range<Int>? = nil, isConfiguration: Bool
  ) -> [Secret] {
    bytes.withUnsafeBufferPointer { bytes in
      var scan = SecretScan(bytes, isConfiguration: isConfiguration)
      return scan.secrets(in: range ?? 0..<bytes.count)
    }
  }

  /// What stands where a secret was: the same for each, so that not even its length is told.
  public static let mask = "********"

  /// A short text without its secrets.
  public static func masked(_ text: String) -> String {
    guard text.utf8.count > 5 else { return text }
    let bytes = Array(text.utf8)
    let secrets = all(in: bytes, isConfiguration: true) + ofKeyLine(bytes)
    return secrets.isEmpty
      ? text : String(decoding: masked(bytes, secrets.map(\.range)), as: UTF8.self)
  }

  /// Bytes with a mask for each secret; the ranges ascend.
  public static func masked(_ bytes: [UInt8], _ secrets: [ByteRange]) -> [UInt8] {
    var result: [UInt8] = []
    var end = 0
    for secret in secrets where secret.start >= end {
      result += bytes[end..<secret.start]
      result += mask.utf8
      end = secret.end
    }
    return result + bytes[end...]
  }

  /// A text that is nothing but a line of base64 can be one of a private key.
  public static func ofKeyLine(_ bytes: [UInt8]) -> [Secret] {
    let body = bytes.firstIndex { $0 > 32 } ?? 0
    let end = (bytes.lastIndex { $0 > 32 } ?? -1) + 1
    guard end - body >= 40, end - body <= 100,
      bytes[body..<end].allSatisfy({ ByteClass.base64.contains(byte: $0) || $0 == 61 }),
      SecretText(bytes[body..<end]).entropy > 4
    else { return [] }
    return [Secret(.privateKey, "a line of a key", body..<end, confidence: 0.5)]
  }
}
