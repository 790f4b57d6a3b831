import FoundationEssentials
import SemanticDiff
import Source
import Syntax
import Testing

/// A change as files to read: `before.<ending>` and `after.<ending>`, or folders `before` and `after`,
/// and in `expected.txt` what happened. Swift's files end in `.txt` too, so that no formatter lays them
/// out; that ending is left out.
struct Example: CustomTestStringConvertible {
  /// `language/what`.
  let name: String
  let folder: String

  var testDescription: String { name }

  static let root = sourceFolder(of: #filePath) + "/Examples"

  static let all: [Example] = names(in: root).flatMap { language in
    names(in: "\(root)/\(language)").map {
      Example(name: "\(language)/\($0)", folder: "\(root)/\(language)/\($0)")
    }
  }

  /// The sources of one side by their paths.
  func side(_ side: String) throws -> [String: [UInt8]] {
    if let file = names(in: folder).first(where: { $0.hasPrefix("\(side).") }) {
      return ["sample\(file.dropFirst(side.count).withoutText)": try bytes("\(folder)/\(file)")]
    }
    var files: [String: [UInt8]] = [:]
    for path in try paths(below: "\(folder)/\(side)") {
      files[String(path[...].withoutText)] = try bytes("\(folder)/\(side)/\(path)")
    }
    return files
  }

  func change(reversed: Bool = false) throws -> SemanticChange {
    let before = try side(reversed ? "after" : "before")
    let after = try side(reversed ? "before" : "after")
    return SemanticChange(
      Set(before.keys).union(after.keys).map { FilePair($0, before[$0], after[$0]) })
  }

  var expected: String? { try? String(decoding: bytes("\(folder)/expected.txt"), as: UTF8.self) }

  func write(expected: String) throws {
    try Data(expected.utf8).write(to: URL(filePath: "\(folder)/expected.txt"))
  }
}

extension Substring {
  fileprivate var withoutText: Substring { hasSuffix(".txt") ? dropLast(4) : self }
}

extension FilePair {
  /// The two sides of one path, read as its language.
  init(_ path: String, _ before: [UInt8]?, _ after: [UInt8]?) {
    let path = SourcePath(path)
    let language = Language.detect(path: path, bytes: after ?? before ?? [])
    func read(_ bytes: [UInt8]?) -> SyntaxFile? {
      guard let bytes, let language else { return nil }
      return SyntaxFile(SourceText(bytes), as: language, path: path)
    }
    self.init(
      path: path, status: before == nil ? .added : after == nil ? .deleted : .modified,
      language: language, before: read(before), after: read(after))
  }

  init(_ path: String, _ before: String, _ after: String) {
    self.init(path, Array(before.utf8), Array(after.utf8))
  }
}

extension SemanticChange {
  /// One line a change, file by file.
  var summary: String {
    files.map { file in
      let rows = file.entities.map(\.summary) + (file.note.map { ["# \($0)"] } ?? [])
      return "\(file.path)\n" + rows.map { "  \($0)\n" }.joined()
    }.joined()
  }
}

extension EntityChange {
  /// `what kind name (was name in path) | api | from or into others | explained | parameters |
  /// contract`.
  fileprivate var summary: String {
    var was: [String] = []
    if let oldQualifiedName { was.append(oldQualifiedName) }
    if let oldPath { was.append("in \(oldPath)") }
    var parts = [
      changes.map(\.rawValue).joined(separator: " ") + ": \(kind.rawValue) \(qualifiedName)"
        + (was.isEmpty ? "" : " (was \(was.joined(separator: " ")))"),
      "api \(api.rawValue)",
    ]
    if !extractedFrom.isEmpty {
      parts.append("from " + extractedFrom.map(\.qualifiedName).joined(separator: ", "))
    }
    if !inlinedInto.isEmpty {
      parts.append("into " + inlinedInto.map(\.qualifiedName).joined(separator: ", "))
    }
    if isExplained { parts.append("explained") }
    parts += parameterChanges.map { change in
      "\(change.name) \(change.kind.rawValue)"
        + (change.before == nil && change.after == nil
          ? "" : " \(change.before ?? "-") → \(change.after ?? "-")")
    }
    parts += contractChanges.map { change in
      "\(change.kind.rawValue)"
        + (change.before == nil && change.after == nil
          ? "" : " \(change.before ?? "-") → \(change.after ?? "-")")
    }
    return parts.joined(separator: " | ")
  }
}

// MARK: Files

func sourceFolder(of file: String) -> String {
  URL(filePath: file).deletingLastPathComponent().path
}

func names(in folder: String) -> [String] {
  ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
}

func paths(below folder: String) throws -> [String] {
  guard FileManager.default.fileExists(atPath: folder) else { return [] }
  return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { path in
    var isFolder = false
    return FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder)
      && !isFolder
  }
}

func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }
