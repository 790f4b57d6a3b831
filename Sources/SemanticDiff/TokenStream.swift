import Source
import Syntax

/// A piece of code as the canonical tokens of its file, one hash each: two streams are equal only where the
/// compiler reads both alike. Comments are left out but for those that tools act on.
struct TokenStream {
  /// One hash a token.
  private(set) var hashes: [UInt64] = []
  /// The comments that tools act on (`# type:`, `// @ts-ignore`), in order, with what they follow.
  private(set) var pragmas: [UInt64] = []
  /// The comments that document what follows, in order, where they are part of the tree (Rust).
  private(set) var documentation: [UInt64] = []

  /// - Parameters:
  ///   - ranges: what to read, ascending.
  ///   - excluding: ranges to leave out, ascending (the declarations held by this one).
  ///   - blanked: a name that counts as the same for all (the declaration's own, where renamed).
  init(
    _ file: SyntaxFile, _ ranges: [ByteRange], excluding: [ByteRange] = [],
    blanking blanked: ArraySlice<UInt8>? = nil
  ) {
    let tokens = file.tokens
    let canonical = file.canonical
    let hasLevels = !canonical.levels.isEmpty
    let isVerbatim = file.language.layout.isVerbatim
    file.text.bytes.withUnsafeBufferPointer { bytes in
      for range in ranges {
        var index = tokens.firstIndex(startingAt: range.start)
        guard index < tokens.count else { continue }
        var skipped = excluding.startIndex
        // Indentation counts from that of the line at which the range begins.
        let base: Int32
        if !hasLevels || range.start == 0 {
          base = 1
        } else {
          base = canonical.levels[tokens.start(index) == range.start ? index : max(index - 1, 0)]
        }
        // What the white space before a token means that itself means nothing passes on.
        var passed: CanonicalTokens.Marks = []
        while index < tokens.count, tokens.start(index) < range.end {
          let start = tokens.start(index)
          while skipped < excluding.endIndex, excluding[skipped].end <= start { skipped += 1 }
          if skipped < excluding.endIndex, excluding[skipped].contains(start) {
            index = tokens.firstIndex(startingAt: excluding[skipped].end)
            continue
          }
          defer { index += 1 }
          var hash = canonical.hashes[index]
          let mark = canonical.marks[index].union(passed)
          if hash == 0 {
            passed = mark.intersection(.line)
            continue
          }
          passed = []
          if let blanked, tokens.kind(index) == .identifier,
            bytes[start..<tokens.end(index)].elementsEqual(blanked)
          {
            hash = 1
          }
          if !hashes.isEmpty {
            let meaning = mark.intersection(.meaning)
            if !meaning.isEmpty { hash = combined(hash, UInt64(meaning.rawValue)) }
            if isVerbatim, index > 0 {
              let gap = ByteRange(max(tokens.end(index - 1), range.start), start)
              hash = combined(hash, TokenStream.hash(bytes, gap))
            }
          }
          if hasLevels, mark.contains(.line) {
            let level = canonical.levels[index] - base
            if level != 0 { hash = combined(hash, UInt64(bitPattern: Int64(level)) &+ 256) }
          }
          hashes.append(hash)
        }
        if isVerbatim, index > 0, tokens.end(index - 1) < range.end {
          let gap = ByteRange(max(tokens.end(index - 1), range.start), range.end)
          hashes.append(TokenStream.hash(bytes, gap))
        }
        pragmas += TokenStream.within(range, excluding, tokens, canonical.pragmas)
        documentation += TokenStream.within(range, excluding, tokens, canonical.documentation)
      }
    }
  }

  /// The comments that begin in a range, but not in one that is left out.
  private static func within(
    _ range: ByteRange, _ excluding: [ByteRange], _ tokens: TokenBuffer,
    _ comments: [CanonicalTokens.Comment]
  ) -> [UInt64] {
    if comments.isEmpty { return [] }
    var low = 0
    var high = comments.count
    while low < high {
      let middle = (low + high) / 2
      if tokens.start(comments[middle].token) < range.start {
        low = middle + 1
      } else {
        high = middle
      }
    }
    var skipped = excluding.startIndex
    var result: [UInt64] = []
    while low < comments.count, tokens.start(comments[low].token) < range.end {
      let start = tokens.start(comments[low].token)
      while skipped < excluding.endIndex, excluding[skipped].end <= start { skipped += 1 }
      let isExcluded = skipped < excluding.endIndex && excluding[skipped].contains(start)
      if !isExcluded { result.append(comments[low].hash) }
      low += 1
    }
    return result
  }

  /// One number for the whole stream.
  var digest: UInt64 { hashes.reduce(UInt64(hashes.count)) { mix($0, $1) } }

  /// Whether a compiler reads both alike.
  func reads(like other: TokenStream) -> Bool {
    hashes == other.hashes && pragmas == other.pragmas
  }

  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>, _ range: ByteRange) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in range.start..<max(range.start, range.end) {
      hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3
    }
    return hash
  }
}

/// Combines two hashes, order kept.
func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
  var value = (a ^ (b &* 0x9E37_79B9_7F4A_7C15)) &* 0xBF58_476D_1CE4_E5B9
  value ^= value >> 29
  return value
}
