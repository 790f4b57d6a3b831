import Source
import Syntax

/// The code of a file as clones are looked for in it: names, numbers and strings are each as good as any
/// other, comments are left out, and imports and preprocessor lines part what stands around them.
struct CloneTokens {
  /// What a token is, names and literals apart; 0 parts what must not be read together.
  private(set) var kinds: [UInt32] = []
  /// Of a name or a literal which one it is; 0 for other tokens.
  private(set) var names: [UInt64] = []
  /// The place of each in the file's tokens.
  private(set) var places: [Int32] = []
  let file: SyntaxFile

  /// The languages whose code may be copied into each other.
  static func family(_ language: Language) -> String {
    switch language.name {
    case "c", "cpp", "objectivec": "c"
    case "javascript", "typescript": "javascript"
    default: language.name
    }
  }

  init(_ file: SyntaxFile) {
    self.file = file
    let tokens = file.tokens
    let imports = file.entities.filter { $0.kind == .import }.map(\.range)
    var nextImport = 0
    kinds.reserveCapacity(tokens.count)
    names.reserveCapacity(tokens.count)
    places.reserveCapacity(tokens.count)
    file.text.bytes.withUnsafeBufferPointer { bytes in
      for index in 0..<tokens.count {
        let kind = tokens.kind(index)
        if kind.isComment { continue }
        let start = tokens.start(index)
        while nextImport < imports.count, imports[nextImport].end <= start { nextImport += 1 }
        let isImport = nextImport < imports.count && imports[nextImport].start <= start
        var value: UInt32 = 0
        var name: UInt64 = 0
        if !isImport, !tokens.flags(index).contains(.directive) {
          value = 1 + UInt32(kind.rawValue) << 8
          switch kind {
          case .identifier, .number, .string, .stringMiddle, .character, .regex, .text:
            name = CloneTokens.hash(bytes, start, tokens.end(index))
            // A member may bear the name of a variable and be another thing.
            if kind == .identifier, CloneTokens.isMember(tokens, before: index) {
              name = name &* 0x9E37_79B9_7F4A_7C15 | 1
            }
            if kind != .identifier { value = 1 + UInt32(TokenKind.string.rawValue) << 8 }
          case .operator, .directive, .invalid:
            value ^=
              UInt32(truncatingIfNeeded: CloneTokens.hash(bytes, start, tokens.end(index)))
              & 0xFFFF_0000
            value += UInt32(tokens.symbol(index))
          default: value += UInt32(tokens.symbol(index))
          }
        } else if kinds.last == 0 || kinds.isEmpty {
          continue
        }
        kinds.append(value)
        names.append(name)
        places.append(Int32(truncatingIfNeeded: index))
      }
    }
  }

  var count: Int { kinds.count }

  @inline(__always)
  private static func isMember(_ tokens: TokenBuffer, before index: Int) -> Bool {
    guard index > 0 else { return false }
    switch tokens.kind(index - 1) {
    case .punctuation: return tokens.symbol(index - 1) == UInt8(ascii: ".")
    case .operator:
      let symbol = tokens.symbol(index - 1)
      let length = tokens.end(index - 1) - tokens.start(index - 1)
      // `->`, `::`, `?.`, and `.` where it is an operator.
      return symbol == UInt8(ascii: ".")
        || length == 2
          && (symbol == UInt8(ascii: "-") || symbol == UInt8(ascii: ":")
            || symbol == UInt8(ascii: "?"))
          && tokens.flags(index).isDisjoint(with: [.spaceBefore])
    default: return false
    }
  }

  /// The bytes of the tokens of a range.
  func range(_ tokens: Range<Int>) -> ByteRange {
    ByteRange(
      file.tokens.start(Int(places[tokens.lowerBound])),
      file.tokens.end(Int(places[tokens.upperBound - 1])))
  }

  /// FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv); never 0.
  @inline(__always)
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> UInt64
  {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in start..<end { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
    return hash | 1
  }
}

/// Selected hashes of runs of tokens (Schleimer, Wilkerson, Aiken: "Winnowing: Local Algorithms for Document
/// Fingerprinting", SIGMOD 2003): of each `window` successive runs of `run` tokens the one with the smallest
/// hash. Any `guaranteed` tokens that two files share give both at least one fingerprint in common.
struct Winnowing {
  static let run = 24
  static let window = 27
  /// The length of a copy that is found for certain, in tokens.
  static let guaranteed = run + window - 1
  /// Runs with fewer different kinds of tokens are data or lists of alike calls, and never selected.
  private static let fewestKinds = 7
  /// Of what makes fingerprints: what was kept under another one is not read.
  static let version: UInt32 = 1

  struct Fingerprint {
    /// 40 bits.
    let hash: UInt64
    /// Of the first token of the run.
    let position: Int
  }

  /// In the order of their positions.
  static func fingerprints(_ tokens: CloneTokens) -> [Fingerprint] {
    var result: [Fingerprint] = []
    tokens.kinds.withUnsafeBufferPointer { kinds in
      var start = 0
      while start < kinds.count {
        if kinds[start] == 0 {
          start += 1
          continue
        }
        var end = start
        while end < kinds.count, kinds[end] != 0 { end += 1 }
        if end - start >= run { select(kinds, start, end, &result) }
        start = end
      }
    }
    return result
  }

  private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15
  /// `base` to the power of `run`.
  private static let power: UInt64 = (0..<run).reduce(1) { power, _ in power &* base }

  private static func select(
    _ kinds: UnsafeBufferPointer<UInt32>, _ start: Int, _ end: Int, _ result: inout [Fingerprint]
  ) {
    var rolling: UInt64 = 0
    // How many tokens of each group of kinds stand in the run.
    var groups = [UInt8](repeating: 0, count: 256)
    var different = 0
    // The hashes of the window, and the place of the smallest.
    var hashes = [UInt64](repeating: .max, count: window)
    var smallest = -1
    groups.withUnsafeMutableBufferPointer { groups in
      hashes.withUnsafeMutableBufferPointer { hashes in
        for index in start..<end {
          rolling = rolling &* base &+ UInt64(kinds[index])
          let group = Self.group(kinds[index])
          if groups[group] == 0 { different += 1 }
          groups[group] += 1
          if index - start >= run {
            rolling = rolling &- UInt64(kinds[index - run]) &* power
            let old = Self.group(kinds[index - run])
            groups[old] -= 1
            if groups[old] == 0 { different -= 1 }
          }
          let position = index - run + 1
          guard position >= start else { continue }
          let hash = different < fewestKinds ? UInt64.max : mixed(rolling)
          hashes[position % window] = hash
          let first = position - window + 1
          if smallest < first || smallest < start {
            // The smallest has left the window: the rightmost of the smallest is next.
            smallest = max(first, start)
            var place = smallest
            while place <= position {
              if hashes[place % window] <= hashes[smallest % window] { smallest = place }
              place += 1
            }
          } else if hash <= hashes[smallest % window] {
            smallest = position
          }
          guard first >= start || index == end - 1, hashes[smallest % window] != .max else {
            continue
          }
          if result.last?.position != smallest {
            result.append(
              Fingerprint(hash: hashes[smallest % window] & (1 << 40 - 1), position: smallest))
          }
        }
      }
    }
  }

  @inline(__always)
  private static func group(_ kind: UInt32) -> Int {
    Int((kind ^ kind >> 8 ^ kind >> 16 ^ kind >> 24) & 0xFF)
  }

  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    var value = (value ^ value >> 31) &* 0xBF58_476D_1CE4_E5B9
    value ^= value >> 29
    return value >> 1
  }
}
