import Source

extension Outliner {
  /// Notes that the lines of a file end in several ways, at the first line that ends as the fewest do.
  /// Line ends inside of strings and text belong to their content and do not count.
  mutating func findMixedLineEnds() {
    guard text.bytes.withUnsafeBufferPointer(LineEnd.areMixed) else { return }
    var counts: [LineEnd: Int] = [:]
    var firsts: [LineEnd: ByteRange] = [:]
    let bytes = text.bytes
    var token = 0
    var offset = 0
    while offset < bytes.count {
      guard let end = LineEnd(at: offset, in: bytes) else {
        offset += 1
        continue
      }
      defer { offset += end.length }
      while token < count, tokens.end(token) <= offset { token += 1 }
      if token < count, tokens.start(token) < offset, isContent(token) { continue }
      counts[end, default: 0] += 1
      if firsts[end] == nil { firsts[end] = ByteRange(offset, offset + end.length) }
    }
    let found = LineEnd.allCases.filter { counts[$0] != nil }
    guard found.count > 1, let rarest = found.min(by: { counts[$0]! < counts[$1]! }),
      let range = firsts[rarest]
    else { return }
    let parts = found.map { end in
      "\(counts[end]!) \(counts[end] == 1 ? "line ends" : "lines end") with \(end.rawValue)"
    }
    defects.append(
      Defect(
        .mixedLineEnds, .note, parts.joined(separator: ", "),
        help: "let all lines end alike", range: range))
  }

  private func isContent(_ token: Int) -> Bool {
    tokens.kind(token).isStringPiece || tokens.kind(token) == .text
  }
}

/// How a line ends; the raw value is its name for people.
private enum LineEnd: String, CaseIterable {
  case lineFeed = "LF"
  case both = "CRLF"
  case carriageReturn = "CR"

  var length: Int { self == .both ? 2 : 1 }

  static func areMixed(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var feeds = 0
    var returns = 0
    var pairs = 0
    var previous: UInt8 = 0
    for byte in bytes {
      let isFeed = byte == UInt8(ascii: "\n")
      feeds &+= isFeed ? 1 : 0
      returns &+= byte == UInt8(ascii: "\r") ? 1 : 0
      pairs &+= isFeed && previous == UInt8(ascii: "\r") ? 1 : 0
      previous = byte
    }
    return feeds != returns || returns != pairs
  }

  @inline(__always)
  init?(at offset: Int, in bytes: [UInt8]) {
    switch bytes[offset] {
    case UInt8(ascii: "\n"): self = .lineFeed
    case UInt8(ascii: "\r"):
      let isBoth = offset + 1 < bytes.count && bytes[offset + 1] == UInt8(ascii: "\n")
      self = isBoth ? .both : .carriageReturn
    default: return nil
    }
  }
}
