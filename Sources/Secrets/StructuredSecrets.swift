/// Secrets with a structure of their own: private keys, signed tokens, passwords in addresses.
extension SecretScan {
  // MARK: Private keys

  /// Headers within an armoured key (RFC 1421, RFC 4880).
  private static let headers = [
    "Proc-Type:", "DEK-Info:", "Version:", "Comment:", "Hash:", "Charset:",
  ]
  .map { Array($0.utf8) }

  /// `-----BEGIN … PRIVATE KEY-----` and the lines behind it.
  mutating func privateKey(_ start: Int) {
    let limit = min(bytes.count, start + 80)
    var index = start + 11
    var isPrivate = false
    let words = Array("PRIVATE KEY".utf8)
    while index < limit, bytes[index] != UInt8(ascii: "\n") {
      if bytes[index] == UInt8(ascii: "P"), matches(words, at: index) { isPrivate = true }
      if isPrivate, matches(Array("-----".utf8), at: index) { break }
      index += 1
    }
    guard isPrivate, index < limit, bytes[index] == UInt8(ascii: "-") else { return }
    let body = index + 5
    guard let end = keyEnd(body) else { return }
    add(.privateKey, "a private key", start..<end, 0.95)
  }

  func matches(_ word: [UInt8], at index: Int) -> Bool {
    guard index + word.count <= bytes.count else { return false }
    for (offset, byte) in word.enumerated() where bytes[index + offset] != byte { return false }
    return true
  }

  /// Where the base64 of a key ends; nil where too little of it follows.
  private func keyEnd(_ start: Int) -> Int? {
    var index = start
    var count = 0
    var kinds: Set<UInt8> = []
    var lastBase64 = start
    let limit = min(bytes.count, start + 20_000)
    while index < limit {
      let byte = bytes[index]
      if byte == UInt8(ascii: "-"), matches(Array("-----END".utf8), at: index) {
        index += 8
        while index < limit, bytes[index] != UInt8(ascii: "\n"), bytes[index] != UInt8(ascii: "\"")
        {
          index += 1
        }
        lastBase64 = index
        break
      }
      if let header = SecretScan.headers.first(where: { matches($0, at: index) }) {
        index += header.count
        while index < limit, bytes[index] != UInt8(ascii: "\n"), bytes[index] != UInt8(ascii: "\\")
        {
          index += 1
        }
        continue
      }
      if byte == UInt8(ascii: "\\"), index + 1 < limit,
        [110, 114, 116, 10].contains(bytes[index + 1])
      {
        index += 2
        continue
      }
      if ByteClass.base64.contains(byte: byte) || byte == 61 {
        count += 1
        if count < 200 { kinds.insert(byte) }
        index += 1
        lastBase64 = index
        continue
      }
      // What joins the lines of a string, or begins lines of a comment.
      guard byte <= 32 || "\"'`,;*#|>()[]:\\".utf8.contains(byte) else { break }
      index += 1
      if count == 0, index - start > 400 { break }
      if count > 0, index - lastBase64 > 60 { break }
    }
    return count >= 48 && kinds.count >= 12 ? lastBase64 : nil
  }

  // MARK: JSON Web Tokens

  /// Three parts of base64 with dots between them, the first an object with `alg` (RFC 7519).
  mutating func webToken(_ start: Int) {
    guard start >= tokenEnd, isBoundary(before: start, bytes[start]),
      bytes[start] == UInt8(ascii: "e"), bytes[start + 2] == UInt8(ascii: "J")
    else { return }
    var ends: [Int] = []
    var index = start
    while index < bytes.count, ends.count < 3, index - start < 20_000 {
      while index < bytes.count, ByteClass.base64URL.contains(byte: bytes[index]) { index += 1 }
      ends.append(index)
      guard index < bytes.count, bytes[index] == UInt8(ascii: ".") else { break }
      index += 1
    }
    tokenEnd = ends[0]
    guard ends.count == 3, ends[0] - start >= 15, ends[1] - ends[0] >= 10, ends[2] - ends[1] >= 16,
      let header = Base64.decoded(text(start..<ends[0]).bytes),
      let claims = Base64.decoded(text((ends[0] + 1)..<ends[1]).bytes),
      contains(header, "\"alg\""), claims.first == UInt8(ascii: "{")
    else { return }
    // The one of jwt.io, and what was made after it.
    let isExample = ["John Doe", "1234567890"].contains {
      contains(claims, $0)
    }
    if isExample || text((ends[1] + 1)..<ends[2]).isPlaceholder { return }
    add(.webToken, "a signed web token", start..<ends[2], 0.85)
  }

  private func contains(_ bytes: [UInt8], _ word: String) -> Bool {
    let word = Array(word.utf8)
    guard bytes.count >= word.count else { return false }
    return (0...(bytes.count - word.count)).contains {
      bytes[$0..<($0 + word.count)].elementsEqual(word)
    }
  }

  // MARK: Addresses

  /// `scheme://user:password@host`.
  mutating func address(_ colon: Int, _ start: Int) {
    guard colon > 0, ByteClass.alnum.contains(byte: bytes[colon - 1]) else { return }
    var at = -1
    var separator = -1
    var index = start
    let limit = min(bytes.count, start + 300)
    scan: while index < limit {
      switch bytes[index] {
      case UInt8(ascii: "@"): at = index
      case UInt8(ascii: ":"): if separator < 0 { separator = index }
      case UInt8(ascii: "/"), UInt8(ascii: "?"), 0...32, UInt8(ascii: "\""),
        UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "<"), UInt8(ascii: ">"),
        UInt8(ascii: ","), UInt8(ascii: "\\"), UInt8(ascii: "|"), 127...:
        break scan
      default: break
      }
      index += 1
    }
    guard at > start, at + 1 < bytes.count,
      ByteClass.alnum.contains(byte: bytes[at + 1]) || bytes[at + 1] == UInt8(ascii: "[")
    else { return }
    let host = Array(bytes[(at + 1)..<index])
    if separator < 0 || separator > at {
      // A token alone: what clones of private repositories are made with.
      let user = text(start..<at)
      if user.count >= 20, user.isRandom, !user.isPlaceholder, !isExampleHost(host) {
        add(.addressPassword, "a token in an address", start..<at, 0.8)
      }
      return
    }
    let (user, password) = (text(start..<separator), text((separator + 1)..<at))
    guard password.count >= 4, !user.bytes.elementsEqual(password.bytes), !password.isPlaceholder,
      !user.isPlaceholder, !isExampleHost(host), !Documented.holds(password.bytes)
    else { return }
    guard password.isPassword, !password.holdsWeakWord || password.isStrong else { return }
    let isLocal = ["localhost", "127.0.0.1", "[::1]", "0.0.0.0"].contains { name in
      host.starts(with: Array(name.utf8))
    }
    add(.addressPassword, "a password in an address", (separator + 1)..<at, isLocal ? 0.4 : 0.85)
  }

  /// Names that are reserved for examples (RFC 2606), and what stands in their place.
  private func isExampleHost(_ host: [UInt8]) -> Bool {
    let name = host.prefix { $0 != UInt8(ascii: ":") }.map { $0 | 32 }
    for ending in ["example", ".test", ".invalid", ".example.com", ".local"]
    where name.count >= ending.utf8.count
      && name.suffix(ending.utf8.count).elementsEqual(ending.utf8)
    {
      return true
    }
    return contains(Array(name), "example.") || name.elementsEqual("host".utf8)
      || name.elementsEqual("hostname".utf8) || name.elementsEqual("server".utf8)
  }
}
