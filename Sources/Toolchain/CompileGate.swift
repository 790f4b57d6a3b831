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
    "compile", "the languages' own compilers and type checkers accept the change",
    defaultLevel: .required, options: ToolSettings.options(timeLimit: 600))

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
      good: Rule.Example("app.py", "def greet(name):\n    return name\n")),
    Rule(
      "compile/tool", "an error of a build or a type checker that was not there before",
      why: """
        What the repository is configured for is run on the whole project, on a copy of what will be \
        committed: `swift build`, `mypy`, `tsc`, `go build`, `cargo check` and so on. What it says is \
        compared with what it said before the change, by rule, declaration and the code of the line, so \
        that neither a shift of lines nor a rename makes anything new.
        """,
      mend: "Mend the place that the tool points at; its documentation explains its own rules."),
  ]

  public func inputs(_ subject: Subject, _ settings: GateSettings) -> Digest? {
    let groups = CompileGate.groups(subject)
    let judge = ToolJudge(context, .compile, settings)
    let tasks = judge.tasks(subject)
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
    if !tasks.isEmpty {
      guard let digest = judge.inputs(tasks, subject) else { return nil }
      parts.append(Array(digest.hex.utf8))
    }
    return parts.isEmpty ? nil : Digest(parts)
  }

  /// Every program that it could run before a commit, as it is now; the others wait for a later stage.
  public func witnesses() -> [String]? {
    Checker.all.map { checker in context.witness(checker.programs) }
  }

  public func judge(_ subject: Subject, _ settings: GateSettings) async -> GateResult {
    let groups = CompileGate.groups(subject)
    let judge = ToolJudge(context, .compile, settings)
    let tasks = judge.tasks(subject)
    let limit = Swift.Duration.seconds(settings.integer("timeLimit"))
    async let built = judge.parts(tasks, subject)
    let checked = await withTaskGroup(of: (Int, GatePart).self) { group in
      for (index, languages) in groups.checked.enumerated() {
        group.addTask { (index, await part(languages.checker, languages.files, limit)) }
      }
      var parts: [(Int, GatePart)] = []
      for await part in group { parts.append(part) }
      return parts.sorted { $0.0 < $1.0 }.map(\.1)
    }
    let tools = await built
    let judged = tools.reduce(into: Set<String>()) { $0.formUnion($1.judged) }
    let waiting = Set(
      zip(tasks, tools).flatMap { $1.deferred == nil ? [] : Array($0.tool.languages) })
    let unverified = groups.unchecked.filter {
      !judged.contains($0.name) && !waiting.contains($0.name)
    }.map { "no compiler check for \($0.title) in this version" }
    if checked.isEmpty, tools.isEmpty {
      return GateResult(.notApplicable, "no file that a compiler can check", unverified: unverified)
    }
    // What a build has judged as a whole does not stay open for a checker of single files.
    let parts = zip(groups.checked, checked).map { group, part in
      var part = part
      if judged.isSuperset(of: group.checker.languages) {
        part.open = []
        part.remarks.removeAll { $0.contains(Self.openWords) }
      }
      return part
    }
    return (parts + tools).result(unverified: unverified)
  }

  private static let openWords = " cannot tell for "

  fileprivate static func files(_ count: Int) -> String {
    count == 1 ? "1 file" : "\(count) files"
  }

  /// The changed files by their checker, and the languages that have none.
  private static func groups(
    _ subject: Subject
  ) -> (checked: [(checker: Checker, files: [SubjectFile])], unchecked: [Language]) {
    var checked: [(checker: Checker, files: [SubjectFile])] = []
    var unchecked: Set<Language> = []
    for file in subject.files {
      guard let after = file.pair.after, file.after != nil else { continue }
      // Data has no compiler.
      if after.language.isData { continue }
      guard let checker = Checker.forLanguage(after.language) else {
        unchecked.insert(after.language)
        continue
      }
      if let place = checked.firstIndex(where: { $0.checker.languages == checker.languages }) {
        checked[place].files.append(file)
      } else {
        checked.append((checker, [file]))
      }
    }
    return (checked, unchecked.sorted { $0.title < $1.title })
  }

  // MARK: One language

  private func part(_ checker: Checker, _ files: [SubjectFile], _ limit: Swift.Duration) async
    -> GatePart
  {
    var part = GatePart()
    guard let program = context.find(checker) else {
      part.open = files.map {
        "\($0.path): \(checker.programs[0]) is not installed, or only inside the repository"
      }
      part.remarks = [
        "\(checker.programs[0]) cannot tell for \(CompileGate.files(files.count))"
      ]
      return part
    }
    guard context.isTrusted(program, checker) else {
      part.remarks = ["\(program.name) is not trusted here"]
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
      var accepted = 0
      for (index, answer) in answers.enumerated() {
        switch answer {
        case .accepted: accepted += 1
        case .rejected(let messages):
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
      if accepted > 0 {
        part.remarks.append("\(program.name) accepts \(CompileGate.files(accepted))")
      }
      if !rejectedNow(answers).isEmpty {
        part.remarks.append(
          "\(program.name) rejects \(CompileGate.files(rejectedNow(answers).count))")
      }
      if !part.open.isEmpty {
        part.remarks.append(
          "\(program.name) cannot tell for \(CompileGate.files(part.open.count))")
      }
      if !part.broken.isEmpty { part.remarks.append("\(program.name) broke") }
    } catch let error as ProgramError {
      part.broken.append("\(program.name): \(error.description)")
      part.remarks.append("\(program.name) broke")
    } catch {
      part.broken.append("\(program.name) was stopped")
      part.remarks.append("\(program.name) broke")
    }
    return part
  }

  private func rejectedNow(_ answers: [Answer]) -> [Int] {
    answers.indices.filter { if case .rejected = answers[$0] { true } else { false } }
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
