import ArgumentParser
import Engine
import Git
import Policy
import Source

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Look at the policy, `.verdict.yml`.",
    subcommands: [Show.self, Check.self, Schema.self])

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Print the policy that holds for the next commit, whole and in its own format.",
      discussion: """
        It is the `.verdict.yml` of HEAD, else the built-in policy: a start for a file of your own. With
        a path, what refines it in the folders around that path counts too. Behind each value that is
        not built in stands the line that gives it.
        """)

    @Argument(help: "A file or folder, from the root of the repository on.")
    var path: SourcePath?

    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
      let repository = try common.repository()
      let surroundings = try common.surroundings
      let loaded = try Checking(repository, surroundings).policyLoader(trustsAll: false)
        .current(for: path)
      let policy = path.map(loaded.policy(for:)) ?? loaded.policy
      Output.standard.write(
        "# \(loaded.origin)\n\(policy.yaml(showsOrigins: true))"
          + ConfigCommand.comment(on: try UserSettings.load(from: surroundings), surroundings))
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Say whether a policy file is valid, with the place of every mistake.")

    @Argument(help: "The file; `.verdict.yml` at the repository's root when it is left out.")
    var file: String?

    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
      let surroundings = try common.surroundings
      let path: String
      if let file {
        path = file
      } else {
        guard let root = try common.repository().workDirectory else {
          throw Problem(
            .usage, "a bare repository has no file to check", help: "verdict config check FILE")
        }
        path = "\(root)/\(PolicyLoader.fileName)"
      }
      let isSettings = Paths.resolved(path) == Paths.resolved(surroundings.settingsFile)
      if isSettings {
        _ = try UserSettings.load(from: surroundings)
      } else {
        _ = try PolicyLoader.read(path, folder: folder(of: path, surroundings), from: surroundings)
      }
      if !common.quiet { Output.standard.write("\(path): valid\n") }
    }

    /// The folder for which a file is the policy; nil for any other file, and for that of the root.
    private func folder(of path: String, _ surroundings: Surroundings) -> SourcePath? {
      let paths = try? common.repository().sourcePaths([path], from: surroundings.currentFolder)
      guard let own = paths?.first,
        own.lastComponent.elementsEqual(PolicyLoader.fileName.bytes), !own.folder.bytes.isEmpty
      else { return nil }
      return own.folder
    }
  }

  struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "schema", abstract: "Print the JSON Schema of `.verdict.yml`, for editors.",
      discussion: """
        The language server of YAML takes it from a comment in the first line of a policy:
        `# yaml-language-server: $schema=FILE`
        """)

    @Flag(help: "That of your own settings, `$XDG_CONFIG_HOME/verdict/config.yml`.")
    var user = false

    func run() throws {
      Output.standard.write(
        user ? UserSettings.schema.jsonSchema() : GateList.schema.jsonSchema())
    }
  }

  /// What the user's own settings add to a policy.
  static func comment(on settings: UserSettings, _ surroundings: Surroundings) -> String {
    var lines: [String] = []
    if let color = settings.color { lines.append("color: \(color)") }
    if let format = settings.format { lines.append("format: \(format)") }
    lines += settings.gates.sorted { $0.key < $1.key }.map {
      "\($0.key): at least \($0.value.rawValue)"
    }
    if lines.isEmpty { return "" }
    return "# Your own settings, \(surroundings.settingsFile):\n"
      + lines.map { "#   \($0)\n" }.joined()
  }
}
