import Git
import SemanticDiff
import Source
import Syntax
import Verification

/// A declaration that a change touches, with its place in the files of both sides.
struct ChangedEntity {
  /// A declaration in a file.
  struct Place {
    let file: SyntaxFile
    /// In `SyntaxFile.entities`.
    let index: Int

    var entity: Entity { file.entities[index] }
    var qualifiedName: String { file.qualifiedName(entity) }
  }

  /// Nil for what an added declaration holds, and for what holds a changed one.
  let change: EntityChange?
  let path: SourcePath
  let after: Place
  let before: Place?

  /// All declarations that stand after the change and that it touched: those of the diff, and what was
  /// added with them.
  ///
  /// - Parameter isWanted: which changes are looked at.
  static func all(
    _ subject: Subject, where isWanted: (SubjectFile, EntityChange) -> Bool
  ) -> [ChangedEntity] {
    var oldFiles: [SourcePath: SyntaxFile] = [:]
    for file in subject.files { oldFiles[file.pair.pathBefore] = file.pair.before }
    var files: [SourcePath: SubjectFile] = [:]
    for file in subject.files { files[file.path] = file }
    var result: [ChangedEntity] = []
    for diff in subject.diff.files {
      guard let file = files[diff.path], let syntax = file.pair.after else { continue }
      for change in diff.entities {
        guard let range = change.after, isWanted(file, change),
          let index = syntax.index(of: range.bytes, change.kind)
        else { continue }
        let old = oldFiles[change.oldPath ?? file.pair.pathBefore]
        let before = change.before.flatMap { range in
          old.flatMap { old in
            old.index(ofAny: range.bytes).map { Place(file: old, index: $0) }
          }
        }
        result.append(
          ChangedEntity(
            change: change, path: diff.path, after: Place(file: syntax, index: index),
            before: before))
        guard change.changes.contains(.added) else { continue }
        // What it holds follows it in the list.
        var inner = index + 1
        while inner < syntax.entities.count,
          range.bytes.contains(syntax.entities[inner].range)
        {
          result.append(
            ChangedEntity(
              change: nil, path: diff.path, after: Place(file: syntax, index: inner), before: nil))
          inner += 1
        }
      }
    }
    return result
  }
}

extension SyntaxFile {
  /// The place of the declaration with exactly that range and kind.
  func index(of range: ByteRange, _ kind: EntityKind) -> Int? {
    indices(startingAt: range.start).first {
      entities[$0].range == range && entities[$0].kind == kind
    }
  }

  /// The place of the declaration with exactly that range.
  func index(ofAny range: ByteRange) -> Int? {
    indices(startingAt: range.start).first { entities[$0].range == range }
  }

  /// Declarations stand in the order of the file, but for those that a language hoists.
  private func indices(startingAt start: Int) -> [Int] {
    var low = 0
    var high = entities.count
    while low < high {
      let middle = (low + high) / 2
      if entities[middle].range.start < start { low = middle + 1 } else { high = middle }
    }
    var found: [Int] = []
    while low < entities.count, entities[low].range.start == start {
      found.append(low)
      low += 1
    }
    return found.isEmpty ? entities.indices.filter { entities[$0].range.start == start } : found
  }
}
