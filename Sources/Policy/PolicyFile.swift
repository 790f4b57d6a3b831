import Source

/// What one policy file says, before it is laid upon others.
public struct PolicyFile: Sendable {
  /// Its path for messages.
  public let path: String
  /// The folder that it is for: nil for the whole repository.
  public let folder: SourcePath?
  /// The policies that this one begins from, the first one lowest.
  public internal(set) var extends: [PolicyReference] = []
  var exclude: [PathPattern] = []
  var excludePlace: Problem.Place?
  var generated: GeneratedFiles?
  var onInconclusive: InconclusiveAction?
  var budgets: [String: StageBudget] = [:]
  var waivers: [(waiver: Waiver, place: Problem.Place)] = []
  /// By section, then by gate.
  var overrides: [String: [String: GateOverride]] = [:]

  init(path: String, folder: SourcePath?) {
    self.path = path
    self.folder = folder
  }
}

/// What a policy file says about one gate in one section.
struct GateOverride: Sendable {
  var level: Level?
  var options: [String: OptionValue] = [:]
  var isNewOnly: Bool?
  /// With nothing in it where the file takes back what others say.
  var when: GateCondition?
  /// Whether no file that refines this one may say anything about the gate.
  var isFinal = false
  /// Of each key the line from 1.
  var lines: [String: Int] = [:]
  var place: Problem.Place

  func apply(to settings: inout GateSettings) {
    if let level { settings.level = level }
    settings.options.merge(options) { $1 }
    if let isNewOnly { settings.isNewOnly = isNewOnly }
    if let when { settings.when = when == GateCondition() ? nil : when }
  }
}

/// Another policy, as a policy names it.
public struct PolicyReference: Sendable {
  public enum Source: Sendable, Hashable {
    /// A file beside the one that names it.
    case file(String)
    /// A file of a revision; of this repository where `repository` is nil, else of one on this machine.
    case revision(String, path: String, repository: String?)
  }

  public let source: Source
  public let place: Problem.Place
}

extension DefinitionOfDone {
  /// The policy that files come to, each refining those before it.
  ///
  /// - Throws: what one of them may not say, since an earlier one forbids it.
  public init(_ files: [PolicyFile], schema: PolicySchema) throws(PolicyError) {
    let problems = DefinitionOfDone.forbidden(files)
    guard problems.isEmpty else { throw PolicyError(problems) }
    self.init(schema: schema, files: files)
  }

  private static func forbidden(_ files: [PolicyFile]) -> [Problem] {
    var finals: [String: String] = [:]
    var problems: [Problem] = []
    for file in files {
      for override in file.overrides.values.flatMap({ $0 }) {
        guard let owner = finals[override.key] else { continue }
        problems.append(
          Problem(
            .usage, "`\(override.key)` is final in \(owner): no file that refines it may change it",
            at: override.value.place, help: "remove it here, or `final` there"))
      }
      for (waiver, place) in file.waivers {
        guard let owner = finals[String(waiver.gate)] else { continue }
        problems.append(
          Problem(
            .usage,
            "`\(waiver.gate)` is final in \(owner): no file that refines it may waive its findings",
            at: place, help: "move the waiver to \(owner)"))
      }
      if file.folder != nil, let place = file.excludePlace, !file.exclude.isEmpty,
        let (gate, owner) = finals.min(by: { $0.key < $1.key })
      {
        problems.append(
          Problem(
            .usage, "`exclude` would keep files from `\(gate)`, which is final in \(owner)",
            at: place, help: "exclude them in \(owner)"))
      }
      for (gate, override) in file.overrides.values.flatMap({ $0 }) where override.isFinal {
        finals[gate] = finals[gate] ?? file.path
      }
    }
    return problems.sorted {
      ($0.place?.path ?? "", $0.place?.range?.bytes.start ?? 0)
        < ($1.place?.path ?? "", $1.place?.range?.bytes.start ?? 0)
    }
  }
}
