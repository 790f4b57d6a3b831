import Synchronization

/// The offsets at which the lines of one text begin, found once.
final class LineTable: Sendable {
  private let found = Mutex<[UInt32]?>(nil)

  func starts(of bytes: [UInt8]) -> [UInt32] {
    found.withLock { cached in
      if let cached { return cached }
      var starts: [UInt32] = [0]
      bytes.withUnsafeBufferPointer { pointer in
        for index in pointer.indices where pointer[index] == UInt8(ascii: "\n") {
          starts.append(UInt32(index + 1))
        }
      }
      cached = starts
      return starts
    }
  }
}
