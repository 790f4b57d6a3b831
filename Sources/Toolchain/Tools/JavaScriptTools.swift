import Source

extension Tool {
  private static let languages: Set<String> = ["javascript", "typescript"]

  /// Packages that a manifest asks for are not in the repository.
  private static let modules = Need(
    folder: "node_modules",
    help: "name the command that installs them in the policy, as `setup: [npm, ci]`"
  ) { manifest in
    let document = JSONValue(reading: manifest)
    return ["dependencies", "devDependencies"].contains { key in
      if case .object(let members)? = document?[key] { !members.isEmpty } else { false }
    }
  }

  /// The script of a name in `package.json`; nil where it has none, or npm's own placeholder.
  private static func script(_ name: String, of manifest: [UInt8]) -> Substring? {
    let text = JSONValue(reading: manifest)?["scripts"]?[name]?.text
    return text.flatMap { $0.contains("no test specified") ? nil : Substring($0) }
  }

  static let tsc = Tool(
    name: "tsc", role: .compile, programs: ["tsc"],
    arguments: ["--noEmit", "--pretty", "false", "--listFiles"], languages: ["typescript"],
    evidence: [Evidence("tsconfig.json")], scope: .project, format: .tsc, weight: .heavy,
    findingExits: [1, 2], needs: modules)

  static let eslint = Tool(
    name: "eslint", role: .lint, programs: ["eslint"],
    arguments: ["--format=json", "--", "{files}"],
    languages: languages,
    evidence: [
      "eslint.config.js", "eslint.config.mjs", "eslint.config.cjs", "eslint.config.ts",
      ".eslintrc.js", ".eslintrc.cjs", ".eslintrc.yaml", ".eslintrc.yml", ".eslintrc.json",
      ".eslintrc",
    ].map { Evidence($0) } + [.file("package.json", saying: "\"eslintConfig\"")],
    scope: .files, format: .eslint, weight: .heavy, needs: modules)

  static let nodeTest = Tool(
    name: "node --test", role: .tests, programs: ["node"],
    arguments: ["--test", "--test-reporter=tap"], languages: languages,
    evidence: [
      Evidence("package.json") { script("test", of: $0)?.firstRange(of: "node --test") != nil }
    ], scope: .project, format: .tap, weight: .heavy, needs: modules)

  static let npmTest = Tool(
    name: "npm test", role: .tests, programs: ["npm"], arguments: ["test", "--silent"],
    languages: languages,
    evidence: [
      Evidence("package.json") {
        script("test", of: $0).map { $0.firstRange(of: "node --test") == nil } ?? false
      }
    ], scope: .project, format: .text, weight: .heavy, needs: modules)
}
