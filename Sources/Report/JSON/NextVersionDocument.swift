import Release
import SemanticDiff
import Source

/// `verdict.nextVersion/1`.
public enum NextVersionDocument {
  static let format = "verdict.nextVersion/1"

  public static func json(_ report: NextVersionReport) -> JSONValue { shape.json(report) }

  /// Its JSON Schema.
  public static var schema: JSONValue { shape.document(id: format) }

  private static var shape: Shape<NextVersionReport> {
    Shape(
      "nextVersion", "The version that is due.",
      [
        .constant("format", "The format and its version.", format),
        .nullableString("current", "The tag of the current version.") { $0.current },
        .string("next", "The version that is due.") { $0.next.description },
        .string("tag", "What its tag would be called.") { $0.tag },
        .oneOf("bump", "What is raised.") { $0.bump },
        .list("reasons", "Why, the highest level first.", reason) { $0.reasons },
        .list("suggestions", "What the API asks for and does not count.", reason) {
          $0.suggestions
        },
        .list(
          "unparsed", "Commits whose messages cannot be read.",
          Shape<(commit: String, subject: String)>(
            "unparsedCommit", "A commit by its name and subject.",
            [
              .string("commit", "Its full name.") { $0.commit },
              .string("subject", "The first line of its message.") { $0.subject },
            ])
        ) { $0.unparsed },
        .integer("commits", "Commits since the last final version.") { $0.commits },
      ])
  }

  private static var reason: Shape<VersionReason> {
    Shape(
      "reason", "One thing that asks for a version.",
      [
        .oneOf("level", "What it asks for.") { $0.level },
        .oneOf("source", "Who says so.") { $0.source },
        .optionalString("commit", "The full name of the commit that says so.") { $0.commit },
        .optionalString("entity", "The declaration that changed.") { $0.entity },
        .string("text", "What happened, for people.") { $0.text },
      ])
  }
}
