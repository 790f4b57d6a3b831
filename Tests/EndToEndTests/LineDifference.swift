/// Two texts side by side in the manner of `diff -u`, for a person who reads a failed case.
enum LineDifference {
  private static let context = 3

  static func text(expected: [String], actual: [String]) -> String {
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for step in actual.difference(from: expected) {
      switch step {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var rows: [(sign: Character, line: String)] = []
    var (old, new) = (0, 0)
    while old < expected.count || new < actual.count {
      if removed.contains(old) {
        rows.append(("-", expected[old]))
        old += 1
      } else if inserted.contains(new) {
        rows.append(("+", actual[new]))
        new += 1
      } else {
        rows.append((" ", expected[old]))
        (old, new) = (old + 1, new + 1)
      }
    }
    var result: [String] = []
    var isGap = false
    for index in rows.indices {
      let near = rows[max(0, index - context)...min(rows.count - 1, index + context)]
      if near.contains(where: { $0.sign != " " }) {
        result.append("\(rows[index].sign) \(rows[index].line)")
        isGap = false
      } else if !isGap {
        result.append("  …")
        isGap = true
      }
    }
    return result.joined(separator: "\n")
  }
}
