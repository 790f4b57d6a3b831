import Commits
import Git
import Policy
import Source
import Verification

/// Whether each commit's message follows Conventional Commits 1.0, so that changelog and version can
/// be derived from it.
public struct MessageGate: Gate {
  public init() {}

  public let schema = GateSchema(
    "message", "commit messages follow Conventional Commits", defaultLevel: .warn,
    options: [
      OptionSchema(
        "types", "the types that a message may begin with", .strings,
        default: .strings([
          "build", "chore", "ci", "docs", "feat", "fix", "perf", "refactor", "release", "revert",
          "style", "test",
        ])),
      OptionSchema(
        "maxSubject", "the characters that the first line may have", .integer(20...500),
        default: .integer(100)),
    ])

  public let rules = [
    Rule(
      "message/not-conventional", "a message that is no Conventional Commit",
      why: """
        `type(scope): description` lets tools tell features from fixes and find breaking changes \
        (conventionalcommits.org, version 1.0). Merges, reverts as Git words them, and messages for \
        `git rebase --autosquash` are left alone.
        """,
      mend: "Begin the message with a type, a colon and a blank; `git commit --amend` changes it.",
      bad: Rule.Example("commit message", "Added a retry to the client\n"),
      good: Rule.Example("commit message", "feat(client): retry failed requests\n")),
    Rule(
      "message/unknown-type", "a type that the policy does not list",
      why: "A misspelt type is left out of the changelog and of the next version.",
      mend: "Use one of the policy's types, or add it to `types` of the gate `message`.",
      bad: Rule.Example("commit message", "feet: retry failed requests\n"),
      good: Rule.Example("commit message", "feat: retry failed requests\n")),
    Rule(
      "message/long-subject", "a first line that is too long",
      why: "Lists of commits cut long lines off, and a long line often says more than one thing.",
      mend: "Say the one thing that the commit does, and move the rest below an empty line."),
    Rule(
      "message/unsquashed", "a commit that was made to be squashed",
      why: "`fixup!`, `squash!` and `amend!` belong into an earlier commit before they are shared.",
      mend: "Run `git rebase --interactive --autosquash` on the branch.",
      bad: Rule.Example("commit message", "fixup! feat: retry failed requests\n"),
      good: Rule.Example("commit message", "feat: retry failed requests\n")),
  ]

  public var judgesMessages: Bool { true }

  public func witnesses() -> [String]? { [] }

  public func judge(_ subject: Subject, _ settings: GateSettings) async -> GateResult {
    let commits = subject.change.commits
    if commits.isEmpty { return GateResult(.notApplicable, "no commit in the change") }
    let findings = commits.flatMap { self.findings(in: $0.message, of: $0.id, settings) }
    return GateResult(
      findings.outcome, "\(commits.count) \(commits.count == 1 ? "message" : "messages") read",
      findings: findings)
  }

  /// What is wrong with one message.
  ///
  /// - Parameter commit: zero for a commit that is still to be made.
  func findings(
    in raw: String, of commit: ObjectID, _ settings: GateSettings
  ) -> [Finding] {
    let message = CommitMessage(raw)
    let text = SourceText(raw)
    func finding(
      _ rule: String, _ severity: Severity, _ said: String, _ help: String, _ range: ByteRange
    ) -> Finding {
      Finding(
        rule: "message/\(rule)", severity: severity,
        message: (commit.isZero ? "" : "\(commit.short): ") + said,
        help: help, text: text, range: range, subject: commit.hex)
    }
    let firstLine = MessageGate.firstLine(text)
    switch message.kind {
    case .merge, .revert, .reapply: return []
    case .fixup, .squash, .amend:
      // It is made on purpose, and only left behind by mistake.
      if commit.isZero { return [] }
      return [
        finding(
          "unsquashed", .warning, "the commit is to be squashed into another one",
          "git rebase --interactive --autosquash", firstLine)
      ]
    case .ordinary: break
    }
    var findings: [Finding] = []
    do throws(ConventionalCommitError) {
      let types = settings.strings("types")
      let type = try ConventionalCommit(parsing: raw).type
      if !types.contains(type.lowercased()) {
        findings.append(
          finding(
            "unknown-type", .error, "the type `\(type)` is not in the policy",
            types.nearest(to: type).map { "did you mean `\($0)`?" }
              ?? "the types are \(types.joined(separator: ", "))",
            ByteRange(firstLine.start, firstLine.start + type.utf8.count)))
      }
    } catch {
      findings.append(
        finding("not-conventional", .error, error.message, error.help, error.range))
    }
    let length = text.string(firstLine).count
    let limit = settings.integer("maxSubject")
    if length > limit {
      findings.append(
        finding(
          "long-subject", .warning, "the first line has \(length) characters, more than \(limit)",
          "move what is not the one thing below an empty line", firstLine))
    }
    return findings
  }

  /// The first line that is not blank.
  private static func firstLine(_ text: SourceText) -> ByteRange {
    let start = text.bytes.firstIndex { $0 > 32 } ?? 0
    let line = text.line(text.position(at: start).line)
    return ByteRange(start, max(start, line.endIndex))
  }
}
