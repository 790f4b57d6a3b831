import Release
import SemanticDiff
import Source

/// `verdict.changelog/1`.
public enum ChangelogDocument {
  static let format = "verdict.changelog/1"

  public static func json(_ changelog: Changelog) -> JSONValue { shape.json(changelog) }

  /// Its JSON Schema.
  public static var schema: JSONValue { shape.document(id: format) }

  private static var shape: Shape<Changelog> {
    Shape(
      "changelog", "The releases of a history.",
      [
        .constant("format", "The format and its version.", format),
        .list(
          "releases", "The newest first.",
          Shape<Changelog.Edition>(
            "release", "One version, or what is not released yet.",
            [
              .optionalString("version", "Left out for what is not released yet.") {
                $0.version?.description
              },
              .optionalString("tag", "The name of its tag.") { $0.tag },
              .string("date", "The day of its commit (ISO 8601, UTC).") { $0.date },
              .list("sections", "The entries by kind.", section) { $0.sections },
              .strings("contributors", "Those who made it.") { $0.contributors },
            ])
        ) { $0.releases },
        .list(
          "unparsed", "Commits whose messages cannot be read as entries.",
          Shape<ReleaseCommit>(
            "unparsedCommit", "A commit by its name and subject.",
            [
              .string("commit", "Its full name.") { $0.commit.id.hex },
              .string("subject", "The first line of its message.") { $0.message.subject },
            ])
        ) { $0.unparsed },
      ])
  }

  private static var section: Shape<Changelog.Section> {
    Shape(
      "section", "Entries of one kind.",
      [
        .string("title", "The kind, as the heading has it.") { $0.title },
        .list(
          "entries", "The newest first.",
          Shape<Changelog.Entry>(
            "entry", "One thing that was done.",
            [
              .string("text", "What was done.") { $0.text },
              .string("commit", "The full name of the commit.") { $0.commit },
              .optionalString("scope", "The part of the code.") { $0.scope },
              .boolean("breaking", "Whether it breaks users.") { $0.isBreaking },
              .strings("breakingNotes", "What breaks.") { $0.breakingNotes },
              .strings("references", "Issues and pull requests.") { $0.references },
              .list(
                "entities", "Public declarations that it added, changed or removed.",
                Shape<ReleasedEntity>(
                  "releasedEntity", "A public declaration.",
                  [
                    .string("qualifiedName", "Its name.") { $0.qualifiedName },
                    .oneOf("api", "What its change asks of the version.") { $0.api },
                    .optionalString("reason", "Why.") { $0.reason },
                  ])
              ) { $0.entities },
            ])
        ) { $0.entries },
      ])
  }
}
