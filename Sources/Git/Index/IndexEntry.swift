import Source

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// One line of the index. It points into the file, which lives as long as the `IndexFile`.
struct IndexEntry {
  /// `a/b.txt`; of a folder that a sparse index keeps whole `a/`.
  let path: UnsafeRawBufferPointer
  /// The fixed part, from the time of the last change on (gitformat-index, "Index entry").
  private let fields: UnsafeRawPointer

  /// How many bytes stand before the path, without and with the extended flags.
  static let fixedSize = 62
  static let extendedSize = 64

  init(path: UnsafeRawBufferPointer, fields: UnsafeRawPointer) {
    self.path = path
    self.fields = fields
  }

  private static let modeOffset = 24
  private static let idOffset = 40
  private static let flagsOffset = 60

  var mode: UInt32 {
    UInt32(bigEndian: fields.loadUnaligned(fromByteOffset: Self.modeOffset, as: UInt32.self))
  }

  var id: ObjectID { ObjectID(reading: fields + Self.idOffset) }

  var sourcePath: SourcePath { SourcePath(bytes: Array(path)) }

  /// 0, or of a conflict 1 for the ancestor, 2 for ours, 3 for theirs.
  var stage: Int { Int(flags >> 12 & 3) }

  /// Whether it only says that a file is meant to be added.
  var isIntendedToAdd: Bool { extendedFlags & 1 << 13 != 0 }

  /// Whether a sparse index keeps a whole folder in it, of which `id` is the tree.
  var isFolder: Bool { mode & 0o170000 == 0o040000 }

  private var flags: UInt16 {
    UInt16(bigEndian: fields.loadUnaligned(fromByteOffset: Self.flagsOffset, as: UInt16.self))
  }

  static func isExtended(_ flags: UInt16) -> Bool { flags & 1 << 14 != 0 }

  private var extendedFlags: UInt16 {
    guard Self.isExtended(flags) else { return 0 }
    return UInt16(
      bigEndian: fields.loadUnaligned(fromByteOffset: Self.fixedSize, as: UInt16.self))
  }

  /// The same with another path.
  func renamed(_ path: UnsafeRawBufferPointer) -> IndexEntry {
    IndexEntry(path: path, fields: fields)
  }
}

extension UnsafeRawBufferPointer {
  /// As Git orders paths: byte by byte, a shorter one first.
  func order(_ other: UnsafeRawBufferPointer) -> Int {
    let common = Swift.min(count, other.count)
    if common > 0, let a = baseAddress, let b = other.baseAddress {
      let order = memcmp(a, b, common)
      if order != 0 { return Int(order) }
    }
    return count - other.count
  }

  func hasPrefix(_ other: UnsafeRawBufferPointer) -> Bool {
    guard count >= other.count else { return false }
    guard other.count > 0, let a = baseAddress, let b = other.baseAddress else { return true }
    return memcmp(a, b, other.count) == 0
  }
}
