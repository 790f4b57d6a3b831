import FoundationEssentials
import Policy
import Programs
import SemanticDiff
import Source
import Store
import Syntax
import Testing
import Verification

@testable import Git
@testable import Toolchain

/// A repository with two commits, and a gate that judges the second one.
struct ProjectRepository {
  let folder: String
  var stage: Stage?
  var isTrusted: @Sendable (TrustItem) -> Bool = { _ in true }
  /// Programs made for the test come first.
  var bin: String { "\(folder)/bin" }
  var root: String { "\(folder)/repository" }
  /// Where the programs of a test write that they ran.
  var marker: String { "\(folder)/ran" }

  init(_ folder: String, before: [String: String], after: [String: String?]) async throws {
    self.folder = folder
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    try await git("init", "--quiet", "--initial-branch=main")
    for (path, text) in before { try write(text, to: "\(root)/\(path)") }
    try await git("add", "--all")
    try await git("commit", "--quiet", "--message", "feat: before")
    try await change(after)
  }

  /// Another commit on top; nil takes a file away.
  func change(_ files: [String: String?]) async throws {
    for (path, text) in files {
      if let text {
        try write(text, to: "\(root)/\(path)")
      } else {
        try FileManager.default.removeItem(atPath: "\(root)/\(path)")
      }
    }
    try await git("add", "--all")
    try await git("commit", "--quiet", "--allow-empty", "--message", "feat: after")
  }

  func git(_ arguments: String...) async throws {
    let program = try #require(
      Program.find("git", searchPath: Tools.systemPath, outside: nil))
    let identity = [
      "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "A",
      "GIT_COMMITTER_EMAIL": "a@example.com", "GIT_CONFIG_NOSYSTEM": "1", "HOME": folder,
      "PATH": Tools.systemPath,
    ]
    let completion = try await Invocation(
      program, arguments, workingDirectory: root, environment: identity
    ).run()
    try #require(
      completion.succeeded, "\(String(decoding: completion.standardError, as: UTF8.self))")
  }

  /// Judges the newest commit.
  ///
  /// - Parameter options: of the gate, beside its defaults.
  func judge(
    _ gate: String, _ options: [String: OptionValue] = [:], staged: Bool = false
  ) async throws -> GateResult {
    let environment = GitEnvironment(["HOME": folder])
    let repository = try Repository.open(at: root, environment: environment)
    let change = try repository.change(staged ? .staged : .commit("HEAD"))
    let files = try change.files.map { file in
      func text(_ version: FileVersion?, _ path: SourcePath) throws -> SourceText? {
        try version.map { SourceText(try repository.contents(of: $0, path: path)) }
      }
      let old = try text(file.before, file.oldPath ?? file.path)
      let new = try text(file.after, file.path)
      let language = Language.detect(path: file.path, bytes: (new ?? old)?.bytes ?? [])
      func read(_ text: SourceText?) -> SyntaxFile? {
        guard let text, let language else { return nil }
        return SyntaxFile(text, as: language, path: file.path)
      }
      return SubjectFile(
        change: file, before: old, after: new, isUnread: false,
        pair: FilePair(
          path: file.path, oldPath: file.oldPath, status: file.status, language: language,
          before: read(old), after: read(new)))
    }
    let subject = Subject(
      change: change, files: files, diff: SemanticChange(files.map(\.pair)), stage: stage)
    let context = ToolContext(
      environment: [
        "PATH": "\(bin):\(Tools.systemPath)",
        "HOME": ProcessInfo.processInfo.environment["HOME"] ?? folder,
        "SECRET_TOKEN": "x",
      ], workTree: root, scratchParent: "\(folder)/cache", cores: 2,
      cache: ResultCache(path: "\(folder)/results.sqlite"), open: repository.opener,
      isTrusted: isTrusted)
    let judging: any Gate =
      switch gate {
      case "lint": ToolGate.lint(context)
      case "tests": ToolGate.tests(context)
      default: CompileGate(context)
      }
    var settings = judging.schema.defaults
    settings.options.merge(options) { $1 }
    return await judging.judge(subject, settings)
  }

  /// How often the programs of the test ran.
  var runs: Int {
    (try? String(contentsOfFile: marker, encoding: .utf8))?.split(separator: "\n").count ?? 0
  }
}
