import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// One of the two streams of the process.
struct Output: Sendable {
  static let standard = Output(descriptor: STDOUT_FILENO)
  static let error = Output(descriptor: STDERR_FILENO)

  let descriptor: Int32

  /// Opens those of the three standard descriptors that the process was started without. Else the next
  /// file that is opened, a database say, would take the place of one, and reports would go into it.
  static func holdStandardDescriptors() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is given out, which is this one.
      _ = open("/dev/null", O_RDWR)
    }
  }

  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Why something could not be written, where it matters; nil when all went well.
  static var failure: String? { failed.withLock { $0 } }
  private static let failed = Mutex<String?>(nil)

  /// Writes all of a text. When nobody reads any more, the rest is dropped: the verdict and its exit
  /// code stand all the same. Anything else that keeps it from being written is kept in `failure`.
  func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let written = systemWrite(descriptor, rest)
        if written < 0 {
          if errno == EINTR { continue }
          if errno != EPIPE {
            let reason = String(cString: strerror(errno))
            Output.failed.withLock { $0 = $0 ?? reason }
          }
          return
        }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
      }
    }
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  #if canImport(Darwin)
    Darwin.write(descriptor, bytes.baseAddress, bytes.count)
  #elseif canImport(Musl)
    Musl.write(descriptor, bytes.baseAddress, bytes.count)
  #else
    Glibc.write(descriptor, bytes.baseAddress, bytes.count)
  #endif
}
