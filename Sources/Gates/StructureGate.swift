import Git
import Policy
import Source
import Syntax
import Verification

/// Whether the changed files are well formed: delimiters, strings, comments, indentation, conflict
/// markers, and JSON and YAML as a whole.
public struct StructureGate: Gate {
  public init() {}

  public let schema = GateSchema(
    "structure", "the changed files are well formed", defaultLevel: .required)

  public var rules: [Rule] { StructureGate.ruleTexts }

  public func judge(_ subject: Subject, _ settings: GateSettings) async -> GateResult {
    var findings: [Finding] = []
    var unread: [String] = []
    var looked = 0
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
      looked += 1
      let found = StructureGate.findings(after, file.pair.after, file.path)
      if found.isEmpty { continue }
      let known = file.before.map {
        StructureGate.findings($0, file.pair.before, file.path)
      }
      findings += found.markedAgainst(known ?? [])
    }
    var outcome = findings.outcome
    if outcome != .fail, !unread.isEmpty { outcome = .inconclusive }
    if looked == 0, unread.isEmpty, findings.isEmpty {
      return GateResult(.notApplicable, "no text file to look at")
    }
    return GateResult(
      outcome, "\(looked) \(looked == 1 ? "file" : "files") read", findings: findings,
      unverified: unread.map { "not read: \($0)" })
  }

  private static func findings(
    _ text: SourceText, _ syntax: SyntaxFile?, _ path: SourcePath
  ) -> [Finding] {
    let defects = syntax?.defects ?? Defect.conflictMarkers(in: text)
    return defects.map { defect in
      Finding(
        rule: "structure/\(defect.rule.rawValue)", severity: defect.severity,
        message: defect.message, help: defect.help, path: path, text: text, range: defect.range,
        entity: syntax?.innermostEntity(at: defect.range.start).map { syntax!.qualifiedName($0) })
    }
  }
}
