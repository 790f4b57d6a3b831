import Gates
import Policy
import SemanticDiff
import Toolchain
import Verification

/// Every gate that this version has.
public enum GateList {
  /// The gates in the order of reports, ready to judge.
  ///
  /// - Parameter coverage: the reports that were named for this run.
  static func gates(_ context: ToolContext, _ coverage: [CoverageInput] = []) -> [any Gate] {
    [
      StructureGate(), SecretsGate(), SubstanceGate(), TestsChangedGate(), LeftoversGate(),
      CompileGate(context), ToolGate.lint(context),
      ToolGate.tests(context), SizeGate(), MessageGate(), ClaimsGate(), ApiGate(),
      ComplexityGate(), DuplicationGate(folder: context.scratchParent), CoverageGate(coverage),
      DocumentationGate(), LinksGate(), GeneratedGate(), DependenciesGate(), PatternsGate(),
    ]
  }

  /// The same for those that only ask what there is.
  private static let known = gates(
    ToolContext(environment: [:], workTree: nil, scratchParent: "", isTrusted: { _ in false }))

  /// What a policy may say.
  public static let schema = PolicySchema(
    gates: known.map(\.schema) + [PolicyGate.schema],
    changeTypes: ChangeType.allCases.map(\.rawValue), stages: Stage.allCases.map(\.rawValue),
    undivided: Set(known.filter(\.judgesMessages).map(\.id) + [PolicyGate.id]),
    budgets: [Stage.preCommit.rawValue: .limit(.seconds(1))])

  /// Every rule, gate by gate.
  public static let rules: [Rule] = known.flatMap(\.rules) + PolicyGate.rules
}
