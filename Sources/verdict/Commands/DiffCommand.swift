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
        verdict diff --each v1.0..v1.1 --format jsonl
      """)

  @OptionGroup var change: ChangeOptions

  @Flag(
    name: .customLong("no-index"),
    help: "Compare two files or folders on disk, OLD and NEW.")
  var isNoIndex = false

  @Flag(
    name: .customLong("each"),
    help: "One diff for each commit of a range, or of a commit and all its first parents.")
  var isEach = false

  @Flag(help: "Also list who names each declaration that changed or is gone, tests marked.")
  var impact = false

  @OptionGroup(title: "Report") var format: FormatOptions
  @OptionGroup(title: "Everywhere") var common: CommonOptions

  func validate() throws {
    if !isNoIndex { try change.refuseSecond() }
    guard isEach else { return }
    if isNoIndex || impact {
      throw ValidationError("--each goes neither with --no-index nor with --impact")
    }
    if change.staged || change.worktree {
      throw ValidationError("--each takes commits, and what is not committed yet is none")
    }
    if format.format == .json || !format.outputs.isEmpty {
      throw ValidationError(
        "--each prints many documents to standard output: --format jsonl, concise or pretty")
    }
  }

  func run() async throws {
    let folder = try common.currentFolder
    if isEach { return try await each(folder) }
    let diff = isNoIndex ? try await onDisk(folder) : try await inRepository(folder)
    let style = common.style
    try format.emit(quiet: common.quiet, from: folder) { format, toFile in
      Self.text(diff, format, toFile ? .ofFile : style)
    }
  }

  private static func text(_ diff: DiffReport, _ format: Format, _ style: Style) -> String {
    switch format {
    case .pretty: DiffText.pretty(diff, style)
    case .concise: DiffText.concise(diff)
    case .json, .jsonl: DiffDocument.json(diff).text(indented: format == .json) + "\n"
    }
  }

  private func each(_ folder: String) async throws {
    let (choices, format, style) = (common.choices, format.format, common.style)
    let paths = try change.sourcePaths(in: common.repository(), from: folder)
    let problems = try await EachCommit { try choices.repository() }.forEach(
      change.selector, paths: paths,
      transform: { diff in
        let text = Self.text(diff, format, style)
        return switch format {
        case .json, .jsonl: text
        case .concise: "commit \(diff.change.commits.first?.id ?? "")\n" + text
        case .pretty: text + "\n"
        }
      },
      body: Output.standard.write)
    for problem in problems {
      Output.error.write(ProblemReport.text(problem, Terminal.style(of: .error)))
    }
    if let first = problems.first { throw Ending(code: first.kind == .usage ? 2 : 4) }
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
