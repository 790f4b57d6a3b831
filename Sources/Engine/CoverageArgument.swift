import FoundationEssentials
import Gates
import Git
import Source

/// A report of coverage as the command line names it: `FILE` or `FILE@TREE`, where TREE is a commit, a tag or a
/// tree. A file's times say nothing about what it was made from, so that it has to be said.
public struct CoverageArgument: Sendable, Hashable {
  let text: String

  public init(_ text: String) { self.text = text }

  /// A report above it is not read, in bytes.
  private static let largest = 1 << 30

  /// Reads the file, and compares the tree with what is judged.
  func input(
    for change: Change, in repository: Repository, _ surroundings: Surroundings
  ) -> CoverageInput {
    func full(_ path: String) -> String {
      path.hasPrefix("/") ? path : "\(surroundings.currentFolder)/\(path)"
    }
    var name = text
    var revision: String?
    // The path of a file may have an `@` itself.
    if !FileManager.default.fileExists(atPath: full(text)), let mark = text.lastIndex(of: "@") {
      name = String(text[..<mark])
      revision = String(text[text.index(after: mark)...])
    }
    var tree = CoverageInput.Tree.unnamed
    if let revision, !revision.isEmpty {
      do {
        tree = try repository.isSame(change.after, asTree: revision) ? .same : .other(revision)
      } catch {
        tree = .unknown(error.problem.message)
      }
    }
    let attributes = try? FileManager.default.attributesOfItem(atPath: full(name))
    guard
      let size = attributes?[.size] as? Int
        ?? (attributes?[.size] as? UInt64).map({ Int(clamping: $0) })
    else {
      return CoverageInput(name: name, contents: nil, failure: "there is no such file", tree: tree)
    }
    guard size <= Self.largest else {
      return CoverageInput(
        name: name, contents: nil, failure: "it has more than 1 GiB", tree: tree)
    }
    guard let data = FileManager.default.contents(atPath: full(name)) else {
      return CoverageInput(name: name, contents: nil, failure: "it may not be read", tree: tree)
    }
    return CoverageInput(name: name, contents: Array(data), tree: tree)
  }
}
