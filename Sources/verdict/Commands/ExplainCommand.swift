import ArgumentParser
import Engine
import Report
import Source

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say what a rule finds, why, and how to mend it.",
    discussion: """
      EXAMPLES
        verdict explain structure/conflict-marker
        verdict explain compile                    every rule of a gate
        verdict explain                            every gate
      """)

  @Argument(help: "A rule (`gate/rule`) or a gate.")
  var name: String?

  @OptionGroup(title: "Everywhere") var common: CommonOptions

  func run() throws {
    let gates = GateList.schema.gates
    guard let name else {
      Output.standard.write(ExplainText.gates(gates, GateList.rules))
      return
    }
    // Rules of tools stand for themselves: `lint/ruff/F401` is one of `lint/tool`.
    let family = name.prefix { $0 != "/" } + "/tool"
    let isOfTool = name.contains("/") && name != family
    if let rule = GateList.rules.first(where: { $0.id == name })
      ?? GateList.rules.first(where: { isOfTool && $0.id == family })
    {
      Output.standard.write(ExplainText.rule(rule, common.style))
    } else if let gate = gates.first(where: { $0.id == name }) {
      let rules = GateList.rules.filter { $0.id.hasPrefix(gate.id + "/") }
      Output.standard.write(ExplainText.gate(gate, rules, common.style))
    } else {
      let known = gates.map(\.id) + GateList.rules.map(\.id)
      throw Problem(
        .usage, "there is no rule or gate `\(name)`",
        help: known.nearest(to: name).map { "did you mean `\($0)`?" }
          ?? "`verdict explain` lists the gates and their rules")
    }
  }
}
