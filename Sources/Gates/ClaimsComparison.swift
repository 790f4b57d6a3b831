import Commits
import SemanticDiff
import Source
import Syntax
import Verification

/// The claims of one message beside what its commit's difference shows.
struct ClaimsComparison {
  typealias Make = (String, Severity, String, String, ByteRange) -> Finding

  private let claims: CommitClaims
  private let evidence: CommitEvidence
  private let make: Make
  private(set) var findings: [Finding] = []

  init(_ claims: CommitClaims, _ evidence: CommitEvidence, _ make: @escaping Make) {
    self.claims = claims
    self.evidence = evidence
    self.make = make
  }

  private mutating func add(
    _ rule: String, _ severity: Severity, _ said: String, _ help: String, _ range: ByteRange
  ) {
    findings.append(make(rule, severity, said, help, range))
  }

  // MARK: The kind of work

  /// Only types that are written as such are compared: plain words leave room.
  mutating func compareWork() {
    guard let work = claims.work, work.isStated else { return }
    switch work.type {
    case "docs", "doc": compareDocumentation(work)
    case "feat", "feature", "fix", "bugfix", "hotfix", "perf": compareCode(work)
    case "refactor":
      compareCallers(work)
      compareBehaviour(work)
    default: break
    }
  }

  private mutating func compareDocumentation(_ work: CommitClaims.Work) {
    let touched = evidence.codeChanges.filter { change in
      if ClaimsComparison.isOfWebsite(change.entity.path) { return false }
      return switch evidence.difference(change) {
      // What strings say to people can be documentation.
      case .strings, .nothing: false
      case .values, .other, nil: true
      }
    }
    if touched.isEmpty { return }
    add(
      "docs-changes-code", .error,
      "`\(work.type)` says that only documentation changed, but \(list(touched)) did too",
      "call it by what it does to the code, or put the code into a commit of its own", work.range)
  }

  /// Whether a file belongs to what presents the project, which many call documentation.
  private static func isOfWebsite(_ path: SourcePath) -> Bool {
    path.components.dropLast().contains {
      ["www", "site", "website"].contains(String(decoding: $0, as: UTF8.self).lowercased())
    }
  }

  private mutating func compareCode(_ work: CommitClaims.Work) {
    let other: ChangeParts = [.documentation, .test, .changelog, .layout]
    guard evidence.isWhole, evidence.parts.isSubset(of: other), evidence.isPlainlyDocumentation
    else { return }
    // `fix(docs)` says itself that it is not the program that was wrong.
    if let scope = work.scope?.lowercased(),
      ClaimsComparison.otherScopes.contains(where: scope.contains)
    {
      return
    }
    // So does `fix: typo in a comment`.
    if !claims.words.isDisjoint(with: ClaimsComparison.otherWords) { return }
    let (what, type): (String, String) =
      if evidence.parts.contains(.test) {
        ("tests", "test")
      } else if evidence.parts.isSubset(of: [.documentation, .changelog]) {
        ("documentation and comments", "docs")
      } else {
        ("layout", "style")
      }
    let isCertain = type == "docs" || work.type.hasPrefix("feat")
    add(
      "no-code-changed", isCertain ? .error : .warning,
      "`\(work.type)` says that the program does something else, but only \(what) changed",
      "call it `\(type)`, or add the code that is missing from the commit", work.range)
  }

  private static let otherScopes = [
    "doc", "readme", "test", "spec", "e2e", "ci", "lint", "format", "style", "build", "example",
    "comment", "typo", "changelog", "release", "site", "deps",
  ]

  /// Words of a subject that say what was mended, where it is no program.
  private static let otherWords: Set<String> = [
    "changelog", "comment", "comments", "copyright", "doc", "docs", "docstring", "docstrings",
    "documentation", "e2e", "example", "examples", "flaky", "format", "formatting", "grammar",
    "indentation", "javadoc", "jsdoc", "license", "lint", "linter", "mdx", "misspelling", "readme",
    "rustdoc", "spec", "specs", "spell", "spelling", "style", "test", "testing", "tests", "tsdoc",
    "typo", "typos", "whitespace", "wording",
  ]

  private mutating func compareCallers(_ work: CommitClaims.Work) {
    // The break is its own matter where it is announced.
    if claims.warnsOfBreak { return }
    let seen = evidence.changes.filter { OfferedAPI.breaks($0) || OfferedAPI.grows($0) }
    if seen.isEmpty { return }
    add(
      "refactor-changes-api", .warning,
      "`refactor` says that callers see no difference, but \(list(seen, withReasons: true))",
      "call it `feat` or announce the break with `!`; or make what changed invisible from outside",
      work.range)
  }

