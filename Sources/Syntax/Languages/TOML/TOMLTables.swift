import Source

/// The tables and keys of a TOML file, to find what is defined twice.
struct TOMLTables {
  /// How a name came to be.
  private enum Kind: Equatable {
    /// A key with its value; inline tables and arrays are closed once they are written.
    case value
    /// A table that only the headers of its own tables name, which may still get a header.
    case implicit
    /// A table with a header.
    case header
    /// A table that dotted keys in the table `of` made; only further ones there may add to it.
    case dotted(of: Int32)
    /// An array of tables, with its last one.
    case array(last: Int32)
  }

  private struct Name: Hashable {
    let table: Int32
    let hash: UInt64
  }

  /// The first key of a name, for the message, and to tell equal hashes apart.
  private var keys: [ByteRange] = [ByteRange(0, 0)]
  private var kinds: [Kind] = [.header]
  private var children: [Name: Int32] = [:]

  /// The table outside of all others.
  static let root: Int32 = 0

  /// A table that no name leads to: an inline one.
  mutating func addInline() -> Int32 { add(.value, ByteRange(0, 0)) }

  private mutating func add(_ kind: Kind, _ key: ByteRange) -> Int32 {
    kinds.append(kind)
    keys.append(key)
    return Int32(truncatingIfNeeded: kinds.count - 1)
  }

  private func child(_ key: ByteRange, _ name: Name, in bytes: [UInt8]) -> Int32? {
    guard let found = children[name] else { return nil }
    return TOMLKey.areEqual(keys[Int(found)], key, in: bytes) ? found : nil
  }

  private mutating func descend(
    _ key: ByteRange, of table: Int32, as kind: Kind, in bytes: [UInt8]
  ) -> (node: Int32, isNew: Bool) {
    let name = Name(table: table, hash: TOMLKey.hash(key, in: bytes))
    if let found = child(key, name, in: bytes) { return (found, false) }
    let new = add(kind, key)
    children[name] = new
    return (new, true)
  }

  /// Opens the table of a header, `[a.b]` or `[[a.b]]`.
  ///
  /// - Returns: the table, and the part of the header that cannot be one because of what stands above.
  mutating func open(
    _ parts: [ByteRange], isArray: Bool, in bytes: [UInt8]
  ) -> (table: Int32, conflict: ByteRange?) {
    var table = Self.root
    for part in parts.dropLast() {
      let (node, _) = descend(part, of: table, as: .implicit, in: bytes)
      switch kinds[Int(node)] {
      case .value: return (addInline(), part)
      case .array(let last): table = last
      default: table = node
      }
    }
    guard let last = parts.last else { return (addInline(), nil) }
    let (node, isNew) = descend(last, of: table, as: .implicit, in: bytes)
    switch kinds[Int(node)] {
    case .implicit where !isArray:
      kinds[Int(node)] = .header
      return (node, nil)
    case .implicit where isNew, .array where isArray:
      let element = add(.header, last)
      kinds[Int(node)] = .array(last: element)
      return (element, nil)
    default: return (addInline(), last)
    }
  }

  /// Defines the key with these parts in a table.
  ///
  /// - Returns: the part that is there already.
  mutating func define(
    _ parts: [ByteRange], in table: Int32, _ bytes: [UInt8]
  ) -> ByteRange? {
    var inner = table
    for part in parts.dropLast() {
      let (node, _) = descend(part, of: inner, as: .dotted(of: table), in: bytes)
      switch kinds[Int(node)] {
      case .implicit: kinds[Int(node)] = .dotted(of: table)
      case .dotted(of: table): break
      default: return part
      }
      inner = node
    }
    guard let last = parts.last else { return nil }
    return descend(last, of: inner, as: .value, in: bytes).isNew ? nil : last
  }
}

/// One part of a key, with its quotes if it has some.
enum TOMLKey {
  /// A part without its quotes.
  static func content(_ key: ByteRange, in bytes: [UInt8]) -> ByteRange {
    guard key.count >= 2 else { return key }
    let first = bytes[key.start]
    guard first == UInt8(ascii: "\"") || first == UInt8(ascii: "'"), bytes[key.end - 1] == first
    else { return key }
    return ByteRange(key.start + 1, key.end - 1)
  }

  static func hash(_ key: ByteRange, in bytes: [UInt8]) -> UInt64 {
    func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
      bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
    let inner = content(key, in: bytes)
    if let unescaped = unescaped(key, inner, in: bytes) { return hash(unescaped) }
    return bytes.withUnsafeBufferPointer { hash($0[inner.start..<inner.end]) }
  }

  static func areEqual(_ a: ByteRange, _ b: ByteRange, in bytes: [UInt8]) -> Bool {
    let (first, second) = (content(a, in: bytes), content(b, in: bytes))
    let one = unescaped(a, first, in: bytes) ?? Array(bytes[first.start..<first.end])
    let other = unescaped(b, second, in: bytes) ?? Array(bytes[second.start..<second.end])
    return one == other
  }

  /// What the key means, where its spelling has escapes.
  private static func unescaped(
    _ key: ByteRange, _ inner: ByteRange, in bytes: [UInt8]
  ) -> [UInt8]? {
    guard bytes[key.start] == UInt8(ascii: "\""),
      bytes[inner.start..<inner.end].contains(UInt8(ascii: "\\"))
    else { return nil }
    var result: [UInt8] = []
    var index = inner.start
    while index < inner.end {
      guard bytes[index] == UInt8(ascii: "\\"), index + 1 < inner.end else {
        result.append(bytes[index])
        index += 1
        continue
      }
      let letter = bytes[index + 1]
      index += 2
      let digits = [UInt8(ascii: "x"): 2, UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8][letter] ?? 0
      if digits > 0 {
        let word = String(decoding: bytes[index..<min(index + digits, inner.end)], as: UTF8.self)
        if let scalar = UInt32(word, radix: 16).flatMap(Unicode.Scalar.init) {
          result += Array(String(scalar).utf8)
        }
        index = min(index + digits, inner.end)
        continue
      }
      switch letter {
      case UInt8(ascii: "b"): result.append(8)
      case UInt8(ascii: "t"): result.append(9)
      case UInt8(ascii: "n"): result.append(10)
      case UInt8(ascii: "f"): result.append(12)
      case UInt8(ascii: "r"): result.append(13)
      case UInt8(ascii: "e"): result.append(27)
      default: result.append(letter)
      }
    }
    return result
  }
}
