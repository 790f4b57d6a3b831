import Source
import Yams

/// Gives the nodes of a YAML document their meaning and notes what is wrong with them.
struct NodeReader {
  let document: PolicyDocument
  var problems: [Problem] = []

  init(_ document: PolicyDocument) { self.document = document }

  /// What was noted, in the order of the file.
  ///
  /// - Throws: all of it, where there is anything.
  func finish() throws(PolicyError) {
    guard !problems.isEmpty else { return }
    throw PolicyError(
      problems.sorted {
        ($0.place?.range?.bytes.start ?? 0) < ($1.place?.range?.bytes.start ?? 0)
      })
  }

  /// The entries of a mapping whose keys are known; the others are reported. Nothing at all stands
  /// for an empty mapping, as when every line of a section is a comment.
  mutating func entries(
    _ node: Node, in owner: String, keys: [String], called kind: String = "key"
  ) -> [(key: String, value: Node, line: Int)] {
    if isNull(node) { return [] }
    guard case .mapping(let mapping) = node else {
      expect(node, owner, "a mapping")
      return []
    }
    var result: [(String, Node, Int)] = []
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else {
        report(key, "a \(kind) must be a word", help: nil)
        continue
      }
      if keys.contains(scalar.string) {
        result.append((scalar.string, value, key.mark?.line ?? 1))
      } else {
        let help =
          keys.nearest(to: scalar.string).map { "did you mean `\($0)`?" }
          ?? (keys.isEmpty ? nil : "\(owner) takes \(keys.quotedList)")
        report(key, "unknown \(kind) `\(scalar.string)`", help: help)
      }
    }
    return result
  }

  /// The entries of a policy or of the user's settings, which begin with their version.
  mutating func topLevel(_ keys: [String], called owner: String) -> [(key: String, value: Node)] {
    let root = document.root
    let entries = root.map { self.entries($0, in: owner, keys: keys) } ?? []
    var hasVersion = false
    for (key, value, _) in entries where key == "version" {
      hasVersion = true
      readVersion(value, owner)
    }
    // Of a list or a word it is enough to say that it is no mapping.
    let isMapping = root.map { $0.mapping != nil || isNull($0) } ?? true
    if !hasVersion, isMapping {
      problems.append(
        Problem(
          .usage,
          "\(owner) \(owner.hasSuffix("s") ? "do" : "does") not say \(Self.its(owner)) "
            + "`version`", at: document.place(ByteRange(0, 0)),
          help: "begin the file with `version: 1`"))
    }
    return entries.filter { $0.key != "version" }.map { ($0.key, $0.value) }
  }

  private static func its(_ owner: String) -> String { owner.hasSuffix("s") ? "their" : "its" }

  private mutating func readVersion(_ node: Node, _ owner: String) {
    guard case .scalar(let scalar) = node, scalar.style == .plain, let number = Int(scalar.string)
    else { return expect(node, "`version`", "a number") }
    if number != 1 {
      report(
        node, "version \(number) of \(owner) is not known to this Verdict",
        help: number > 1 ? "use a newer Verdict, or write `version: 1`" : "write `version: 1`")
    }
  }

  /// - Parameter orOne: whether a single text stands for a list of one.
  mutating func texts(
    _ node: Node, _ owner: String, _ expectation: String, orOne: Bool = false
  ) -> [(text: String, node: Node)]? {
    if orOne, case .scalar(let scalar) = node, !isNull(node) { return [(scalar.string, node)] }
    guard case .sequence(let sequence) = node else {
      expect(node, owner, expectation)
      return nil
    }
    var result: [(String, Node)] = []
    for element in sequence {
      guard case .scalar(let scalar) = element, !isNull(element) else {
        expect(element, "each entry of \(owner)", "a text")
        return nil
      }
      result.append((scalar.string, element))
    }
    return result
  }

  mutating func text(_ node: Node, _ owner: String, _ expectation: String = "a text") -> String? {
    guard case .scalar(let scalar) = node, !isNull(node), !scalar.string.isEmpty else {
      expect(node, owner, expectation)
      return nil
    }
    return scalar.string
  }

  mutating func boolean(_ node: Node, _ owner: String) -> Bool? {
    guard case .scalar(let scalar) = node, scalar.style == .plain,
      scalar.string == "true" || scalar.string == "false"
    else {
      expect(node, owner, "`true` or `false`")
      return nil
    }
    return scalar.string == "true"
  }

  mutating func patterns(
    _ node: Node, _ owner: String, _ expectation: String, orOne: Bool = false,
    below folder: SourcePath? = nil
  ) -> [PathPattern] {
    guard let texts = texts(node, owner, expectation, orOne: orOne) else { return [] }
    return texts.compactMap { pattern($0.text, $0.node, below: folder) }
  }

  mutating func pattern(_ text: String, _ node: Node, below folder: SourcePath?) -> PathPattern? {
    do throws(PathPattern.Invalid) {
      return try PathPattern(text, below: folder)
    } catch {
      report(node, error.message, help: error.help)
      return nil
    }
  }

  mutating func word<Word: RawRepresentable & CaseIterable>(
    _ node: Node, _ owner: String, _ type: Word.Type
  ) -> Word? where Word.RawValue == String {
    word(node, owner, of: Word.allCases.map(\.rawValue)).flatMap { Word(rawValue: $0) }
  }

  mutating func word(_ node: Node, _ owner: String, of words: [String]) -> String? {
    if case .scalar(let scalar) = node, words.contains(scalar.string) { return scalar.string }
    let help = (node.scalar?.string).flatMap { words.nearest(to: $0) }
      .map { "did you mean `\($0)`?" }
    expect(node, "`\(owner)`", "one of \(words.quotedList)", help: help)
    return nil
  }

  mutating func level(_ node: Node, _ owner: String) -> Level? {
    if case .scalar(let scalar) = node,
      let level = Level(scalar.string, plain: scalar.style == .plain)
    {
      return level
    }
    return word(node, owner, Level.self)
  }

  /// Whether the node is what YAML reads as nothing: empty, `~` or `null`.
  func isNull(_ node: Node) -> Bool {
    guard case .scalar(let scalar) = node, scalar.style == .plain || scalar.style == .any else {
      return false
    }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  // MARK: Problems

  mutating func expect(
    _ node: Node, _ owner: String, _ expectation: String, help: String? = nil
  ) {
    let given: String
    switch node {
    case .scalar(let scalar):
      given = isNull(node) ? "nothing" : "`\(scalar.string)`"
    case .mapping: given = "a mapping"
    case .sequence: given = "a list"
    case .alias: given = "an alias"
    }
    report(node, "\(owner) takes \(expectation), not \(given)", help: help)
  }

  mutating func report(_ node: Node, _ message: String, help: String?) {
    problems.append(Problem(.usage, message, at: document.place(node), help: help))
  }
}
