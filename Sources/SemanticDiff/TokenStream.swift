import Source
import Syntax

/// A declaration's tokens as hashes, comments left out, in which two declarations that a compiler
/// reads alike are equal. Where a language gives meaning to line ends, indentation or the white space
/// around operators, these are part of the hashes: it is better to miss a cosmetic change than to
/// call one that is not.
struct TokenStream {
  /// One hash a token.
  private(set) var hashes: [UInt64] = []
  /// The comments that tools act on (`# type:`, `// @ts-ignore`), in order.
  private(set) var pragmas: [UInt64] = []

  /// - Parameters:
  ///   - ranges: what to read, ascending.
  ///   - excluding: ranges to leave out, ascending (the declarations held by this one).
  ///   - blanked: a name that counts as the same for all (the declaration's own, where renamed).
  init(
    _ file: SyntaxFile, _ ranges: [ByteRange], excluding: [ByteRange] = [],
    blanking blanked: ArraySlice<UInt8>? = nil
  ) {
    let tokens = file.tokens
    let layout = file.language.layout
    let hasElements = tokens.hasElements || layout.contains(.elements)
    file.text.bytes.withUnsafeBufferPointer { bytes in
      for range in ranges {
        var index = tokens.firstIndex(startingAt: range.start)
        var skipped = excluding.startIndex
        var indentations = [lineIndentation(bytes, min(range.start, bytes.count))]
        // The interpolated strings around a token: white space in them can be printed (`f"{a = }"`).
        var strings = 0
        // For each open bracket whether line ends mean nothing directly inside it.
        var free: [Bool] = []
        var lineBefore = false
        var last = TokenKind.open
        while index < tokens.count, tokens.start(index) < range.end {
          let start = tokens.start(index)
          while skipped < excluding.endIndex, excluding[skipped].end <= start { skipped += 1 }
          if skipped < excluding.endIndex, excluding[skipped].contains(start) {
            index = tokens.firstIndex(startingAt: excluding[skipped].end)
            continue
          }
          defer { index += 1 }
          let kind = tokens.kind(index)
          let flags = tokens.flags(index)
          if flags.contains(.startsLine) { lineBefore = true }
          if kind.isComment {
            if let pragma = Pragma.hash(bytes, start, tokens.end(index)) { pragmas.append(pragma) }
            continue
          }
          var hash = TokenStream.hash(bytes, start, tokens.end(index), kind)
          if let blanked, kind == .identifier,
            bytes[start..<tokens.end(index)].elementsEqual(blanked)
          {
            hash = 1
          }
          if lineBefore, !hashes.isEmpty, layout.hasLines || flags.contains(.directive) {
            // A line end behind an opening or before a closing brace ends no statement.
            let isInnerEdge = !layout.hasIndentation && (last == .open || kind == .close)
            if free.last != true, !isInnerEdge { hash = mix(hash, 2) }
            if layout.hasIndentation, free.isEmpty {
              hash = mix(hash, UInt64(TokenStream.level(column(bytes, start), &indentations)) + 16)
            }
          }
          if strings > 0 || hasElements, flags.contains(.spaceBefore) { hash = mix(hash, 6) }
          if kind == .stringStart { strings += 1 }
          if kind == .stringEnd { strings -= 1 }
          if layout.isVerbatim {
            let end = index > 0 ? max(tokens.end(index - 1), range.start) : range.start
            hash = mix(hash, TokenStream.hash(bytes, min(end, start), start, kind))
          }
          if layout.hasOperatorSpacing, flags.contains(.spaceBefore),
            kind == .operator || (index > 0 && tokens.kind(index - 1) == .operator)
              || kind == .open || kind == .punctuation
          {
            hash = mix(hash, 3)
          }
          if flags.contains(.directive) {
            // Where a directive ends, and whether a macro has parameters, is a matter of white space.
            hash = mix(hash, kind == .open && flags.contains(.spaceBefore) ? 5 : 4)
          }
          lineBefore = false
          last = kind
          if kind == .open {
            free.append(
              layout.ignoresLinesInBrackets
                && (layout.hasIndentation || tokens.symbol(index) != UInt8(ascii: "{")))
          }
          if kind == .close { _ = free.popLast() }
          hashes.append(hash)
        }
        if layout.isVerbatim, index > 0, tokens.end(index - 1) < range.end {
          let start = max(tokens.end(index - 1), range.start)
          hashes.append(TokenStream.hash(bytes, start, range.end, .text))
        }
      }
    }
  }

  /// One number for the whole stream.
  var digest: UInt64 { hashes.reduce(UInt64(hashes.count)) { mix($0, $1) } }

  /// How deep an indentation is: the number of smaller ones around it.
  private static func level(_ column: Int, _ indentations: inout [Int]) -> Int {
    while let last = indentations.last, last > column { indentations.removeLast() }
    if indentations.last != column { indentations.append(column) }
    return indentations.count
  }

  private static func hash(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ kind: TokenKind
  ) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(kind.rawValue)
    for index in start..<end { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
    return hash
  }
}

/// The number of bytes between the start of the line and an offset.
private func column(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> Int {
  var start = offset
  while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
  return offset - start
}

/// The bytes of white space with which the line of an offset begins.
private func lineIndentation(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> Int {
  var end = offset - column(bytes, offset)
  let start = end
  while end < bytes.count, bytes[end] == 32 || bytes[end] == 9 { end += 1 }
  return end - start
}

/// Combines two hashes, order kept.
func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
  var value = (a ^ (b &* 0x9E37_79B9_7F4A_7C15)) &* 0xBF58_476D_1CE4_E5B9
  value ^= value >> 29
  return value
}

/// Comments that compilers, type checkers and linters act on.
private enum Pragma {
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
    for word in words {
      let length = word.utf8CodeUnitCount
      for candidate in [text, text - 1, text - 2]
      where candidate >= start && candidate + length <= end {
        var matched = true
        for offset in 0..<length where bytes[candidate + offset] != word.utf8Start[offset] {
          matched = false
          break
        }
        if matched {
          var hash: UInt64 = 0xCBF2_9CE4_8422_2325
          for index in start..<end { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
          return hash
        }
      }
    }
    return nil
  }
}
