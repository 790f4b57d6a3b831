/// A version as its ecosystem orders it: Semantic Versioning, PEP 440, RubyGems, Maven's `ComparableVersion`
/// and Composer's order, which all compare numbers and words part by part and differ in what a word weighs.
struct PackageVersion: Comparable, Sendable {
  private enum Part: Equatable {
    case number([UInt8])
    /// A word, by its rank: below 0 before a release, above it behind.
    case word(Int, String)
  }

  private let epoch: [UInt8]
  private let parts: [Part]
  private let isSemantic: Bool
  /// Whether it is one before a release, by Semantic Versioning.
  private let isPre: Bool

  init(_ text: String, _ ecosystem: Ecosystem) {
    isSemantic = [.npm, .crates, .go, .swift, .nuget].contains(ecosystem)
    var bytes = Array(text.lowercased().utf8)[...]
    while bytes.first == UInt8(ascii: "v") || bytes.first == UInt8(ascii: "=") || bytes.first == 32
    {
      bytes.removeFirst()
    }
    // What stands behind `+` does not count, but Maven's and PEP 440's local versions do.
    if ecosystem != .maven, ecosystem != .pypi, let plus = bytes.firstIndex(of: UInt8(ascii: "+")) {
      bytes = bytes[..<plus]
    }
    if ecosystem == .pypi, let mark = bytes.firstIndex(of: UInt8(ascii: "!")) {
      epoch = PackageVersion.withoutZeros(bytes[..<mark])
      bytes = bytes[(mark + 1)...]
    } else {
      epoch = []
    }
    var parts: [Part] = []
    var index = bytes.startIndex
    var isPre = false
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte == UInt8(ascii: "-"), isSemantic, !isPre {
        // From here on it is before the release.
        isPre = true
        PackageVersion.trim(&parts)
        parts.append(.word(-50, ""))
      }
      guard byte.isASCIIDigit || byte.isASCIILetter else {
        index += 1
        continue
      }
      let start = index
      if isSemantic, isPre {
        while index < bytes.endIndex,
          bytes[index].isASCIIDigit || bytes[index].isASCIILetter || bytes[index] == 45
        {
          index += 1
        }
        let part = bytes[start..<index]
        // Numbers come before words there.
        parts.append(
          part.allSatisfy(\.isASCIIDigit)
            ? .number(PackageVersion.withoutZeros(part))
            : .word(1, String(decoding: part, as: UTF8.self)))
        continue
      }
      if byte.isASCIIDigit {
        while index < bytes.endIndex, bytes[index].isASCIIDigit { index += 1 }
        parts.append(.number(PackageVersion.withoutZeros(bytes[start..<index])))
      } else {
        while index < bytes.endIndex, bytes[index].isASCIILetter { index += 1 }
        let word = String(decoding: bytes[start..<index], as: UTF8.self)
        PackageVersion.trim(&parts)
        let rank = PackageVersion.rank(word, ecosystem)
        if rank != 0 { parts.append(.word(rank, rank == 50 || rank == -9 ? word : "")) }
      }
    }
    if !isPre { PackageVersion.trim(&parts) }
    self.parts = parts
    self.isPre = isPre
  }

  /// `1.0` and `1` are one version.
  private static func trim(_ parts: inout [Part]) {
    while let last = parts.last, last == .number([]) { parts.removeLast() }
  }

  private static func withoutZeros(_ digits: ArraySlice<UInt8>) -> [UInt8] {
    Array(digits.drop { $0 == UInt8(ascii: "0") })
  }

  /// What a word weighs beside nothing, which is 0.
  private static func rank(_ word: String, _ ecosystem: Ecosystem) -> Int {
    switch word {
    case "dev": return ecosystem == .pypi || ecosystem == .packagist ? -10 : -9
    case "alpha", "a": return -8
    case "beta", "b": return -7
    case "milestone", "m": return -6
    case "preview", "pre", "c", "rc", "cr": return -5
    case "snapshot": return -4
    case "final", "ga", "release", "stable": return 0
    case "sp": return 10
    case "post", "rev", "r", "patch", "pl", "p": return 20
    default:
      // Any word is before a release in RubyGems, and behind it in Maven.
      return ecosystem == .gems || ecosystem == .packagist ? -9 : 50
    }
  }

  static func == (a: Self, b: Self) -> Bool { !(a < b) && !(b < a) }

  static func < (a: Self, b: Self) -> Bool {
    if a.epoch != b.epoch { return isLess(a.epoch, b.epoch) }
    for index in 0..<max(a.parts.count, b.parts.count) {
      let (x, y) = (a.part(index), b.part(index))
      switch (x, y) {
      case (nil, nil): return false
      case (.number(let x)?, .number(let y)?): if x != y { return isLess(x, y) }
      case (.word(let x, let s)?, .word(let y, let t)?):
        if x != y { return x < y }
        if s != t { return Array(s.utf8).lexicographicallyPrecedes(Array(t.utf8)) }
      // Behind `-` a number is before a word, elsewhere behind it.
      case (.number?, .word(let rank, _)?): return a.isSemantic && rank > 0
      case (.word(let rank, _)?, .number?): return !(a.isSemantic && rank > 0)
      // Nothing is 0, and before all that follows a `-`.
      case (nil, .number(let y)?): if !y.isEmpty || b.isPre { return true }
      case (.number(let x)?, nil): if !x.isEmpty || a.isPre { return false }
      case (nil, .word(let rank, _)?): return rank > 0
      case (.word(let rank, _)?, nil): return rank < 0
      }
    }
    return false
  }

  private func part(_ index: Int) -> Part? { index < parts.count ? parts[index] : nil }

  private static func isLess(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    a.count != b.count ? a.count < b.count : a.lexicographicallyPrecedes(b)
  }
}

extension UInt8 {
  fileprivate var isASCIIDigit: Bool { self &- 48 < 10 }
  fileprivate var isASCIILetter: Bool { self &- 97 < 26 }
}
