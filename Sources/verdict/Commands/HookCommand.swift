import ArgumentParser
import Engine
import Git
import Policy
import Report
import Source
import Verification

struct HookCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hook", abstract: "Check every commit before it is made.",
    subcommands: [Install.self, Uninstall.self, Status.self, Run.self])

  struct Install: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "install",
      abstract: "Add Verdict to this repository's hooks, and trust the programs it would run.")

    @Flag(help: "Write also into a hooks folder that serves more than this clone.")
    var force = false

    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() async throws {
      let repository = try common.repository()
      let hooks = try await Hooks(repository, try common.surroundings)
      try hooks.install(program: try ownPath(), force: force)
      var trusting = try Trusting(repository, try common.surroundings)
      let items = try trusting.trustProposals()
      if common.quiet { return }
      for status in hooks.statuses() {
        Output.standard.write("\(status.name): \(status.remark) (\(status.path))\n")
      }
      Output.standard.write(TrustText.granted(items))
    }

    /// The absolute path of this program.
    private func ownPath() throws(Problem) -> String {
      guard let path = Paths.program else {
        throw Problem(.failure, "the path of this program cannot be found")
      }
      return path
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
          ? "no hook had Verdict in it\n" : removed.map { "\($0): removed\n" }.joined())
    }
  }

  struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "status",
      abstract: "Say for each hook whether Git would run Verdict, and why not.")

    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() async throws {
      let hooks = try await Hooks(try common.repository(), try common.surroundings)
      let statuses = hooks.statuses()
      for status in statuses {
        Output.standard.write(
          "\(status.name): \(status.isActive ? "active" : "inactive"): \(status.remark) (\(status.path))\n"
        )
      }
      if statuses.contains(where: { !$0.isActive }) { throw Ending(code: 1) }
    }
  }

  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "run", abstract: "What the installed hook runs.",
      discussion: """
        An inconclusive verdict lets the commit through with one line that says what is open, unless
        the policy says `onInconclusive: block`.
        """)

    @Argument(help: .init("The hook: \(Hooks.names.joined(separator: ", ")).", valueName: "name"))
    var name: String

    @Argument(
      parsing: .captureForPassthrough, help: .init("What Git hands the hook.", visibility: .hidden))
    var arguments: [String] = []

    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() async throws {
      try await HookRun(name: name, common: common.choices).run()
    }
  }
}

/// The run of one hook.
struct HookRun {
  let name: String
  let common: CommonChoices

  func run() async throws {
    guard Hooks.names.contains(name) else {
      throw Problem(
        .usage, "there is no hook `\(name)` in this version",
        help: "the hooks are \(Hooks.names.joined(separator: ", "))")
    }
    let surroundings = try common.surroundings
    let program = Paths.program ?? ""
    let answer = StagedAnswer(surroundings, program: program, options: options)
    let repository = try common.repository()
    let checking = try Checking(repository, surroundings)
    let result = try await checking.check(
      CheckRequest(.staged, stage: .preCommit, isRecordedLater: true))
    Notices.print(result.notices)
    let code = result.verdict.exitCode
    var text = ""
    if code != 0 {
      text = PrettyReport(result.verdict, common.style).text()
    } else if !common.isQuiet {
      text = HookText.line(result.verdict)
    }
    Output.standard.write(text)
    if result.isRepeatable, let document = result.document {
      answer?.keep(
        StagedAnswer.Kept(
          exitCode: code, text: text, policyOrigin: result.policyOrigin, document: document),
        program: program, options: options)
    }
    if code != 0 { throw Ending(code: code) }
  }

  /// What decides over the text beside the verdict.
  private var options: [String] {
    let style = common.style
    return ["\(common.isQuiet) \(style.hasColor) \(style.width) \(style.isVerbose)"]
  }

  /// Answers with what was found the last time, if nothing has changed since.
  ///
  /// - Returns: the exit code; nil when the change has to be judged.
  func answerAgain() -> Int32? {
    guard name == "pre-commit", common.folder == nil, let surroundings = try? common.surroundings,
      let answer = StagedAnswer(
        surroundings, program: Paths.program ?? "", options: options)?.given()
    else { return nil }
    Output.standard.write(answer.text)
    return answer.exitCode
  }
}

extension HookRun {
  /// Reads the command line of an installed hook, words without options. The parser would prepare for
  /// all options of all commands, which takes an eighth of the hook's time.
  ///
  /// - Returns: nil for any other command line, which is the parser's.
  init?(words: [String]) {
    guard words.count >= 3, words[0] == "hook", words[1] == "run",
      !words.contains(where: { $0.hasPrefix("-") })
    else { return nil }
    self.init(name: words[2], common: CommonChoices())
  }
}
