import Policy
import Programs
import Source
import Syntax
import Verification

/// Whether the languages' own compilers accept the changed files, one by one, on copies in an empty
/// folder. Only programs that the user trusts for this repository are run.
public struct CompileGate: Gate {
  private let context: ToolContext

  public init(_ context: ToolContext) { self.context = context }

  public let schema = GateSchema(
    "compile", "the languages' own compilers accept the changed files", defaultLevel: .required,
    options: [
      OptionSchema(
        "timeLimit", "seconds that one run of a compiler may take", .integer(1...3_600),
        default: .integer(60))
    ])

  public let rules = [
    Rule(
      "compile/rejected", "a file that its compiler rejects",
      why: """
        The compiler of the language parses each changed file alone: `swiftc -frontend -parse`, \
        Python's `compile()`, `node --check`, `cc -fsyntax-only`. What it rejects cannot run. A file \
        that the same compiler rejected before the change is not reported as new.
        """,
      mend: "Mend the place that the compiler points at.",
      bad: Rule.Example("app.py", "def greet(name)\n    return name\n"),
      good: Rule.Example("app.py", "def greet(name):\n    return name\n"))
  ]

  /// What a language's group of files came to.
  private struct Part: Sendable {
    var findings: [Finding] = []
    var accepted = 0
    var rejected = 0
    var open: [String] = []
    var broken: [String] = []
    var skipped: String?
    var program = ""
  }

  public func inputs(_ subject: Subject, _ settings: GateSettings) -> Digest? {
    let groups = CompileGate.groups(subject)
    var parts: [[UInt8]] = []
    for (checker, files) in groups.checked {
      guard let program = context.find(checker), context.isTrusted(program, checker) else {
        // What may change without any input changing is not kept.
        return nil
      }
      parts.append(Array("\(program.path) \(program.identity) \(checker.arguments)".utf8))
      for file in files {
        parts += [file.path.bytes, file.after?.bytes ?? [], file.before?.bytes ?? []]
      }
    }
    return parts.isEmpty ? nil : Digest(parts)
  }

  /// Every program that it could run, as it is now.
  public func witnesses() -> [String]? {
    Checker.all.map { checker in
      context.find(checker).map { "\($0.path) \($0.resolvedPath) \($0.identity)" } ?? "none"
    }
  }

  public func judge(_ subject: Subject, _ settings: GateSettings) async -> GateResult {
    let groups = CompileGate.groups(subject)
    var unverified = groups.unchecked.map { "no compiler check for \($0) in this version" }
    if groups.checked.isEmpty {
      return GateResult(.notApplicable, "no file that a compiler can check", unverified: unverified)
    }
    let limit = Swift.Duration.seconds(settings.integer("timeLimit"))
    let parts = await withTaskGroup(of: (Int, Part).self) { tasks in
      for (index, group) in groups.checked.enumerated() {
        tasks.addTask { (index, await part(group.checker, group.files, limit)) }
      }
      var parts: [(Int, Part)] = []
      for await part in tasks { parts.append(part) }
      return parts.sorted { $0.0 < $1.0 }.map(\.1)
    }
    let findings = parts.flatMap(\.findings)
    let isBroken = parts.contains { !$0.broken.isEmpty }
    unverified += parts.flatMap(\.broken) + parts.flatMap(\.open) + parts.compactMap(\.skipped)
    let skipped = parts.count { $0.skipped != nil }
    var remainder = Outcome.pass
    if isBroken {
      remainder = .error
    } else if skipped == parts.count {
      remainder = .skipped
    } else if skipped > 0 || parts.contains(where: { !$0.open.isEmpty }) {
      remainder = .inconclusive
    }
    let outcome = findings.outcome == .pass ? remainder : findings.outcome
    return GateResult(
      outcome, CompileGate.message(parts), findings: findings, unverified: unverified,
      isRepeatable: !isBroken, remainder: remainder)
  }

  private static func message(_ parts: [Part]) -> String {
    let texts = parts.flatMap { part -> [String] in
      if part.skipped != nil { return ["\(part.program) is not trusted here"] }
      var texts: [String] = []
      if part.accepted > 0 { texts.append("\(part.program) accepts \(files(part.accepted))") }
      if part.rejected > 0 { texts.append("\(part.program) rejects \(files(part.rejected))") }
      if !part.open.isEmpty {
        texts.append("\(part.program) cannot tell for \(files(part.open.count))")
      }
      if !part.broken.isEmpty { texts.append("\(part.program) broke") }
      return texts
    }
    return texts.joined(separator: ", ")
  }

  private static func files(_ count: Int) -> String { count == 1 ? "1 file" : "\(count) files" }

