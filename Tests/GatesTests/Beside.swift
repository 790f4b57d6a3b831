import Policy
import SemanticDiff
import Source
import Verification

@testable import Git

extension Subject {
  /// A change of a commit, with files beside it that it does not touch.
  init(
    _ files: [SubjectFile], beside: [SourcePath: String], stage: Stage? = nil,
    message: String? = nil
  ) {
    let base = ObjectID(hex: String(repeating: "a", count: 40))!
    self.init(
      change: Change(
        before: .commit(base, label: "base"), after: .index,
        commits: message.map { [Commit(pending: $0, parents: [base])] } ?? [],
        files: files.map(\.change), description: "staged changes"),
      files: files, diff: SemanticChange(files.map(\.pair)), stage: stage)
    var before = beside
    var after = beside
    for file in files {
      if let text = file.before {
        before[file.pair.pathBefore] = text.string(ByteRange(0, text.bytes.count))
      }
      if let text = file.after { after[file.path] = text.string(ByteRange(0, text.bytes.count)) }
    }
    let sides = [before, after]
    snapshots = SnapshotReading { side in
      let own = side == .index ? sides[1] : sides[0]
      // Of each file its number stands for the name of its contents.
      let listed = own.keys.sorted().map { ListedFile(path: $0, id: base) }
      return Snapshot(listed) { file in Array(own[file.path]!.utf8) }
    }
  }
}

extension SubjectFile {
  /// A file with another path on both sides.
  static func renamed(_ old: SourcePath, _ new: SourcePath, _ text: String) -> SubjectFile {
    let file = SubjectFile(new, .text(text), .text(text))
    var pair = file.pair
    pair.oldPath = old
    pair.status = .renamed
    return SubjectFile(
      change: FileChange(
        path: new, oldPath: old, status: .renamed, before: file.change.before,
        after: file.change.after, similarity: 100),
      before: file.before, after: file.after, isUnread: false, pair: pair)
  }
}
