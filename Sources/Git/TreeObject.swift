internal import CGit2
import Source

/// A tree as Git keeps it: for each name a mode and an object.
final class TreeObject {
  struct Entry {
    /// It points into the tree, which must outlive it.
    let name: UnsafeRawBufferPointer
    let mode: UInt32
    let id: ObjectID

    var isFolder: Bool { mode & 0o170000 == 0o040000 }
  }

  private let bytes: UnsafeMutableRawBufferPointer
  /// They must not outlive the tree, which `withExtendedLifetime` takes care of.
  private(set) var entries: [Entry] = []

  /// - Throws: `corruptObject`.
  init(_ id: ObjectID, _ contents: [UInt8]) throws(GitError) {
    bytes = .allocate(byteCount: contents.count, alignment: 1)
    bytes.copyBytes(from: contents)
    var reader = BigEndianReader(UnsafeRawBufferPointer(bytes))
    while !reader.isAtEnd {
      guard let digits = reader.slice(upTo: UInt8(ascii: " ")),
        let mode = UInt32(String(decoding: digits, as: UTF8.self), radix: 8),
        let name = reader.slice(upTo: 0), !name.isEmpty, let hash = reader.slice(20)?.baseAddress
      else { throw .corruptObject(id, detail: "it is no tree") }
      entries.append(
        Entry(name: name, mode: FileMode.canonical(mode), id: ObjectID(reading: hash)))
    }
  }

  deinit { bytes.deallocate() }
}

extension FileMode {
  /// The mode as Git takes it: old versions wrote others for files.
  static func canonical(_ mode: UInt32) -> UInt32 {
    switch mode & 0o170000 {
    case 0o100000: mode & 0o100 == 0 ? 0o100644 : 0o100755
    case 0o120000: 0o120000
    case 0o040000: 0o040000
    default: 0o160000
    }
  }
}

extension Repository {
  /// The tree that Git itself knows without keeping it.
  private static let emptyTree = ObjectID(hex: "4b825dc642cb6eb9a060e54bf8d69288fbee4904")!

  /// - Throws: `missingObject`, `corruptObject`.
  func treeObject(_ id: ObjectID) throws(GitError) -> TreeObject {
    if id == Self.emptyTree { return try TreeObject(id, []) }
    return try TreeObject(id, try object(id, GIT_OBJECT_TREE, "a folder"))
  }

  /// The bytes of an object, or of the one that replaces it.
  ///
  /// - Parameter kind: what to call it when it is something else.
  func object(
    _ id: ObjectID, _ type: git_object_t, _ kind: String
  ) throws(GitError) -> [UInt8] {
    var oid = replacements.replacing(id).oid
    let object: Handle<RawObjectKind>
    do {
      object = try Handle { git_odb_read($0, database.pointer, &oid) }
    } catch {
      throw objectError(id, error)
    }
    guard git_odb_object_type(object.pointer) == type else {
      throw .corruptObject(id, detail: "\(kind) was expected and it is none")
    }
    return Array(
      UnsafeRawBufferPointer(
        start: git_odb_object_data(object.pointer), count: git_odb_object_size(object.pointer)))
  }
}
