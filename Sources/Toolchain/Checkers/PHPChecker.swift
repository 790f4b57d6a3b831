import Programs

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
}
