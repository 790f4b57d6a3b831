#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Which documents hold which fingerprints, in a file that is mapped into memory: a search touches some
/// pages of it, and opening it costs next to nothing, where a database costs more than the whole search.
///
/// It is written whole and put in place by a rename, so that other processes see the old or the new one.
/// It only ever proposes candidates: whoever searches reads the documents themselves, so that a file that is
/// old or damaged hides something at most.
public final class FingerprintFile: @unchecked Sendable {
  /// One document with what stands in it.
  public struct Document: Sendable {
    public var path: [UInt8]
    /// Names the version of its contents; `keyLength` bytes.
    public var key: [UInt8]
    /// Ascending, each once; the lowest 40 bits count.
    public var fingerprints: [UInt64]

    public init(path: [UInt8], key: [UInt8], fingerprints: [UInt64]) {
      self.path = path
      self.key = key
      self.fingerprints = fingerprints
    }
  }

  /// The bytes of a key and of the name of a state: those of a Git object.
  public static let keyLength = 20
  /// The most documents of one file.
  private static let mostDocuments = 1 << 24 - 1
  /// The most states that are remembered.
  private static let mostStates = 16

  private static let magic: UInt64 = 0x3130_5046_5445_5256
  private static let headerLength = 48

  private let base: UnsafeRawPointer
  private let length: Int
  public let documentCount: Int
  private let postingCount: Int
  private let stateCount: Int
  private let pathsLength: Int

  private var statesStart: Int { FingerprintFile.headerLength }
  private var postingsStart: Int { statesStart + aligned(stateCount * FingerprintFile.keyLength) }
  private var documentsStart: Int { postingsStart + postingCount * 8 }
  private var pathsStart: Int { documentsStart + documentCount * (8 + FingerprintFile.keyLength) }

