import ArgumentParser
import Engine
import Report
import Source

struct TrustCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust",
    abstract: "Allow the programs that a verdict on this repository would run.",
    discussion: """
      Until then only gates inside Verdict run: a compiler or test runs what the repository says. The
      list is kept in your own configuration, never in the repository, and covers each program by its
      path and arguments; whatever changes has to be trusted anew.
      """)

  @Flag(help: "Only show what would run and what is trusted.")
  var list = false

  @Flag(help: "Take all trust in this repository back.")
  var revoke = false

  @OptionGroup(title: "Everywhere") var common: CommonOptions

  func validate() throws {
    if list, revoke { throw ValidationError("--list and --revoke exclude one another") }
  }

  func run() throws {
    var trusting = try Trusting(try common.repository(), try common.surroundings)
    if list {
      Output.standard.write(TrustText.list(try trusting.proposals()))
    } else if revoke {
      let count = try trusting.revoke()
      if !common.quiet { Output.standard.write(TrustText.revoked(count)) }
    } else {
      let items = try trusting.trustProposals()
      if !common.quiet { Output.standard.write(TrustText.granted(items)) }
    }
  }
}
