import Source
import Syntax

/// A declaration's tokens as sorted sets of hashes, which tell how alike two declarations are: the words
/// it is made of (names, numbers, strings) and its triples of neighbouring tokens. Its own name, its
/// modifiers, layout and comments are no part of it.
struct Fingerprint {
  /// Ascending, each once.
  let words: [UInt64]
  let triples: [UInt64]
  /// The number of tokens.
  let count: Int

  init(_ declaration: Declaration) {
    let entity = declaration.entity
    // The type of the result counts on either side of the name.
    let start = entity.returnType.map { min($0.start, entity.nameRange.start) }
    self.init(
      CodeWords(
        declaration, ByteRange(start ?? entity.nameRange.end, entity.range.end),
        excluding: [entity.nameRange]))
  }

  init(_ code: CodeWords) {
    count = code.hashes.count
    words = Fingerprint.set(
      zip(code.hashes, code.isWord).lazy.filter { $0.1 }.map { $0.0 })
    let hashes = code.hashes
    triples = Fingerprint.set(
      count < 3 ? hashes : (2..<count).map { mix(mix(hashes[$0 - 2], hashes[$0 - 1]), hashes[$0]) })
  }

  private static func set(_ hashes: some Sequence<UInt64>) -> [UInt64] {
    var result: [UInt64] = []
    for hash in hashes.sorted() where hash != result.last { result.append(hash) }
    return result
  }

  /// How alike two are, in [0, 1]: the mean of the Sørensen-Dice coefficients of both sets.
  func likeness(_ other: Fingerprint) -> Double {
    let triples = Fingerprint.dice(triples, other.triples)
    if words.isEmpty && other.words.isEmpty { return triples }
    return (triples + Fingerprint.dice(words, other.words)) / 2
  }

  /// What two ascending sets share, ascending.
  static func intersection(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
    var result: [UInt64] = []
    forEachCommon(a, b) { result.append($0) }
    return result
  }

  /// The number of elements that two ascending sets share.
  static func common(_ a: [UInt64], _ b: [UInt64]) -> Int {
    var result = 0
    forEachCommon(a, b) { _ in result += 1 }
    return result
  }

  @inline(__always)
  private static func forEachCommon(_ a: [UInt64], _ b: [UInt64], _ body: (UInt64) -> Void) {
    var (i, j) = (0, 0)
    while i < a.count, j < b.count {
      if a[i] == b[j] {
        body(a[i])
        i += 1
        j += 1
      } else if a[i] < b[j] {
        i += 1
      } else {
        j += 1
      }
    }
  }

  static func dice(_ a: [UInt64], _ b: [UInt64]) -> Double {
    if a.isEmpty && b.isEmpty { return 1 }
    return 2 * Double(common(a, b)) / Double(a.count + b.count)
  }
}

/// The tokens of a range of a declaration as hashes, without comments, documentation and layout; its own
/// name is the same for all.
struct CodeWords {
  private(set) var hashes: [UInt64] = []
  /// Whether the token is a name, a number or a string.
  private(set) var isWord: [Bool] = []
  private(set) var isIdentifier: [Bool] = []

  init(_ declaration: Declaration, _ range: ByteRange, excluding: [ByteRange] = []) {
    let (file, entity) = (declaration.file, declaration.entity)
    let tokens = file.tokens
    let documentation = entity.docRange
    let own = CodeWords.hash(file.text.bytes, entity.nameRange)
    var index = tokens.firstIndex(startingAt: range.start)
    var skipped = 0
    while index < tokens.count, tokens.start(index) < range.end {
      let start = tokens.start(index)
      while skipped < excluding.count, excluding[skipped].end <= start { skipped += 1 }
      if skipped < excluding.count, excluding[skipped].contains(start) {
        index = tokens.firstIndex(startingAt: excluding[skipped].end)
        continue
      }
      defer { index += 1 }
      let kind = tokens.kind(index)
      if kind.isComment || documentation?.contains(start) == true { continue }
      var hash = CodeWords.hash(file.text.bytes, tokens.range(index))
      if kind == .identifier, hash == own { hash = 1 }
      hashes.append(hash)
      isIdentifier.append(kind == .identifier)
      isWord.append(kind == .identifier || kind == .number || kind.isStringPiece || kind == .text)
    }
  }

  /// The hash of a name or another token by its bytes alone (FNV-1a).
  static func hash(_ bytes: [UInt8], _ range: ByteRange) -> UInt64 {
    bytes.withUnsafeBufferPointer { bytes in
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for index in range.start..<min(range.end, bytes.count) {
        hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3
      }
      return hash
    }
  }

  /// Whether two names are one word written in two ways: in other case, with other underscores, or with a
  /// letter more or less within a long one.
  static func isSpelling(_ old: String, of new: String) -> Bool {
    // An underscore in front makes a name private in several languages.
    guard let first = old.utf8.first(where: { $0 != 95 }),
      let other = new.utf8.first(where: { $0 != 95 }), (first ^ other) & ~32 == 0,
      abs(old.utf8.count - new.utf8.count) <= mostOtherSigns
    else { return false }
    func letters(_ name: String) -> [UInt8] {
      name.utf8.filter { $0 != 95 }.map { $0 >= 65 && $0 <= 90 ? $0 | 32 : $0 }
    }
    let (a, b) = (letters(old), letters(new))
    guard abs(a.count - b.count) <= 2 else { return false }
    if a == b { return !a.isEmpty }
    let (short, long) = a.count < b.count ? (a, b) : (b, a)
    guard short.count >= fewestLetters else { return false }
    var front = 0
    while front < short.count, short[front] == long[front] { front += 1 }
    var back = 0
    while back < short.count - front,
      short[short.count - 1 - back] == long[long.count - 1 - back]
    {
      back += 1
    }
    let more = long[front..<(long.count - back)]
    return front > 0 && front + back == short.count && !more.contains { $0 >= 48 && $0 <= 57 }
  }

  private static let fewestLetters = 10
  private static let mostOtherSigns = 8

  /// The words that a name is made of (`parseHTMLBody`, `parse_html_body`), in lower case.
  static func parts(_ name: String) -> [UInt64] {
    var result: [UInt64] = []
    var part: [UInt8] = []
    func isUpper(_ byte: UInt8) -> Bool { byte >= 65 && byte <= 90 }
    func end() {
      guard !part.isEmpty else { return }
      result.append(hash(part, ByteRange(0, part.count)))
      part = []
    }
    let bytes = Array(name.utf8)
    for (index, byte) in bytes.enumerated() {
      let isLetter = byte >= 128 || isUpper(byte) || (byte >= 97 && byte <= 122)
      let isDigit = byte >= 48 && byte <= 57
      if !isLetter && !isDigit {
        end()
        continue
      }
      let after = index + 1 < bytes.count ? bytes[index + 1] : 0
      let startsWord =
        isUpper(byte)
        && (index > 0 && !isUpper(bytes[index - 1]) || after >= 97 && after <= 122)
      let wasDigit = index > 0 && bytes[index - 1] >= 48 && bytes[index - 1] <= 57
      if startsWord || isDigit != wasDigit { end() }
      part.append(isUpper(byte) ? byte | 32 : byte)
    }
    end()
    return result.sorted()
  }
}
