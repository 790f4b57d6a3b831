import Source
import Verification

/// `verdict.check/1`.
public enum CheckDocument {
  static let format = "verdict.check/1"

  public static func json(_ verdict: Verdict) -> JSONValue { Shape.check.json(verdict) }

  /// Its JSON Schema.
  public static var schema: JSONValue { Shape.check.document(id: format) }
}

extension Shape where Value == Verdict {
  fileprivate static var check: Shape {
    Shape(
      "check", "One verdict.",
      [
        .constant("format", "The format and its version.", CheckDocument.format),
        .object("change", "What was judged.", .change) { $0.change },
        .object("type", "What kind of work it is.", .type) {
          TypeOfChange(detected: $0.detected, claimed: $0.claimed)
        },
        .oneOf("verdict", "The answer.") { $0.decision },
        .integer("exitCode", "The exit code of `verdict check`.") { Int($0.exitCode) },
        .list("gates", "Every gate of the policy.", .gate) { $0.gates },
        .list(
          "unverified", "What the verdict does not vouch for.",
          Shape<Unverified>(
            "unverified", "One thing that was not verified.",
            [
              .string("gate", "The gate it belongs to.") { $0.gate },
              .string("why", "Why it was not verified.") { $0.why },
            ])
        ) { $0.unverified },
      ])
  }
}

extension Shape where Value == GateReport {
  fileprivate static var gate: Shape {
    Shape(
      "gate", "One gate's result.",
      [
        .string("id", "The gate.") { $0.id },
        .oneOf("outcome", "What it came to.") { $0.outcome },
        .boolean("required", "Whether the verdict depends on it.") { $0.isRequired },
        .number("durationMs", "Wall time in milliseconds.") { $0.durationMs },
        .boolean("cached", "Whether the result was kept from an earlier run.") { $0.isCached },
        .optionalString("message", "What was looked at, or why it could not be.") { $0.message },
        .list("findings", "What it found.", .finding) { $0.findings },
        .list(
          "metrics", "What it measured.",
          Shape<Metric>(
            "metric", "One measured number.",
            [
              .string("name", "What was measured.") { $0.name },
              .string("subject", "A path, an entity, or `change`.") { $0.subject },
              .optionalNumber("before", "The number before the change.") { $0.before },
              .number("after", "The number after it.") { $0.after },
              .string("unit", "Its unit.") { $0.unit },
            ])
        ) { $0.metrics },
      ])
  }
}

extension Shape where Value == Finding {
  static var finding: Shape {
    Shape(
      "finding", "One thing that was found.",
      [
        .string("rule", "The rule; `verdict explain` tells about it.") { $0.rule },
        .oneOf("severity", "How bad it is.") { $0.severity },
        .string("message", "What is wrong.") { $0.message },
        .optionalString("help", "How to mend it.") { $0.help },
        .optionalString("path", "The file; bytes that are not UTF-8 are U+FFFD.") {
          $0.path?.description
        },
        .optionalString("pathBytes", "The path in base64 where it is not UTF-8.") {
          $0.path?.base64
        },
        .optionalObject("range", "Where in the file.", .range) { $0.range },
        .optionalString("entity", "The declaration it stands in.") { $0.entity },
        .string("fingerprint", "The same for the same finding wherever its lines move.") {
          $0.fingerprint
        },
        .number("confidence", "How sure the gate is, in [0, 1].") { $0.confidence },
        .boolean("new", "Whether the change brought it in.") { $0.isNew },
        .optionalString("waiver", "Why it is forgiven, so that it does not count.") { $0.waiver },
      ])
  }
}
