import ArgumentParser
import Engine
import Report
import Source

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say whether everything that a verdict needs is in order.",
    discussion: """
      Exits 1 when something keeps a verdict from being whole. With --clean it removes what is kept in the \
      cache folder and can be made again: shadow work trees that no run holds, scratch folders and \
      indexes that were left behind, and answers for work trees that are gone.
      """)

  @Flag(help: "Free what is kept in the cache folder and can be made again.")
  var clean = false

  @OptionGroup(title: "Everywhere") var common: CommonOptions

  func run() async throws {
    let surroundings = try common.surroundings
    if clean {
      let freed = CacheFolder(surroundings).clean()
      for part in freed {
        Output.standard.write("freed \(Examination.text(part.bytes)): \(part.part.rawValue)\n")
      }
      if freed.isEmpty { Output.standard.write("nothing to free\n") }
      return
    }
    let examination = Examination(surroundings, version: version) { try common.repository() }
    let results = await examination.results()
    Output.standard.write(DoctorText.pretty(results, common.style))
    if results.contains(where: { $0.state == .broken }) { throw Ending(code: 1) }
  }
}
