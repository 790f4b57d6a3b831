import Programs
import Source

extension Checker {
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
