import Git
import Policy
import Secrets
import SemanticDiff
import Source
import Verification

/// Whether a change brings something in that must not be known: keys, tokens and passwords, in the lines it
/// adds, in what each of its commits adds, and in their messages.
public struct SecretsGate: Gate {
  public init() {}

  public let schema = GateSchema(
    "secrets", "no key, token or password is added", defaultLevel: .required,
    options: [
      OptionSchema(
        "allow", "paths, as in `.gitignore`, in which secrets are not looked for", .strings,
        default: .strings([])),
      OptionSchema(
        "minConfidence", "how sure a finding must be to be reported, from 0% to 100%", .percent,
        default: .percent(40)),
    ])

  public var rules: [Rule] { SecretsGate.ruleTexts }

  public var judgesMessages: Bool { true }

  /// What is staged is searched before there is a message.
  public var waitsForMessage: Bool { false }

  public func witnesses() -> [String]? { [] }

  /// Where commits are read one by one, that is worth keeping.
  public func inputs(_ subject: Subject, _ settings: GateSettings) -> Digest? {
    subject.digestOfCommits
  }

  public func judge(_ subject: Subject, _ settings: GateSettings) async -> GateResult {
    var allowed: [PathPattern] = []
    for text in settings.strings("allow") {
      do {
        allowed.append(try PathPattern(text))
      } catch {
        return GateResult(.inconclusive, "the option `allow`: \(error.message)")
      }
    }
    var search = SecretSearch(
      subject, leastConfidence: settings.percent("minConfidence") / 100, allowed: allowed)
    // A commit that is about to be made was searched before it had a message.
    let isAboutMessage = subject.change.commits.last?.isPending == true
    if !isAboutMessage { search.searchFiles() }
    search.searchMessages()
    if !isAboutMessage { search.searchCommits() }
    return search.result
  }
}

extension Gate {
  /// A finding for a secret, which shows all of its line but the secret.
  func finding(
    _ secret: Secret, _ severity: Severity, said prefix: String, path: SourcePath?,
    text: SourceText, entity: String?, subject: String = "", isNew: Bool
  ) -> Finding {
    Finding(
      rule: "\(id)/\(secret.kind.rawValue)", severity: severity,
      message: "\(prefix)\(secret.title)", help: SecretsGate.help(secret.kind), path: path,
      text: text, range: secret.range, entity: entity, subject: subject,
      confidence: secret.confidence, isNew: isNew, isSecret: true)
  }
}
