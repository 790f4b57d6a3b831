import Git
import Policy
import SemanticDiff
import Source
import Syntax
import Verification

/// How complex the functions are that a change adds or changes.
public struct ComplexityGate: Gate {
  public init() {}

  public let schema = GateSchema(
    "complexity", "no changed function is too complex", defaultLevel: .warn,
    options: [
      OptionSchema(
        "max", "the highest cyclomatic complexity of a function", .integer(1...10_000),
        default: .integer(25)),
      OptionSchema(
        "maxCognitive", "the highest cognitive complexity of a function", .integer(1...10_000),
        default: .integer(50)),
      OptionSchema(
        "ratchet", "whether a function beyond a limit may not get worse", .boolean,
        default: .boolean(true)),
    ])

  public var rules: [Rule] { ComplexityGate.ruleTexts }

  public func witnesses() -> [String]? { [] }

  /// A change of more functions has metrics of those alone that are beyond a limit or differ.
  private static let mostMetrics = 100

  public func judge(_ subject: Subject, _ settings: GateSettings) async -> GateResult {
    var measured = MeasuredFunctions(subject)
    let functions = measured.functions()
    guard !functions.isEmpty else {
      return GateResult(.notApplicable, "no function with control flow is changed")
    }
    let limits = Limits(settings)
    var findings: [Finding] = []
    var metrics: [Metric] = []
    var worst = functions[0]
    for function in functions {
      let own = limits.findings(function)
      findings += own
      if function.after.cyclomatic > worst.after.cyclomatic { worst = function }
      if functions.count <= ComplexityGate.mostMetrics || !own.isEmpty
        || function.before != nil && function.before != function.after
      {
        metrics += function.metrics
      }
    }
    let count = functions.count == 1 ? "1 function" : "\(functions.count) functions"
    return GateResult(
      findings.outcome,
      "\(count), highest \(worst.after.cyclomatic) (`\(worst.name)`)", findings: findings,
      metrics: metrics)
  }

  /// What a function may come to.
  private struct Limits {
    let cyclomatic: Int
    let cognitive: Int
    let isRatchet: Bool

    init(_ settings: GateSettings) {
      cyclomatic = settings.integer("max")
      cognitive = settings.integer("maxCognitive")
      isRatchet = settings.boolean("ratchet")
    }

    func findings(_ function: MeasuredFunction) -> [Finding] {
      [
        finding(
          function, "cyclomatic", function.before?.cyclomatic, function.after.cyclomatic,
          cyclomatic, "max"),
        finding(
          function, "cognitive", function.before?.cognitive, function.after.cognitive, cognitive,
          "maxCognitive"),
      ].compactMap { $0 }
    }

    private func finding(
      _ function: MeasuredFunction, _ kind: String, _ before: Int?, _ after: Int, _ limit: Int,
      _ option: String
    ) -> Finding? {
      guard after > limit else { return nil }
      let wasBeyond = before.map { $0 > limit } ?? false
      let isWorse = before.map { after > $0 } ?? true
      let was = before.map { $0 == after ? "" : ", was \($0)" } ?? ""
      let entity = function.place.entity
      return Finding(
        rule: "complexity/\(kind)", severity: .error,
        message:
          "`\(function.name)` has a \(kind) complexity of \(after)\(was); the limit is \(limit)",
        help: wasBeyond
          ? "leave it no worse than it was, or raise `\(option)`"
          : "move parts of it into functions of their own, or raise `\(option)`",
        path: function.path, text: function.place.file.text, range: entity.nameRange,
        entity: function.name, isNew: isWorse && (!wasBeyond || isRatchet))
    }
  }
}

/// A function that a change touched, with what was counted before and after.
struct MeasuredFunction {
  let path: SourcePath
  let name: String
  let place: ChangedEntity.Place
  /// Nil for a new function.
  let before: Complexity?
  let after: Complexity

  var metrics: [Metric] {
    let subject = "\(path) \(name)"
    return [
      Metric(
        "cyclomatic", of: subject, before: before.map { Double($0.cyclomatic) },
        after: Double(after.cyclomatic), unit: "paths"),
      Metric(
        "cognitive", of: subject, before: before.map { Double($0.cognitive) },
        after: Double(after.cognitive), unit: "points"),
    ]
  }
}

/// Counts the functions of a change, each file once.
private struct MeasuredFunctions {
  private let subject: Subject
  private var counted: [ObjectIdentifier: [Int: Complexity]] = [:]

  init(_ subject: Subject) { self.subject = subject }

  mutating func functions() -> [MeasuredFunction] {
    let changed = ChangedEntity.all(subject) { file, change in
      file.pair.language?.hasFunctions == true && change.changes.contains(where: Self.isCode)
        && PathRole(file.path) != .test && !file.path.isVendored && change.kind != .test
        && !GeneratedMark.isGenerated(file.pair)
    }
    var seen: Set<Seen> = []
    var result: [MeasuredFunction] = []
    for changed in changed {
      add(changed.after, changed.before, changed.path, &seen, &result)
      // The cognitive complexity of a function counts those inside it.
      var holder = changed.after.entity.parent
      while holder >= 0 {
        let outer = ChangedEntity.Place(file: changed.after.file, index: holder)
        holder = outer.entity.parent
        guard outer.entity.kind.isCallable else { continue }
        let before = changed.before.flatMap { place -> ChangedEntity.Place? in
          var old = place.entity.parent
          while old >= 0 {
            let place = ChangedEntity.Place(file: place.file, index: old)
            if place.qualifiedName == outer.qualifiedName { return place }
            old = place.entity.parent
          }
          return nil
        }
        // Without its before side a new function inside would look like the outer one's.
        if before != nil { add(outer, before, changed.path, &seen, &result) }
      }
    }
    return result
  }

  private struct Seen: Hashable {
    let path: SourcePath
    let index: Int
  }

  private static func isCode(_ kind: ChangeKind) -> Bool {
    switch kind {
    case .added, .body, .extracted, .signature, .moved, .renamed: true
    case .removed, .reordered, .inlined, .visibility, .modifiers, .documentation, .cosmetic: false
    }
  }

  private mutating func add(
    _ after: ChangedEntity.Place, _ before: ChangedEntity.Place?, _ path: SourcePath,
    _ seen: inout Set<Seen>, _ result: inout [MeasuredFunction]
  ) {
    guard after.entity.bodyRange != nil, seen.insert(Seen(path: path, index: after.index)).inserted,
      let now = complexity(after)
    else { return }
    result.append(
      MeasuredFunction(
        path: path, name: after.qualifiedName, place: after,
        before: before.flatMap { complexity($0) },
        after: now))
  }

  private mutating func complexity(_ place: ChangedEntity.Place) -> Complexity? {
    let key = ObjectIdentifier(place.file.text)
    if let known = counted[key] { return known[place.index] }
    let counts = place.file.complexities()
    counted[key] = counts
    return counts[place.index]
  }
}
