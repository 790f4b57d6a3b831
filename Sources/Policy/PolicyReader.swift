import Source
import Yams

extension PolicyFile {
  /// Reads a policy file, `.verdict.yml`.
  ///
  /// - Parameters:
  ///   - text: The file's content.
  ///   - path: Its path for messages.
  ///   - folder: The folder that it is for; nil for the whole repository.
  ///   - schema: What it may say.
  /// - Throws: Everything that is wrong with the file, each with its place. Where the YAML itself is
  ///   broken or a key is given twice, that alone.
  public static func read(
    _ text: SourceText, path: String, folder: SourcePath? = nil, schema: PolicySchema
  ) throws(PolicyError) -> PolicyFile {
    var reader = PolicyReader(
      try PolicyDocument(text, path: path), PolicyFile(path: path, folder: folder), schema)
    reader.read()
    try reader.nodes.finish()
    return reader.file
  }
}

extension DefinitionOfDone {
  /// Reads a policy that is one file; what it extends is not looked for. Throws as `PolicyFile.read`.
  public static func load(
    _ text: SourceText, path: String, schema: PolicySchema
  ) throws(PolicyError) -> DefinitionOfDone {
    try DefinitionOfDone([PolicyFile.read(text, path: path, schema: schema)], schema: schema)
  }
}

/// Reads what a policy file says.
private struct PolicyReader {
  var nodes: NodeReader
  var file: PolicyFile
  let schema: PolicySchema

  private static let keys = [
    "version", "extends", "exclude", "generated", "onInconclusive", "budgets", "waive", "done",
  ]
  /// What concerns the repository as a whole.
  private static let rootKeys = ["extends", "generated", "onInconclusive", "budgets"]

  init(_ document: PolicyDocument, _ file: PolicyFile, _ schema: PolicySchema) {
    nodes = NodeReader(document)
    self.file = file
    self.schema = schema
  }

  mutating func read() {
    for (key, value) in nodes.topLevel(Self.keys, called: "the policy") {
      if file.folder != nil, Self.rootKeys.contains(key) {
        nodes.report(
          value, "`\(key)` is for the whole repository, and this policy for a folder",
          help: "write it in the policy at the root")
        continue
      }
      switch key {
      case "extends": file.extends = readExtends(value)
      case "exclude":
        file.exclude = nodes.patterns(
          value, "`exclude`", "a list of path patterns such as `[vendor/]`", below: file.folder)
        file.excludePlace = nodes.document.place(value)
      case "generated": file.generated = nodes.word(value, "generated", GeneratedFiles.self)
      case "onInconclusive":
        file.onInconclusive = nodes.word(value, "onInconclusive", InconclusiveAction.self)
      case "budgets": file.budgets = readBudgets(value)
      case "waive": file.waivers = readWaivers(value)
      case "done":
        let sections = ["default"] + schema.changeTypes
        for (type, section, _) in nodes.entries(
          value, in: "`done`", keys: sections, called: "change type")
        {
          file.overrides[type] = readSection(section, type)
        }
      default: break
      }
    }
  }

  private mutating func readBudgets(_ node: Node) -> [String: StageBudget] {
    var result: [String: StageBudget] = [:]
    for (stage, value, _) in nodes.entries(
      node, in: "`budgets`", keys: schema.stages, called: "stage")
    {
      if case .scalar(let scalar) = value, let budget = StageBudget(scalar.string) {
        result[stage] = budget
      } else {
        nodes.expect(value, "`\(stage)`", StageBudget.expectation)
      }
    }
    return result
  }

  // MARK: Gates

  private mutating func readSection(_ node: Node, _ type: String) -> [String: GateOverride] {
    var result: [String: GateOverride] = [:]
    for (id, value, line) in nodes.entries(
      node, in: "`\(type)`", keys: schema.gates.map(\.id), called: "gate")
    {
      guard let gate = schema.gates.first(where: { $0.id == id }) else { continue }
      if file.folder != nil, schema.undivided.contains(id) {
        nodes.report(
          value, "`\(id)` judges a change as a whole, and this policy is for a folder",
          help: "write it in the policy at the root")
        continue
      }
      result[id] = readGate(value, gate, line)
    }
    return result
  }

