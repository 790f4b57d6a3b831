/// Comments that compilers, type checkers and linters act on: they are no trivia.
enum Pragma {
  /// `# type: …` comes first.
  private static let words: [StaticString] = [
    "type:", "noqa", "pragma", "pylint:", "pyright:", "mypy:", "ruff:", "fmt:", "isort:", "nosec",
    "swiftlint:", "swift-format-ignore", "swift-tools-version", "@ts-", "@flow", "@jsx", "eslint",
    "prettier-ignore",
    "istanbul", "c8 ", "#__", "@__", "sourceMappingURL", "# sourceMappingURL", "NOLINT",
    "clang-format", "fallthrough", "FALLTHROUGH", "!", "-*-", "vim:", "go:", "+build",
    "/ <reference", "coding:", "coding=", "language=", "webpack", "@vite-ignore", "biome-ignore",
    "deno-",
  ]

  /// The hash of a comment that means something to a tool, or nil for one that does not.
  static func hash(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> UInt64? {
    var text = start
    while text < end, "/*# \t".utf8.contains(bytes[text]) { text += 1 }
    // The characters skipped above can begin a pragma too: step back over them while words match.
    for (index, word) in words.enumerated() {
      let length = word.utf8CodeUnitCount
      for candidate in [text, text - 1, text - 2]
      where candidate >= start && candidate + length <= end {
        var matched = true
        for offset in 0..<length where bytes[candidate + offset] != word.utf8Start[offset] {
          matched = false
          break
        }
        guard matched else { continue }
        let isType =
          index == 0 && bytes[start] == UInt8(ascii: "#")
          && bytes[start + 1..<candidate].allSatisfy { $0 == 32 || $0 == 9 }
        return isType
          ? typeHash(bytes, candidate + length, end) : hashOf(bytes, start, end, .lineComment)
      }
    }
    return nil
  }

  /// The hash of a comment `# type: …`, in which blanks before and behind the word are as none (CPython's
  /// tokenizer).
  private static func typeHash(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
  ) -> UInt64 {
    var start = start
    while start < end, bytes[start] == 32 || bytes[start] == 9 { start += 1 }
    return combined(hashOf(bytes, start, end, .lineComment), 2)
  }
}
