import ArgumentParser
import Engine
import Git
import Policy
import Report
import Source
import Verification

struct HookCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hook", abstract: "Check every commit and every push.",
    subcommands: [Install.self, Uninstall.self, Status.self, Run.self])

  struct Install: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "install",
      abstract: "Add Verdict to this repository's hooks, and trust the programs it would run.")

    @Flag(help: "Write also into a hooks folder that serves more than this clone.")
    var force = false

    @Option(
      help: .init(
        "Also install this hook, which is left out otherwise: prepare-commit-msg offers a type and a scope for the message.",
        valueName: "hook"))
    var also: [HookName] = []

    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() async throws {
      let repository = try common.repository()
      let surroundings = try common.surroundings
      let hooks = try await Hooks(repository, surroundings)
      try hooks.install(
        program: try path(searchPath: surroundings.searchPath), also: also, force: force)
      var trusting = try Trusting(repository, surroundings)
      let items = try trusting.trustProposals()
      if common.quiet { return }
      for status in hooks.statuses(searchPath: surroundings.searchPath) where !status.isLeftOut {
        Output.standard.write("\(status.name.rawValue): \(status.remark) (\(status.path))\n")
      }
      Output.standard.write(TrustText.granted(items))
    }

    /// The absolute path of this program: as it stands in PATH where it is there, since that outlives
    /// an upgrade which puts the program itself into another folder.
    private func path(searchPath: String) throws(Problem) -> String {
      guard let own = Paths.program else {
        throw Problem(.failure, "the path of this program cannot be found")
      }
      return searchPath.split(separator: ":").filter { $0.hasPrefix("/") }
        .map { "\($0)/verdict" }.first { Paths.resolved($0) == own } ?? own
    }
  }

  struct Uninstall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "uninstall", abstract: "Take Verdict out of this repository's hooks again.")

    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() async throws {
      let hooks = try await Hooks(try common.repository(), try common.surroundings)
      let removed = try hooks.uninstall()
      if common.quiet { return }
      Output.standard.write(
        removed.isEmpty
          ? "no hook had Verdict in it\n" : removed.map { "\($0.rawValue): removed\n" }.joined())
    }
  }

  struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "status",
      abstract: "Say for each hook whether Git would run Verdict, and why not.")

    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() async throws {
      let surroundings = try common.surroundings
      let hooks = try await Hooks(try common.repository(), surroundings)
      let statuses = hooks.statuses(searchPath: surroundings.searchPath)
      for status in statuses {
        let state = status.isActive ? "active" : "inactive"
        Output.standard.write(
          "\(status.name.rawValue): \(state): \(status.remark) (\(status.path))\n")
      }
      if HookRunner.isOff(surroundings.environment) {
        Output.standard.write("VERDICT=0 is set here, so that no hook checks anything\n")
      }
      if statuses.contains(where: { !$0.isActive && !$0.isLeftOut }) { throw Ending(code: 1) }
    }
  }

  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "run", abstract: "What the installed hook runs.",
      discussion: """
        An inconclusive verdict lets Git go on with one line that says what is open, unless the policy
        says `onInconclusive: block`. VERDICT_SKIP=gate,... leaves gates out, VERDICT=0 turns Verdict
        off for one command; both are recorded.
        """)

    @Argument(
      help: .init(
        "The hook: \(HookName.allCases.map(\.rawValue).joined(separator: ", ")).",
        valueName: "name"))
    var name: String

    @Argument(
      parsing: .captureForPassthrough, help: .init("What Git hands the hook.", visibility: .hidden))
    var arguments: [String] = []

    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() async throws {
      let hook = HookRun(name: name, arguments: arguments, common: common.choices)
      try await hook.run(hook.stagedAnswer)
    }
  }
}

extension HookName: ExpressibleByArgument {}
