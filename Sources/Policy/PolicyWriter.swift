extension DefinitionOfDone {
  /// The policy as a file that says all of it: every gate and option with its value in `default`,
  /// and in the sections of the change types what differs from that. Loading it gives an equal
  /// policy.
  ///
  /// - Parameter showsOrigins: whether each value that a file gave has its place behind it.
  public func yaml(showsOrigins: Bool = false) -> String {
    PolicyWriter(policy: self, showsOrigins: showsOrigins).text()
  }
}

/// Writes a policy in its own format.
private struct PolicyWriter {
  let policy: DefinitionOfDone
  let showsOrigins: Bool

  func text() -> String {
    var lines = ["version: 1"]
    lines += list("exclude", "Paths that no gate looks at.", policy.exclude.map(\.fromRoot))
    lines.append("# What happens with files that .gitattributes calls linguist-generated or")
    lines.append("# linguist-vendored: exclude or judge.")
    lines.append("generated: \(policy.generated.rawValue)")
    lines.append(
      "# Whether a verdict that could not be decided lets the change through: allow or block;")
    lines.append("# without it a hook allows it and CI blocks it.")
    let action = policy.onInconclusive
    lines.append("\(action == nil ? "# " : "")onInconclusive: \(action?.rawValue ?? "allow")")
    if !policy.schema.stages.isEmpty {
      lines.append(
        "# The time that all gates of a stage may take together; what is not done by then")
      lines.append("# is left to the next stage.")
      lines.append("budgets:")
      for stage in policy.schema.stages {
        let budget = policy.budgets[stage] ?? .unlimited
        lines.append("  \(YAMLScalar.text(stage)): \(budget.text)")
      }
    }
    lines += waivers()
    lines += ["done:", "  # Every type of change."]
    lines.append(policy.schema.gates.isEmpty ? "  default: {}" : "  default:")
    for gate in policy.schema.gates { lines += full(gate) }
    for type in policy.schema.changeTypes {
      let changes = policy.schema.gates.flatMap { difference($0, type) }
      if !changes.isEmpty { lines += ["  \(YAMLScalar.text(type)):"] + changes }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func list(_ key: String, _ summary: String, _ texts: [String]) -> [String] {
    if texts.isEmpty { return ["# \(summary)", "\(key): []"] }
    return ["# \(summary)", "\(key):"] + texts.map { "  - \(YAMLScalar.text($0))" }
  }

  private func waivers() -> [String] {
    if policy.waivers.isEmpty { return [] }
    var lines = ["# What is forgiven, and why.", "waive:"]
    for waiver in policy.waivers {
      lines.append("  - rule: \(YAMLScalar.text(waiver.rule))\(origin(waiver.place))")
      if let path = waiver.path { lines.append("    path: \(YAMLScalar.text(path.fromRoot))") }
      if let entity = waiver.entity { lines.append("    entity: \(YAMLScalar.text(entity))") }
      lines.append("    reason: \(YAMLScalar.text(waiver.reason))")
      if let until = waiver.until { lines.append("    until: \(until)") }
    }
    return lines
  }

  private func full(_ gate: GateSchema) -> [String] {
    let settings = policy.settings(for: gate.id, type: "default")
    let lines = ["    # \(comment(gate.summary))"]
    let common = common(settings, nil, gate, "default")
    let level =
      "\(settings.level.rawValue)\(origin(policy.origin(of: "level", gate: gate.id, type: "default")))"
    if gate.options.isEmpty, common.isEmpty {
      return lines + ["    \(YAMLScalar.text(gate.id)): \(level)"]
    }
    return lines + ["    \(YAMLScalar.text(gate.id)):", "      level: \(level)"] + common
      + gate.options.flatMap { option in
        [
          "      # \(comment(option.summary)) (\(comment(option.kind.expectation)))",
          line(option, settings, gate, "default"),
        ]
      }
  }

  private func line(
    _ option: OptionSchema, _ settings: GateSettings, _ gate: GateSchema, _ type: String
  ) -> String {
    "      \(YAMLScalar.text(option.name)): \(text(settings.options[option.name]))"
      + origin(policy.origin(of: option.name, gate: gate.id, type: type))
  }

  /// What a policy may say of every gate, where it is not what is built in, or what `base` has.
  private func common(
    _ settings: GateSettings, _ base: GateSettings?, _ gate: GateSchema, _ type: String
  ) -> [String] {
    var lines: [String] = []
    if settings.isNewOnly != base?.isNewOnly ?? true {
      lines.append(
        "      newOnly: \(settings.isNewOnly)"
          + origin(policy.origin(of: "newOnly", gate: gate.id, type: type)))
    }
    if settings.when != base?.when {
      var parts: [String] = []
      func add(_ key: String, _ values: [String]) {
        if !values.isEmpty {
          parts.append("\(key): [\(values.map(YAMLScalar.text).joined(separator: ", "))]")
        }
      }
      add("stage", settings.when?.stages ?? [])
      add("branch", settings.when?.branches.map(\.text) ?? [])
      add("paths", settings.when?.paths.map(\.fromRoot) ?? [])
      lines.append(
        "      when: {\(parts.joined(separator: ", "))}"
          + origin(policy.origin(of: "when", gate: gate.id, type: type)))
    }
    return lines
  }

  private func difference(_ gate: GateSchema, _ type: String) -> [String] {
    let base = policy.settings(for: gate.id, type: "default")
    let settings = policy.settings(for: gate.id, type: type)
    guard settings != base else { return [] }
    let level =
      "\(settings.level.rawValue)\(origin(policy.origin(of: "level", gate: gate.id, type: type)))"
    let common = common(settings, base, gate, type)
    if settings.options == base.options, common.isEmpty {
      return ["    \(YAMLScalar.text(gate.id)): \(level)"]
    }
    var lines = ["    \(YAMLScalar.text(gate.id)):"]
    if settings.level != base.level { lines.append("      level: \(level)") }
    lines += common
    for option in gate.options where settings.options[option.name] != base.options[option.name] {
      lines.append(line(option, settings, gate, type))
    }
    return lines
  }

  private func origin(_ place: String?) -> String {
    guard showsOrigins, let place else { return "" }
    return "  # \(comment(place))"
  }

  private func text(_ value: OptionValue?) -> String {
    guard let value else { preconditionFailure("settings are complete") }
    return value.yaml
  }

  private func comment(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 })
  }
}

extension OptionValue {
  /// The value as it is written in a policy.
  public var yaml: String {
    switch self {
    case .integer(let number): "\(number)"
    case .boolean(let flag): "\(flag)"
    case .string(let string): YAMLScalar.text(string)
    case .strings(let strings): "[\(strings.map(YAMLScalar.text).joined(separator: ", "))]"
    case .percent(let number):
      number == number.rounded() ? "\(Int(number))%" : "\(number)%"
    case .size(let bytes):
      OptionSchema.Kind.units.first { bytes > 0 && bytes % $0.bytes == 0 }
        .map { "\(bytes / $0.bytes) \($0.suffix)" } ?? "\(bytes)"
    }
  }
}
