import Source

/// A program that judges a project or its files: a compiler, a type checker, a linter, a test runner. Each
/// is declared in this folder and listed in `Tool.all`.
struct Tool: Sendable {
  /// Which gate runs it.
  enum Role: String, Sendable { case compile, lint, tests }

  /// How long it takes: a light one looks at the changed files alone and may run before a commit.
  enum Weight: Sendable { case light, heavy }

  /// What it is given: nothing, since it finds what belongs to the project; or the changed files.
  enum Scope: Sendable { case project, files }

  /// Where it is run: in the nearest folder above a changed file that has the evidence, or in the
  /// outermost one, where the projects of its kind stand within one another.
  enum Root: Sendable { case nearest, outermost }

  /// The name in messages and rules.
  let name: String
  let role: Role
  /// The program by its names, the preferred one first.
  let programs: [String]
  /// This is what trust covers. `{files}` stands for the changed files, `{report}` for a file, outside the
  /// tree, for what it reports.
  let arguments: [String]
  /// The languages whose files it looks at, by name.
  let languages: Set<String>
  /// The files that prove that it is wanted; one is enough.
  let evidence: [Evidence]
  var root = Root.nearest
  let scope: Scope
  let format: OutputFormat
  let weight: Weight
  /// Exit codes that say that it ran and found something.
  var findingExits: Set<Int32> = [1]
  /// Exit codes that say that it ran and had nothing to look at.
  var nothingExits: Set<Int32> = []
  /// Whether an error may hide others.
  var stopsAtErrors = false
  /// A folder, in the project or above, without which it cannot work, and how to come by it.
  var needs: Need?
  /// Arguments that depend on what a manifest says; they decide only over what is looked at.
  var target: (@Sendable ([UInt8]) -> [String])?
  /// Reports that it writes within the project, by the folder and the ending of their names.
  var reports: (folder: String, ending: String)?

  struct Need: Sendable {
    let folder: String
    let help: String
    /// Whether a manifest asks for it.
    let isAsked: @Sendable ([UInt8]) -> Bool
  }

  /// A file of a project that proves that a tool is wanted.
  struct Evidence: Sendable {
    let file: String
    /// What the file must say; nil where its being there is enough.
    let holds: (@Sendable ([UInt8]) -> Bool)?

    init(_ file: String, holds: (@Sendable ([UInt8]) -> Bool)? = nil) {
      self.file = file
      self.holds = holds
    }

    /// A file that names one of these words somewhere.
    static func file(_ name: String, saying words: String...) -> Evidence {
      Evidence(name) { bytes in
        let text = Substring(String(decoding: bytes, as: UTF8.self))
        return words.contains { text.firstRange(of: $0) != nil }
      }
    }
  }

  /// Every tool that this version knows, in the order in which they are named.
  static let all: [Tool] = [
    .swiftBuild, .mypy, .pyright, .tsc, .goBuild, .goVet, .cargoCheck, .mavenCompile, .dotnetBuild,
    .ruff, .eslint, .clippy, .shellcheck, .clangTidy, .swiftFormat,
    .swiftTest, .pytest, .goTest, .cargoTest, .nodeTest, .npmTest, .mavenTest, .dotnetTest,
  ]

  static func all(_ role: Role) -> [Tool] { all.filter { $0.role == role } }

  func isManifest(_ name: String) -> Bool { evidence.contains { $0.file == name } }
}
