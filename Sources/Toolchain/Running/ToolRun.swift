import FoundationEssentials
import Git
import Policy
import Programs
import Source
import Verification

/// A tool with the program that is run for it.
struct BoundTool: Sendable {
  let tool: Tool
  let program: Program
  /// What trust covers.
  let item: TrustItem
  /// What changes with another version of the program.
  let identity: String
}

/// What a tool came to on one side of a change.
enum SideResult: Sendable {
  case ran(ToolReport)
  /// It cannot tell, and why.
  case open(String)
  /// It broke or was stopped, and why.
  case broken(String)
}

/// Runs tools in the shadow work tree.
struct ToolRun: Sendable {
  let context: ToolContext
  let settings: ToolSettings
  let bound: BoundTool
  let folder: String
  let target: [String]
  let need: Tool.Need?

  private var tool: Tool { bound.tool }

  /// What the tool says about one side, from the cache where it was asked before.
  ///
  /// - Parameters:
  ///   - files: paths on that side, for a tool that is given files.
  ///   - isAfter: whether that is the side that is judged. Tests that failed there are run again, since
  ///     what failed by chance should not stand for ever.
  func result(on side: Change.Side, files: [String], isAfter: Bool) async -> SideResult {
    let cores = tool.weight == .heavy ? context.workshop.cores : 1
    do {
      let place = try await context.workshop.enter(side, cores: cores)
      let result = await result(in: place, files, isAfter)
      await context.workshop.leave(cores: cores)
      return result
    } catch let error as GitError {
      return .broken("\(tool.name): the files could not be laid out: \(error.problem.message)")
    } catch {
      return .broken("\(tool.name) was stopped")
    }
  }

  private func result(
    in place: Workshop.Place, _ files: [String], _ isAfter: Bool
  ) async -> SideResult {
    let home = folder.isEmpty ? place.root : "\(place.root)/\(folder)"
    // The project is not there yet: nothing of it stood before.
    guard ReportFiles.exists(home) else { return .ran(ToolReport()) }
    var inputs = ["tool report 2", bound.item.canonicalText, bound.identity, folder, place.tree]
    inputs += target + ["--"] + files + [tool.format.name, settings.report]
    inputs.append("\(settings.setup) \(settings.environment) \(settings.isSandboxed)")
    let key = Digest(inputs.map { Array($0.utf8) }).hex
    if let stored = context.cache?.value(for: key),
      let report = try? JSONDecoder().decode(ToolReport.self, from: Data(stored)),
      !isAfter || tool.role != .tests || report.diagnostics.isEmpty
    {
      return .ran(report)
    }
    do throws(ProgramError) {
      try ScratchFolder.makeFolders(place.reports)
    } catch {
      return .broken("\(tool.name): \(error.description)")
    }
    if settings.isSandboxed, context.find(["bwrap"]) == nil {
      return .open(
        "\(tool.name) was not run: `sandbox: true` needs bubblewrap (`bwrap`), which is not installed"
      )
    }
    if !settings.setup.isEmpty, let failure = await setUp(place, home) { return failure }
    if let need, !isThere(need.folder, home, place.root) {
      return .open(
        "\(tool.name) needs \(need.folder), which is not in the repository; \(need.help)")
    }
    let result = await run(in: place, home, files)
    if case .ran(let report) = result, report.flaw == nil,
      let data = try? JSONEncoder().encode(report)
    {
      context.cache?.store(Array(data), for: key)
    }
    return result
  }

  private func isThere(_ name: String, _ home: String, _ root: String) -> Bool {
    var folder = home
    while true {
      if ReportFiles.exists("\(folder)/\(name)") { return true }
      guard folder.utf8.count > root.utf8.count, let slash = folder.lastIndex(of: "/") else {
        return false
      }
      folder = String(folder[..<slash])
    }
  }

  // MARK: One run

  private func run(in place: Workshop.Place, _ home: String, _ files: [String]) async -> SideResult
  {
    let written =
      "\(place.reports)/\(tool.role.rawValue)-\(Digest(tool.name, folder).hex.prefix(8))"
    ReportFiles.remove(written)
    let prefix = folder.isEmpty ? "" : "\(folder)/"
    let names = files.map { file in
      let name = file.hasPrefix(prefix) ? String(file.dropFirst(prefix.count)) : file
      // A name that begins like an option is none.
      return name.hasPrefix("-") ? "./\(name)" : name
    }
    let arguments =
      bound.item.arguments.flatMap { argument in
        argument == "{files}" ? names : [argument.replacing("{report}", with: written)]
      } + target
    let start = ReportFiles.now()
    context.progress("\(tool.name)\(folder.isEmpty ? "" : " in \(folder)")")
    let completion: Completion
    do {
      completion = try await invocation(bound.program, arguments, place, home).run()
    } catch let error as ProgramError {
      return .broken("\(tool.name): \(error.description)")
    } catch {
      return .broken("\(tool.name) was stopped")
    }
    if let why = completion.whyBroken { return .broken("\(tool.name) \(why)") }
    guard case .exited(let exit) = completion.status else { return .broken("\(tool.name) broke") }
    var output = ToolOutput(
      output: completion.standardOutput, error: completion.standardError, exit: exit)
    output.reports = reports(written, home, since: start)
    return judge(output, place)
  }

  private func reports(_ written: String, _ home: String, since start: (Int, Int)) -> [[UInt8]] {
    if tool.arguments.contains(where: { $0.contains("{report}") }) {
      return ReportFiles.read(written).map { [$0] } ?? []
    }
    if let (folder, ending) = tool.reports {
      return ReportFiles.find(below: home, folder: folder, ending: ending, since: start)
        .compactMap(ReportFiles.read)
    }
    guard !settings.report.isEmpty, tool.name == settings.command.first else { return [] }
    let path = "\(home)/\(settings.report)"
    if let file = ReportFiles.read(path) {
      // What a run before has left is none of this one's.
      return ReportFiles.isNew(path, since: start) ? [file] : []
    }
    let last = settings.report.split(separator: "/").last.map(String.init) ?? settings.report
    return ReportFiles.find(below: path, folder: last, ending: "", since: start)
      .compactMap(ReportFiles.read)
  }

