import Policy
import Source

extension PolicySchema {
  /// A schema with an option of every kind.
  static let sample = PolicySchema(
    gates: [
      GateSchema("structure", "Files are well formed.", defaultLevel: .required),
      GateSchema(
        "tests", "The tests pass.", defaultLevel: .warn,
        options: [
          OptionSchema("command", "What runs them", .strings, default: .strings([])),
          OptionSchema("framework", "How to read their output", .string, default: .string("auto")),
          OptionSchema("parallel", "Whether they run at once", .boolean, default: .boolean(true)),
        ]),
      GateSchema(
        "size", "Changes are small.", defaultLevel: .off,
        options: [
          OptionSchema("max", "Changed lines", .integer(1...10_000), default: .integer(400)),
          OptionSchema("files", "Changed files", .integer(1...(.max)), default: .integer(20)),
          OptionSchema("largest", "The largest file", .size, default: .size(1 << 20)),
          OptionSchema("share", "Of it generated", .percent, default: .percent(12.5)),
          OptionSchema(
            "count", "What is counted", .choice(["lines", "statements"]), default: .string("lines")),
        ]),
    ],
    changeTypes: ["code", "docs"], stages: ["pre-commit", "pre-push", "ci"],
    undivided: ["tests"], budgets: ["pre-commit": .limit(.seconds(1))])
}

func load(_ text: String) throws(PolicyError) -> DefinitionOfDone {
  try DefinitionOfDone.load(SourceText(text), path: ".verdict.yml", schema: .sample)
}

/// The problems of a policy, one a line: `line:column-column message; help`.
func problems(_ text: [UInt8]) -> [String] {
  do {
    _ = try DefinitionOfDone.load(SourceText(text), path: ".verdict.yml", schema: .sample)
    return []
  } catch {
    return error.problems.map { problem in
      guard let place = problem.place, let range = place.range else { return "nowhere" }
      precondition(problem.kind == .usage && place.path == ".verdict.yml" && place.text != nil)
      let end = range.end.line == range.start.line ? "\(range.end.column)" : "\(range.end)"
      let help = problem.help.map { "; \($0)" } ?? ""
      return "\(range.start.line):\(range.start.column)-\(end) \(problem.message)\(help)"
    }
  }
}

func problems(_ text: String) -> [String] { problems(Array(text.utf8)) }
