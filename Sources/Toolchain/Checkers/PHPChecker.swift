import Programs
import Source

extension Checker {
  /// `php -l`, which parses and runs nothing; `-n` leaves the machine's settings out.
  static let php = Checker(
    languages: ["php"], programs: ["php"], arguments: ["-n", "-l"],
    stopsAtFirstError: true
  ) { files, run in
    var answers: [Answer] = []
    for file in files {
      let completion = try await run([file.copy])
      answers.append(completion.answer(of: "php", about: file, in: .php))
    }
    return answers
  }

  /// `ruby -c`, which parses and runs nothing but `BEGIN` blocks; those are not asked about.
  static let ruby = Checker(
    languages: ["ruby"], programs: ["ruby"], arguments: ["--disable=gems,rubyopt", "-W0", "-c"],
    stopsAtFirstError: true
  ) { files, run in
    var answers: [Answer] = []
    for file in files {
      if Substring(String(decoding: file.text.bytes, as: UTF8.self)).firstRange(of: "BEGIN") != nil
      {
        answers.append(.undecided("ruby would run its BEGIN block"))
        continue
      }
      let completion = try await run([file.copy])
      answers.append(completion.answer(of: "ruby", about: file, in: .unix))
    }
    return answers
  }
}

extension Completion {
  /// What the end of a program says about the one file that it was given.
  fileprivate func answer(
    of program: String, about file: CheckedFile, in format: OutputFormat
  ) -> Answer {
    if let why = whyBroken { return .broken("\(program) \(why)") }
    if succeeded { return .accepted }
    let paths = PathResolver(
      root: "", folder: "", exists: { $0 == String(file.copy.dropFirst()) }, list: { [] })
    let found = format.read(
      ToolOutput(output: standardOutput, error: standardError), paths
    ).diagnostics.filter { $0.path == String(file.copy.dropFirst()) }
    guard !found.isEmpty else { return .broken("\(program) failed without naming an error") }
    return .rejected(
      found.map { ToolMessage(line: $0.line, column: $0.column, text: $0.message) })
  }
}
