import Git
import Policy
import Programs
import Source

extension Tool {
  func trustItem(_ program: Program) -> TrustItem {
    TrustItem(.program, name: program.name, path: program.resolvedPath, arguments: arguments)
  }
}

/// What a repository's verdicts would run.
public struct ToolProposals: Sendable {
  /// What trust has to cover, each once.
  public let items: [TrustItem]
  /// The names of programs that would run and are not found.
  public let missing: [String]
}

extension ToolContext {
  /// The programs that detection proposes for the tracked files, and those that a policy names.
  ///
  /// - Parameters:
  ///   - files: all tracked paths; their contents are not read but for manifests.
  ///   - settings: those of the gates that run programs, by their names, in each section.
  ///   - side: the one whose manifests tell.
  public func proposals(
    forFiles files: [SourcePath], settings: [(gate: String, settings: GateSettings)],
    in side: Change.Side
  ) -> ToolProposals {
    let extensions = Set(files.compactMap { $0.pathExtension?.lowercased() })
    var items: [TrustItem] = []
    var missing: [String] = []
    func add(_ item: TrustItem) { if !items.contains(item) { items.append(item) } }
    func miss(_ name: String) { if !missing.contains(name) { missing.append(name) } }
    let active = settings.filter { $0.settings.level != .off }
    if settings.isEmpty || active.contains(where: { $0.gate == "compile" }) {
      for checker in Checker.all
      where extensions.contains(where: { checker.reads(extension: $0) }) {
        if let program = find(checker) {
          add(checker.trustItem(program))
        } else {
          miss(checker.programs[0])
        }
      }
    }
    let wanted = wantedTools(files, in: side)
    for (gate, settings) in active {
      guard let role = Tool.Role(rawValue: gate) else { continue }
      let options = ToolSettings(settings)
      let tools =
        options.command.isEmpty
        ? wanted.filter {
          $0.role == role && options.isDetected && !options.leftOut.contains($0.name)
        } : [options.tool(role)]
      for tool in tools {
        if let program = find(tool.programs) {
          add(tool.trustItem(program))
        } else {
          miss(tool.programs[0])
        }
      }
      if let setup = options.setup.first, !tools.isEmpty {
        if let program = find([setup]) {
          add(
            TrustItem(
              .program, name: program.name, path: program.resolvedPath,
              arguments: Array(options.setup.dropFirst())))
        } else {
          miss(setup)
        }
      }
    }
    return ToolProposals(items: items, missing: missing)
  }

  /// The tools that some manifest asks for.
  private func wantedTools(_ files: [SourcePath], in side: Change.Side) -> [Tool] {
    guard let lookup = lookup(side) else { return [] }
    let names = Set(Tool.all.flatMap { $0.evidence.map { Array($0.file.utf8) } })
    var folders: Set<String> = []
    for file in files where file.isUTF8 && names.contains(Array(file.lastComponent)) {
      folders.insert(
        file.components.dropLast().map { String(decoding: $0, as: UTF8.self) }
          .joined(separator: "/"))
    }
    let sorted = folders.sorted()
    return Tool.all.filter { tool in
      sorted.contains { lookup.manifest(for: tool, in: $0) != nil }
    }
  }
}
