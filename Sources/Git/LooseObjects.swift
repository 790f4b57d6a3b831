internal import CGit2

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Reads the loose objects of a folder before libgit2 does: libgit2 1.5 never comes back from a
/// loose object that was cut short.
private struct LooseObjects {
  /// First, so that a pointer to it is one to the whole.
  var backend = git_odb_backend()
  /// The folder as a C string that `free` releases.
  var folder: UnsafeMutablePointer<CChar>
}

/// Above those of libgit2, which are 1 for loose objects and 2 for packs.
private let priority: Int32 = 3

/// Puts the reader of loose objects into a database, which releases it.
func addLooseObjects(
  of folder: String, to database: borrowing Handle<DatabaseKind>
) throws(LibraryFailure) {
  let objects = UnsafeMutablePointer<LooseObjects>.allocate(capacity: 1)
  objects.initialize(to: LooseObjects(folder: strdup(folder)))
  let backend = UnsafeMutableRawPointer(objects).assumingMemoryBound(to: git_odb_backend.self)
  git_odb_init_backend(backend, UInt32(GIT_ODB_BACKEND_VERSION))
  backend.pointee.read = { data, size, type, backend, id in
    guard let data, let size, let type, let backend, let id else { return GIT_ERROR.rawValue }
    return LooseObjects.of(backend).pointee.read(
      ObjectID(id.pointee), data, size, type, backend)
  }
  backend.pointee.free = { backend in
    guard let backend else { return }
    let objects = LooseObjects.of(backend)
    free(objects.pointee.folder)
    objects.deallocate()
  }
  do {
    try attempt(git_odb_add_backend(database.pointer, backend, priority))
  } catch {
    backend.pointee.free(backend)
    throw error
  }
}

extension LooseObjects {
  static func of(_ backend: UnsafeMutablePointer<git_odb_backend>) -> UnsafeMutablePointer<Self> {
    UnsafeMutableRawPointer(backend).assumingMemoryBound(to: Self.self)
  }

  /// Gives the object to libgit2, or a negative code: not found, so that it asks elsewhere, or
  /// damaged.
  func read(
    _ id: ObjectID, _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>,
    _ size: UnsafeMutablePointer<Int>, _ type: UnsafeMutablePointer<git_object_t>,
    _ backend: UnsafeMutablePointer<git_odb_backend>
  ) -> Int32 {
    let hex = Array(id.hex.utf8)
    let path =
      bytes(of: folder) + [UInt8(ascii: "/")] + hex[..<2] + [UInt8(ascii: "/")] + hex[2...]
    guard let packed = try? readFile(path) else { return GIT_ENOTFOUND.rawValue }
    guard let (header, body) = LooseObject.inflate(packed) else {
      git_error_set_str(Int32(GIT_ERROR_ODB.rawValue), "its file is cut short or damaged")
      return GIT_ERROR.rawValue
    }
    guard let copy = git_odb_backend_data_alloc(backend, max(1, body.count)) else {
      return GIT_ERROR.rawValue
    }
    body.withUnsafeBytes { source in
      if let base = source.baseAddress {
        copy.copyMemory(from: base, byteCount: source.count)
      }
    }
    data.pointee = copy
    size.pointee = body.count
    type.pointee = header
    return 0
  }
}

/// A loose object: zlib's stream of `blob 12`, a zero, and twelve bytes.
private enum LooseObject {
  /// Longer than any header; as Git reads it.
  static let headerCapacity = 64

  /// Deflate makes bytes at most so much shorter; a header that promises more is a lie.
  static let highestRatio = 1032

  /// The object, if it is whole.
  static func inflate(_ packed: [UInt8]) -> (type: git_object_t, body: ArraySlice<UInt8>)? {
    var stream = z_stream()
    guard verdict_inflate_init(&stream) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    return packed.withUnsafeBytes { input -> (type: git_object_t, body: ArraySlice<UInt8>)? in
      stream.next_in = UnsafeMutablePointer(
        mutating: input.assumingMemoryBound(to: UInt8.self).baseAddress)
      var remaining = input.count
      var start = [UInt8](repeating: 0, count: headerCapacity)
      let first = fill(&start, from: 0, &stream, &remaining).end
      start.removeLast(headerCapacity - first)
      guard let end = start.firstIndex(of: 0), let header = header(start[..<end]) else {
        return nil
      }
      let total = end + 1 + header.size
      // One byte more, so that the stream's end is reached and its check sum compared.
      var whole = start
      guard total >= first, total - first <= input.count * highestRatio else { return nil }
      whole.append(contentsOf: repeatElement(0, count: total + 1 - first))
      guard fill(&whole, from: first, &stream, &remaining) == (total, true) else { return nil }
      return (header.type, whole[(end + 1)..<total])
    }
  }

  /// Inflates until the buffer is full or nothing more comes: up to where, and whether the stream has
  /// ended there with the right check sum.
  private static func fill(
    _ buffer: inout [UInt8], from start: Int, _ stream: inout z_stream, _ remaining: inout Int
  ) -> (end: Int, isWhole: Bool) {
    buffer.withUnsafeMutableBufferPointer { output in
      var place = start
      while place < output.count {
        let room = UInt32(clamping: output.count - place)
        let supply = UInt32(clamping: remaining)
        stream.next_out = output.baseAddress! + place
        stream.avail_out = room
        stream.avail_in = supply
        let code = CGit2.inflate(&stream, Z_NO_FLUSH)
        remaining -= Int(supply - stream.avail_in)
        place += Int(room - stream.avail_out)
        if code != Z_OK { return (place, code == Z_STREAM_END) }
      }
      return (place, false)
    }
  }

  private static func header(_ bytes: ArraySlice<UInt8>) -> (type: git_object_t, size: Int)? {
    let words = String(decoding: bytes, as: UTF8.self).split(separator: " ")
    guard words.count == 2, let size = Int(words[1]),
      0...(Int.max / 2) ~= size
    else { return nil }
    let type = git_object_string2type(String(words[0]))
    return type == GIT_OBJECT_INVALID ? nil : (type, size)
  }
}
