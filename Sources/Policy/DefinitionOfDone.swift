import Source

/// The policy: which gates a change must pass, by the type of the change.
public struct DefinitionOfDone: Sendable {
  /// Paths that no gate looks at.
  public let exclude: [PathPattern]
  /// What happens with files that `.gitattributes` calls generated or vendored.
  public let generated: GeneratedFiles
  /// Nil leaves it to the place: a hook lets an undecided change through, CI does not.
  public let onInconclusive: InconclusiveAction?
  /// What is forgiven.
  public let waivers: [Waiver]
  let schema: PolicySchema
  /// The files it was made of, the lowest first.
  let files: [PolicyFile]
  let budgets: [String: StageBudget]
  /// Complete for each section: `default` and every change type.
  private let sections: [String: [String: GateSettings]]

  init(schema: PolicySchema, files: [PolicyFile]) {
    var builtIn: [String: GateSettings] = [:]
    for gate in schema.gates { builtIn[gate.id] = gate.defaults }
    var sections: [String: [String: GateSettings]] = [:]
    for type in ["default"] + schema.changeTypes {
      sections[type] = builtIn
      // A file that refines another says more than that one, in all of its sections.
      for file in files {
        for name in type == "default" ? ["default"] : ["default", type] {
          for (gate, override) in file.overrides[name] ?? [:] {
            if var settings = sections[type]?[gate] {
              override.apply(to: &settings)
              sections[type]?[gate] = settings
            }
          }
        }
      }
    }
    self.schema = schema
    self.files = files
    self.sections = sections
    exclude = files.flatMap(\.exclude)
    generated = files.last { $0.generated != nil }?.generated ?? .exclude
    onInconclusive = files.last { $0.onInconclusive != nil }?.onInconclusive
    waivers = files.flatMap { $0.waivers.map(\.waiver) }
    budgets = files.reduce(into: schema.budgets) { $0.merge($1.budgets) { $1 } }
  }

  /// The policy that holds where there is no file: each gate as it declares itself.
  public static func builtIn(_ schema: PolicySchema) -> DefinitionOfDone {
    DefinitionOfDone(schema: schema, files: [])
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

  /// The time that the gates of a stage may take together; nil where there is no end to it.
  public func budget(for stage: String) -> Duration? {
    if case .limit(let duration) = budgets[stage] { duration } else { nil }
  }

  /// Whether some gate runs on some branches alone.
  public var asksForBranch: Bool {
    files.contains { file in
      file.overrides.values.contains { $0.values.contains { $0.when?.branches.isEmpty == false } }
    }
  }

  public func excludes(_ path: SourcePath) -> Bool {
    exclude.contains { $0.matches(path) }
  }

  /// Where the value of a key is given that holds for a gate, `path:line`; nil where it is built in.
  func origin(of key: String, gate: String, type: String) -> String? {
    var origin: String?
    for file in files {
      for name in type == "default" ? ["default"] : ["default", type] {
        if let line = file.overrides[name]?[gate]?.lines[key] { origin = "\(file.path):\(line)" }
      }
    }
    return origin
  }
}

extension DefinitionOfDone: Equatable {
  /// Whether both ask the same of every change.
  public static func == (a: Self, b: Self) -> Bool {
    func terms(_ waiver: Waiver) -> Waiver {
      Waiver(
        rule: waiver.rule, path: waiver.path, entity: waiver.entity, reason: waiver.reason,
        until: waiver.until, place: "")
    }
    return a.exclude == b.exclude && a.generated == b.generated
      && a.onInconclusive == b.onInconclusive
      && a.budgets.filter { $0.value != .unlimited } == b.budgets.filter { $0.value != .unlimited }
      && a.waivers.map(terms) == b.waivers.map(terms) && a.sections == b.sections
  }
}
