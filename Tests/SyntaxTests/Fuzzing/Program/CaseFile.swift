import Foundation

/// A file that shows what is being read. It is mapped into memory, so that it outlives a crash and
/// costs no call for each case.
struct CaseFile: @unchecked Sendable {
  /// ITIMER_PROF, which Glibc declares with another type than its function takes.
  private static let processorTime: CInt = 2
  /// Larger cases are cut off in the file.
  private static let mostBytes = 16 << 20
  /// The length of the case and its number, 8 bytes each, and the case.
  private let memory: UnsafeMutableRawPointer

  init(_ path: String) {
    let file = open(path, O_RDWR | O_CREAT, 0o644)
    guard file >= 0, ftruncate(file, off_t(CaseFile.mostBytes)) == 0,
      let memory = mmap(
        nil, CaseFile.mostBytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), memory != MAP_FAILED
    else { stop("cannot write \(path)") }
    self.memory = memory
  }

  /// Notes a case, and gives it that much processor time; then SIGPROF ends the program.
  func begin(_ bytes: some Collection<UInt8>, number: Int = 0, seconds: Int = 10) {
    let count = min(bytes.count, CaseFile.mostBytes - 16)
    memory.storeBytes(of: UInt64(count), as: UInt64.self)
    (memory + 8).storeBytes(of: UInt64(number), as: UInt64.self)
    UnsafeMutableRawBufferPointer(start: memory + 16, count: count).copyBytes(
      from: bytes.prefix(count))
    var timer = itimerval()
    timer.it_value.tv_sec = seconds
    setitimer(CaseFile.processorTime, &timer, nil)
  }
}

func stop(_ message: String) -> Never {
  FileHandle.standardError.write(Data("fuzz: \(message)\n".utf8))
  exit(2)
}
