import Foundation
import SemanticDiff
import Source
import Syntax
import Verification

extension Shape where Value == SourceRange {
  static var range: Shape {
    Shape(
      "range",
      "A half-open part of a file. Bytes count from 0; lines and columns from 1, columns in bytes.",
      [
        .integer("start", "Offset of the first byte.") { $0.bytes.start },
        .integer("end", "Offset after the last byte.") { $0.bytes.end },
        .integer("startLine", "Line of `start`.") { $0.start.line },
        .integer("startColumn", "Column of `start`.") { $0.start.column },
        .integer("endLine", "Line of `end`.") { $0.end.line },
        .integer("endColumn", "Column of `end`.") { $0.end.column },
      ])
  }
}

extension SourcePath {
  /// The bytes in base64 where the path is not UTF-8, else nil.
  var base64: String? {
    isUTF8 ? nil : Data(bytes).base64EncodedString()
  }
}

extension Shape where Value == ParameterChange {
  static var parameterChange: Shape {
    Shape(
      "parameterChange", "What happened to one parameter.",
      [
        .string("kind", "What happened.") { $0.kind.rawValue },
        .string("name", "The name after the change, or before where it was removed.") { $0.name },
        .optionalString("before", "What it was.") { $0.before },
        .optionalString("after", "What it is.") { $0.after },
      ])
  }
}

extension Shape where Value == EntityReference {
  static var entityReference: Shape {
    Shape(
      "entityReference", "A declaration by its name.",
      [
        .string("qualifiedName", "Its name with those that hold it.") { $0.qualifiedName },
        .string("path", "Its file; bytes that are not UTF-8 are U+FFFD.") { $0.path.description },
      ])
  }
}

extension Shape where Value == ContractChange {
  static var contractChange: Shape {
    Shape(
      "contractChange", "One thing that changed in what a declaration promises to its users.",
      [
        .oneOf("kind", "What changed.") { $0.kind },
        .optionalString("before", "What it was.") { $0.before },
        .optionalString("after", "What it is.") { $0.after },
      ])
  }
}

extension Shape where Value == EntityChange {
  static var entityChange: Shape {
    Shape(
      "entityChange", "What happened to one declaration.",
      [
        .oneOf("kind", "What the declaration is.") { $0.kind },
        .string("qualifiedName", "Its name with those that hold it.") { $0.qualifiedName },
        .optionalString("oldQualifiedName", "The name before, where it differs.") {
          $0.oldQualifiedName
        },
        .string("path", "Its file; bytes that are not UTF-8 are U+FFFD.") { $0.path.description },
        .optionalString("pathBytes", "The path in base64 where it is not UTF-8.") {
          $0.path.base64
        },
        .optionalString("oldPath", "The file it came from.") { $0.oldPath?.description },
        .strings("changes", "What happened, several at once.") { $0.changes.map(\.rawValue) },
        .list("parameterChanges", "What happened to its parameters.", .parameterChange) {
          $0.parameterChanges
        },
        .list(
          "contractChanges", "What else changed in its contract with those who use it.",
          .contractChange
        ) { $0.contractChanges },
        .oneOf("visibility", "Who may name it.") { $0.visibility },
        .oneOf("api", "What it asks of the version number.") { $0.api },
        .strings("reasons", "Why `api` is what it is.") { $0.reasons },
        .optionalNumber("similarity", "How alike both sides are, in [0, 1].") { $0.similarity },
        .list("extractedFrom", "Whose code before it took, of an added one.", .entityReference) {
          $0.extractedFrom
        },
        .list("inlinedInto", "Which ones after took its code, of a removed one.", .entityReference)
        {
          $0.inlinedInto
        },
        .boolean(
          "explained",
          "Whether the body changed, and only by renames, extractions and inlinings of this change."
        ) { $0.isExplained },
        .optionalObject("before", "Where it stood before.", .range) { $0.before },
        .optionalObject("after", "Where it stands after.", .range) { $0.after },
        .optionalList(
          "impact", "Who names it on the after side, with `--impact`.", .dependent
        ) { $0.impact },
      ])
  }
}

extension Shape where Value == Dependent {
  static var dependent: Shape {
    Shape(
      "dependent", "A declaration that names a changed one.",
      [
        .string("path", "Its file; bytes that are not UTF-8 are U+FFFD.") { $0.path.description },
        .optionalString("pathBytes", "The path in base64 where it is not UTF-8.") {
          $0.path.base64
        },
        .optionalOneOf("kind", "What it is; absent for code outside of declarations.") { $0.kind },
        .string("qualifiedName", "Its name with those that hold it.") { $0.qualifiedName },
        .integer("line", "The line of the first use.") { $0.line },
        .integer("count", "How many uses there are.") { $0.count },
        .oneOf("confidence", "How sure it is that the changed declaration is meant.") {
          $0.confidence
        },
        .boolean("isTest", "Whether it is a test or stands in one.") { $0.isTest },
        .boolean("isStale", "Whether it names what is gone: a removed declaration or an old name.")
        { $0.isStale },
      ])
  }
}

extension Shape where Value == FileDiff {
  static var fileDiff: Shape {
    Shape(
      "fileDiff", "What happened in one file.",
      [
        .string("path", "The path; bytes that are not UTF-8 are U+FFFD.") { $0.path.description },
        .optionalString("pathBytes", "The path in base64 where it is not UTF-8.") {
          $0.path.base64
        },
        .optionalString("oldPath", "The path before, where it differs.") {
          $0.oldPath?.description
        },
        .oneOf("status", "What happened to the path.") { $0.status },
        .optionalString("language", "The language, where it is known.") { $0.language },
        .boolean("binary", "Whether it is a binary file.") { $0.isBinary },
        .optionalString("note", "Why there is no entity change, or what changed besides.") {
          $0.note
        },
        .list("entities", "The declarations that changed.", .entityChange) { $0.entities },
      ])
  }
}

extension Shape where Value == ChangeSummary {
  static var change: Shape {
    Shape(
      "change", "What is compared with what.",
      [
        .string("description", "For people.") { $0.description },
        .string("before", "A commit, `index`, `worktree`, `nothing`, or a path.") { $0.before },
        .string("after", "A commit, `index`, `worktree`, `nothing`, or a path.") { $0.after },
        .list(
          "commits", "The commits between, oldest first.",
          Shape<ChangeSummary.CommitLine>(
            "commit", "One commit.",
            [
              .string("id", "The commit's full name.") { $0.id },
              .string("subject", "The first line of its message.") { $0.subject },
            ])
        ) { $0.commits },
        .integer("files", "Paths that differ, excluded ones left out.") { $0.files },
        .integer("addedLines", "Lines that only the after side has.") { $0.addedLines },
        .integer("removedLines", "Lines that only the before side has.") { $0.removedLines },
      ])
  }
}

/// The type of a change as it is shown and as it is claimed.
struct TypeOfChange: Sendable {
  var detected: DetectedType
  var claimed: ChangeType?
}

extension Shape where Value == TypeOfChange {
  static var type: Shape {
    Shape(
      "type", "What kind of work the change is.",
      [
        .oneOf("detected", "What the diff shows.") { $0.detected.type },
        .optionalOneOf("claimed", "What the commit messages say.") { $0.claimed },
        .number("confidence", "How sure `detected` is, in [0, 1].") { $0.detected.confidence },
      ])
  }
}
