import Syntax

/// Which files hold which of the names that are looked for, found in one pass over all summaries.
struct NameSearch {
  /// For each name how many files of a family declare it, and the files that hold it.
  struct Hits {
    var declaring: [ReferenceFamily: Int] = [:]
    var files: [Int] = []
  }

  private(set) var hits: [UInt32: Hits] = [:]
  /// Whether all summaries could be read.
  let isWhole: Bool

  init(_ names: Set<UInt32>, in index: inout ReferenceIndex) {
    // The lowest bit of a name says in a summary whether the file declares it.
    let wanted = Set(names.map { $0 & ~1 })
    var filter = [UInt64](repeating: 0, count: 1024)
    for name in wanted { filter[Int(name >> 22)] |= 1 << UInt64((name >> 16) & 63) }
    var hits: [UInt32: Hits] = [:]
    isWhole = index.forEachSummary { file, summary in
      let count = summary.count / 4
      guard count > 1 else { return }
      let family =
        ReferenceFamily(rawValue: UInt32(littleEndian: summary.loadUnaligned(as: UInt32.self)))
      for place in 1..<count {
        let word = UInt32(
          littleEndian: summary.loadUnaligned(fromByteOffset: place * 4, as: UInt32.self))
        guard filter[Int(word >> 22)] & 1 << UInt64((word >> 16) & 63) != 0,
          wanted.contains(word & ~1)
        else { continue }
        hits[word & ~1, default: Hits()].files.append(file)
        if word & 1 == 1, let family { hits[word & ~1]!.declaring[family, default: 0] += 1 }
      }
    }
    for key in hits.keys { hits[key]!.files.sort() }
    self.hits = hits
  }

  func files(_ name: UInt32) -> [Int] { hits[name & ~1]?.files ?? [] }

  func declaring(_ name: UInt32, _ family: ReferenceFamily) -> Int {
    hits[name & ~1]?.declaring[family] ?? 0
  }
}
