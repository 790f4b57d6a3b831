import Source

/// What one gate is to do for one type of change.
public struct GateSettings: Sendable, Hashable {
  public var level: Level
  /// A value for every option that the gate declares.
  public var options: [String: OptionValue]

  public init(level: Level, options: [String: OptionValue]) {
    self.level = level
    self.options = options
  }

  /// - Precondition: the gate declares such an option of kind `integer`; likewise below.
  public func integer(_ name: String) -> Int {
    guard case .integer(let value) = options[name] else { undeclared(name) }
    return value
  }

  /// In per cent, from 0 to 100.
  public func percent(_ name: String) -> Double {
    guard case .percent(let value) = options[name] else { undeclared(name) }
    return value
  }

  /// In bytes.
  public func size(_ name: String) -> Int {
    guard case .size(let value) = options[name] else { undeclared(name) }
    return value
  }

  public func boolean(_ name: String) -> Bool {
    guard case .boolean(let value) = options[name] else { undeclared(name) }
    return value
  }

  /// Of kind `string` or `choice`.
  public func string(_ name: String) -> String {
    guard case .string(let value) = options[name] else { undeclared(name) }
    return value
  }

  public func strings(_ name: String) -> [String] {
    guard case .strings(let value) = options[name] else { undeclared(name) }
    return value
  }

  private func undeclared(_ name: String) -> Never {
    preconditionFailure("no option `\(name)` of that kind is declared")
  }
}

/// The policy: which gates a change must pass, by the type of the change.
public struct DefinitionOfDone: Sendable {
  /// Paths that no gate looks at.
  public let exclude: [PathPattern]
  /// Nil leaves it to the place: a hook lets an undecided change through, CI does not.
  public let onInconclusive: InconclusiveAction?
  let schema: PolicySchema
  /// Complete for each section: `default` and every change type.
  private let sections: [String: [String: GateSettings]]

  /// What a policy file says about one gate in one section.
  struct Override {
    var level: Level?
    var options: [String: OptionValue] = [:]
  }

  init(
    schema: PolicySchema, exclude: [PathPattern], onInconclusive: InconclusiveAction?,
    overrides: [String: [String: Override]]
  ) {
    var builtIn: [String: GateSettings] = [:]
    for gate in schema.gates { builtIn[gate.id] = gate.defaults }
    let base = Self.merge(builtIn, overrides["default"])
    var sections = ["default": base]
    for type in schema.changeTypes { sections[type] = Self.merge(base, overrides[type]) }
    self.schema = schema
    self.exclude = exclude
    self.onInconclusive = onInconclusive
    self.sections = sections
  }

  /// The policy that holds where there is no file: each gate as it declares itself.
  public static func builtIn(_ schema: PolicySchema) -> DefinitionOfDone {
    DefinitionOfDone(schema: schema, exclude: [], onInconclusive: nil, overrides: [:])
  }

  /// The settings of a gate: those of the change type's section on top of those of `default`, key
  /// by key. A type that the schema does not name gets those of `default`.
  ///
  /// - Precondition: the schema names the gate.
  public func settings(for gate: String, type: String) -> GateSettings {
    guard let settings = (sections[type] ?? sections["default"])?[gate] else {
      preconditionFailure("no gate `\(gate)` is declared")
    }
    return settings
  }

  public func excludes(_ path: SourcePath) -> Bool {
    exclude.contains { $0.matches(path) }
  }

  private static func merge(
    _ base: [String: GateSettings], _ overrides: [String: Override]?
  ) -> [String: GateSettings] {
    var result = base
    for (gate, override) in overrides ?? [:] {
      if let level = override.level { result[gate]?.level = level }
      result[gate]?.options.merge(override.options) { $1 }
    }
    return result
  }
}

extension DefinitionOfDone: Equatable {
  /// Whether both ask the same of every change.
  public static func == (a: Self, b: Self) -> Bool {
    a.exclude == b.exclude && a.onInconclusive == b.onInconclusive && a.sections == b.sections
  }
}