  /// Maps a file; nil where there is none, or none of this version, or it is not whole.
  ///
  /// - Parameters:
  ///   - path: an absolute path.
  ///   - version: of what makes the fingerprints.
  public init?(path: String, version: UInt32) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      Int(status.st_size) >= FingerprintFile.headerLength
    else { return nil }
    let length = Int(status.st_size)
    guard let mapped = mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, 0),
      mapped != MAP_FAILED
    else { return nil }
    base = UnsafeRawPointer(mapped)
    self.length = length
    func word(_ offset: Int) -> UInt64 {
      UnsafeRawPointer(mapped).loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }
    let counts = (0..<4).map { word(16 + $0 * 8) }
    let isKnown =
      word(0) == FingerprintFile.magic && word(8) == UInt64(version)
      && counts.allSatisfy { $0 <= UInt64(length) }
    (stateCount, postingCount, documentCount, pathsLength) =
      isKnown ? (Int(counts[0]), Int(counts[1]), Int(counts[2]), Int(counts[3])) : (0, 0, 0, 0)
    if !isKnown || pathsStart + pathsLength != length { return nil }
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: base), length) }

  private func aligned(_ count: Int) -> Int { (count + 7) & ~7 }

  /// The states all of whose documents are in the file, the newest first.
  public var states: [[UInt8]] {
    (0..<stateCount).map {
      bytes(statesStart + $0 * FingerprintFile.keyLength, FingerprintFile.keyLength)
    }
  }

  /// The numbers of the documents that hold a fingerprint, ascending.
  ///
  /// - Parameter most: how many are given at most.
  public func documents(holding fingerprint: UInt64, most: Int) -> [Int] {
    let wanted = (fingerprint & FingerprintFile.fingerprintMask) << 24
    var low = 0
    var high = postingCount
    while low < high {
      let middle = (low + high) / 2
      if posting(middle) < wanted { low = middle + 1 } else { high = middle }
    }
    var found: [Int] = []
    while low < postingCount, found.count < most, posting(low) >> 24 == wanted >> 24 {
      let document = Int(posting(low) & 0xFF_FFFF)
      if document < documentCount { found.append(document) }
      low += 1
    }
    return found
  }

  /// - Precondition: the file has a document of this number; likewise below.
  public func path(of document: Int) -> [UInt8] {
    let place = documentsStart + document * (8 + FingerprintFile.keyLength)
    let start = Int(base.loadUnaligned(fromByteOffset: place, as: UInt32.self))
    let count = Int(base.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self))
    guard start + count <= pathsLength else { return [] }
    return bytes(pathsStart + start, count)
  }

  public func key(of document: Int) -> [UInt8] {
    bytes(
      documentsStart + document * (8 + FingerprintFile.keyLength) + 8, FingerprintFile.keyLength)
  }

  private static let fingerprintMask: UInt64 = 1 << 40 - 1

  private func posting(_ index: Int) -> UInt64 {
    base.loadUnaligned(fromByteOffset: postingsStart + index * 8, as: UInt64.self)
  }

  private func bytes(_ start: Int, _ count: Int) -> [UInt8] {
    Array(UnsafeRawBufferPointer(start: base + start, count: count))
  }

  // MARK: Writing

  /// Writes a file with the documents of older ones that are still wanted and with new ones.
  ///
  /// - Parameters:
  ///   - states: those all of whose documents are in it, the newest first.
  ///   - older: their documents come first.
  ///   - isWanted: whether a document of these is kept, by its path and key.
  /// - Returns: whether it is there now; a cache that cannot be written is none.
  @discardableResult
  public static func write(
    to path: String, version: UInt32, states: [[UInt8]], older: [FingerprintFile] = [],
    where isWanted: ([UInt8], [UInt8]) -> Bool = { _, _ in true }, _ new: [Document]
  ) -> Bool {
    var postings: [UInt64] = []
    postings.reserveCapacity(older.reduce(0) { $0 + $1.postingCount })
    var documents: [UInt8] = []
    var paths: [UInt8] = []
    var count = 0
    func add(_ path: [UInt8], _ key: [UInt8]) -> UInt64? {
      guard count < mostDocuments, key.count == keyLength,
        paths.count + path.count <= Int(UInt32.max)
      else { return nil }
      withUnsafeBytes(of: UInt32(paths.count)) { documents += $0 }
      withUnsafeBytes(of: UInt32(path.count)) { documents += $0 }
      documents += key
      paths += path
      count += 1
      return UInt64(count - 1)
    }
    for file in older {
      var numbers = [UInt64?](repeating: nil, count: file.documentCount)
      for document in 0..<file.documentCount {
        let (path, key) = (file.path(of: document), file.key(of: document))
        if isWanted(path, key) { numbers[document] = add(path, key) }
      }
      for index in 0..<file.postingCount {
        let posting = file.posting(index)
        let document = Int(posting & 0xFF_FFFF)
        guard document < numbers.count, let number = numbers[document] else { continue }
        postings.append(posting & ~0xFF_FFFF | number)
      }
    }
    for document in new {
      guard let number = add(document.path, document.key) else { break }
      for fingerprint in document.fingerprints {
        postings.append((fingerprint & fingerprintMask) << 24 | number)
      }
    }
    postings.sort()
    var output: [UInt8] = []
    output.reserveCapacity(postings.count * 8 + documents.count + paths.count + 512)
    let states = states.filter { $0.count == keyLength }.prefix(mostStates)
    for value in [
      magic, UInt64(version), UInt64(states.count), UInt64(postings.count), UInt64(count),
      UInt64(paths.count),
    ] {
      withUnsafeBytes(of: value) { output += $0 }
    }
    for state in states { output += state }
    while output.count % 8 != 0 { output.append(0) }
    postings.withUnsafeBytes { output += $0 }
    output += documents
    output += paths
    return put(output, at: path)
  }

  private static func put(_ bytes: [UInt8], at path: String) -> Bool {
    makeFolders(of: path)
    // One process may write it from several threads.
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0...UInt32.max))"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return false }
    var offset = 0
    let isWritten = bytes.withUnsafeBytes { buffer in
      while offset < buffer.count {
        let wrote = Self.write(descriptor, buffer.baseAddress! + offset, buffer.count - offset)
        if wrote < 0, errno == EINTR { continue }
        guard wrote > 0 else { return false }
        offset += wrote
      }
      return true
    }
    close(descriptor)
    guard isWritten, rename(temporary, path) == 0 else {
      unlink(temporary)
      return false
    }
    return true
  }

  private static func write(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    #if canImport(Darwin)
      Darwin.write(descriptor, bytes, count)
    #elseif canImport(Musl)
      Musl.write(descriptor, bytes, count)
    #else
      Glibc.write(descriptor, bytes, count)
    #endif
  }

  private static func makeFolders(of path: String) {
    guard let slash = path.lastIndex(of: "/") else { return }
    var folder = ""
    for part in path[..<slash].split(separator: "/") {
      folder += "/\(part)"
      mkdir(folder, 0o700)
    }
  }
}
