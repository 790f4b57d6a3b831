#if canImport(Glibc)
  import Glibc
  import Synchronization

  /// The certificates that libgit2 reads when it starts.
  enum Certificates {
    fileprivate static let areLeftOut = Atomic(false)

    /// Runs `start` without reading certificates.
    ///
    /// A libgit2 that is built with mbedTLS parses every certificate of the system at its start, which
    /// takes a fifth of a short run. Verdict opens no connection through libgit2, so that it would
    /// verify nothing with them.
    static func leftOut<Result>(_ start: () -> Result) -> Result {
      areLeftOut.store(true, ordering: .sequentiallyConsistent)
      defer { areLeftOut.store(false, ordering: .sequentiallyConsistent) }
      return start()
    }
  }

  /// Stands before the function of that name in mbedTLS, as the dynamic linker takes a program's own
  /// symbols first. Fails while libgit2 starts, as on a system without certificates, which libgit2
  /// allows for; at any other time it is mbedTLS's own.
  @_cdecl("mbedtls_x509_crt_parse_file")
  public func parseCertificateFile(
    _ chain: UnsafeMutableRawPointer?, _ path: UnsafePointer<CChar>?
  ) -> Int32 {
    let fileError: Int32 = -0x2900
    typealias Function =
      @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?) -> Int32
    let next = UnsafeMutableRawPointer(bitPattern: -1)
    guard !Certificates.areLeftOut.load(ordering: .sequentiallyConsistent),
      let function = dlsym(next, "mbedtls_x509_crt_parse_file")
    else { return fileError }
    return unsafeBitCast(function, to: Function.self)(chain, path)
  }
#else
  enum Certificates {
    /// Where libgit2 uses the system's own TLS it reads no certificates at its start.
    static func leftOut<Result>(_ start: () -> Result) -> Result { start() }
  }
#endif
