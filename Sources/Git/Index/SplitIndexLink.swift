/// How a split index differs from the shared one that it stands on (gitformat-index, "Split index").
struct SplitIndexLink {
  /// The hash at the end of the shared file; nil when there is none.
  let base: ObjectID?
  /// Places of the shared entries that are gone, and of those that the own file has anew.
  let deleted: Bitmap
  let replaced: Bitmap

  init?(_ bytes: UnsafeRawBufferPointer) {
    var reader = BigEndianReader(bytes)
    guard let hash = reader.slice(20)?.baseAddress else { return nil }
    let id = ObjectID(reading: hash)
    base = id.isZero ? nil : id
    if reader.isAtEnd {
      (deleted, replaced) = (Bitmap(), Bitmap())
      return
    }
    guard let deleted = Bitmap(&reader), let replaced = Bitmap(&reader) else { return nil }
    (self.deleted, self.replaced) = (deleted, replaced)
  }

  /// One list of the shared and the own entries. The own ones begin with those that replace a shared
  /// one, in its order and without their paths; the others are added.
  func merge(_ shared: [IndexEntry], _ own: [IndexEntry]) -> [IndexEntry] {
    var kept: [IndexEntry] = []
    kept.reserveCapacity(shared.count + own.count)
    var next = 0
    for (place, entry) in shared.enumerated() {
      if deleted.contains(place) {
        // A deleted entry may be marked as replaced too; then the own list has it.
        if replaced.contains(place), next < own.count { next += 1 }
        continue
      }
      if replaced.contains(place), next < own.count {
        kept.append(own[next].renamed(entry.path))
        next += 1
      } else {
        kept.append(entry)
      }
    }
    let added = own[next...]
    if added.isEmpty { return kept }
    var result: [IndexEntry] = []
    result.reserveCapacity(kept.count + added.count)
    var rest = kept[...]
    for entry in added {
      while let first = rest.first, Self.precedes(first, entry) {
        result.append(rest.removeFirst())
      }
      // An entry of the same path and stage takes the place of the shared one.
      while let first = rest.first, first.stage == entry.stage, first.path.order(entry.path) == 0 {
        rest.removeFirst()
      }
      result.append(entry)
    }
    return result + rest
  }

  private static func precedes(_ a: IndexEntry, _ b: IndexEntry) -> Bool {
    let order = a.path.order(b.path)
    return order == 0 ? a.stage < b.stage : order < 0
  }
}

/// Bits in the compressed form that Git calls EWAH (gitformat-bitmap, "Serialization format for an EWAH
/// bitmap"): words that say how many words of one bit follow, and how many that stand as they are.
struct Bitmap {
  /// How many bits are set.
  private(set) var count = 0
  private var words: [UInt64] = []

  /// More than any index has entries for.
  private static let capacity = 1 << 26

  init() {}

  init?(_ reader: inout BigEndianReader) {
    guard reader.number(UInt32.self) != nil, let stored = reader.number(UInt32.self) else {
      return nil
    }
    var rest = Int(stored)
    while rest > 0 {
      guard let marker = reader.number(UInt64.self) else { return nil }
      rest -= 1
      let run = Int(marker >> 1 & 0xFFFF_FFFF)
      let literals = Int(marker >> 33)
      guard literals <= rest, words.count + run + literals <= Self.capacity else { return nil }
      words.append(contentsOf: repeatElement(marker & 1 == 0 ? 0 : .max, count: run))
      for _ in 0..<literals {
        guard let word = reader.number(UInt64.self) else { return nil }
        words.append(word)
      }
      rest -= literals
    }
    // Where the last marker stands, for whoever adds to it.
    guard reader.number(UInt32.self) != nil else { return nil }
    count = words.reduce(0) { $0 + $1.nonzeroBitCount }
  }

  func contains(_ place: Int) -> Bool {
    place >> 6 < words.count && words[place >> 6] >> UInt64(place & 63) & 1 == 1
  }
}
