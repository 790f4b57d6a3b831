import Programs
import Source
import Syntax
import Verification

/// A program that can tell whether files of one language are well formed, without building them.
struct Checker: Sendable {
  /// The languages whose files it reads, by name.
  let languages: [String]
  /// The program by its names, the preferred one first.
  let programs: [String]
  /// What stands before the files: this is what trust covers.
  let arguments: [String]
  /// Whether it names one error and looks no further.
  let stopsAtFirstError: Bool
  /// Asks the program about files; one answer a file, in their order.
  let ask: @Sendable ([CheckedFile], Run) async throws -> [Answer]

  /// Every checker that this version knows.
  static let all: [Checker] = [.swift, .python, .javaScript, .c, .php, .ruby]

  static func forLanguage(_ language: Language) -> Checker? {
    all.first { $0.languages.contains(language.name) }
  }
}

/// A copy of a file in the scratch folder.
struct CheckedFile: Sendable {
  let path: SourcePath
  let text: SourceText
  /// The absolute path of the copy.
  let copy: String
}

/// What a program says about one file.
enum Answer: Sendable {
  case accepted
  case rejected([ToolMessage])
  /// It cannot tell, and why; asked again it would say the same.
  case undecided(String)
  /// It broke or was stopped, and why.
  case broken(String)
}

/// One message of a program about a file.
struct ToolMessage: Sendable {
  /// From 1; 0 where the program gives none.
  let line: Int
  /// In bytes from 1; 0 where the program gives none.
  let column: Int
  let text: String
}

/// How a checker's program is run.
struct Run: Sendable {
  let program: Program
  let arguments: [String]
  let scratch: ScratchFolder
  let environment: [String: String]
  let timeLimit: Duration

  /// Runs the program on these files.
  func callAsFunction(_ files: [String], arguments: [String]? = nil) async throws -> Completion {
    try await Invocation(
      program, (arguments ?? self.arguments) + files, workingDirectory: scratch.path,
      environment: environment, timeLimit: timeLimit, outputLimit: 8 << 20
    ).run()
  }
}

extension Completion {
  /// Why the program's end says nothing about the files; nil when it ended by itself.
  var whyBroken: String? {
    switch status {
    case .exited: nil
    case .signalled(let number): "ended by signal \(number)"
    case .timedOut: "took longer than its time limit"
    case .outputLimitExceeded: "wrote more than its output limit"
    }
  }

  var errorText: String { String(decoding: standardError, as: UTF8.self) }

  /// What the end of a program says about the one file that it was given.
  func answer(of program: String, about file: CheckedFile, in format: OutputFormat) -> Answer {
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

/// Reads `path:line:column: severity: message` lines, as swiftc, gcc and clang write them.
enum CompilerOutput {
  /// The errors about the file at `path`, and those of other severities left out.
  static func errors(_ text: String, about path: String) -> [ToolMessage] {
    text.split(whereSeparator: \.isNewline).compactMap { line in
      guard line.hasPrefix(path + ":") else { return nil }
      let rest = line[line.utf8.index(line.startIndex, offsetBy: path.utf8.count + 1)...]
      let parts = rest.split(
        separator: ":", maxSplits: 3, omittingEmptySubsequences: false)
      guard parts.count == 4, let lineNumber = Int(parts[0]), let column = Int(parts[1]) else {
        return nil
      }
      let severity = parts[2].trimmingBlanks
      guard severity == "error" || severity == "fatal error" else { return nil }
      return ToolMessage(line: lineNumber, column: column, text: String(parts[3].trimmingBlanks))
    }
  }
}
