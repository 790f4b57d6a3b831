import Source
import Syntax

/// Which declarations stand in another order among those that are held by the same one on both sides.
enum Order {
  /// The places in `matching.after` of the fewest declarations whose moves explain the new order.
  static func changed(_ matching: Matching) -> Set<Int> {
    struct Holder: Hashable {
      let pair: Int
      let parent: Int
    }
    var held: [Holder: [Int]] = [:]
    for (index, a) in matching.after.enumerated() {
      let origin = matching.origin[index]
      guard origin >= 0 else { continue }
      let b = matching.before[origin]
      let sameHolder =
        a.parent < 0 || b.parent < 0
        ? a.parent < 0 && b.parent < 0 : matching.origin[a.parent] == b.parent
      if a.pair == b.pair, sameHolder {
        held[Holder(pair: a.pair, parent: a.parent), default: []].append(index)
      }
    }
    return held.values.reduce(into: []) { result, places in
      let kept = longestIncreasing(places.map { matching.origin[$0] })
      for (position, place) in places.enumerated() where !kept.contains(position) {
        result.insert(place)
      }
    }
  }

  /// The positions of a longest increasing subsequence of numbers that differ (patience sorting).
  static func longestIncreasing(_ numbers: [Int]) -> Set<Int> {
    // For each length the position of the smallest number that ends a subsequence of that length.
    var ends: [Int] = []
    var previous = [Int](repeating: -1, count: numbers.count)
    for (position, number) in numbers.enumerated() {
      var low = 0
      var high = ends.count
      while low < high {
        let middle = (low + high) / 2
        if numbers[ends[middle]] < number { low = middle + 1 } else { high = middle }
      }
      previous[position] = low > 0 ? ends[low - 1] : -1
      if low == ends.count { ends.append(position) } else { ends[low] = position }
    }
    var result = Set<Int>()
    var position = ends.last ?? -1
    while position >= 0 {
      result.insert(position)
      position = previous[position]
    }
    return result
  }
}
