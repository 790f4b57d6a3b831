import Gates
import Policy
import SemanticDiff
import Toolchain
import Verification

/// Every gate that this version has.
public enum GateList {
  /// The gates in the order of reports, ready to judge.
  static func gates(_ context: ToolContext) -> [any Gate] {
    [
      StructureGate(), SubstanceGate(), TestsChangedGate(), LeftoversGate(), CompileGate(context),
      SizeGate(), MessageGate(), ClaimsGate(),
    ]
  }

  /// The same for those that only ask what there is.
  private static let known = gates(
    ToolContext(environment: [:], workTree: nil, scratchParent: "", isTrusted: { _ in false }))

  /// What a policy may say.
  public static let schema = PolicySchema(
    gates: known.map(\.schema), changeTypes: ChangeType.allCases.map(\.rawValue))

  /// Every rule, gate by gate.
  public static let rules: [Rule] = known.flatMap(\.rules)
}
