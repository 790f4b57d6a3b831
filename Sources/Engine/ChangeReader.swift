import Git
import SemanticDiff
import Source
import Syntax
import Verification

/// Reads the files of a change: contents, then languages, then what happened to the declarations.
public struct ChangeReader {
  /// Files above it are not read.
  public static let largestFile = 64 << 20
  /// A change with fewer bytes is read on one core, since starting more would take longer.
  private static let worthParallel = 200_000

  private let repository: Repository

  public init(_ repository: Repository) { self.repository = repository }

  /// - Parameters:
  ///   - isExcluded: paths that are left out wholly.
  ///   - commitReading: how the change's commits are read, where they are more, or more than the change.
  public func read(
    _ change: Change, stage: Stage?, isExcluded: (SourcePath) -> Bool,
    commitReading: CommitReading? = nil
  ) async -> (subject: Subject, lines: LineTotals) {
    let read = change.files.filter { !isExcluded($0.path) }.map { file in
      (
        file: file, before: side(file.before, file.oldPath ?? file.path),
        after: side(file.after, file.path)
      )
    }
    // A file on disk can look changed by its time alone.
    let sides = read.filter { side in
      guard side.file.status == .modified, side.file.before?.mode == side.file.after?.mode,
        let old = side.before.text, let new = side.after.text
      else { return true }
      return old.bytes != new.bytes
    }
    let size = sides.reduce(0) {
      $0 + ($1.before.text?.bytes.count ?? 0) + ($1.after.text?.bytes.count ?? 0)
    }
    let files = await sides.mapInParallel(isWorthIt: size >= ChangeReader.worthParallel) {
      ReadFile($0.file, before: $0.before, after: $0.after)
    }
    let context = SemanticChange.context(of: files.map(\.file.pair.path)).compactMap { path in
      FilePair(
        context: path, before: try? repository.file(at: path, in: change.before),
        after: try? repository.file(at: path, in: change.after))
    }
    let diff = SemanticChange(files.map(\.file.pair), context: context)
    return (
      Subject(
        change: change, files: files.map(\.file), diff: diff, stage: stage,
        commitReading: commitReading),
      files.reduce(into: LineTotals()) { $0.add($1.lines) }
    )
  }

  private func side(_ version: FileVersion?, _ path: SourcePath) -> FileContents {
    guard let version else { return FileContents() }
    switch version.mode {
    case .submodule: return FileContents(note: "a submodule")
    case .symlink: return FileContents(note: "a symbolic link")
    case .regular, .executable: break
    }
    if let size = version.size, size > ChangeReader.largestFile {
      return FileContents(isUnread: true, note: FileContents.tooLarge)
    }
    do {
      let bytes = try repository.contents(of: version, path: path)
      return FileContents(bytes: bytes)
    } catch {
      return FileContents(isUnread: true, note: error.problem.message)
    }
  }
}

/// Lines added and removed over all files.
public struct LineTotals: Sendable {
  public var added = 0
  public var removed = 0

  mutating func add(_ counts: LineCounts) {
    added += counts.added
    removed += counts.removed
  }
}

extension Array where Element: Sendable {
  /// The results in order; on all cores where that is worth it.
  func mapInParallel<Result: Sendable>(
    isWorthIt: Bool, _ body: @escaping @Sendable (Element) -> Result
  ) async -> [Result] {
    guard isWorthIt, count > 1 else { return map(body) }
    return await withTaskGroup(of: (Int, Result).self) { group in
      for (index, element) in enumerated() { group.addTask { (index, body(element)) } }
      var results = [Result?](repeating: nil, count: count)
      for await (index, result) in group { results[index] = result }
      return results.map { $0! }
    }
  }
}
