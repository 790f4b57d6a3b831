/// One file of an index: its header, entries and extensions.
final class IndexSection {
  let count: Int
  private(set) var extensions: [String: UnsafeRawBufferPointer] = [:]
  /// Nil when it was left out.
  private(set) var checksum: ObjectID?

  private let file: MappedFile?
  private let version: UInt32
  /// Paths that version 4 writes as what differs from the one before.
  private var paths = PathArena()

  private static let headerSize = 12
  private static let hashSize = 20

  /// Extensions without which the entries mean something else, of which these are known.
  private static let required = ["link", "sdir"]

  init(_ file: MappedFile?) throws(IndexFile.Failure) {
    self.file = file
    guard let file else {
      (count, version) = (0, 2)
      return
    }
    var reader = BigEndianReader(file.bytes)
    guard let signature = reader.slice(4), signature.elementsEqual("DIRC".utf8),
      let version = reader.number(UInt32.self), let count = reader.number(UInt32.self),
      file.bytes.count >= Self.headerSize + Self.hashSize
    else { throw .cutShort }
    guard 2...4 ~= version else {
      throw IndexFile.Failure(detail: "it has version \(version)", isUnknown: true)
    }
    self.version = version
    // The smallest entry has 64 bytes.
    guard Int(count) <= file.bytes.count / IndexEntry.fixedSize else { throw .cutShort }
    self.count = Int(count)
    let end = file.bytes.count - Self.hashSize
    let hash = ObjectID(reading: file.bytes.baseAddress! + end)
    checksum = hash.isZero ? nil : hash
    guard let start = endOfEntries() else { throw .cutShort }
    try readExtensions(UnsafeRawBufferPointer(rebasing: file.bytes[start..<end]))
  }

  private func readExtensions(_ bytes: UnsafeRawBufferPointer) throws(IndexFile.Failure) {
    var reader = BigEndianReader(bytes)
    while !reader.isAtEnd {
      guard let name = reader.slice(4), let size = reader.number(UInt32.self),
        let contents = reader.slice(Int(size))
      else { throw .cutShort }
      let text = String(decoding: name, as: UTF8.self)
      // "If the first byte is 'A'..'Z' the extension is optional and can be ignored."
      guard UInt8(ascii: "A")...UInt8(ascii: "Z") ~= name[0] || Self.required.contains(text) else {
        throw IndexFile.Failure(detail: "it has the extension '\(text)'", isUnknown: true)
      }
      extensions[text] = contents
    }
  }

  private func endOfEntries() -> Int? {
    var offset = Self.headerSize
    for _ in 0..<count {
      guard let next = version == 4 ? compressed(at: offset)?.end : plain(at: offset)?.end else {
        return nil
      }
      offset = next
    }
    return offset
  }

  /// All entries, in order. The whole file was looked through when it was opened, so that none is
  /// missing.
  func entries() -> [IndexEntry] {
    guard let start = file?.bytes.baseAddress else { return [] }
    var result: [IndexEntry] = []
    result.reserveCapacity(count)
    var offset = Self.headerSize
    var previous = UnsafeRawBufferPointer(start: nil, count: 0)
    for _ in 0..<count {
      let fields = start + offset
      if version == 4 {
        guard let (removed, suffix, end) = compressed(at: offset) else { break }
        previous = paths.path(previous.dropLast(removed), suffix)
        result.append(IndexEntry(path: previous, fields: fields))
        offset = end
      } else {
        guard let (path, end) = plain(at: offset) else { break }
        result.append(IndexEntry(path: path, fields: fields))
        offset = end
      }
    }
    return result
  }

  /// How many bytes stand before the path of an entry, and the length that its flags give the path.
  private func fixedPart(at offset: Int) -> (size: Int, length: Int)? {
    guard let bytes = file?.bytes, bytes.count - offset > IndexEntry.extendedSize else {
      return nil
    }
    let flags = UInt16(
      bigEndian: bytes.loadUnaligned(
        fromByteOffset: offset + IndexEntry.fixedSize - 2, as: UInt16.self))
    return (
      IndexEntry.isExtended(flags) ? IndexEntry.extendedSize : IndexEntry.fixedSize,
      Int(flags & 0xFFF)
    )
  }

  /// An entry of versions 2 and 3, padded with zeros to a multiple of eight bytes.
  private func plain(at offset: Int) -> (path: UnsafeRawBufferPointer, end: Int)? {
    guard let bytes = file?.bytes, let fixed = fixedPart(at: offset) else { return nil }
    let start = offset + fixed.size
    var length = fixed.length
    if length == 0xFFF {
      var reader = BigEndianReader(bytes, from: start)
      guard let long = reader.slice(upTo: 0) else { return nil }
      length = long.count
    }
    let end = offset + (fixed.size + length + 8) & ~7
    guard end <= bytes.count else { return nil }
    return (UnsafeRawBufferPointer(rebasing: bytes[start..<(start + length)]), end)
  }

  /// An entry of version 4: how many bytes of the path before fall away, and what follows in their
  /// place.
  private func compressed(
    at offset: Int
  ) -> (removed: Int, suffix: UnsafeRawBufferPointer, end: Int)? {
    guard let bytes = file?.bytes, let fixed = fixedPart(at: offset) else { return nil }
    var reader = BigEndianReader(bytes, from: offset + fixed.size)
    // The same numbers as those of OFS_DELTA in packs.
    guard var byte = reader.number(UInt8.self) else { return nil }
    var removed = Int(byte & 127)
    while byte & 128 != 0 {
      guard removed < 1 << 32, let next = reader.number(UInt8.self) else { return nil }
      byte = next
      removed = (removed + 1) << 7 + Int(byte & 127)
    }
    guard let suffix = reader.slice(upTo: 0) else { return nil }
    return (removed, suffix, reader.offset)
  }
}

/// Paths that live as long as it does.
private struct PathArena: ~Copyable {
  private var chunks: [UnsafeMutableRawBufferPointer] = []
  private var used = 0

  private static let chunkSize = 256 << 10

  deinit { for chunk in chunks { chunk.deallocate() } }

  mutating func path(
    _ prefix: Slice<UnsafeRawBufferPointer>, _ suffix: UnsafeRawBufferPointer
  ) -> UnsafeRawBufferPointer {
    let count = prefix.count + suffix.count
    if chunks.isEmpty || chunks[chunks.count - 1].count - used < count {
      chunks.append(.allocate(byteCount: max(Self.chunkSize, count), alignment: 1))
      used = 0
    }
    let place = UnsafeMutableRawBufferPointer(
      rebasing: chunks[chunks.count - 1][used..<(used + count)])
    used += count
    place.copyBytes(from: UnsafeRawBufferPointer(rebasing: prefix))
    UnsafeMutableRawBufferPointer(rebasing: place[prefix.count...]).copyBytes(from: suffix)
    return UnsafeRawBufferPointer(place)
  }
}