  private mutating func readGate(_ node: Node, _ gate: GateSchema, _ line: Int) -> GateOverride {
    var override = GateOverride(place: nodes.document.place(node))
    if case .scalar = node, !nodes.isNull(node) {
      override.level = nodes.level(node, gate.id)
      override.lines["level"] = line
      return override
    }
    guard case .mapping = node else {
      nodes.expect(node, "`\(gate.id)`", "a level or a mapping such as `{level: required}`")
      return override
    }
    let keys = GateSchema.commonKeys + gate.options.map(\.name)
    for (key, value, line) in nodes.entries(node, in: "`\(gate.id)`", keys: keys) {
      override.lines[key] = line
      switch key {
      case "level": override.level = nodes.level(value, "level")
      case "newOnly": override.isNewOnly = nodes.boolean(value, "`newOnly`")
      case "final": override.isFinal = nodes.boolean(value, "`final`") ?? false
      case "when": override.when = readCondition(value)
      default:
        if let option = gate.options.first(where: { $0.name == key }),
          let read = readOption(value, option)
        {
          override.options[key] = read
        }
      }
    }
    return override
  }

  private mutating func readCondition(_ node: Node) -> GateCondition {
    var condition = GateCondition()
    for (key, value, _) in nodes.entries(node, in: "`when`", keys: ["stage", "branch", "paths"]) {
      switch key {
      case "stage":
        let texts = nodes.texts(value, "`stage`", "a stage or a list of them", orOne: true) ?? []
        for (text, node) in texts {
          if schema.stages.contains(text) {
            condition.stages.append(text)
          } else {
            nodes.report(
              node, "there is no stage `\(text)`",
              help: schema.stages.nearest(to: text).map { "did you mean `\($0)`?" }
                ?? "the stages are \(schema.stages.quotedList)")
          }
        }
      case "branch":
        condition.branches = nodes.patterns(
          value, "`branch`", "a branch or a list of them such as `[main, \"release/*\"]`",
          orOne: true)
      default:
        condition.paths = nodes.patterns(
          value, "`paths`", "a list of path patterns such as `[src/]`", orOne: true,
          below: file.folder)
      }
    }
    return condition
  }

  private mutating func readOption(_ node: Node, _ option: OptionSchema) -> OptionValue? {
    if option.kind == .strings {
      return nodes.texts(node, "`\(option.name)`", option.kind.expectation).map {
        .strings($0.map(\.text))
      }
    }
    if case .scalar(let scalar) = node, !nodes.isNull(node),
      let value = option.kind.read(scalar.string, plain: scalar.style == .plain)
    {
      return value
    }
    var help: String?
    if case .choice(let words) = option.kind, let text = node.scalar?.string {
      help = words.nearest(to: text).map { "did you mean `\($0)`?" }
    }
    nodes.expect(node, "`\(option.name)`", option.kind.expectation, help: help)
    return nil
  }

  // MARK: Waivers

  private mutating func readWaivers(_ node: Node) -> [(waiver: Waiver, place: Problem.Place)] {
    if nodes.isNull(node) { return [] }
    guard case .sequence(let sequence) = node else {
      nodes.expect(node, "`waive`", "a list of mappings such as `{rule: gate/rule, reason: ...}`")
      return []
    }
    return sequence.compactMap { readWaiver($0) }
  }

