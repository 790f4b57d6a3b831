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
        cat app.tsx | verdict outline - --language tsx
      """)

  @Argument(help: "Files and folders; `-` is standard input.")
  var paths: [SourcePath]

  @Option(
    help: .init(
      "Read every file as this language, or as files with this extension.", valueName: "language"))
  var language: String?

  @Flag(help: "Print totals per language and no list.")
  var summary = false

  @Option(help: Format.help)
  var format: Format = .pretty

  @OptionGroup(title: "Everywhere") var common: CommonOptions

  func run() throws {
    let forced = try forcedLanguage()
    let walk = FileWalk(from: try common.currentFolder, forced: forced)
    let problems = summary ? try summarize(walk) : try list(walk)
    for problem in problems {
      Output.error.write(ProblemReport.text(problem, Terminal.style(of: .error)))
    }
    if !problems.isEmpty { throw Ending(code: 2) }
  }

  private func summarize(_ walk: FileWalk) throws -> [Problem] {
    var totals = OutlineSummary()
    let problems = try walk.forEach(
      paths, transform: { OutlineSummary(of: $0.file) }, body: { totals.add($0) })
    switch format {
    case .json, .jsonl: Output.standard.write(totals.json().text(indented: format == .json) + "\n")
    case .pretty, .concise: Output.standard.write(totals.pretty())
    }
    return problems
  }

  private func list(_ walk: FileWalk) throws -> [Problem] {
    let style = common.style
    let format = format
    var isFirst = true
    if format == .json { Output.standard.write(OutlineDocument.opening) }
    let problems = try walk.forEach(
      paths,
      transform: { outline in
        switch format {
        case .pretty: OutlineText.pretty(outline, style)
        case .concise: OutlineText.concise(outline)
        case .json: OutlineDocument.file(outline)
        case .jsonl: OutlineDocument.line(outline)
        }
      },
      body: { text in
        if format == .json, !isFirst { Output.standard.write(",") }
        Output.standard.write(text)
        isFirst = false
      })
    if format == .json { Output.standard.write(OutlineDocument.closing) }
    return problems
  }

  private func forcedLanguage() throws(Problem) -> LanguageVariant? {
    guard let language else { return nil }
    if let found = LanguageVariant(named: language) { return found }
    let names = Language.all.map(\.name)
    throw Problem(
      .usage, "there is no language `\(language)`",
      help: names.nearest(to: language).map { "did you mean `\($0)`?" }
        ?? "the languages are \(names.joined(separator: ", "))")
  }
}
