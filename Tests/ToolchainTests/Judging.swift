import FoundationEssentials
import Policy
import Programs
import SemanticDiff
import Source
import Syntax
import Testing
import Verification

@testable import Git
@testable import Toolchain

/// What a gate is asked: paths with the text before and after.
struct Question {
  var files: [(path: String, before: String?, after: String)]

  init(_ files: (path: String, before: String?, after: String)...) { self.files = files }

  init(_ path: String, _ text: String, before: String? = nil) {
    files = [(path, before, text)]
  }

  var subject: Subject {
    let files = files.map { path, before, after in
      let path = SourcePath(path)
      let language = Language.detect(path: path, bytes: Array(after.utf8))
      let version = FileVersion(mode: .regular, source: .workTree, size: after.utf8.count)
      func read(_ text: SourceText?) -> SyntaxFile? {
        guard let text, let language else { return nil }
        return SyntaxFile(text, as: language, path: path)
      }
      let (old, new) = (before.map { SourceText($0) }, SourceText(after))
      let status: FileStatus = before == nil ? .added : .modified
      return SubjectFile(
        change: FileChange(
          path: path, oldPath: nil, status: status, before: before.map { _ in version },
          after: version), before: old, after: new, isUnread: false,
        pair: FilePair(
          path: path, status: status, language: language, before: read(old), after: read(new)))
    }
    return Subject(
      change: Change(
        before: .nothing, after: .index, commits: [], files: files.map(\.change),
        description: "staged changes"),
      files: files, diff: SemanticChange(files.map(\.pair)), stage: nil)
  }
}

/// Which programs a test lets the gate see.
struct Tools {
  /// Scratch folders go below `folder/scratch`.
  var folder: String
  var searchPath: String
  var workTree: String?
  var isTrusted = true

  /// The programs of this machine.
  init(_ folder: String) {
    self.folder = folder
    searchPath = Tools.systemPath
  }

  /// The programs in one folder, and those that scripts need.
  init(_ folder: String, only programs: String) {
    self.folder = folder
    searchPath = programs
  }

  static let systemPath = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"

  static func has(_ program: String) -> Bool {
    Program.find(program, searchPath: systemPath, outside: nil) != nil
  }

  var scratch: String { "\(folder)/scratch" }

  var gate: CompileGate {
    let isTrusted = isTrusted
    return CompileGate(
      ToolContext(
        environment: ["PATH": searchPath, "HOME": folder], workTree: workTree,
        scratchParent: scratch, isTrusted: { _ in isTrusted }))
  }

  func judge(_ question: Question, timeLimit: Int = 60) async -> GateResult {
    var settings = gate.schema.defaults
    settings.options["timeLimit"] = .integer(timeLimit)
    return await gate.judge(question.subject, settings)
  }

  func inputs(_ question: Question) -> Digest? {
    gate.inputs(question.subject, gate.schema.defaults)
  }
}
