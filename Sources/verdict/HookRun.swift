import Engine
import Git
import Report
import Source

/// The run of one hook.
struct HookRun {
  let name: String
  let arguments: [String]
  let common: CommonChoices

  func run() async throws {
    guard let name = HookName(rawValue: name) else {
      let names = HookName.allCases.map(\.rawValue)
      throw Problem(
        .usage, "there is no hook `\(name)` in this version",
        help: names.nearest(to: name).map { "did you mean `\($0)`?" }
          ?? "the hooks are \(names.joined(separator: ", "))")
    }
    let surroundings = try common.surroundings
    let answer: HookAnswer
    do {
      answer = try await HookRunner(try common.repository(), surroundings).run(
        HookCall(name, arguments))
    } catch {
      // Who turns Verdict off must not be held up by what keeps it from running.
      if HookRunner.isOff(surroundings.environment) { return }
      throw error
    }
    Notices.print(answer.notices)
    for part in answer.parts { show(part, isLetThrough: answer.exitCode == 0) }
    if answer.exitCode != 0 { throw Ending(code: answer.exitCode) }
  }

  private func show(_ part: HookAnswer.Part, isLetThrough: Bool) {
    switch part {
    case .verdict(let verdict, let title):
      if verdict.exitCode != 0 {
        Output.standard.write(PrettyReport(verdict, common.style).text())
      } else if !common.isQuiet {
        Output.standard.write(HookText.line(verdict, title: title))
      }
    case .findings(let verdict):
      Output.standard.write(
        isLetThrough ? HookText.findings(verdict) : PrettyReport(verdict, common.style).text())
    case .line(let text):
      Output.standard.write("verdict: \(text)\n")
    }
  }
}

extension HookRun {
  /// Reads the command line of an installed hook: `hook run NAME` and what Git hands it. The parser
  /// would prepare for all options of all commands, which takes an eighth of the hook's time.
  ///
  /// - Returns: nil for any other command line, which is the parser's.
  init?(words: [String]) {
    guard words.count >= 3, words[0] == "hook", words[1] == "run",
      !words.dropFirst(2).contains(where: { $0.hasPrefix("-") })
    else { return nil }
    self.init(name: words[2], arguments: Array(words.dropFirst(3)), common: CommonChoices())
  }
}
