import ArgumentParser
import Engine
import Report
import Source

struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a policy for this repository as it is.",
    discussion: """
      Looks at all files of HEAD and at the newest commits, and writes a `.verdict.yml` that passes on
      HEAD, with each limit set from what the repository measures today. It shows which programs a verdict
      would run, and notes that you trust them, as `verdict trust` does.
      """)

  @Flag(name: .customLong("print"), help: "Print the policy, write nothing and trust nothing.")
  var isPrinted = false

  @Flag(help: "Replace the `.verdict.yml` that is there.")
  var force = false

  @Flag(name: .customLong("no-trust"), help: "Leave the programs of this repository untrusted.")
  var isUntrusted = false

  @OptionGroup(title: "Everywhere") var common: CommonOptions

  func run() async throws {
    let repository = try common.repository()
    let surroundings = try common.surroundings
    let draft = PolicyDraft(repository, surroundings)
    if isPrinted {
      Output.standard.write(try await draft.text(runsPrograms: true))
      return
    }
    try draft.refuse(replacing: force)
    var trusted = ""
    if !isUntrusted {
      var trusting = try Trusting(repository, surroundings)
      trusted = TrustText.granted(try trusting.trustProposals())
    }
    let path = try draft.write(try await draft.text(runsPrograms: true), replaces: force)
    if common.quiet { return }
    Output.standard.write(
      "\(path): written; `git add` it, and it holds from the commit after that on\n" + trusted)
  }
}
