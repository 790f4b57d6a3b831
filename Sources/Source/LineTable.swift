import Synchronization

/// The offsets at which the lines of one text begin, found once.
final class LineTable: Sendable {
  private let found = Mutex<[UInt32]?>(nil)

  /// How many line feeds there are; reads eight bytes at a time.
  static func countOfEnds(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard let base = UnsafeRawPointer(bytes.baseAddress) else { return 0 }
    let sevens: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let pairs: UInt64 = 0x00FF_00FF_00FF_00FF
    let ends: UInt64 = 0x0A0A_0A0A_0A0A_0A0A
    var count = 0
    var offset = 0
    while offset &+ 8 <= bytes.count {
      // Each byte of the sum counts one place of eight, to 255 at most.
      let limit = min(bytes.count, offset &+ 8 &* 255)
      var sum: UInt64 = 0
      while offset &+ 8 <= limit {
        let rest = base.loadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ ends
        // The high bit of each byte that is a line feed.
        sum &+= ~(((rest & sevens) &+ sevens) | rest | sevens) >> 7
        offset &+= 8
      }
      let halves = (sum & pairs) &+ (sum >> 8 & pairs)
      count &+= Int((halves &* 0x0001_0001_0001_0001) >> 48)
    }
    while offset < bytes.count {
      if bytes[offset] == UInt8(ascii: "\n") { count &+= 1 }
      offset &+= 1
    }
    return count
  }

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
