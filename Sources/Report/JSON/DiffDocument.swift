import SemanticDiff
import Source
import Verification

/// `verdict.diff/1`.
public enum DiffDocument {
  static let format = "verdict.diff/1"

  public static func json(_ diff: DiffReport) -> JSONValue { Shape.diff.json(diff) }

  /// Its JSON Schema.
  public static var schema: JSONValue { Shape.diff.document(id: format) }
}

/// A semantic diff with what it is a diff of.
public struct DiffReport: Sendable {
  public var change: ChangeSummary
  public var detected: DetectedType
  public var claimed: ChangeType?
  public var files: [FileDiff]
  /// What was looked through for who names the changed declarations; nil where nobody asked.
  public var impact: ImpactSummary?

  public init(
    change: ChangeSummary, detected: DetectedType, claimed: ChangeType?, files: [FileDiff]
  ) {
    self.change = change
    self.detected = detected
    self.claimed = claimed
    self.files = files
  }

  /// The highest API impact of all entity changes.
  public var api: APIImpact { files.flatMap(\.entities).map(\.api).max() ?? .none }
}

/// The search for who names the changed declarations.
public struct ImpactSummary: Sendable, Hashable {
  /// The files of the after side that were looked through.
  public var files: Int
  /// What went wrong with the index that is kept; the answer stands all the same.
  public var note: String?

  public init(files: Int, note: String?) {
    self.files = files
    self.note = note
  }
}

extension Shape where Value == DiffReport {
  fileprivate static var diff: Shape {
    Shape(
      "diff", "A semantic diff.",
      [
        .constant("format", "The format and its version.", DiffDocument.format),
        .object("change", "What is compared.", .change) { $0.change },
        .object("type", "What kind of work it is.", .type) {
          TypeOfChange(detected: $0.detected, claimed: $0.claimed)
        },
        .list("files", "The paths that differ.", .fileDiff) { $0.files },
        .optionalObject(
          "impact", "What was looked through with `--impact`.",
          Shape<ImpactSummary>(
            "impactSummary", "The search for who names the changed declarations.",
            [
              .integer("files", "Files of the after side that were looked through.") { $0.files },
              .optionalString("note", "What went wrong with the index that is kept.") { $0.note },
            ])
        ) { $0.impact },
        .object(
          "summary", "Counts.",
          Shape<DiffReport>(
            "summary", "How many declarations each thing happened to.",
            [
              .integer("files", "Paths that differ.") { $0.files.count },
              .integer("entities", "Declarations that changed.") {
                $0.files.reduce(0) { $0 + $1.entities.count }
              },
            ]
              + ChangeKind.allCases.map { kind in
                .integer(kind.rawValue, "Declarations with `\(kind.rawValue)`.") { diff in
                  diff.files.flatMap(\.entities).count { $0.changes.contains(kind) }
                }
              }
              + [.oneOf("api", "The highest API impact.") { $0.api }])
        ) { $0 },
      ])
  }
}
