import Gates
import Policy
import SemanticDiff
import Toolchain
import Verification

/// Every gate that this version has, in the order of reports.
public enum GateList {
  /// The gates, ready to judge.
  static func gates(_ context: ToolContext) -> [any Gate] {
    [StructureGate(), CompileGate(context), SizeGate(), MessageGate(), ClaimsGate()]
  }

  /// What a policy may say.
  public static let schema = PolicySchema(
    gates: [
      StructureGate().schema, CompileGate.schema, SizeGate().schema, MessageGate().schema,
      ClaimsGate().schema,
    ],
    changeTypes: ChangeType.allCases.map(\.rawValue))

  /// Every rule, gate by gate.
  public static let rules: [Rule] =
    StructureGate().rules + CompileGate.rules + SizeGate().rules + MessageGate().rules
    + ClaimsGate().rules
}
