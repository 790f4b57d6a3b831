import Source

@testable import Syntax

/// What is wrong with the tokens of a file, or nil: they must ascend, overlap nowhere, and leave only
/// white space and line continuations between them.
func coverageFault(_ file: SyntaxFile) -> String? {
  let bytes = file.text.bytes
  var end = 0
  for index in 0...file.tokens.count {
    let isLast = index == file.tokens.count
    let start = isLast ? bytes.count : file.tokens.start(index)
    guard start >= end else { return "token \(index) begins at \(start), before \(end)" }
    guard bytes[end..<start].allSatisfy(mayStandBetweenTokens) || isByteOrderMark(bytes, start)
    else { return "bytes \(end)..<\(start) belong to no token" }
    if isLast { break }
    guard file.tokens.end(index) > start else { return "token \(index) at \(start) is empty" }
    end = file.tokens.end(index)
  }
  return end <= bytes.count ? nil : "the last token ends behind the file"
}

private func mayStandBetweenTokens(_ byte: UInt8) -> Bool {
  byte.isBlank || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\\")
}

private func isByteOrderMark(_ bytes: [UInt8], _ end: Int) -> Bool {
  bytes.starts(with: [0xEF, 0xBB, 0xBF])
    && bytes[..<end].dropFirst(3).allSatisfy(mayStandBetweenTokens)
}

/// What is wrong with the entities of a file, or nil: ranges must nest, and parents stand before
/// their children.
func nestingFault(_ file: SyntaxFile) -> String? {
  for (index, entity) in file.entities.enumerated() {
    let name = file.name(entity)
    guard entity.parent < index else { return "\(name) stands before its parent" }
    if entity.parent >= 0, !file.entities[entity.parent].range.contains(entity.range) {
      return "\(name) reaches out of \(file.name(file.entities[entity.parent]))"
    }
    for part in [entity.bodyRange, entity.docRange, entity.signatureRange] {
      if let part, !entity.range.contains(part) { return "a part of \(name) lies outside of it" }
    }
  }
  return nil
}

/// Numbers that are the same in each run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
