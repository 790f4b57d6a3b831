import Source

/// What a person wants of every verdict on this machine, `$XDG_CONFIG_HOME/verdict/config.yml`. It never
/// asks for less than a repository's policy.
public struct UserSettings: Sendable, Equatable {
  /// One of the words that `--color` takes; nil where nothing is said.
  public var color: String?
  /// One of the words that `--format` takes.
  public var format: String?
  /// Levels of gates; they count where they are above those of the policy.
  public var gates: [String: Level] = [:]

  public init() {}

  /// - Throws: Everything that is wrong with the file, each with its place.
  public static func load(
    _ text: SourceText, path: String, schema: UserSettingsSchema
  ) throws(PolicyError) -> UserSettings {
    var nodes = NodeReader(try PolicyDocument(text, path: path))
    var settings = UserSettings()
    for (key, value) in nodes.topLevel(
      ["version", "color", "format", "gates"], called: "the settings")
    {
      switch key {
      case "color": settings.color = nodes.word(value, "color", of: schema.colors)
      case "format": settings.format = nodes.word(value, "format", of: schema.formats)
      default:
        for (gate, level, _) in nodes.entries(
          value, in: "`gates`", keys: schema.gates.map(\.id), called: "gate")
        {
          settings.gates[gate] = nodes.level(level, gate)
        }
      }
    }
    try nodes.finish()
    return settings
  }

  /// The settings of a gate with the level raised to what the user wants.
  public func raising(_ settings: GateSettings, of gate: String) -> GateSettings {
    guard let level = gates[gate], level > settings.level else { return settings }
    var settings = settings
    settings.level = level
    return settings
  }
}

/// All that the user's settings may say.
public struct UserSettingsSchema: Sendable {
  public let colors: [String]
  public let formats: [String]
  public let gates: [GateSchema]

  public init(colors: [String], formats: [String], gates: [GateSchema]) {
    self.colors = colors
    self.formats = formats
    self.gates = gates
  }

  /// The JSON Schema (draft 2020-12) of the file, for editors.
  public func jsonSchema() -> String {
    let level = JSONValue.object([Level.jsonSchema])
    let schema = JSONValue.object([
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string("A user's settings of Verdict, config.yml")),
      ("type", .string("object")),
      ("required", words(["version"])),
      ("additionalProperties", .bool(false)),
      (
        "properties",
        .object([
          ("version", .object([("const", .integer(1))])),
          ("color", described("When to print in colour.", [("enum", words(colors))])),
          ("format", described("How to print a verdict.", [("enum", words(formats))])),
          (
            "gates",
            described(
              "Levels of gates, where a repository's policy asks for less.",
              mapping(gates.map { ($0.id, level) }))
          ),
        ])
      ),
    ])
    return schema.text(indented: true) + "\n"
  }
}
