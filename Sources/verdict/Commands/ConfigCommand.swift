import ArgumentParser
import Engine
import Git
import Policy
import Source

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Look at the policy, `.verdict.yml`.",
    subcommands: [Show.self, Check.self])

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Print the policy that holds for the next commit, whole and in its own format.",
      discussion: """
        It is the `.verdict.yml` of HEAD, else the built-in policy: a start for a file of your own.
        """)

    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
      let repository = try common.repository()
      let surroundings = try common.surroundings
      let loaded = try Checking(repository, surroundings).policyLoader(trustsAll: false).current()
      Output.standard.write("# \(loaded.origin)\n\(loaded.policy.yaml())")
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Say whether a policy file is valid, with the place of every mistake.")

    @Argument(help: "The file; `.verdict.yml` at the repository's root when it is left out.")
    var file: String?

    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
      let surroundings = try common.surroundings
      let path: String
      if let file {
        path = file
      } else {
        guard let root = try common.repository().workDirectory else {
          throw Problem(
            .usage, "a bare repository has no file to check", help: "verdict config check FILE")
        }
        path = "\(root)/\(PolicyLoader.fileName)"
      }
      _ = try PolicyLoader.read(path, from: surroundings)
      if !common.quiet { Output.standard.write("\(path): valid\n") }
    }
  }
}
