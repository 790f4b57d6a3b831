extension DefinitionOfDone {
  /// The policy as a file that says all of it: every gate and option with its value in `default`,
  /// and in the sections of the change types what differs from that. Loading it gives an equal
  /// policy.
  public func yaml() -> String {
    var lines = ["version: 1"]
    if exclude.isEmpty {
      lines += ["# Paths that no gate looks at.", "exclude: []"]
    } else {
      lines += ["# Paths that no gate looks at.", "exclude:"]
      lines += exclude.map { "  - \(scalar($0.text))" }
    }
    lines.append(
      "# Whether a verdict that could not be decided lets the change through: allow or block;")
    lines.append("# without it a hook allows it and CI blocks it.")
    lines.append(
      "\(onInconclusive == nil ? "# " : "")onInconclusive: \(onInconclusive?.rawValue ?? "allow")")
    lines += ["done:", "  # Every type of change."]
    lines.append(schema.gates.isEmpty ? "  default: {}" : "  default:")
    for gate in schema.gates { lines += full(gate) }
    for type in schema.changeTypes {
      let changes = schema.gates.flatMap { difference($0, type) }
      if !changes.isEmpty { lines += ["  \(scalar(type)):"] + changes }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func full(_ gate: GateSchema) -> [String] {
    let settings = settings(for: gate.id, type: "default")
    var lines = ["    # \(comment(gate.summary))"]
    if gate.options.isEmpty {
      return lines + ["    \(scalar(gate.id)): \(settings.level.rawValue)"]
    }
    lines += ["    \(scalar(gate.id)):", "      level: \(settings.level.rawValue)"]
    for option in gate.options {
      lines.append("      # \(comment(option.summary)) (\(comment(option.kind.expectation)))")
      lines.append("      \(scalar(option.name)): \(text(settings.options[option.name]))")
    }
    return lines
  }

  private func difference(_ gate: GateSchema, _ type: String) -> [String] {
    let base = settings(for: gate.id, type: "default")
    let settings = settings(for: gate.id, type: type)
    guard settings != base else { return [] }
    if settings.options == base.options {
      return ["    \(scalar(gate.id)): \(settings.level.rawValue)"]
    }
    var lines = ["    \(scalar(gate.id)):"]
    if settings.level != base.level { lines.append("      level: \(settings.level.rawValue)") }
    for option in gate.options where settings.options[option.name] != base.options[option.name] {
      lines.append("      \(scalar(option.name)): \(text(settings.options[option.name]))")
    }
    return lines
  }

  private func text(_ value: OptionValue?) -> String {
    switch value {
    case .integer(let number): "\(number)"
    case .boolean(let flag): "\(flag)"
    case .string(let string): scalar(string)
    case .strings(let strings): "[\(strings.map(scalar).joined(separator: ", "))]"
    case .percent(let number):
      number == number.rounded() ? "\(Int(number))%" : "\(number)%"
    case .size(let bytes):
      OptionSchema.Kind.units.first { bytes > 0 && bytes % $0.bytes == 0 }
        .map { "\(bytes / $0.bytes) \($0.suffix)" } ?? "\(bytes)"
    case nil: preconditionFailure("settings are complete")
    }
  }

  private func comment(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 })
  }

  /// A scalar that reads as this text: plain where it can be nothing else, else in double quotes.
  private func scalar(_ text: String) -> String {
    let letters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
    let others = Set("0123456789_-./".utf8)
    let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
    if let first = text.utf8.first, letters.contains(first), !words.contains(text.lowercased()),
      text.utf8.allSatisfy({ letters.contains($0) || others.contains($0) })
    {
      return text
    }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case " "..."~", "\u{A0}"..."\u{2027}", "\u{202A}"..."\u{D7FF}", "\u{E000}"..."\u{FEFE}",
        "\u{FF00}"..."\u{FFFD}", "\u{10000}"...:
        result.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return result + "\""
  }
}
