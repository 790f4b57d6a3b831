import Policy
import SemanticDiff
import Source
import Syntax
import Verification

/// Whether a change adds code of a kind that is known to open programs to attacks. What it finds can be safe:
/// each finding says what to look at.
public struct PatternsGate: Gate {
  public init() {}

  public let schema = GateSchema(
    "patterns", "no code is added that attackers are known to use", defaultLevel: .warn,
    options: [
      OptionSchema(
        "ignore", "rules that are not looked for, by their names behind the slash", .strings,
        default: .strings([])),
      OptionSchema("tests", "whether tests are searched too", .boolean, default: .boolean(false)),
    ])

  public var rules: [Rule] { PatternsGate.ruleTexts }

  public func witnesses() -> [String]? { [] }

  public func judge(_ subject: Subject, _ settings: GateSettings) async -> GateResult {
    let ignored = Set(settings.strings("ignore"))
    let searchesTests = settings.boolean("tests")
    var findings: [Finding] = []
    var files = 0
    for file in subject.files {
      guard let after = file.pair.after, PatternSearch.languages.contains(after.language.name),
        searchesTests || ![.test, .example].contains(PathRole(file.path))
      else { continue }
      files += 1
      let ranges = AddedText.ranges(before: file.before, after: after.text)
      let found = PatternSearch(after).findings(in: ranges, file.path)
        .filter { !ignored.contains(String($0.rule.dropFirst("patterns/".count))) }
      if found.isEmpty { continue }
      // A line that moved, or was laid out anew, stood before.
      let known = file.pair.before.map {
        PatternSearch($0).findings(in: [0..<$0.text.bytes.count], file.path)
      }
      findings += found.markedAgainst(known ?? [])
    }
    guard files > 0 else {
      return GateResult(.notApplicable, "no file of a language whose patterns are known")
    }
    return GateResult(
      findings.outcome, files == 1 ? "1 file searched" : "\(files) files searched",
      findings: findings)
  }
}
