import ArgumentParser
import Engine
import Git
import Report
import SemanticDiff
import Source
import Verification

struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show what happened to each function and type.",
    discussion: """
      EXAMPLES
        verdict diff --staged
        verdict diff v1.0..v1.1 --format json
        verdict diff --no-index old.py new.py     needs no repository
      """)

  @OptionGroup var change: ChangeOptions

  @Flag(
    name: .customLong("no-index"),
    help: "Compare two files or folders on disk, OLD and NEW.")
  var isNoIndex = false

  @Flag(help: "Also list who names each declaration that changed or is gone, tests marked.")
  var impact = false

  @OptionGroup(title: "Report") var format: FormatOptions
  @OptionGroup(title: "Everywhere") var common: CommonOptions

  func validate() throws {
    if !isNoIndex { try change.refuseSecond() }
  }

  func run() async throws {
    let folder = try common.currentFolder
    let diff = isNoIndex ? try await onDisk(folder) : try await inRepository(folder)
    let style = common.style
    try format.emit(quiet: common.quiet, from: folder) { format, toFile in
      switch format {
      case .pretty:
        DiffText.pretty(diff, toFile ? Style(hasColor: false, width: 100, isVerbose: true) : style)
      case .concise: DiffText.concise(diff)
      case .json: DiffDocument.json(diff).text(indented: true) + "\n"
      }
    }
  }

  private func inRepository(_ folder: String) async throws -> DiffReport {
    let repository = try common.repository()
    let change = try ChangeSelection.change(
      change.selector, paths: try self.change.sourcePaths(in: repository, from: folder),
      in: repository)
    var report = await Comparing.repository(repository, change)
    if impact {
      defer { Progress.clear() }
      try await ImpactLookup(try common.surroundings, repository, progress: Progress.names)
        .add(to: &report, of: change, in: repository)
    }
    return report
  }

  private func onDisk(_ folder: String) async throws -> DiffReport {
    let paths = [change.revision, change.second].compactMap { $0 } + change.paths
    guard paths.count == 2 else {
      throw Problem(
        .usage, "--no-index takes two files or folders, not \(paths.count)",
        help: "verdict diff --no-index OLD NEW")
    }
    return try await Comparing.onDisk(
      old: paths[0], new: paths[1], from: folder,
      lookup: impact ? ImpactLookup(try common.surroundings, nil, progress: Progress.names) : nil)
  }
}
