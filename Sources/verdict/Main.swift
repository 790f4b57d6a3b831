import ArgumentParser
import Engine
import Git
import Policy
import Report
import Source

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The start of the program. Maps every end of a command to the exit codes of the design; the argument
/// parser's own are others.
@main
struct Main {
  static func main() async {
    // A reader that goes away, `verdict check | head`, must not kill a run before it is recorded.
    signal(SIGPIPE, SIG_IGN)
    Output.holdStandardDescriptors()
    var arguments = Arguments.all
    // As Git has it: `-C` in front of the command is followed at once, one after the other.
    while arguments.count >= 2, arguments[0] == "-C" {
      guard chdir(arguments[1]) == 0 else {
        exit(
          report(
            Problem(
              .usage, "`\(arguments[1])` is not a folder", help: "-C takes an existing folder")))
      }
      arguments.removeFirst(2)
    }
    let run: @Sendable () async throws -> Void
    if let hook = HookRun(words: arguments) {
      let staged = hook.stagedAnswer
      // What was found the last time holds if nothing has changed since.
      if let kept = staged?.given() {
        Output.standard.write(kept.text)
        end(kept.exitCode)
      }
      run = { try await hook.run(staged) }
    } else {
      do {
        run = try parse(arguments)
      } catch {
        exit(reportParsing(error, arguments))
      }
    }
    let task = Task { () -> Int32 in
      do {
        try await run()
        return 0
      } catch {
        return report(error)
      }
    }
    Interruption.onSignal { task.cancel() }
    let code = await task.value
    if let interrupted = Interruption.exitCode { exit(interrupted) }
    end(code)
  }

  /// Ends the program; what could not be printed whole is a failure.
  private static func end(_ code: Int32) -> Never {
    if let reason = Output.failure {
      exit(
        report(
          Problem(
            .failure, "not all of the output could be written: \(reason)",
            help: "what was printed is not whole; make room where it goes")))
    }
    exit(code)
  }

  /// The run of the command that the arguments name.
  private static func parse(_ arguments: [String]) throws -> @Sendable () async throws -> Void {
    // From here on only the run uses it.
    nonisolated(unsafe) let parsed = try VerdictCommand.parseAsRoot(arguments)
    return {
      if let asynchronous = parsed as? any AsyncParsableCommand {
        nonisolated(unsafe) var command = asynchronous
        try await command.run()
      } else {
        var command = parsed
        try command.run()
      }
    }
  }

  /// Prints what the parser says: help is data, a mistake is not.
  private static func reportParsing(_ error: any Error, _ arguments: [String]) -> Int32 {
    let text = VerdictCommand.fullMessage(for: error)
    if VerdictCommand.exitCode(for: error) == .success {
      Output.standard.write(text + "\n")
      return 0
    }
    if let mistyped = Suggestion.command(in: arguments) {
      return report(mistyped)
    }
    // One way to begin, whoever finds the mistake.
    let prefix = "Error: "
    let message = text.hasPrefix(prefix) ? "error: " + text.dropFirst(prefix.count) : text
    Output.error.write(message + "\n")
    return 2
  }

  /// Prints an error of any room, and says with which code to end.
  private static func report(_ error: any Error) -> Int32 {
    let style = Terminal.style(of: .error)
    switch error {
    case let end as Ending: return end.code
    case is CancellationError: return 130
    case let error as PolicyError:
      for problem in error.problems {
        Output.error.write(ProblemReport.text(problem, style))
      }
      return 2
    case _ where VerdictCommand.exitCode(for: error) == .success:
      // A command that only holds others asks for its help.
      Output.standard.write(VerdictCommand.fullMessage(for: error) + "\n")
      return 0
    default:
      let problem = Problem(reporting: error)
      Output.error.write(ProblemReport.text(problem, style))
      return problem.kind == .usage ? 2 : 4
    }
  }
}

/// The end of a command whose answer is not "done"; all that there is to say is printed already.
struct Ending: Error {
  let code: Int32
}

extension Problem {
  /// Any error as a problem that a person can act on.
  init(reporting error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let error as GitError: self = error.problem
    case let error as ValidationError:
      self.init(.usage, error.message)
    default: self = EngineError.problem(error) ?? Problem(.failure, "\(error)")
    }
  }
}
