import ArgumentParser
import Engine
import Report
import Source

struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Look at earlier verdicts of this repository.",
    subcommands: [List.self, Show.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "The newest verdicts, newest first.")

    @Option(name: [.short, .long], help: .init("How many.", valueName: "count"))
    var number = 20

    @Option(help: Format.help)
    var format: Format = .pretty

    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func validate() throws {
      guard number > 0 else { throw ValidationError("--number takes a number from 1") }
    }

    func run() throws {
      let store = try HistoryAccess.open(try common.repository())
      let runs = try store.map { try $0.newest(number) } ?? []
      switch format {
      case .pretty: Output.standard.write(HistoryText.pretty(runs, common.style))
      case .concise: Output.standard.write(HistoryText.concise(runs))
      case .json, .jsonl:
        Output.standard.write(HistoryDocument.json(runs).text(indented: format == .json) + "\n")
      }
      if let note = store?.note { Notices.print([Problem(.failure, note)]) }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "One verdict, whole.")

    @Argument(help: "The number that `history list` shows.")
    var id: Int

    @Option(help: Format.help)
    var format: Format = .pretty

    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
      guard let store = try HistoryAccess.open(try common.repository()), let run = try store.run(id)
      else {
        throw Problem(
          .usage, "the history has no run \(id)", help: "`verdict history list` shows the numbers")
      }
      switch format {
      case .pretty:
        Output.standard.write(
          HistoryText.heading(run, commits: try store.commits(of: id), common.style)
            + PrettyReport(run.verdict, common.style).text())
      case .concise: Output.standard.write(ConciseReport.text(run.verdict))
      case .json, .jsonl:
        Output.standard.write(
          CheckDocument.json(run.verdict).text(indented: format == .json) + "\n")
      }
    }
  }
}