  private mutating func readWaiver(_ node: Node) -> (waiver: Waiver, place: Problem.Place)? {
    let known = nodes.problems.count
    var rule: String?
    var path = file.folder.flatMap { try? PathPattern("**", below: $0) }
    var entity: String?
    var reason: String?
    var until: Day?
    let keys = ["rule", "path", "entity", "reason", "until"]
    for (key, value, _) in nodes.entries(node, in: "a waiver", keys: keys) {
      switch key {
      case "rule": rule = readRule(value)
      case "path":
        if let text = nodes.text(value, "`path`", "a path pattern") {
          path = nodes.pattern(text, value, below: file.folder)
        }
      case "entity": entity = nodes.text(value, "`entity`", "the name of a declaration")
      case "reason": reason = nodes.text(value, "`reason`", "why it is forgiven")
      default:
        until = (value.scalar?.string).flatMap { Day($0) }
        if until == nil { nodes.expect(value, "`until`", "a day such as `2026-12-31`") }
      }
    }
    guard nodes.problems.count == known else { return nil }
    guard let rule, let reason else {
      nodes.report(
        node, "a waiver needs \(rule == nil ? "the `rule` that it forgives" : "a `reason`")",
        help: "write `{rule: gate/rule, path: src/, reason: why, until: 2026-12-31}`")
      return nil
    }
    let place = nodes.document.place(node)
    return (
      Waiver(
        rule: rule, path: path, entity: entity, reason: reason, until: until,
        place: "\(file.path):\(place.range?.start.line ?? 1)"), place
    )
  }

  private mutating func readRule(_ node: Node) -> String? {
    let expectation = "`gate/rule`, or `gate/*` for all of a gate"
    guard let text = nodes.text(node, "`rule`", expectation) else { return nil }
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let gates = schema.gates.map(\.id)
    guard gates.contains(String(parts[0])) else {
      nodes.report(
        node, "there is no gate `\(parts[0])`",
        help: gates.nearest(to: String(parts[0])).map { "did you mean `\($0)`?" }
          ?? "`rule` takes \(expectation)")
      return nil
    }
    guard parts.count == 2, !parts[1].isEmpty else {
      nodes.report(
        node, "`\(text)` is a gate, and a rule was expected",
        help: "write `\(parts[0])/*` for all of its rules; `verdict explain \(parts[0])` lists them"
      )
      return nil
    }
    return text
  }

  // MARK: Extending

  private mutating func readExtends(_ node: Node) -> [PolicyReference] {
    if nodes.isNull(node) { return [] }
    if case .sequence(let sequence) = node { return sequence.compactMap { readReference($0) } }
    return readReference(node).map { [$0] } ?? []
  }

  private mutating func readReference(_ node: Node) -> PolicyReference? {
    let place = nodes.document.place(node)
    if case .scalar = node {
      return readPath(node, "`extends`").map { PolicyReference(source: .file($0), place: place) }
    }
    guard case .mapping = node else {
      nodes.expect(node, "`extends`", "a path, or a mapping such as `{revision: main, path: ...}`")
      return nil
    }
    var values: [String: String] = [:]
    let keys = ["file", "revision", "path", "repository"]
    let known = nodes.problems.count
    for (key, value, _) in nodes.entries(node, in: "`extends`", keys: keys) {
      values[key] =
        key == "revision" ? nodes.text(value, "`revision`") : readPath(value, "`\(key)`")
    }
    guard nodes.problems.count == known else { return nil }
    if let file = values["file"], values.count == 1 {
      return PolicyReference(source: .file(file), place: place)
    }
    if values["file"] == nil, let path = values["path"],
      let revision = values["revision"] ?? (values["repository"] == nil ? nil : "HEAD")
    {
      return PolicyReference(
        source: .revision(revision, path: path, repository: values["repository"]), place: place)
    }
    nodes.report(
      node, "`extends` takes a `file` alone, or a `revision` with a `path`",
      help: "write `{file: policies/base.yml}` or `{revision: v1.0, path: .verdict.yml}`")
    return nil
  }

  private mutating func readPath(_ node: Node, _ owner: String) -> String? {
    guard let text = nodes.text(node, owner, "a path") else { return nil }
    let isAddress =
      text.contains("://")
      || text.prefix { $0 != "/" }.contains(":") && text.prefix { $0 != ":" }.contains("@")
    guard !isAddress else {
      nodes.report(
        node, "`\(text)` is an address, and nothing is fetched to judge a change",
        help: "clone it, and write `{repository: FOLDER, revision: REF, path: FILE}`")
      return nil
    }
    return text
  }
}
