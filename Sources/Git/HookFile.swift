import Source

/// A hook's file as bytes: a shell script in which Verdict owns one marked block and nothing else.
public struct HookFile: Sendable, Hashable {
  private static let opening = Array("# >>> verdict >>>".utf8)
  private static let closing = Array("# <<< verdict <<<".utf8)
  /// The first line of a file that `install` made; with nothing behind it, the file goes again.
  private static let shebang = Array("#!/bin/sh\n".utf8)

  public let bytes: [UInt8]

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether it has a whole block of Verdict's.
  public var hasBlock: Bool { block != nil }

  /// That block.
  public var blockText: String? { block.map { String(decoding: bytes[$0], as: UTF8.self) } }

  /// Whether one of the two markers stands alone, so that nobody can tell where the block ends.
  public var isDamaged: Bool {
    let hasMarker = [HookFile.opening, HookFile.closing].contains {
      HookFile.find($0, in: bytes, from: 0) != nil
    }
    return hasMarker && block == nil
  }

  /// Whether the system's shell reads it, so that a block can be added.
  public var isShellScript: Bool {
    guard bytes.starts(with: Array("#!".utf8)) else { return false }
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    let words = String(decoding: line.dropFirst(2), as: UTF8.self).split(separator: " ")
    let programs = words.map { $0.split(separator: "/").last ?? "" }.drop { $0 == "env" }
    return ["sh", "bash", "dash", "zsh", "ksh", "ash"].contains(programs.first ?? "")
  }

  /// The file with this block: in place of the one that is there, else behind the first line, so
  /// that nothing in the file can end it before the block is reached.
  ///
  /// - Parameter block: from the opening to the closing marker, with a line end.
  /// - Returns: nil when the file is no shell script.
  public static func installing(_ block: [UInt8], into file: HookFile?) -> HookFile? {
    // What follows must begin on a line of its own.
    let block = block.last == UInt8(ascii: "\n") ? block : block + [UInt8(ascii: "\n")]
    guard let file else { return HookFile(shebang + block) }
    if let old = file.block {
      return HookFile(Array(file.bytes[..<old.lowerBound] + block + file.bytes[old.upperBound...]))
    }
    guard file.isShellScript else { return nil }
    guard let end = file.bytes.firstIndex(of: UInt8(ascii: "\n")) else {
      // Without a line end behind `#!` nothing would be left to restore it by.
      return nil
    }
    return HookFile(Array(file.bytes[...end] + block + file.bytes[(end + 1)...]))
  }

  /// What was there before `installing`; nil when that was no file.
  public func uninstalled() -> HookFile? {
    guard let block else { return self }
    let rest = Array(bytes[..<block.lowerBound] + bytes[block.upperBound...])
    return rest == HookFile.shebang ? nil : HookFile(rest)
  }

  /// The block with its line end.
  private var block: Range<Int>? {
    guard let start = HookFile.find(HookFile.opening, in: bytes, from: 0),
      let end = HookFile.find(HookFile.closing, in: bytes, from: start)
    else { return nil }
    let close = end + HookFile.closing.count
    return start..<(close < bytes.count ? close + 1 : close)
  }

  private static func find(_ marker: [UInt8], in bytes: [UInt8], from: Int) -> Int? {
    guard bytes.count >= marker.count else { return nil }
    return (from...(bytes.count - marker.count)).first { index in
      (index == 0 || bytes[index - 1] == UInt8(ascii: "\n"))
        && bytes[index..<(index + marker.count)].elementsEqual(marker)
    }
  }
}
