import Policy
import Source

extension UserSettings {
  /// The formats and the words for colour that commands take; the executable offers these.
  public static let schema = UserSettingsSchema(
    colors: ["auto", "always", "never"], formats: ["pretty", "concise", "json", "jsonl"],
    gates: GateList.schema.gates)

  /// The user's own settings; without a file there are none.
  ///
  /// - Throws: `PolicyError` for a file that is not valid; `Problem` for one that cannot be read.
  public static func load(from surroundings: Surroundings) throws -> UserSettings {
    let path = surroundings.settingsFile
    guard Disk.kind(of: path) != nil else { return UserSettings() }
    return try load(SourceText(try Disk.read(Array(path.utf8))), path: path, schema: schema)
  }
}
