/// What a gate lets a policy say about it. The gate declares it; this room knows no gate by name.
public struct GateSchema: Sendable, Hashable {
  public let id: String
  /// One line, shown beside the gate.
  public let summary: String
  /// The level where a policy does not name the gate.
  public let defaultLevel: Level
  public let options: [OptionSchema]

  /// What a policy may say of every gate.
  static let commonKeys = ["level", "newOnly", "when", "final"]

  /// - Precondition: no two options bear one name, and none that of a key of every gate.
  public init(
    _ id: String, _ summary: String, defaultLevel: Level, options: [OptionSchema] = []
  ) {
    precondition(
      Set(options.map(\.name) + Self.commonKeys).count == options.count + Self.commonKeys.count,
      "the options of `\(id)` do not differ in name")
    self.id = id
    self.summary = summary
    self.defaultLevel = defaultLevel
    self.options = options
  }

  /// What holds without any policy.
  public var defaults: GateSettings {
    GateSettings(
      level: defaultLevel,
      options: Dictionary(uniqueKeysWithValues: options.map { ($0.name, $0.defaultValue) }))
  }
}

/// All that a policy may say.
public struct PolicySchema: Sendable, Hashable {
  /// In the order in which they are printed.
  public let gates: [GateSchema]
  /// The names of the change types, which are the sections beside `default`.
  public let changeTypes: [String]
  /// The stages at which gates run, the earliest first.
  public let stages: [String]
  /// The gates that judge a change as a whole, so that a folder cannot have settings of its own for them.
  public let undivided: Set<String>
  /// The time that the gates of a stage may take where no policy says it.
  public let budgets: [String: StageBudget]

  /// - Precondition: gates and change types each differ in name.
  public init(
    gates: [GateSchema], changeTypes: [String], stages: [String] = [], undivided: Set<String> = [],
    budgets: [String: StageBudget] = [:]
  ) {
    precondition(Set(gates.map(\.id)).count == gates.count, "two gates bear one name")
    precondition(
      Set(changeTypes + ["default"]).count == changeTypes.count + 1,
      "two change types bear one name")
    self.gates = gates
    self.changeTypes = changeTypes
    self.stages = stages
    self.undivided = undivided
    self.budgets = budgets
  }
}
