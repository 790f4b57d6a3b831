import Source
import Yams

extension DefinitionOfDone {
  /// Reads a policy file, `.verdict.yml`.
  ///
  /// - Parameters:
  ///   - text: The file's content.
  ///   - path: Its path for messages.
  ///   - schema: What it may say.
  /// - Throws: Everything that is wrong with the file, each with its place. Where the YAML itself is
  ///   broken or a key is given twice, that alone.
  public static func load(
    _ text: SourceText, path: String, schema: PolicySchema
  ) throws(PolicyError) -> DefinitionOfDone {
    var reader = PolicyReader(
      document: try PolicyDocument(text, path: path), schema: schema)
    let result = reader.read()
    guard reader.problems.isEmpty else {
      throw PolicyError(
        reader.problems.sorted {
          ($0.place?.range?.bytes.start ?? 0) < ($1.place?.range?.bytes.start ?? 0)
        })
    }
    return result
  }
}

/// Gives the nodes of a policy file their meaning and notes what is wrong with them.
private struct PolicyReader {
  let document: PolicyDocument
  let schema: PolicySchema
  var problems: [Problem] = []

  private static let topLevel = ["version", "exclude", "onInconclusive", "done"]

  init(document: PolicyDocument, schema: PolicySchema) {
    self.document = document
    self.schema = schema
  }

  mutating func read() -> DefinitionOfDone {
    var exclude: [PathPattern] = []
    var onInconclusive: InconclusiveAction?
    var overrides: [String: [String: DefinitionOfDone.Override]] = [:]
    var hasVersion = false
    let root = document.root
    let top = root.map { entries($0, in: "the policy", keys: Self.topLevel) } ?? []
    for (key, value) in top {
      switch key {
      case "version":
        hasVersion = true
        readVersion(value)
      case "exclude": exclude = readExclude(value)
      case "onInconclusive":
        onInconclusive = word(value, "onInconclusive", InconclusiveAction.self)
      case "done":
        let sections = ["default"] + schema.changeTypes
        for (type, section) in entries(
          value, in: "`done`", keys: sections, called: "change type")
        {
          overrides[type] = readSection(section, type)
        }
      default: break
      }
    }
    // Of a list or a word it is enough to say that it is no mapping.
    let isMapping = root.map { $0.mapping != nil || isNull($0) } ?? true
    if !hasVersion, isMapping {
      problems.append(
        Problem(
          .usage, "the policy does not say its `version`", at: document.place(ByteRange(0, 0)),
          help: "begin the file with `version: 1`"))
    }
    return DefinitionOfDone(
      schema: schema, exclude: exclude, onInconclusive: onInconclusive, overrides: overrides)
  }

  private mutating func readVersion(_ node: Node) {
    guard case .scalar(let scalar) = node, scalar.style == .plain, let number = Int(scalar.string)
    else { return expect(node, "`version`", "a number") }
    if number != 1 {
      report(
        node, "version \(number) of the policy is not known to this Verdict",
        help: number > 1 ? "use a newer Verdict, or write `version: 1`" : "write `version: 1`")
    }
  }

  private mutating func readExclude(_ node: Node) -> [PathPattern] {
    guard let texts = texts(node, "`exclude`", "a list of path patterns such as `[vendor/]`")
    else { return [] }
    return texts.compactMap { text, node in
      do throws(PathPattern.Invalid) {
        return try PathPattern(text)
      } catch {
        report(node, error.message, help: error.help)
        return nil
      }
    }
  }

  private mutating func readSection(
    _ node: Node, _ type: String
  ) -> [String: DefinitionOfDone.Override] {
    var result: [String: DefinitionOfDone.Override] = [:]
    for (id, value) in entries(
      node, in: "`\(type)`", keys: schema.gates.map(\.id), called: "gate")
    {
      guard let gate = schema.gates.first(where: { $0.id == id }) else { continue }
      result[id] = readGate(value, gate)
    }
    return result
  }

  private mutating func readGate(_ node: Node, _ gate: GateSchema) -> DefinitionOfDone.Override {
    var override = DefinitionOfDone.Override()
    if case .scalar = node, !isNull(node) {
      override.level = word(node, gate.id, Level.self)
      return override
    }
    guard case .mapping = node else {
      expect(node, "`\(gate.id)`", "a level or a mapping such as `{level: required}`")
      return override
    }
    let keys = ["level"] + gate.options.map(\.name)
    for (key, value) in entries(node, in: "`\(gate.id)`", keys: keys) {
      if key == "level" {
        override.level = word(value, "level", Level.self)
      } else if let option = gate.options.first(where: { $0.name == key }),
        let read = readOption(value, option)
      {
        override.options[key] = read
      }
    }
    return override
  }

  private mutating func readOption(_ node: Node, _ option: OptionSchema) -> OptionValue? {
    if option.kind == .strings {
      return texts(node, "`\(option.name)`", option.kind.expectation).map {
        .strings($0.map(\.text))
      }
    }
    if case .scalar(let scalar) = node, !isNull(node),
      let value = option.kind.read(scalar.string, plain: scalar.style == .plain)
    {
      return value
    }
    var help: String?
    if case .choice(let words) = option.kind, let text = node.scalar?.string {
      help = words.nearest(to: text).map { "did you mean `\($0)`?" }
    }
    expect(node, "`\(option.name)`", option.kind.expectation, help: help)
    return nil
  }

  // MARK: Nodes

  /// The entries of a mapping whose keys are known; the others are reported. Nothing at all stands
  /// for an empty mapping, as when every line of a section is a comment.
  private mutating func entries(
    _ node: Node, in owner: String, keys: [String], called kind: String = "key"
  ) -> [(key: String, value: Node)] {
    if isNull(node) { return [] }
    guard case .mapping(let mapping) = node else {
      expect(node, owner, "a mapping")
      return []
    }
    var result: [(String, Node)] = []
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else {
        report(key, "a \(kind) must be a word", help: nil)
        continue
      }
      if keys.contains(scalar.string) {
        result.append((scalar.string, value))
      } else {
        let help =
          keys.nearest(to: scalar.string).map { "did you mean `\($0)`?" }
          ?? (keys.isEmpty ? nil : "\(owner) takes \(keys.quotedList)")
        report(key, "unknown \(kind) `\(scalar.string)`", help: help)
      }
    }
    return result
  }

  private mutating func texts(
    _ node: Node, _ owner: String, _ expectation: String
  ) -> [(text: String, node: Node)]? {
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

  private mutating func word<Word: RawRepresentable & CaseIterable>(
    _ node: Node, _ owner: String, _ type: Word.Type
  ) -> Word? where Word.RawValue == String {
    let words = Word.allCases.map(\.rawValue)
    if case .scalar(let scalar) = node, let value = Word(rawValue: scalar.string) { return value }
    let help = (node.scalar?.string).flatMap { words.nearest(to: $0) }
      .map { "did you mean `\($0)`?" }
    expect(node, "`\(owner)`", "one of \(words.quotedList)", help: help)
    return nil
  }

  /// Whether the node is what YAML reads as nothing: empty, `~` or `null`.
  private func isNull(_ node: Node) -> Bool {
    guard case .scalar(let scalar) = node, scalar.style == .plain || scalar.style == .any else {
      return false
    }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  // MARK: Problems

  private mutating func expect(
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

  private mutating func report(_ node: Node, _ message: String, help: String?) {
    problems.append(Problem(.usage, message, at: document.place(node), help: help))
  }
}
