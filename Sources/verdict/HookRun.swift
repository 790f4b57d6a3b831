import Engine
import Git
import Report
import Source

/// The run of one hook.
struct HookRun {
  let name: String
  let arguments: [String]
  let common: CommonChoices

  /// - Parameter before: what the answer depends on, from before anything was judged; nil where no answer is
  ///   kept.
  func run(_ before: StagedAnswer?) async throws {
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
    let text = answer.parts.map { self.text($0, isLetThrough: answer.exitCode == 0) }.joined()
    Output.standard.write(text)
    if let run = answer.repeatable, answer.notices.isEmpty {
      before?.keep(StagedAnswer.Kept(exitCode: answer.exitCode, text: text, run: run)) {
        stagedAnswer
      }
    }
    if answer.exitCode != 0 { throw Ending(code: answer.exitCode) }
  }

  private func text(_ part: HookAnswer.Part, isLetThrough: Bool) -> String {
    switch part {
    case .verdict(let verdict, let title):
      if verdict.exitCode != 0 { return PrettyReport(verdict, common.style).text() }
      return common.isQuiet ? "" : HookText.line(verdict, title: title)
    case .findings(let verdict):
      return isLetThrough ? HookText.findings(verdict) : PrettyReport(verdict, common.style).text()
    case .line(let text): return "verdict: \(text)\n"
    }
  }
}

// MARK: - Answers that are given again

extension HookRun {
  /// The state that the answer of `pre-commit` depends on; nil for other hooks, and where it cannot be
  /// told. With `-C` Git's variables do not count, which it goes by.
  var stagedAnswer: StagedAnswer? {
    guard name == HookName.preCommit.rawValue, common.folder == nil,
      let surroundings = try? common.surroundings, !HookRunner.isOff(surroundings.environment)
    else { return nil }
    let style = common.style
    return StagedAnswer(
      surroundings, program: Paths.program ?? "",
      // What decides over the text beside the verdict.
      options: ["\(common.isQuiet) \(style.hasColor) \(style.width) \(style.isVerbose)"])
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
