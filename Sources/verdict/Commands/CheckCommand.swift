import ArgumentParser
import Engine
import Git
import Policy
import Report
import SemanticDiff
import Source
import Verification

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Give a verdict on a change.",
    discussion: """
      Without a selector: staged changes if there are any, else HEAD against the merge base with its
      upstream, else HEAD against its parent. The first line of the report says which.

      EXAMPLES
        verdict check --staged
        verdict check HEAD~3..HEAD
        verdict check --base origin/main --format json
        verdict check --worktree -- Sources/
        verdict check --all --accept           start in an old repository: know what is there
        verdict check --all                    what came since then
      """)

  @OptionGroup var change: ChangeOptions

  @Flag(
    help:
      "With --all: keep what is found as the baseline, so that from then on it is no longer new.")
  var accept = false

  @OptionGroup(title: "Gates") var gates: GateOptions
  @OptionGroup(title: "Report") var format: FormatOptions
  @OptionGroup(title: "Everywhere") var common: CommonOptions

  func validate() throws {
    try change.refuseSecond()
    guard !accept || change.all else { throw ValidationError("--accept goes with --all") }
  }

  func run() async throws {
    let repository = try common.repository()
    var surroundings = try common.surroundings
    surroundings.progress = Terminal.progress
    var request = CheckRequest(change.selector)
    request.paths = try change.sourcePaths(in: repository, from: surroundings.currentFolder)
    try gates.apply(to: &request)
    request.isAccepted = accept
    if accept, !request.paths.isEmpty || !request.only.isEmpty || !request.skip.isEmpty {
      throw Problem(
        .usage, "a baseline is of all files and gates",
        help: "leave out the paths, `--gate` and `--skip`")
    }
    let result = try await Checking(repository, surroundings).check(request)
    let style = common.style
    let isDone = result.verdict.decision == .done
    try format.emit(
      quiet: common.quiet && isDone, from: surroundings.currentFolder,
      preferred: common.choices.settings.format
    ) { format, toFile in
      switch format {
      case .pretty where common.quiet && !toFile: ConciseReport.text(result.verdict)
      case .pretty: PrettyReport(result.verdict, toFile ? .ofFile : style).text()
      case .concise: ConciseReport.text(result.verdict)
      case .json, .jsonl:
        CheckDocument.json(result.verdict).text(indented: format == .json) + "\n"
      }
    }
    Notices.print(result.notices)
    if result.verdict.exitCode != 0 { throw Ending(code: result.verdict.exitCode) }
  }
}

/// Which gates run, and by which policy.
struct GateOptions: ParsableArguments {
  @Option(
    name: .customLong("gate"),
    help: .init(
      "Run only this gate; the verdict rests on it alone. May be repeated.", valueName: "gate"))
  var only: [String] = []

  @Option(
    help: .init(
      "Leave this gate out, which is recorded as skipped. May be repeated.", valueName: "gate"))
  var skip: [String] = []

  @Option(help: .init("The change type, instead of the detected one.", valueName: "type"))
  var type: ChangeType?

  @Option(help: .init("Act as at pre-commit, pre-push or ci.", valueName: "stage"))
  var stage: Stage?

  @Option(
    help: .init(
      "Take the policy from before the change, from after it, or from a file.",
      valueName: "before | after | file"))
  var policy: PolicyChoice = .before

  @Option(
    help: .init(
      "A report of coverage (LCOV, Cobertura, JaCoCo, Go profile, coverage.py, llvm-cov or Istanbul JSON), with the commit or tree that it was made from. May be repeated.",
      valueName: "file@tree"))
  var coverage: [String] = []

  @Flag(help: "Run compilers, linters and tests this time, though you have not trusted them.")
  var trust = false

  @Flag(help: "Leave the rest out once a required gate has failed.")
  var failFast = false

  @Flag(name: .customLong("no-record"), help: "Keep the verdict out of the history.")
  var isUnrecorded = false

  func apply(to request: inout CheckRequest) throws(Problem) {
    let known = GateList.schema.gates.map(\.id)
    for gate in only + skip where !known.contains(gate) {
      throw Problem(
        .usage, "there is no gate `\(gate)`",
        help: known.nearest(to: gate).map { "did you mean `\($0)`?" }
          ?? "the gates are \(known.joined(separator: ", "))")
    }
    request.only = Set(only)
    request.skip = Set(skip)
    request.type = type
    request.stage = stage
    request.policy = policy
    request.trustsAll = trust
    request.coverage = coverage.map(CoverageArgument.init)
    request.isRecorded = !isUnrecorded
    request.isFailFast = failFast
  }
}

extension ChangeType: ExpressibleByArgument {}
extension Stage: ExpressibleByArgument {}

extension PolicyChoice: ExpressibleByArgument {
  public init?(argument: String) {
    switch argument {
    case "before": self = .before
    case "after": self = .after
    default: self = .file(argument)
    }
  }

  public var defaultValueDescription: String { self == .before ? "before" : "after" }
}

/// What went wrong beside an answer, on standard error.
enum Notices {
  static func print(_ notices: [Problem]) {
    let style = Terminal.style(of: .error)
    for notice in notices { Output.error.write(ProblemReport.notice(notice, style)) }
  }
}
