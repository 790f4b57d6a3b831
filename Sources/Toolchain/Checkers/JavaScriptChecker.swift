import Programs
import Source

extension Checker {
  /// `node --check`, which parses and runs nothing.
  static let javaScript = Checker(
    languages: ["javascript"], programs: ["node"], arguments: ["--check"], stopsAtFirstError: true
  ) { files, run in
    var answers: [Answer] = []
    for file in files { answers.append(try await check(file, run)) }
    return answers
  }

  private static func check(_ file: CheckedFile, _ run: Run) async throws -> Answer {
    let ending = file.path.pathExtension?.lowercased()
    if ending == "jsx" { return .undecided("node does not read JSX") }
    if ending == "mjs" || ending == "cjs" { return try await ask(file.copy, file, run) }
    // The folder of the copy says nothing of modules, so that a `.js` file may be one or a script. Node
    // is told which: for a `.js` file with module syntax `--check` checks nothing.
    let endings = file.text.usesModuleSyntax ? ["mjs", "cjs"] : ["cjs", "mjs"]
    var answers: [Answer] = []
    for ending in endings {
      let copy = try run.scratch.write(
        file.text.bytes, at: SourcePath(bytes: file.path.bytes + Array(".verdict.\(ending)".utf8)))
      let answer = try await ask(copy, file, run)
      if case .accepted = answer { return answer }
      if case .broken = answer { return answer }
      answers.append(answer)
    }
    return answers[0]
  }

  private static func ask(_ copy: String, _ file: CheckedFile, _ run: Run) async throws -> Answer {
    let completion = try await run([copy])
    if let why = completion.whyBroken { return .broken("node \(why)") }
    if completion.succeeded { return .accepted }
    return answer(message(completion.errorText, about: copy), file)
  }

  private static func answer(_ message: ToolMessage?, _ file: CheckedFile) -> Answer {
    guard let message else { return .broken("node failed without naming an error") }
    let line = String(decoding: file.text.line(message.line), as: UTF8.self)
    if message.text.contains("Unexpected token '<'") || file.text.isMarked("@jsx") {
      return .undecided("node does not read JSX")
    }
    if file.text.isMarked("@flow") { return .undecided("node does not read Flow types") }
    if line.hasPrefix("@")
      || message.text.contains("Invalid or unexpected token") && line.contains("@")
    {
      return .undecided("node does not read decorators")
    }
    return .rejected([message])
  }

  /// Reads what node prints: the place, the line, carets, and the error's name and message.
  private static func message(_ text: String, about path: String) -> ToolMessage? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard
      let place = lines.firstIndex(where: { $0.hasPrefix(path + ":") || $0.hasPrefix("file://") }),
      let number = lines[place].split(separator: ":").last.flatMap({ Int($0) }),
      let error = lines.first(where: { $0.hasPrefix("SyntaxError: ") })
    else { return nil }
    var column = 0
    if place + 2 < lines.count, let caret = lines[place + 2].firstIndex(of: "^") {
      // The caret stands under a UTF-16 unit of the line above it.
      let units = lines[place + 2][..<caret].utf16.count
      let before = lines[place + 1].utf16.prefix(units)
      column = String(decoding: Array(before), as: UTF16.self).utf8.count + 1
    }
    return ToolMessage(
      line: number, column: column, text: String(error.dropFirst("SyntaxError: ".count)))
  }
}

extension SourceText {
  /// Whether a line begins with `import` or `export`, which only a module may hold.
  fileprivate var usesModuleSyntax: Bool {
    (1...max(1, lineCount)).contains { number in
      let line = self.line(number)
      return line.starts(with: "import".utf8) || line.starts(with: "export".utf8)
    }
  }

  /// Whether one of the first lines names a dialect.
  fileprivate func isMarked(_ word: String) -> Bool {
    (1...20).contains { String(decoding: line($0), as: UTF8.self).contains(word) }
  }
}
