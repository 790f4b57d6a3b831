import ArgumentParser

/// The whole command line; each command is in a file of its own.
///
/// Every command has its `commandName` written out: the parser asks for the names of all of them, and to
/// derive one from its type takes 0.1 ms.
struct VerdictCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verdict",
    abstract: "Says whether a change in a Git repository is done.",
    discussion: """
      EXAMPLES
        verdict check                 staged changes, else what is not upstream yet
        verdict check HEAD            the newest commit
        verdict check main..topic     a branch, from where it left main
        verdict diff --staged         what happened to each function and type
        verdict hook install          check every commit before it is made

      EXIT CODES
        0  done
        1  not done: a required gate failed
        2  usage or configuration error
        3  inconclusive: something required could not be decided
        4  Verdict itself failed
        130  interrupted
      """,
    version: version,
    subcommands: [
      CheckCommand.self, DiffCommand.self, OutlineCommand.self, HookCommand.self,
      HistoryCommand.self, ExplainCommand.self, InitCommand.self, ConfigCommand.self,
      TrustCommand.self, DoctorCommand.self, NextVersionCommand.self, ChangelogCommand.self,
    ])
}

/// The version of the program.
let version = "0.1.0"
