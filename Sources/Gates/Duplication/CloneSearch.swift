import Source
import Syntax

/// A stretch of code that stands elsewhere too.
struct Clone {
  /// The tokens of the changed file.
  let tokens: Range<Int>
  /// Where the other one stands.
  let path: SourcePath
  let other: Range<Int>
  let otherTokens: CloneTokens
  /// The share of names and literals that are the same in both, in [0, 1].
  let sameNames: Double
}

/// A file in which clones are looked for.
enum CloneSource {
  /// Nil for what is no program, and for what a program wrote.
  static func tokens(_ bytes: [UInt8], at path: SourcePath) -> CloneTokens? {
    guard bytes.count <= CloneIndex.largestFile,
      let language = Language.detect(path: path, bytes: bytes), language.hasFunctions
    else { return nil }
    let text = SourceText(bytes)
    if GeneratedMark.place(in: text) != nil { return nil }
    return CloneTokens(SyntaxFile(text, as: language, path: path, checksValidity: false))
  }
}

/// Compares the changed parts of a file with another one token by token, from the fingerprints that they share.
struct CloneSearch {
  let tokens: CloneTokens
  /// Whether each token came in with the change.
  let isAdded: [Bool]
  /// The least length, in tokens.
  let fewest: Int

  /// The share of a copy that the change must have brought in.
  private static let leastAdded = 0.6
  /// The share of names whose counterparts are always the same.
  private static let leastConsistent = 0.9
  /// The different kinds of runs of four tokens that a copy must have for each of its tokens: what has
  /// fewer is a list.
  private static let leastVariety = 0.4
  /// The most places that are compared with one file.
  private static let mostSeeds = 4_000

  init(_ tokens: CloneTokens, added: (Int) -> Bool, fewest: Int) {
    self.tokens = tokens
    self.fewest = fewest
    let text = tokens.file.text
    isAdded = tokens.places.map { added(text.position(at: tokens.file.tokens.start(Int($0))).line) }
  }

  /// The longest clones of the new fingerprints in another file, none of which lies in another.
  ///
  /// - Parameters:
  ///   - wanted: the positions of the new fingerprints, by their hashes.
  ///   - fingerprints: those of the other file.
  ///   - isSame: whether the other file is this one; what overlaps is no clone then, and of two copies the
  ///     second is one.
  func clones(
    of wanted: [UInt64: [Int]], in other: CloneTokens, _ fingerprints: [Winnowing.Fingerprint],
    at path: SourcePath, isSame: Bool
  ) -> [Clone] {
    // How far each diagonal has been compared.
    var covered: [Int: Int] = [:]
    var found: [Clone] = []
    var seeds = 0
    for fingerprint in fingerprints {
      for position in wanted[fingerprint.hash] ?? [] {
        if isSame, fingerprint.position >= position { continue }
        let diagonal = position - fingerprint.position
        if let end = covered[diagonal], position < end { continue }
        seeds += 1
        if seeds > Self.mostSeeds { return found }
        let match = extend(position, fingerprint.position, other, isSame: isSame)
        covered[diagonal] = match.upperBound
        if let clone = checked(match, diagonal, other, path) { found.append(clone) }
      }
    }
    return found
  }

  /// The longest stretch around a pair of runs that both files have.
  private func extend(
    _ mine: Int, _ others: Int, _ other: CloneTokens, isSame: Bool
  ) -> Range<Int> {
    var start = 0
    var end = 0
    tokens.kinds.withUnsafeBufferPointer { a in
      other.kinds.withUnsafeBufferPointer { b in
        while mine - start > 0, others - start > 0, a[mine - start - 1] != 0,
          a[mine - start - 1] == b[others - start - 1]
        {
          start += 1
        }
        // Within one file the first copy ends before the second begins.
        let limit = isSame ? mine - start : Int.max
        while mine + end < a.count, others + end < min(b.count, limit), a[mine + end] != 0,
          a[mine + end] == b[others + end]
        {
          end += 1
        }
      }
    }
    return mine - start..<mine + end
  }

  private func checked(
    _ match: Range<Int>, _ diagonal: Int, _ other: CloneTokens, _ path: SourcePath
  ) -> Clone? {
    guard match.count >= fewest else { return nil }
    let part = consistent(match, diagonal, other)
    guard part.tokens.count >= fewest else { return nil }
    let added = part.tokens.count { isAdded[$0] }
    guard Double(added) >= Self.leastAdded * Double(part.tokens.count), isVaried(part.tokens)
    else { return nil }
    return Clone(
      tokens: part.tokens, path: path,
      other: part.tokens.lowerBound - diagonal..<part.tokens.upperBound - diagonal,
      otherTokens: other, sameNames: part.same)
  }

  /// The longest part in which a name of one side stands for one name of the other (Baker: "On Finding
  /// Duplication and Near-Duplication in Large Software Systems", WCRE 1995), but for a few.
  private func consistent(
    _ match: Range<Int>, _ diagonal: Int, _ other: CloneTokens
  ) -> (tokens: Range<Int>, same: Double) {
    var best = match.lowerBound..<match.lowerBound
    var bestSame = 0.0
    var start = match.lowerBound
    var heirs: [UInt64: UInt64] = [:]
    var origins: [UInt64: UInt64] = [:]
    var names = 0
    var conflicts: [Int] = []
    var same = 0
    func take(_ end: Int) {
      guard end - start > best.count else { return }
      best = start..<end
      bestSame = names == 0 ? 1 : Double(same) / Double(names)
    }
    for index in match {
      let (mine, theirs) = (tokens.names[index], other.names[index - diagonal])
      if mine == 0 { continue }
      names += 1
      if mine == theirs { same += 1 }
      let isConsistent =
        heirs[mine, default: theirs] == theirs && origins[theirs, default: mine] == mine
      if isConsistent {
        heirs[mine] = theirs
        origins[theirs] = mine
        continue
      }
      conflicts.append(index)
      if Double(conflicts.count) > 2 + (1 - Self.leastConsistent) * Double(names) {
        take(index)
        // What follows begins anew behind the first that did not fit.
        start = conflicts[0] + 1
        heirs = [:]
        origins = [:]
        (names, same) = (0, 0)
        conflicts = []
        for inner in start..<index + 1 {
          let (mine, theirs) = (tokens.names[inner], other.names[inner - diagonal])
          if mine == 0 { continue }
          names += 1
          if mine == theirs { same += 1 }
          if heirs[mine, default: theirs] == theirs, origins[theirs, default: mine] == mine {
            heirs[mine] = theirs
            origins[theirs] = mine
          } else {
            conflicts.append(inner)
          }
        }
      }
    }
    take(match.upperBound)
    return (best, bestSame)
  }

  /// Whether the code is none of many lines that are alike, as tables and lists of calls are.
  private func isVaried(_ range: Range<Int>) -> Bool {
    var seen: Set<UInt64> = []
    for index in range.dropLast(3) {
      var value: UInt64 = 0
      for offset in 0..<4 {
        value = value &* 0x100_0000_01B3 ^ UInt64(tokens.kinds[index + offset])
      }
      seen.insert(value)
    }
    return Double(seen.count) >= Self.leastVariety * Double(range.count)
  }
}
