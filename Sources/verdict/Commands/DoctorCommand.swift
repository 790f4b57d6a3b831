import ArgumentParser
import Engine
import Report
import Source

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say whether everything that a verdict needs is in order.",
    discussion: "Exits 1 when something keeps a verdict from being whole.")

  @OptionGroup(title: "Everywhere") var common: CommonOptions

  func run() async throws {
    let surroundings = try common.surroundings
    let examination = Examination(surroundings, version: version) { try common.repository() }
    let results = await examination.results()
    Output.standard.write(DoctorText.pretty(results, common.style))
    if results.contains(where: { $0.state == .broken }) { throw Ending(code: 1) }
  }
}
