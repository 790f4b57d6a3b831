import Source
import Syntax

/// What kind of work a change is.
public enum ChangeType: String, Sendable, Codable, CaseIterable {
  case code, docs, refactor, test, release, devops
}

/// The type that the diff shows, with how sure that is, in [0, 1].
public struct DetectedType: Sendable, Hashable, Codable {
  public var type: ChangeType
  public var confidence: Double

  public init(_ type: ChangeType, confidence: Double) {
    self.type = type
    self.confidence = confidence
  }

  /// Derived from the files' roles and, where all are code, from what happened to the declarations.
  init(_ pairs: [FilePair], _ files: [FileDiff]) {
    if files.isEmpty {
      self.init(.code, confidence: 0)
      return
    }
    let roles = Set(zip(pairs, files).map { pair, file in DetectedType.role(pair, file) })
    if roles == [.documentation] {
      self.init(.docs, confidence: 1)
    } else if roles == [.test] {
      self.init(.test, confidence: 1)
    } else if roles.isSubset(of: [.build, .documentation]) {
      self.init(.devops, confidence: roles.count == 1 ? 0.9 : 0.8)
    } else if roles.isSubset(of: [.release, .documentation, .changelog]), roles.contains(.changelog)
    {
      self.init(.release, confidence: 0.8)
    } else if roles.contains(.code), DetectedType.onlyMovesCode(pairs, files) {
      self.init(.refactor, confidence: 0.8)
    } else {
      self.init(.code, confidence: roles == [.code] ? 1 : 0.9)
    }
  }

  private static func role(_ pair: FilePair, _ file: FileDiff) -> PathRole {
    let role = PathRole(pair.path)
    guard role == .code else { return role }
    // Source files in which only comments and documentation changed are documentation.
    let onlyComments =
      file.entities.isEmpty
      ? Remainder(pair) == .trivia
      : !Remainder.codeOutsideDiffers(pair)
        && file.entities.allSatisfy { $0.changes.allSatisfy { $0 == .documentation } }
    return onlyComments ? .documentation : .code
  }

  /// Whether declarations were renamed, moved or laid out anew, and nothing else.
  private static func onlyMovesCode(_ pairs: [FilePair], _ files: [FileDiff]) -> Bool {
    if pairs.contains(where: Remainder.codeOutsideDiffers) { return false }
    let changes = files.flatMap(\.entities)
    let neutral: Set<ChangeKind> = [.renamed, .moved, .reordered, .cosmetic, .documentation]
    return !changes.isEmpty
      && changes.allSatisfy {
        // A place that means something is no matter of taste.
        Set($0.changes).isSubset(of: neutral)
          && ($0.api == .none || !$0.changes.contains(.reordered))
      }
  }
}

/// What a file is for, by its path alone.
public enum PathRole: Sendable, Hashable {
  case code, test, example, documentation, build, changelog, release

  public init(_ path: SourcePath) {
    let parts = path.components.map { String(decoding: $0, as: UTF8.self).lowercased() }
    let name = parts.last ?? ""
    let folders = Set(parts.dropLast())
    let ending = path.pathExtension?.lowercased() ?? ""
    let stem = ending.isEmpty ? name : String(name.dropLast(ending.utf8.count + 1))
    if ["changelog", "changes", "history", "news"].contains(stem),
      ["", "md", "rst", "txt"].contains(ending)
    {
      self = .changelog
    } else if name == "version" || name == "version.txt" {
      self = .release
    } else if [".github", ".gitlab", ".circleci", ".buildkite", ".ci"].contains(parts.first ?? "")
      || PathRole.buildNames.contains(name) || name.hasPrefix("dockerfile")
    {
      self = .build
    } else if !folders.isDisjoint(with: [
      "test", "tests", "spec", "specs", "__tests__", "testing", "testdata",
    ])
      || name.hasPrefix("test_") || stem.hasSuffix("_test") || stem.hasSuffix(".test")
      || stem.hasSuffix(".spec") || name == "conftest.py"
      || (ending == "swift" && stem.hasSuffix("tests"))
    {
      self = .test
    } else if ["md", "rst", "adoc", "txt", "mdx"].contains(ending) && name != "requirements.txt"
      && name != "cmakelists.txt" || ["license", "authors", "readme"].contains(stem)
    {
      self = .documentation
    } else if !folders.isDisjoint(with: [
      "example", "examples", "samples", "demo", "demos", "benchmarks",
    ]) {
      self = .example
    } else {
      self = .code
    }
  }

  /// Whether no caller outside the project depends on what the file declares.
  var isOutsideAPI: Bool { self != .code }

  private static let buildNames: Set<String> = [
    ".gitlab-ci.yml", ".travis.yml", "appveyor.yml", "azure-pipelines.yml", "jenkinsfile",
    ".pre-commit-config.yaml", "makefile", "cmakelists.txt", "docker-compose.yml", ".gitignore",
    ".gitattributes", ".editorconfig", ".dockerignore", "tox.ini", "noxfile.py", ".swift-format",
    "renovate.json", "lefthook.yml", ".verdict.yml",
  ]
}
