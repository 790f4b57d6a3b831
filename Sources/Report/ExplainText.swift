import Policy
import Verification

/// What `verdict explain` prints.
public enum ExplainText {
  public static func gates(_ gates: [GateSchema], _ rules: [Rule]) -> String {
    gates.map { gate in
      let own = rules.filter { $0.id.hasPrefix(gate.id + "/") }
      return "\(gate.id): \(gate.summary)\n" + own.map { "  \($0.id): \($0.title)\n" }.joined()
    }.joined(separator: "\n")
  }

  public static func gate(_ gate: GateSchema, _ rules: [Rule], _ style: Style) -> String {
    var text = style.paint(gate.id, .strong) + ": \(gate.summary)\n"
    text += "By default: \(gate.defaultLevel.rawValue)\n"
    if !gate.options.isEmpty {
      text += "\nOptions in `.verdict.yml`:\n"
      text += gate.options.map { "  \($0.name): \($0.summary)\n" }.joined()
    }
    if !rules.isEmpty {
      text += "\nRules:\n" + rules.map { "  \($0.id): \($0.title)\n" }.joined()
    }
    return text
  }

  public static func rule(_ rule: Rule, _ style: Style) -> String {
    var text = style.paint(rule.id, .strong) + ": \(rule.title)\n\n"
    text += block(rule.why, style) + "\n"
    text += style.paint("To mend it:", .accent) + "\n" + block(rule.mend, style)
    if let bad = rule.bad { text += "\n" + example("Found in", bad, style) }
    if let good = rule.good { text += "\n" + example("Mended", good, style) }
    return text
  }

  private static func block(_ text: String, _ style: Style) -> String {
    Display.wrapped(text, to: min(style.width, 90)).map { $0 + "\n" }.joined()
  }

  private static func example(_ title: String, _ example: Rule.Example, _ style: Style) -> String {
    style.paint("\(title) (\(example.path)):", .faint) + "\n"
      + example.text.split(separator: "\n", omittingEmptySubsequences: false)
      .dropLast(example.text.hasSuffix("\n") ? 1 : 0).map { $0.isEmpty ? "\n" : "    \($0)\n" }
      .joined()
  }
}
