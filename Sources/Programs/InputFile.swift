#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Standard input as a file without a name. A pipe would need a writer beside the readers, and
/// would end this process by SIGPIPE when the program ends without reading it all.
enum InputFile {
  /// A descriptor that reads `bytes` from their start and is closed in other programs. The caller
  /// closes it.
  static func open(_ bytes: [UInt8], temporaryFolder: String) throws(ProgramError) -> Int32 {
    if bytes.isEmpty {
      let descriptor = openFile("/dev/null", O_RDONLY | O_CLOEXEC, 0)
      guard descriptor >= 0 else { throw failure("cannot open /dev/null", errno) }
      return descriptor
    }
    let name = String(UInt64.random(in: .min ... .max), radix: 36)
    let path = "\(temporaryFolder)/verdict-input-\(name)"
    let descriptor = openFile(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw failure("cannot create a temporary file in `\(temporaryFolder)`", errno)
    }
    unlink(path)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        let code = errno
        if code == EINTR { continue }
        close(descriptor)
        throw failure("cannot write a temporary file in `\(temporaryFolder)`", code)
      }
      written += count
    }
    lseek(descriptor, 0, SEEK_SET)
    return descriptor
  }

  private static func openFile(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
    #if canImport(Darwin)
      Darwin.open(path, flags, mode)
    #elseif canImport(Musl)
      Musl.open(path, flags, mode)
    #else
      Glibc.open(path, flags, mode)
    #endif
  }

  private static func failure(_ message: String, _ code: Int32) -> ProgramError {
    ProgramError("\(message): \(String(cString: strerror(code)))")
  }
}