  /// The changed files by their checker, and the languages that have none.
  private static func groups(
    _ subject: Subject
  ) -> (checked: [(checker: Checker, files: [SubjectFile])], unchecked: [String]) {
    var checked: [(checker: Checker, files: [SubjectFile])] = []
    var unchecked: Set<String> = []
    for file in subject.files {
      guard let after = file.pair.after, file.after != nil else { continue }
      // Data has no compiler.
      if after.language.isData { continue }
      guard let checker = Checker.forLanguage(after.language) else {
        unchecked.insert(after.language.title)
        continue
      }
      if let place = checked.firstIndex(where: { $0.checker.languages == checker.languages }) {
        checked[place].files.append(file)
      } else {
        checked.append((checker, [file]))
      }
    }
    return (checked, unchecked.sorted())
  }

  // MARK: One language

  private func part(_ checker: Checker, _ files: [SubjectFile], _ limit: Swift.Duration) async
    -> Part
  {
    var part = Part()
    part.program = checker.programs[0]
    guard let program = context.find(checker) else {
      part.open = files.map {
        "\($0.path): \(checker.programs[0]) is not installed, or only inside the repository"
      }
      return part
    }
    part.program = program.name
    guard context.isTrusted(program, checker) else {
      part.skipped =
        "\(program.name) was not run: this repository is not trusted; "
        + "`verdict trust` shows what would run and allows it"
      return part
    }
    do {
      let answers = try await ask(checker, program, files.map { ($0.path, $0.after!) }, limit)
      var known: [Int: [Finding]] = [:]
      // The before side is asked only about files that are rejected now.
      let rejected = answers.indices.filter {
        if case .rejected = answers[$0] { files[$0].before != nil } else { false }
      }
      if !rejected.isEmpty {
        let before = try await ask(
          checker, program,
          rejected.map { (files[$0].change.oldPath ?? files[$0].path, files[$0].before!) }, limit)
        for (index, answer) in zip(rejected, before) {
          guard case .rejected(let messages) = answer else { continue }
          known[index] = findings(messages, program, files[index], files[index].before!)
        }
      }
      for (index, answer) in answers.enumerated() {
        switch answer {
        case .accepted: part.accepted += 1
        case .rejected(let messages):
          part.rejected += 1
          let before = known[index] ?? []
          if checker.stopsAtFirstError, !before.isEmpty {
            // Behind the error that stood before there may be a new one.
            part.open.append(
              "\(files[index].path): \(program.name) rejected it before too, and looks no further "
                + "than the first error")
          }
          part.findings += findings(messages, program, files[index], files[index].after!)
            .markedAgainst(before)
        case .undecided(let why): part.open.append("\(files[index].path): \(why)")
        case .broken(let why): part.broken.append("\(files[index].path): \(why)")
        }
      }
    } catch let error as ProgramError {
      part.broken.append("\(program.name): \(error.description)")
    } catch {
      part.broken.append("\(program.name) was stopped")
    }
    return part
  }

  private func ask(
    _ checker: Checker, _ program: Program, _ files: [(SourcePath, SourceText)],
    _ limit: Swift.Duration
  ) async throws -> [Answer] {
    let scratch = try ScratchFolder(below: context.scratchParent)
    var checked: [CheckedFile] = []
    var answers: [Answer?] = []
    for (path, text) in files {
      do throws(ProgramError) {
        let copy = try scratch.write(text.bytes, at: path)
        checked.append(CheckedFile(path: path, text: text, copy: copy))
        answers.append(nil)
      } catch {
        answers.append(.undecided(error.message))
      }
    }
    var environment = Invocation.environment(from: context.environment, home: scratch.path)
    // Messages are read, so that they must not be translated.
    environment["LC_ALL"] = "C.UTF-8"
    let run = Run(
      program: program, arguments: checker.arguments, scratch: scratch, environment: environment,
      timeLimit: limit)
    var given = checked.isEmpty ? [] : try await checker.ask(checked, run)[...]
    return answers.map { $0 ?? given.removeFirst() }
  }

  private func findings(
    _ messages: [ToolMessage], _ program: Program, _ file: SubjectFile, _ text: SourceText
  ) -> [Finding] {
    messages.prefix(20).map { message in
      Finding(
        rule: "compile/rejected", severity: .error,
        message: "\(program.name): \(message.text)", path: file.path, text: text,
        range: message.line > 0 ? text.range(line: message.line, column: message.column) : nil,
        subject: message.text)
    }
  }
}

extension SourceText {
  /// One byte at a line and column, kept within the text.
  fileprivate func range(line: Int, column: Int) -> ByteRange {
    let bytes = self.line(line)
    let offset = min(bytes.startIndex + max(column, 1) - 1, self.bytes.count)
    return ByteRange(offset, min(offset + 1, self.bytes.count))
  }
}
