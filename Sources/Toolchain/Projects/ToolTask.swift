import Git
import Source
import Verification

/// One tool to run in one project, because of the changed files in it.
struct ToolTask: Sendable {
  let tool: Tool
  /// Relative to the root of the tree; empty for the root itself.
  let folder: String
  /// Decides only over what is looked at.
  var target: [String] = []
  /// Whether the tool lacks what the project's manifest asks for, as far as the repository tells.
  var need: Tool.Need?
  /// The changed files that the tool would look at, as indices into `Subject.files`.
  var files: [Int]

  /// The tools that are wanted in the projects that a change touches. The manifests of the after side
  /// tell, else, for a project that is taken away, nothing is to do.
  static func tasks(_ role: Tool.Role, _ subject: Subject, _ lookup: ProjectLookup) -> [ToolTask] {
    var tasks: [ToolTask] = []
    var places: [String: Int] = [:]
    let tools = Tool.all(role)
    for (index, file) in subject.files.enumerated() where file.path.isUTF8 {
      let name = String(decoding: file.path.lastComponent, as: UTF8.self)
      for (number, tool) in tools.enumerated() where tool.isTouched(by: file, named: name) {
        guard let found = project(of: tool, around: file.path, lookup) else { continue }
        let key = "\(number) \(found.folder)"
        if let place = places[key] {
          tasks[place].files.append(index)
          continue
        }
        places[key] = tasks.count
        tasks.append(
          ToolTask(
            tool: tool, folder: found.folder, target: tool.target?(found.manifest) ?? [],
            need: tool.needs.flatMap { $0.isAsked(found.manifest) ? $0 : nil }, files: [index]))
      }
    }
    // A tool that is given files has nothing to do where only its configuration changed.
    return tasks.filter { task in
      task.tool.scope == .project
        || task.files.contains {
          subject.files[$0].after != nil && task.tool.reads(subject.files[$0])
        }
    }.sorted { ($0.tool.order, $0.folder) < ($1.tool.order, $1.folder) }
  }

  private static func project(
    of tool: Tool, around path: SourcePath, _ lookup: ProjectLookup
  ) -> (folder: String, manifest: [UInt8])? {
    var parts = path.components.dropLast().map { String(decoding: $0, as: UTF8.self) }
    var found: (folder: String, manifest: [UInt8])?
    while true {
      let folder = parts.joined(separator: "/")
      if let manifest = lookup.manifest(for: tool, in: folder) {
        found = (folder, manifest)
        if tool.root == .nearest { return found }
      }
      if parts.isEmpty { return found }
      parts.removeLast()
    }
  }
}

extension Tool {
  /// Whether the file is one that the tool looks at.
  func reads(_ file: SubjectFile) -> Bool {
    guard let language = file.pair.language else { return false }
    return languages.contains(language.name)
  }

  /// Whether a changed file may change what the tool says. Tests also read data.
  fileprivate func isTouched(by file: SubjectFile, named name: String) -> Bool {
    if reads(file) || isManifest(name) { return true }
    return role == .tests && (file.pair.language?.isData ?? false)
  }

  fileprivate var order: Int { Tool.all.firstIndex { $0.name == name } ?? 0 }
}
