extension Collection where Element == String {
  /// The element nearest to a mistyped word by edit distance (insertions, deletions, substitutions
  /// and swaps of neighbours, each 1), or nil when none is within a third of the word's length.
  public func nearest(to word: String) -> String? {
    let limit = Swift.max(1, word.utf8.count / 3)
    let typed = Array(word.lowercased().utf8)
    return self.map { (distance: editDistance(typed, Array($0.lowercased().utf8)), word: $0) }
      .filter { $0.distance <= limit }
      .min { ($0.distance, $0.word) < ($1.distance, $1.word) }?.word
  }
}

/// Optimal string alignment distance.
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in 0..<a.count {
    var row = [i + 1]
    for j in 0..<b.count {
      var cost = Swift.min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        cost = Swift.min(cost, beforeLast[j - 1] + 1)
      }
      row.append(cost)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
