import Git
import Source
import Syntax
import Verification

/// The Markdown documents that a change leaves as they are.
enum UnchangedDocuments {
  /// The most that are looked through.
  private static let most = 5_000

  /// Those that are wanted by their path and then by their bytes, without generated ones.
  ///
  /// - Parameter unverified: told what was not looked through.
  static func read(
    _ subject: Subject, where isWanted: (SourcePath) -> Bool, holding: ([UInt8]) -> Bool,
    _ unverified: inout [String]
  ) -> [(path: SourcePath, file: SyntaxFile)] {
    guard let snapshots = subject.snapshots else { return [] }
    let snapshot: Snapshot
    do {
      snapshot = try snapshots.snapshot(of: subject.change.after)
    } catch {
      unverified.append("unchanged documents could not be read: \(error.problem.message)")
      return []
    }
    let touched = Set(subject.change.files.map(\.path))
    let documents = snapshot.files.filter { file in
      !touched.contains(file.path) && isWanted(file.path)
        && Language.detect(path: file.path, bytes: []) == .markdown
    }
    if documents.count > most {
      unverified.append("only \(most) of \(documents.count) documents were searched")
    }
    var found: [(path: SourcePath, file: SyntaxFile)] = []
    for document in documents.prefix(most) {
      if Task.isCancelled {
        unverified.append("unchanged documents were not all searched: it was stopped")
        break
      }
      guard let bytes = try? snapshot.contents(of: document), holding(bytes) else { continue }
      let text = SourceText(bytes)
      if GeneratedMark.place(in: text) != nil { continue }
      found.append((document.path, SyntaxFile(text, as: .markdown, path: document.path)))
    }
    return found
  }
}
