import Policy
import Source
import Verification

/// Linters and tests that the repository is configured for, or that its policy names. Only programs that
/// the user trusts for this repository are run, on a copy of what will be committed.
public struct ToolGate: Gate {
  private let context: ToolContext
  private let role: Tool.Role
  public let schema: GateSchema
  public let rules: [Rule]
  private let nothing: String

  /// The gate `lint`.
  public static func lint(_ context: ToolContext) -> ToolGate {
    ToolGate(
      context: context, role: .lint,
      schema: GateSchema(
        "lint", "the linters that the repository is configured for find nothing new",
        defaultLevel: .required, options: ToolSettings.options(timeLimit: 300)),
      rules: [
        Rule(
          "lint/tool", "a finding of a linter that was not there before",
          why: """
            A linter's configuration in the repository is proof that it is wanted: ruff, eslint, clippy, \\
            shellcheck, clang-tidy, swift format. Findings that stood before the change are not \\
            reported as new, even where their lines shifted, or their file was moved.
            """,
          mend: "Follow the linter's advice, or silence the rule where it is wrong, and say why.")
      ], nothing: "no linter is configured for what changed")
  }

  /// The gate `tests`.
  public static func tests(_ context: ToolContext) -> ToolGate {
    ToolGate(
      context: context, role: .tests,
      schema: GateSchema(
        "tests", "the tests pass", defaultLevel: .required,
        options: ToolSettings.options(timeLimit: 1_800)),
      rules: [
        Rule(
          "tests/tool", "a test that fails and did not fail before",
          why: """
            The tests of the touched project are run on a copy of what will be committed: `swift test`, \\
            `pytest`, `go test`, `cargo test`, `node --test` and so on. A test that failed before the \\
            change too is not reported as new; tests are run on the before side only where one fails.
            """,
          mend: "Mend the code, or the test where it asks for the wrong thing.")
      ], nothing: "no tests are configured for what changed")
  }

  private func toolJudge(_ settings: GateSettings) -> ToolJudge {
    ToolJudge(context, role, settings)
  }

  public func inputs(_ subject: Subject, _ settings: GateSettings) -> Digest? {
    let judge = toolJudge(settings)
    let tasks = judge.tasks(subject)
    return tasks.isEmpty ? nil : judge.inputs(tasks, subject)
  }

  /// Every program that it could run before a commit, as it is now.
  public func witnesses() -> [String]? {
    Tool.all(role).filter { $0.weight == .light }.map { context.witness($0.programs) }
  }

  public func judge(_ subject: Subject, _ settings: GateSettings) async -> GateResult {
    let judge = toolJudge(settings)
    let tasks = judge.tasks(subject)
    if tasks.isEmpty { return GateResult(.notApplicable, nothing) }
    var result = await judge.parts(tasks, subject).result()
    if role == .tests, result.outcome == .fail { result.isRepeatable = false }
    return result
  }
}
