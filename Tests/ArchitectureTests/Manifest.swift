/// The rooms that `Package.swift` declares with `room(…)` and `.executableTarget(…)`, and the names
/// that stand in their lists of dependencies. What has a path of its own is not below `Sources/`, and
/// no room.
struct Manifest {
  private(set) var rooms: [String: Set<String>] = [:]

  init(_ text: String) {
    for start in text.matches(of: /\b(?:room|\.?executableTarget)\(\s*(?:name:\s*)?"(\w+)"/) {
      let call = Manifest.call(text[start.range.lowerBound...])
      if call.contains("path:") { continue }
      let names = call.matches(of: /"([^"]+)"/).map { String($0.1) }.dropFirst()
      rooms[String(start.1)] = Set(names)
    }
  }

  /// The text up to the parenthesis that closes the first one.
  private static func call(_ text: Substring) -> Substring {
    var depth = 0
    for index in text.indices {
      if text[index] == "(" { depth += 1 }
      if text[index] == ")" {
        depth -= 1
        if depth == 0 { return text[...index] }
      }
    }
    return text
  }
}
