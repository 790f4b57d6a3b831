import History
import Source
import Verification

/// `verdict.history/1`.
public enum HistoryDocument {
  static let format = "verdict.history/1"

  public static func json(_ runs: [RunSummary]) -> JSONValue { shape.json(runs) }

  /// Its JSON Schema.
  public static var schema: JSONValue { shape.document(id: format) }

  private static var shape: Shape<[RunSummary]> {
    Shape(
      "history", "Earlier verdicts, newest first.",
      [
        .constant("format", "The format and its version.", format),
        .list(
          "runs", "The verdicts.",
          Shape<RunSummary>(
            "run", "One verdict.",
            [
              .integer("id", "Its number, for `history show`.") { $0.id },
              .string("startedAt", "When it was given (ISO 8601, UTC).") {
                Timestamp.utc($0.startedAt)
              },
              .number("durationMs", "Wall time in milliseconds.") { $0.durationMs },
              .optionalOneOf("stage", "The stage it was given at.") { $0.stage },
              .string("description", "What was judged.") { $0.description },
              .oneOf("verdict", "The answer.") { $0.decision },
              .integer("files", "Paths that differed.") { $0.files },
              .integer("addedLines", "Lines added.") { $0.addedLines },
              .integer("removedLines", "Lines removed.") { $0.removedLines },
            ])
        ) { $0 },
      ])
  }
}
