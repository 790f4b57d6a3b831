import Programs

extension Checker {
  /// `swiftc -frontend -parse`: parses without imports and types.
  static let swift = Checker(
    languages: ["swift"], programs: ["swiftc"], arguments: ["-frontend", "-parse"],
    stopsAtFirstError: false
  ) { files, run in
    // Together first, for speed; then alone each file that got an error: alone it may be a script
    // with statements at the top level, and slashes may delimit regular expressions as in Swift 6.
    let together = try await run(files.map(\.copy))
    if let why = together.whyBroken { return files.map { _ in .broken("swiftc \(why)") } }
    if together.succeeded { return files.map { _ in .accepted } }
    // A failure that no file explains may have ended before the rest was read.
    let isExplained = files.contains {
      !CompilerOutput.errors(together.errorText, about: $0.copy).isEmpty
    }
    var answers: [Answer] = []
    for file in files {
      let first = CompilerOutput.errors(together.errorText, about: file.copy)
      if first.isEmpty, isExplained {
        answers.append(.accepted)
        continue
      }
      answers.append(try await alone(file, run))
    }
    return answers
  }

  private static func alone(_ file: CheckedFile, _ run: Run) async throws -> Answer {
    var errors: [ToolMessage] = []
    for option in [[], ["-enable-bare-slash-regex"]] {
      let completion = try await run([file.copy], arguments: run.arguments + option)
      if let why = completion.whyBroken { return .broken("swiftc \(why)") }
      if completion.succeeded { return .accepted }
      if errors.isEmpty { errors = CompilerOutput.errors(completion.errorText, about: file.copy) }
    }
    // A failure without an error in the file is a failure of the compiler.
    return errors.isEmpty ? .broken("swiftc failed without naming an error") : .rejected(errors)
  }
}
