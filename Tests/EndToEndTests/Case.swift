/// One end-to-end case, as its text file says it. See `README.md` beside it for the format.
struct Case: Sendable {
  /// One piece of a case, in the order of the file.
  enum Part: Sendable {
    /// A comment or an empty line.
    case remark(String)
    /// What the case asks of the place it runs in.
    case directive(Directive, line: String)
    /// A file to write before what follows.
    case file(path: String, lines: [String])
    case command(Command)
  }

  enum Directive: Sendable, Equatable {
    /// The case starts in a plain folder.
    case noRepository
    /// Every hook run is compared with what was there before it.
    case watched
    /// The case is skipped where one of these programs is not installed.
    case needs([String])
  }

  /// A line for the shell, with what it is expected to do.
  struct Command: Sendable {
    var line: String
    var result: Result
  }

  /// What a command did, as lines.
  struct Result: Sendable, Equatable {
    var output: [String] = []
    var error: [String] = []
    var exitCode: Int32 = 0
  }

  struct Mistake: Error, CustomStringConvertible {
    let description: String
  }

  var parts: [Part]

  var directives: [Directive] {
    parts.compactMap { if case .directive(let directive, _) = $0 { directive } else { nil } }
  }

  /// - Throws: `Mistake` for a line that means nothing.
  init(parsing text: String) throws {
    parts = []
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    var index = 0
    while index < lines.count {
      let line = lines[index]
      let number = index + 1
      index += 1
      if line.isEmpty || line.hasPrefix("#") {
        parts.append(.remark(line))
      } else if line.hasPrefix("$ ") {
        parts.append(.command(Command(line: String(line.dropFirst(2)), result: Result())))
      } else if line.hasPrefix("--- file ") {
        guard let end = lines[index...].firstIndex(of: "--- end") else {
          throw Mistake(description: "line \(number): the file has no `--- end`")
        }
        parts.append(
          .file(path: String(line.dropFirst("--- file ".count)), lines: Array(lines[index..<end])))
        index = end + 1
      } else if line.hasPrefix("@ ") {
        parts.append(.directive(try Case.directive(line, number), line: line))
      } else {
        try expect(line, number)
      }
    }
  }

  private static func directive(_ line: String, _ number: Int) throws -> Directive {
    let words = line.split(separator: " ").dropFirst().map(String.init)
    if words == ["no", "repository"] { return .noRepository }
    if words == ["watched"] { return .watched }
    if words.first == "needs", words.count > 1 { return .needs(Array(words.dropFirst())) }
    throw Mistake(description: "line \(number): there is no directive `\(line)`")
  }

  /// Adds a line of expectation to the newest command.
  private mutating func expect(_ line: String, _ number: Int) throws {
    guard case .command(var command) = parts.last else {
      throw Mistake(description: "line \(number): this belongs to no command: \(line)")
    }
    if line == ">" || line.hasPrefix("> ") {
      command.result.output.append(String(line.dropFirst(2)))
    } else if line == "!" || line.hasPrefix("! ") {
      command.result.error.append(String(line.dropFirst(2)))
    } else if line.hasPrefix("? "), let code = Int32(line.dropFirst(2)) {
      command.result.exitCode = code
    } else {
      throw Mistake(description: "line \(number): no command, file or expectation: \(line)")
    }
    parts[parts.count - 1] = .command(command)
  }

  /// The case as it is written in its file.
  var lines: [String] {
    parts.flatMap { part -> [String] in
      switch part {
      case .remark(let line): [line]
      case .directive(_, let line): [line]
      case .file(let path, let lines): ["--- file \(path)"] + lines + ["--- end"]
      case .command(let command): ["$ \(command.line)"] + command.result.lines
      }
    }
  }

  var text: String { lines.map { $0 + "\n" }.joined() }
}

extension Case.Result {
  fileprivate var lines: [String] {
    output.map { $0.isEmpty ? ">" : "> \($0)" } + error.map { $0.isEmpty ? "!" : "! \($0)" }
      + (exitCode == 0 ? [] : ["? \(exitCode)"])
  }
}
