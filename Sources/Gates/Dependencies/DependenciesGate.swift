import Policy
import SemanticDiff
import Source
import Verification

/// What a change does to the packages that a project uses: which come, go and change their version, whether
/// manifests and lock files keep together, and what advisories say of what is new.
public struct DependenciesGate: Gate {
  public init() {}

  public let schema = GateSchema(
    "dependencies", "packages come and change on purpose, and none is known to be unsafe",
    defaultLevel: .warn,
    options: [
      OptionSchema(
        "osv",
        "a folder of advisories in the format of osv.dev, by its absolute path; empty for none",
        .string, default: .string("")),
      OptionSchema(
        "downgrades", "what an older version of a package comes to",
        .choice(["allow", "warn", "forbid"]), default: .string("warn")),
    ])

  public var rules: [Rule] { DependenciesGate.ruleTexts }

  public func witnesses() -> [String]? { [] }

  public func judge(_ subject: Subject, _ settings: GateSettings) async -> GateResult {
    var comparison = DependencyComparison(subject, downgrades: settings.string("downgrades"))
    comparison.compareFiles()
    comparison.compareManifests()
    guard !comparison.isEmpty else {
      return GateResult(.notApplicable, "no file that locks or names packages is changed")
    }
    await comparison.checkAdvisories(settings.string("osv"))
    return comparison.result
  }

  static let ruleTexts: [Rule] = [
    Rule(
      "dependencies/changed", "packages that came, went or changed their version",
      why: """
        A lock file is too long to be read as text. What it comes to is a list of packages with the \
        version before and after. It is only told, and decides nothing.
        """,
      mend: "Nothing is to be mended where the list is what was meant."),
    Rule(
      "dependencies/downgraded", "a package of which an older version is used",
      why: """
        An older version lacks the mends of the newer one. Mostly a merge was resolved with an old lock \
        file, or another package's demands changed.
        """,
      mend: "Make the lock file anew, or say in `downgrades` that older versions are meant."),
    Rule(
      "dependencies/manifest-without-lock", "a manifest whose lock file did not change with it",
      why: """
        What the manifest asks for is not what the lock file holds: the next one to install gets another \
        set of packages, or an error.
        """,
      mend: "Let the package manager write the lock file, and commit both."),
    Rule(
      "dependencies/advisory", "a package with a known vulnerability comes in",
      why: """
        An advisory names this version. Only what the change adds or changes is looked at; what was \
        there before is told by tools that look at the whole project.
        """,
      mend: """
        Use the version that the finding names. Where another package brings it, that one is named: a \
        newer version of it may ask for a newer one.
        """),
  ]
}
