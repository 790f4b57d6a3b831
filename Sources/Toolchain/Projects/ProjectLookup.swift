import Git
import Source

/// Asks for the manifests of one side of a change, each folder once. No file of the work tree is read.
final class ProjectLookup {
  private struct Question: Hashable {
    let tool: String
    let folder: String
  }

  private let open: @Sendable () throws(GitError) -> Repository
  private let side: Change.Side
  private var folders: [String: Set<String>] = [:]
  private var contents: [String: [UInt8]] = [:]
  private var manifests: [Question: [UInt8]?] = [:]
  /// Opened when a folder is first asked for, which many changes never do.
  private lazy var repository: Repository? = try? open()

  /// Every name that proves that some tool is wanted, and what tools need.
  private static let names = Set(Tool.all.flatMap { tool in tool.evidence.map(\.file) })

  init(_ open: @escaping @Sendable () throws(GitError) -> Repository, _ side: Change.Side) {
    self.open = open
    self.side = side
  }

  /// The manifest in a folder that proves that a tool is wanted there.
  ///
  /// - Parameter folder: relative to the root; empty for the root itself.
  func manifest(for tool: Tool, in folder: String) -> [UInt8]? {
    let question = Question(tool: tool.name, folder: folder)
    if let known = manifests[question] { return known }
    let found = evidence(for: tool, in: folder)
    manifests[question] = .some(found)
    return found
  }

  private func evidence(for tool: Tool, in folder: String) -> [UInt8]? {
    let present = names(in: folder)
    if present.isEmpty { return nil }
    for evidence in tool.evidence where present.contains(evidence.file) {
      let bytes = read(folder.isEmpty ? evidence.file : "\(folder)/\(evidence.file)")
      if evidence.holds?(bytes) ?? true { return bytes }
    }
    return nil
  }

  private func names(in folder: String) -> Set<String> {
    if let known = folders[folder] { return known }
    let found = (try? repository?.names(among: Self.names, in: SourcePath(folder), of: side)) ?? []
    folders[folder] = found
    return found
  }

  private func read(_ path: String) -> [UInt8] {
    if let known = contents[path] { return known }
    let bytes = (try? repository?.file(at: SourcePath(path), in: side)) ?? []
    contents[path] = bytes
    return bytes
  }
}