  private mutating func compareBehaviour(_ work: CommitClaims.Work) {
    let bodies = evidence.changes.filter {
      $0.entity.changes.contains(.body) && $0.entity.kind.isCallable && !$0.entity.isExplained
    }
    if bodies.isEmpty { return }
    let other = bodies.filter { evidence.difference($0) == .values }
    if other.isEmpty {
      add(
        "refactor-changes-body", .note,
        "that \(list(bodies, verb: "do what they did", singular: "does what it did")) is not shown: no rename, extraction or inlining explains the difference",
        "let tests show it", work.range)
    } else {
      add(
        "refactor-changes-body", .warning,
        "`refactor` says that the program does what it did, but \(list(other, verb: "compute", singular: "computes")) something else: a number, a truth value or an operator differs",
        "call it `fix` or `feat`, or put that into a commit of its own", work.range)
    }
  }

  // MARK: Breaks

  /// A break that nobody announces is told by the gate `api`, which knows the whole change.
  mutating func compareBreaks() {
    guard let range = claims.breaking,
      !evidence.changes.contains(where: { $0.entity.api == .major })
    else { return }
    compareAnnouncedBreak(range)
  }

  private mutating func compareAnnouncedBreak(_ range: ByteRange) {
    guard evidence.isWhole else { return }
    let harmless: ChangeParts = [.documentation, .test, .changelog, .layout]
    let help = "remove the announcement, or add the change that is missing from the commit"
    if evidence.parts.isSubset(of: harmless) {
      add(
        "nothing-breaks", .error,
        "a breaking change is announced, but nothing that runs for callers changed", help, range)
      return
    }
    let isAllCode = evidence.parts.subtracting(harmless.union([.restructured])) == .code
    guard isAllCode, !evidence.changesMoreThanDeclarations else { return }
    if evidence.codeChanges.allSatisfy({ $0.entity.changes == [.added] }) {
      add(
        "nothing-breaks", .warning,
        "a breaking change is announced, but the commit only adds declarations", help, range)
    } else {
      add(
        "nothing-breaks", .note,
        "a breaking change is announced, but no declaration that callers see breaks them: only what it does may differ",
        "say in the footer what behaves differently", range)
    }
  }

  // MARK: Statements

  mutating func compareStatements() {
    guard evidence.isWhole else { return }
    for statement in claims.statements {
      switch statement.deed {
      case .addsTests:
        if evidence.hasTests { continue }
        add(
          "no-test-added", .error, "the message says that tests were added, but there are none",
          "add the tests that are missing from the commit, or mend the message", statement.range)
      case .adds(let name):
        guard evidence.isIdentifier(name), !evidence.increases(name) else { continue }
        add(
          "not-added", .error,
          "the message says that `\(name)` was added, but it stands nowhere where it did not before",
          ClaimsComparison.help, statement.range)
      case .removes(let name):
        guard evidence.isIdentifier(name), !evidence.decreases(name) else { continue }
        add(
          "not-removed", .error,
          "the message says that `\(name)` was removed, but it stands wherever it did before",
          ClaimsComparison.help, statement.range)
      case .renames(let name, let new):
        guard evidence.isIdentifier(name) || evidence.isIdentifier(new),
          !evidence.decreases(name), !evidence.increases(new)
        else { continue }
        add(
          "not-renamed", .error,
          "the message says that `\(name)` is now `\(new)`, but both stand where they did before",
          ClaimsComparison.help, statement.range)
      case .moves(let name):
        guard evidence.isIdentifier(name), evidence.leavesAlone(name) else { continue }
        add(
          "not-moved", .error, "the message says that `\(name)` was moved, but it was not touched",
          ClaimsComparison.help, statement.range)
      }
    }
  }

  private static let help =
    "mend the message (`git commit --amend`), or add what is missing from the commit"

  // MARK: Words

  private func list(
    _ changes: [CommitEvidence.Change], withReasons: Bool = false, verb: String = "",
    singular: String = ""
  ) -> String {
    let shown = changes.prefix(3).map { change in
      let name = "`\(change.entity.qualifiedName)`"
      guard withReasons, let reason = OfferedAPI.reason(change) else { return name }
      return "\(name): \(reason)"
    }
    let rest = changes.count - shown.count
    let separator = withReasons ? "; " : ", "
    var text = shown.joined(separator: separator)
    if rest > 0 { text += "\(separator)and \(rest) more" }
    if verb.isEmpty { return text }
    return "\(text) \(changes.count == 1 ? singular : verb)"
  }
}
