import ArgumentParser
import Source

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The words of the command line. The parser takes text, but a path is bytes: each byte that is no UTF-8
/// becomes a character of private use, of which `SourcePath` makes the byte again.
enum Arguments {
  /// The character for the byte 0; bytes below 128 are always UTF-8.
  private static let base: UInt32 = 0x10_FF00
  private static let characters = (base + 0x80)...(base + 0xFF)

  /// The words behind the program's name.
  static var all: [String] {
    (1..<max(Int(CommandLine.argc), 1)).map { index in
      guard let word = CommandLine.unsafeArgv[index] else { return "" }
      return text(Array(UnsafeRawBufferPointer(start: word, count: strlen(word))))
    }
  }

  /// Bytes as text from which `bytes(_:)` makes the same bytes.
  private static func text(_ bytes: [UInt8]) -> String {
    var result = String.UnicodeScalarView()
    var start = 0
    while start < bytes.count {
      let character = (1...4).lazy.compactMap { length in
        String(validating: bytes[start..<min(start + length, bytes.count)], as: UTF8.self)
      }.first?.unicodeScalars.first
      if let character, !characters.contains(character.value) {
        result.append(character)
        start += UTF8.width(character)
      } else {
        result.append(Unicode.Scalar(base + UInt32(bytes[start])) ?? "?")
        start += 1
      }
    }
    return String(result)
  }

  static func bytes(_ text: String) -> [UInt8] {
    text.unicodeScalars.flatMap { scalar in
      characters.contains(scalar.value)
        ? [UInt8(truncatingIfNeeded: scalar.value)] : Array(String(scalar).utf8)
    }
  }
}

extension SourcePath: ExpressibleByArgument {
  public init?(argument: String) { self.init(bytes: Arguments.bytes(argument)) }
}
