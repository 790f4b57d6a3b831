#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A call of the system that failed.
struct SystemFailure: Error {
  let errno: Int32
}

/// Reads a regular file whole; a symbolic link at the end of the path is not followed.
func readFile(_ path: [UInt8]) throws(SystemFailure) -> [UInt8] {
  let descriptor = withCPath(path) {
    open($0, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
  }
  guard descriptor >= 0 else { throw SystemFailure(errno: errno) }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0 else { throw SystemFailure(errno: errno) }
  guard status.st_mode & S_IFMT == S_IFREG else { throw SystemFailure(errno: EINVAL) }
  // One byte more than expected shows the end without another growth.
  var bytes: [UInt8] = []
  var capacity = Int(status.st_size) + 1
  while true {
    let before = bytes.count
    var failure: Int32?
    let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      while count < capacity {
        let got = read(descriptor, buffer.baseAddress! + count, capacity - count)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = errno }
        if got <= 0 { return }
        count += got
      }
    }
    if let failure { throw SystemFailure(errno: failure) }
    if before == 0 { bytes = chunk } else { bytes += chunk }
    if chunk.count < capacity { return bytes }
    capacity = max(64 * 1024, bytes.count)
  }
}

/// The last bytes of a regular file; none where there is no such file.
func readEnd(of path: String, most: Int) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
  guard descriptor >= 0 else { return [] }
  defer { close(descriptor) }
  let size = Int(lseek(descriptor, 0, SEEK_END))
  let length = min(size, most)
  guard length > 0 else { return [] }
  return [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
    count = max(0, pread(descriptor, buffer.baseAddress!, length, off_t(size - length)))
  }
}

/// Where a symbolic link points to.
func readLink(_ path: [UInt8]) throws(SystemFailure) -> [UInt8] {
  var capacity = 256
  while true {
    var result = 0
    let target = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      result = buffer.withMemoryRebound(to: CChar.self) { target in
        withCPath(path) { readlink($0, target.baseAddress!, capacity) }
      }
      count = max(0, result)
    }
    if result < 0 { throw SystemFailure(errno: errno) }
    if result < capacity { return target }
    capacity *= 2
  }
}

/// What kind of file stands at a path, and its size; a symbolic link is not followed.
func fileStatus(_ path: [UInt8]) -> (mode: FileMode, size: Int)? {
  var status = stat()
  guard withCPath(path, { lstat($0, &status) }) == 0 else { return nil }
  switch status.st_mode & S_IFMT {
  case S_IFLNK: return (.symlink, Int(status.st_size))
  case S_IFREG:
    return (status.st_mode & S_IXUSR == 0 ? .regular : .executable, Int(status.st_size))
  default: return nil
  }
}
