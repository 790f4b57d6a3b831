#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The bytes of a file that is replaced as a whole when it changes, as Git replaces its index and its
/// packed refs: no byte of it moves while it is read, and only the pages that are looked at are read.
final class MappedFile {
  let bytes: UnsafeRawBufferPointer

  /// Nil when there is no such file.
  ///
  /// - Throws: why a file that is there cannot be read.
  init?(_ path: String) throws(SystemFailure) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw SystemFailure(errno: errno)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SystemFailure(errno: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw SystemFailure(errno: EINVAL) }
    let count = Int(status.st_size)
    if count == 0 {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    else { throw SystemFailure(errno: errno) }
    bytes = UnsafeRawBufferPointer(start: start, count: count)
  }

  /// What is another one when another file takes its place.
  struct Stamp: Equatable {
    private let device: UInt64
    private let node: UInt64
    private let size: Int64
    private let seconds: Int
    private let nanoseconds: Int

    /// Nil where there is no file.
    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      device = UInt64(status.st_dev)
      node = UInt64(status.st_ino)
      size = Int64(status.st_size)
      #if canImport(Darwin)
        let time = status.st_mtimespec
      #else
        let time = status.st_mtim
      #endif
      (seconds, nanoseconds) = (time.tv_sec, time.tv_nsec)
    }
  }

  deinit {
    if let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }
}

/// Reads numbers as Git writes them, the high byte first, and never beyond the end.
struct BigEndianReader {
  let bytes: UnsafeRawBufferPointer
  private(set) var offset: Int

  init(_ bytes: UnsafeRawBufferPointer, from offset: Int = 0) {
    self.bytes = bytes
    self.offset = offset
  }

  var isAtEnd: Bool { offset >= bytes.count }

  mutating func number<Number: FixedWidthInteger>(_: Number.Type) -> Number? {
    let size = MemoryLayout<Number>.size
    guard bytes.count - offset >= size else { return nil }
    defer { offset += size }
    return Number(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
  }

  /// The next bytes, which are passed over.
  mutating func slice(_ count: Int) -> UnsafeRawBufferPointer? {
    guard count >= 0, bytes.count - offset >= count else { return nil }
    defer { offset += count }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + count)])
  }

  /// The bytes before the next one of this value, which is passed over too.
  mutating func slice(upTo end: UInt8) -> UnsafeRawBufferPointer? {
    guard !isAtEnd, let start = bytes.baseAddress,
      let found = memchr(start + offset, Int32(end), bytes.count - offset)
    else { return nil }
    let count = UnsafeRawPointer(found) - (start + offset)
    defer { offset += 1 }
    return slice(count)
  }
}
