import Source

/// What the `.gitattributes` files of one state of a repository say of generated and vendored files
/// (gitattributes(5); the attributes are those of github-linguist).
public struct GitAttributes: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case generated, vendored
    fileprivate var attribute: String { "linguist-\(rawValue)" }
  }

  private struct Rule: Sendable {
    let pattern: PathPattern
    /// What the line says of each kind; nil for a kind that it takes back.
    let values: [(kind: Kind, value: Bool?)]
  }

  /// From the root inwards, in the order of their lines.
  private var rules: [Rule] = []
  /// What attributes of the repository's own stand for.
  private var macros: [String: [(kind: Kind, value: Bool?)]] = [:]

  private var sources: [[UInt8]] = []

  public init() {}

  /// The same for the same files.
  public var digest: Digest { Digest(sources) }

  /// Whether it says nothing of any file.
  public var isEmpty: Bool { rules.isEmpty }

  /// Takes in a file; those of outer folders come before those of inner ones.
  ///
  /// - Parameter folder: where it stands; empty for the root.
  public mutating func add(_ bytes: [UInt8], in folder: SourcePath) {
    // Most say nothing of these.
    guard GitAttributes.mayMatter(bytes) else { return }
    sources += [folder.bytes, bytes]
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let (name, words) = GitAttributes.parts(line) else { continue }
      let values = words.flatMap(values)
      if name.starts(with: "[attr]".utf8) {
        // Git reads macros at the root alone.
        if folder.bytes.isEmpty {
          macros[String(decoding: name.dropFirst(6), as: UTF8.self)] = values
        }
        continue
      }
      guard !values.isEmpty, name.last != UInt8(ascii: "/"),
        let text = String(validating: name, as: UTF8.self),
        let pattern = try? PathPattern(text, below: folder)
      else { continue }
      rules.append(Rule(pattern: pattern, values: values))
    }
  }

  /// What a file is; nil for one like any other. Of several lines that speak of it the last one counts.
  public func kind(of path: SourcePath) -> Kind? {
    if rules.isEmpty { return nil }
    var found: [Kind: Bool] = [:]
    var open = Set(Kind.allCases)
    for rule in rules.reversed() {
      guard rule.values.contains(where: { open.contains($0.kind) }),
        rule.pattern.matches(path, holds: false)
      else { continue }
      // Within a line, too, the last word counts.
      for (kind, value) in rule.values.reversed() where open.remove(kind) != nil {
        if let value { found[kind] = value }
      }
      if open.isEmpty { break }
    }
    return Kind.allCases.first { found[$0] == true }
  }

  // MARK: Reading

  private static func mayMatter(_ bytes: [UInt8]) -> Bool {
    let wanted = Array("linguist-".utf8)
    return bytes.withUnsafeBufferPointer { bytes in
      var place = 0
      while place + wanted.count <= bytes.count {
        if bytes[place] == wanted[0],
          bytes[place..<(place + wanted.count)].elementsEqual(wanted)
        {
          return true
        }
        place += 1
      }
      return false
    }
  }

  /// The pattern of a line and the words behind it; nil for a comment and what Git warns of.
  private static func parts(
    _ line: ArraySlice<UInt8>
  ) -> (name: ArraySlice<UInt8>, words: [ArraySlice<UInt8>])? {
    func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }
    let line = line.drop(while: isSpace)
    guard let first = line.first, first != UInt8(ascii: "#"), first != UInt8(ascii: "!") else {
      return nil
    }
    var name: ArraySlice<UInt8>
    var rest: ArraySlice<UInt8>
    if first == UInt8(ascii: "\""), let quoted = unquoted(line) {
      (name, rest) = quoted
    } else {
      name = line.prefix { !isSpace($0) }
      rest = line.dropFirst(name.count)
      if name.elementsEqual("[attr]".utf8) {
        // The macro's name may stand apart.
        rest = rest.drop(while: isSpace)
        let own = rest.prefix { !isSpace($0) }
        rest = rest.dropFirst(own.count)
        name = (Array(name) + own)[...]
      }
    }
    return (name, rest.split(whereSeparator: isSpace))
  }

  /// The text between quotation marks with its escapes as in C, and what follows it.
  private static func unquoted(
    _ line: ArraySlice<UInt8>
  ) -> (ArraySlice<UInt8>, ArraySlice<UInt8>)? {
    let escapes: [UInt8: UInt8] = [
      UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, UInt8(ascii: "n"): 10,
      UInt8(ascii: "v"): 11, UInt8(ascii: "f"): 12, UInt8(ascii: "r"): 13,
      UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
    ]
    var result: [UInt8] = []
    var place = line.startIndex + 1
    while place < line.endIndex {
      let byte = line[place]
      place += 1
      if byte == UInt8(ascii: "\"") { return (result[...], line[place...]) }
      guard byte == UInt8(ascii: "\\"), place < line.endIndex else {
        result.append(byte)
        continue
      }
      let digits = line[place...].prefix(3)
      if digits.count == 3, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8) {
        result.append(value)
        place += 3
      } else if let escaped = escapes[line[place]] {
        result.append(escaped)
        place += 1
      } else {
        return nil
      }
    }
    return nil
  }

  /// What a word of a line says of the kinds.
  private func values(_ word: ArraySlice<UInt8>) -> [(kind: Kind, value: Bool?)] {
    let text = String(decoding: word, as: UTF8.self)
    let sign = text.first == "-" || text.first == "!" ? text.first : nil
    let body = text.dropFirst(sign == nil ? 0 : 1)
    let name = String(body.prefix { $0 != "=" })
    guard let kind = Kind.allCases.first(where: { $0.attribute == name }) else {
      guard let macro = macros[name] else { return [] }
      switch sign {
      case nil: return macro
      // Without the macro, nothing is said of what it stands for.
      default: return []
      }
    }
    switch sign {
    case "-": return [(kind, false)]
    case "!": return [(kind, nil)]
    default: return [(kind, body.dropFirst(name.utf8.count) != "=false")]
    }
  }
}