  private func judge(_ output: ToolOutput, _ place: Workshop.Place) -> SideResult {
    let paths = PathResolver(
      root: place.root, folder: folder, exists: { ReportFiles.exists("\(place.root)/\($0)") },
      list: { ReportFiles.all(below: place.root) })
    var report = tool.format.read(output, paths)
    let tail = Self.tail(output)
    if tool.nothingExits.contains(output.exit) {
      return .open("\(tool.name) had nothing to look at: \(tail)")
    }
    let isFinding = tool.findingExits.contains(output.exit)
    let hasError = report.diagnostics.contains { $0.severity == .error }
    if output.exit != 0, !isFinding, !hasError {
      return .broken("\(tool.name) ended with exit code \(output.exit): \(tail)")
    }
    if let flaw = report.flaw {
      return .broken("\(tool.name), exit code \(output.exit): \(flaw): \(tail)")
    }
    // A test runner that was interrupted names some errors, and did not look at the rest.
    if output.exit != 0, !isFinding, tool.role == .tests { report.isPartial = true }
    report.notes = place.notes
    if output.exit != 0, report.diagnostics.isEmpty {
      report.diagnostics = [Diagnostic(message: "\(tool.name) fails: \(tail)")]
      report.isOpaque = true
    }
    if let tests = report.tests, tests.ran == 0, report.diagnostics.isEmpty {
      return .open("\(tool.name) ran no test")
    }
    return .ran(report)
  }

  /// The last line that says something.
  private static func tail(_ output: ToolOutput) -> String {
    for stream in [output.error, output.output] {
      let last = OutputLines(Array(stream.suffix(8_192))).map(\.trimmingBlanks)
        .last { !$0.isEmpty }
      if let last { return String(last.prefix(300)) }
    }
    return "it wrote nothing"
  }

  private func invocation(
    _ program: Program, _ arguments: [String], _ place: Workshop.Place, _ home: String
  ) -> Invocation {
    var environment = Invocation.environment(
      keeping: ToolContext.kept + settings.environment, from: context.environment,
      home: context.environment["HOME"] ?? place.reports)
    environment.merge(Self.fixed) { $1 }
    var (program, arguments) = (program, arguments)
    if settings.isSandboxed, let sandbox = context.find(["bwrap"]) {
      environment["XDG_CACHE_HOME"] = "\(place.reports)/cache"
      environment["GOCACHE"] = "\(place.reports)/cache/go-build"
      arguments = Sandbox.arguments(program, place, in: home) + [program.path] + arguments
      program = sandbox
    }
    return Invocation(
      program, arguments, workingDirectory: home, environment: environment,
      timeLimit: settings.timeLimit, outputLimit: 32 << 20, memoryLimit: settings.memoryLimit)
  }

  /// Messages are read, so that they must not be translated or coloured. Byte code of Python is told
  /// from its source by time and size alone, which does not do where sides change within a second.
  private static let fixed = [
    "CI": "true", "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "TERM": "dumb", "CARGO_TERM_COLOR": "never",
    "PYTHONDONTWRITEBYTECODE": "1",
  ]

  // MARK: What tools need

  /// Files that say which packages are needed.
  private static let locks = [
    "package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "pyproject.toml", "uv.lock",
    "poetry.lock", "requirements.txt", "requirements-dev.txt", "Pipfile.lock", "go.mod", "go.sum",
    "Cargo.lock", "Gemfile.lock", "composer.lock", "Package.resolved", "CMakeLists.txt",
  ]

  /// Runs the command that brings what tools need, unless it ran for the same lock files; nil when that
  /// is done.
  private func setUp(_ place: Workshop.Place, _ home: String) async -> SideResult? {
    let words = settings.setup
    guard let program = context.find([words[0]]) else {
      return .open("\(words[0]), which `setup` names, is not installed")
    }
    let item = TrustItem(
      .program, name: program.name, path: program.resolvedPath, arguments: Array(words.dropFirst()))
    guard context.isTrusted(item) else {
      return .open(
        "`setup` was not run, since it is not trusted here; `verdict trust` shows it and allows it")
    }
    let state = Digest(
      words.map { Array($0.utf8) } + Self.locks.map { ReportFiles.read("\(home)/\($0)") ?? [] }
    ).hex
    let mark = "\(place.reports)/setup-\(Digest(folder).hex.prefix(8))"
    if ReportFiles.read(mark) == Array(state.utf8) { return nil }
    ReportFiles.remove(mark)
    context.progress("setup: \(words.joined(separator: " "))")
    do {
      // What installs packages needs the network.
      var own = self
      own.unsandbox()
      let completion = try await own.invocation(program, Array(words.dropFirst()), place, home)
        .run()
      guard completion.succeeded else {
        let output = ToolOutput(
          output: completion.standardOutput, error: completion.standardError)
        return .broken(
          "`setup` failed: \(completion.whyBroken ?? Self.tail(output))")
      }
    } catch let error as ProgramError {
      return .broken("`setup`: \(error.description)")
    } catch {
      return .broken("`setup` was stopped")
    }
    ReportFiles.write(state, to: mark)
    return nil
  }

  private mutating func unsandbox() {
    var open = settings
    open.isSandboxed = false
    self = ToolRun(
      context: context, settings: open, bound: bound, folder: folder, target: target, need: need)
  }
}
