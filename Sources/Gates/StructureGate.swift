import Git
import Policy
import SemanticDiff
import Source
import Syntax
import Verification

/// Whether the changed files are well formed: delimiters, strings, comments, indentation, conflict
/// markers, declarations and keys that stand twice, characters that hide or turn text, and JSON, TOML, XML
/// and YAML as a whole.
public struct StructureGate: Gate {
  public init() {}

  public let schema = GateSchema(
    "structure", "the changed files are well formed", defaultLevel: .required)

  public var rules: [Rule] { StructureGate.ruleTexts }

  public func witnesses() -> [String]? { [] }

  public func judge(_ subject: Subject, _ settings: GateSettings) async -> GateResult {
    var findings: [Finding] = []
    var unread: [String] = []
    var unknown: [String] = []
    var parsed = 0
    var searched = 0
    for file in subject.files where file.change.after != nil {
      if file.change.status == .unmerged {
        findings.append(
          Finding(
            rule: "structure/unmerged-path", severity: .error,
            message: "the path is still unmerged in the index",
            help: "resolve the conflict, then `git add` the file", path: file.path,
            subject: file.path.description))
      }
      guard let after = file.after, !file.pair.isBinary else {
        if file.isUnread || (file.pair.isBinary && file.pair.language != nil) {
          let name = file.pair.language.map { ", named as \($0.title)" } ?? ""
          unread.append("\(file.path)\(name): \(file.pair.note ?? "not read")")
        }
        continue
      }
      if file.pair.after == nil {
        searched += 1
        let role = PathRole(file.path)
        if role != .documentation, role != .changelog { unknown.append(file.path.description) }
      } else {
        parsed += 1
      }
      let found = StructureGate.findings(after, file.pair.after, file.path)
      if found.isEmpty { continue }
      let known = file.before.map { text in
        StructureGate.findings(
          text,
          file.pair.before.map {
            SyntaxFile(text, as: $0.language, path: file.change.oldPath ?? file.path)
          }, file.path)
      }
      findings += found.markedAgainst(known ?? [])
    }
    var outcome = findings.outcome
    if outcome != .fail, !unread.isEmpty { outcome = .inconclusive }
    if parsed + searched == 0, unread.isEmpty, findings.isEmpty {
      return GateResult(.notApplicable, "no text file to look at")
    }
    return GateResult(
      outcome, StructureGate.message(parsed: parsed, searched: searched), findings: findings,
      unverified: unread.map { "not read: \($0)" } + StructureGate.remark(unknown),
      remainder: unread.isEmpty ? .pass : .inconclusive)
  }

  /// What was looked at. A file of no language that is read is only searched.
  private static func message(parsed: Int, searched: Int) -> String {
    func files(_ count: Int) -> String { count == 1 ? "1 file" : "\(count) files" }
    if searched == 0 { return "\(files(parsed)) read" }
    let rest = "only searched for conflicts"
    return parsed == 0
      ? "\(files(searched)) \(rest)" : "\(files(parsed)) read, \(searched) \(rest)"
  }

  /// What is said of files whose language is not read, beyond documents.
  private static func remark(_ unknown: [String]) -> [String] {
    if unknown.isEmpty { return [] }
    let shown = unknown.prefix(3).joined(separator: ", ")
    let rest = unknown.count > 3 ? " and \(unknown.count - 3) more" : ""
    return ["only searched for conflicts, for want of their language: \(shown)\(rest)"]
  }

  private static func findings(
    _ text: SourceText, _ syntax: SyntaxFile?, _ path: SourcePath
  ) -> [Finding] {
    let defects = syntax?.defects ?? Defect.ofPlainText(text)
    return defects.map { defect in
      Finding(
        rule: "structure/\(defect.rule.rawValue)", severity: defect.severity,
        message: defect.message, help: defect.help, path: path, text: text, range: defect.range,
        entity: syntax?.innermostEntity(at: defect.range.start).map { syntax!.qualifiedName($0) })
    }
  }
}
