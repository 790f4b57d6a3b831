import ArgumentParser
import Engine
import Report
import Source
import Syntax

struct OutlineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "outline", abstract: "List the declarations and defects of files.",
    discussion: """
      EXAMPLES
        verdict outline Sources/App.swift
        verdict outline . --summary
        cat app.py | verdict outline - --language python --format json
      """)

  @Argument(help: "Files and folders; `-` is standard input.")
  var paths: [String]

  @Option(help: .init("Read every file as this language.", valueName: "language"))
  var language: String?

  @Flag(help: "Print totals per language and no list.")
  var summary = false

  @Option(help: "pretty, concise or json.")
  var format: Format = .pretty

  @OptionGroup(title: "Everywhere") var common: CommonOptions

  func run() throws {
    let forced = try forcedLanguage()
    let walk = FileWalk(from: try common.currentFolder, forced: forced)
    var totals = OutlineSummary()
    var isFirst = true
    if format == .json, !summary { Output.standard.write(OutlineDocument.opening) }
    let problems = try walk.forEach(paths) { outline in
      if summary {
        totals.add(outline.file)
        return
      }
      switch format {
      case .pretty: Output.standard.write(OutlineText.pretty(outline, common.style))
      case .concise: Output.standard.write(OutlineText.concise(outline))
      case .json: Output.standard.write(OutlineDocument.file(outline, isFirst: isFirst))
      }
      isFirst = false
    }
    if summary {
      Output.standard.write(
        format == .json ? totals.json().text(indented: true) + "\n" : totals.pretty())
    } else if format == .json {
      Output.standard.write(OutlineDocument.closing)
    }
    for problem in problems {
      Output.error.write(ProblemReport.text(problem, Terminal.style(of: .error)))
    }
    if !problems.isEmpty { throw Ending(code: 2) }
  }

  private func forcedLanguage() throws(Problem) -> Language? {
    guard let language else { return nil }
    if let found = Language.named(language) { return found }
    let names = Language.all.map(\.name)
    throw Problem(
      .usage, "there is no language `\(language)`",
      help: names.nearest(to: language).map { "did you mean `\($0)`?" }
        ?? "the languages are \(names.joined(separator: ", "))")
  }
}
