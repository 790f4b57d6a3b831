/// What the rules want to know of a Swift file: its words and signs, without comments and string
/// literals.
struct SwiftText: Sendable {
  private struct Word: Sendable, Equatable {
    let text: String
    let line: Int
  }

  private let words: [Word]

  init(_ text: String) {
    words = Array(text.utf8).withUnsafeBufferPointer { Scanner(bytes: $0).words() }
  }

  /// The word at an index; empty outside the file.
  private subscript(index: Int) -> String {
    words.indices.contains(index) ? words[index].text : ""
  }

  /// The modules that the file imports.
  var imports: [String] {
    words.indices.compactMap { index in
      guard self[index] == "import", self[index - 1] != ".",
        words[index].line == words[min(index + 1, words.count - 1)].line
      else { return nil }
      // `import struct Module.Name`
      return SwiftText.importKinds.contains(self[index + 1]) ? self[index + 2] : self[index + 1]
    }
  }

  private static let importKinds: Set = [
    "struct", "class", "enum", "protocol", "func", "var", "let", "typealias", "actor",
  ]

  /// Calls that print or end the process, and reads of the environment.
  var effects: [(line: Int, what: String)] {
    words.indices.compactMap { index in
      let word = self[index]
      let isMember = self[index - 1] == "." && !SwiftText.systemModules.contains(self[index - 2])
      let isCall = self[index + 1] == "(" && !isMember && self[index - 1] != "func"
      if isCall, SwiftText.effectfulCalls.contains(word) { return (words[index].line, word + "(") }
      if word == "environ", !isMember, self[index + 1] != ":" { return (words[index].line, word) }
      if word == "processInfo", self[index + 1] == ".", self[index + 2] == "environment" {
        return (words[index].line, "processInfo.environment")
      }
      return nil
    }
  }

  private static let effectfulCalls: Set = [
    "print", "debugPrint", "dump", "exit", "_exit", "abort", "getenv", "setenv",
  ]
  private static let systemModules: Set = ["Glibc", "Musl", "Darwin", "Swift", "Foundation"]

  /// The names of the types that are declared.
  var types: Set<String> {
    Set(words.indices.filter { SwiftText.typeKeywords.contains(self[$0]) }.map { self[$0 + 1] })
  }

  private static let typeKeywords: Set = [
    "struct", "class", "enum", "actor", "protocol", "typealias",
  ]

  /// Splits bytes into identifiers and single signs.
  private struct Scanner {
    let bytes: UnsafeBufferPointer<UInt8>
    var index = 0
    var line = 1

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    consuming func words() -> [Word] {
      var result: [Word] = []
      while index < bytes.count {
        if starts("//") {
          while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
        } else if starts("/*") {
          skipComment()
        } else if let hashes = openingOfString() {
          skipString(hashes)
        } else if Scanner.isName(bytes[index]) {
          let start = index
          while index < bytes.count, Scanner.isName(bytes[index]) { index += 1 }
          result.append(
            Word(text: String(decoding: bytes[start..<index], as: UTF8.self), line: line))
        } else {
          let byte = bytes[index]
          if byte == UInt8(ascii: "\n") { line += 1 }
          // Backticks only quote a name.
          if byte > 32, byte != UInt8(ascii: "`") {
            result.append(Word(text: String(UnicodeScalar(byte)), line: line))
          }
          index += 1
        }
      }
      return result
    }

    private func starts(_ text: StaticString) -> Bool {
      index + text.utf8CodeUnitCount <= bytes.count
        && (0..<text.utf8CodeUnitCount).allSatisfy { bytes[index + $0] == text.utf8Start[$0] }
    }

    private mutating func advance(_ count: Int = 1) {
      for _ in 0..<count where index < bytes.count {
        if bytes[index] == UInt8(ascii: "\n") { line += 1 }
        index += 1
      }
    }

    private mutating func skipComment() {
      var depth = 0
      repeat {
        if starts("/*") {
          depth += 1
          advance(2)
        } else if starts("*/") {
          depth -= 1
          advance(2)
        } else {
          advance()
        }
      } while depth > 0 && index < bytes.count
    }

    /// The number of `#` before the quote here; nil where no string begins.
    private func openingOfString() -> Int? {
      var end = index
      while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
      return end < bytes.count && bytes[end] == UInt8(ascii: "\"") ? end - index : nil
    }

    private mutating func skipString(_ hashes: Int) {
      advance(hashes)
      let quotes = starts("\"\"\"") ? 3 : 1
      advance(quotes)
      while index < bytes.count, !closes(quotes, hashes) {
        advance(hashes == 0 && bytes[index] == UInt8(ascii: "\\") ? 2 : 1)
      }
      advance(quotes + hashes)
    }

    private func closes(_ quotes: Int, _ hashes: Int) -> Bool {
      guard index + quotes + hashes <= bytes.count else { return true }
      return (0..<quotes).allSatisfy { bytes[index + $0] == UInt8(ascii: "\"") }
        && (0..<hashes).allSatisfy { bytes[index + quotes + $0] == UInt8(ascii: "#") }
    }

    private static func isName(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 128...255:
        true
      default: false
      }
    }
  }
}
