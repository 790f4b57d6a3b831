import Programs
import Source

extension Checker {
  /// `cc -fsyntax-only`. The project's own headers and flags are not there, so that only errors that
  /// no header and no flag can mend reject a file.
  static let c = Checker(
    languages: ["c"], programs: ["cc", "gcc", "clang"],
    arguments: ["-fsyntax-only", "-w", "-ftabstop=1", "-x", "c"], stopsAtFirstError: false
  ) { files, run in
    var answers: [Answer] = []
    for file in files { answers.append(try await check(file, run)) }
    return answers
  }

  private static func check(_ file: CheckedFile, _ run: Run) async throws -> Answer {
    // Only Clang counts columns in bytes by itself, and only GCC knows the option.
    let isGCC = run.program.resolvedPath.split(separator: "/").last?.contains("gcc") == true
    var completion = try await run(
      [file.copy], arguments: run.arguments + (isGCC ? ["-fdiagnostics-column-unit=byte"] : []))
    if isGCC, !completion.succeeded, completion.errorText.contains("unrecognized command") {
      completion = try await run([file.copy])
    }
    if let why = completion.whyBroken { return .broken("cc \(why)") }
    if completion.succeeded { return .accepted }
    let errors = CompilerOutput.errors(completion.errorText, about: file.copy)
    if let missing = errors.first(where: {
      $0.text.hasSuffix("No such file or directory") || $0.text.hasSuffix("file not found")
    }) {
      return .undecided("cc does not find the header \(missing.text.prefix { $0 != ":" })")
    }
    guard let first = errors.first else {
      return .undecided("cc fails in a header, or without naming an error")
    }
    // A header is read after those that its users include before it.
    if file.path.pathExtension?.lowercased() == "h" {
      return .undecided("a header does not compile alone: \(first.text)")
    }
    let all = errors.allSatisfy { isSyntax($0.text) }
    return all ? .rejected(errors) : .undecided("cc needs the project's flags: \(first.text)")
  }

  /// Whether an error is one of syntax in the messages of gcc and clang.
  private static func isSyntax(_ message: String) -> Bool {
    ["expected ", "extraneous ", "missing terminating", "unterminated ", "stray "].contains {
      message.hasPrefix($0)
    }
  }
}
