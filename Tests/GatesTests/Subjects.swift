import Policy
import SemanticDiff
import Source
import Syntax
import Verification

@testable import Git

/// One side of a file.
enum Side {
  case none
  case text(String)
  case bytes([UInt8])
  /// There, but not read.
  case unread(size: Int?)
  /// Binary contents of that size.
  case binary(size: Int)

  var version: FileVersion? {
    let size: Int? =
      switch self {
      case .none: nil
      case .text(let text): text.utf8.count
      case .bytes(let bytes): bytes.count
      case .unread(let size): size
      case .binary(let size): size
      }
    if case .none = self { return nil }
    return FileVersion(mode: .regular, source: .workTree, size: size)
  }

  var source: SourceText? {
    switch self {
    case .text(let text): SourceText(text)
    case .bytes(let bytes): SourceText(bytes)
    case .none, .unread, .binary: nil
    }
  }

  var isBinary: Bool { if case .binary = self { true } else { false } }
  var isUnread: Bool { if case .unread = self { true } else { false } }
}

extension SubjectFile {
  /// One path with its two sides, as a change is read.
  init(
    _ path: SourcePath, _ before: Side = .none, _ after: Side, status: FileStatus? = nil,
    mode: FileMode = .regular
  ) {
    let language = Language.detect(path: path, bytes: (after.source ?? before.source)?.bytes ?? [])
    func syntax(_ side: Side) -> SyntaxFile? {
      guard let text = side.source, let language else { return nil }
      return SyntaxFile(text, as: language, path: path)
    }
    let status =
      status ?? (before.version == nil ? .added : after.version == nil ? .deleted : .modified)
    let isBinary = before.isBinary || after.isBinary
    self.init(
      change: FileChange(
        path: path, oldPath: nil, status: status, before: before.version,
        after: after.version.map { FileVersion(mode: mode, source: $0.source, size: $0.size) }),
      before: before.source, after: after.source, isUnread: after.isUnread,
      pair: FilePair(
        path: path, status: status, language: language, isBinary: isBinary,
        note: isBinary ? "binary" : after.isUnread ? "not read: no permission" : nil,
        before: syntax(before), after: syntax(after)))
  }
}

extension Subject {
  init(_ files: SubjectFile...) {
    self.init(
      change: Change(
        before: .nothing, after: .index, commits: [], files: files.map(\.change),
        description: "staged changes"),
      files: files, diff: SemanticChange(files.map(\.pair)), stage: nil)
  }
}

extension Gate {
  /// The result with the gate's own defaults, and with these options instead of theirs.
  func judge(_ subject: Subject, _ options: [String: OptionValue] = [:]) async -> GateResult {
    var settings = schema.defaults
    settings.options.merge(options) { $1 }
    return await judge(subject, settings)
  }
}
