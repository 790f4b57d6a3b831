import Source
import Syntax

/// Parameters of Python by how arguments reach them, and what another list of them means for calls.
/// https://docs.python.org/3/reference/compound_stmts.html#function-definitions
struct PythonParameters {
  private enum Passing: String {
    case byPlace = "by place only"
    case byPlaceOrName = "by place or name"
    case byName = "by name only"
    case anyByPlace = "any number by place"
    case anyByName = "any number by name"

    /// Whether callers give one argument, by place.
    var hasPlace: Bool { self == .byPlace || self == .byPlaceOrName }
  }

  private struct Parameter {
    let name: String
    let passing: Passing
    let type: String?
    let defaultValue: String?
    /// The number of parameters before it that are reached by place.
    let place: Int

    var isRequired: Bool {
      defaultValue == nil && passing != .anyByPlace && passing != .anyByName
    }
  }

  struct Finding {
    let level: APIImpact
    let reason: String
    var contract: ContractChange?
  }

  private let parameters: [Parameter]

  private init(_ d: Declaration) {
    let (file, tokens) = (d.file, d.file.tokens)
    let declared = d.entity.parameters
    // What stands between the parameters: `/` and a lone `*`.
    var marks: [(sign: UInt8, place: Int)] = []
    var next = 0
    var index = tokens.firstIndex(startingAt: d.entity.nameRange.end)
    let end = d.entity.returnType?.start ?? d.entity.signatureRange.end
    while index < tokens.count, tokens.start(index) < end {
      defer { index += 1 }
      let start = tokens.start(index)
      while next < declared.count, declared[next].wholeRange.end <= start { next += 1 }
      if next < declared.count, declared[next].wholeRange.contains(start) { continue }
      guard tokens.end(index) == start + 1 else { continue }
      let byte = file.text.bytes[start]
      if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "*") { marks.append((byte, next)) }
    }
    let lastByPlace = marks.first { $0.sign == UInt8(ascii: "/") }?.place ?? 0
    var firstByName = marks.first { $0.sign == UInt8(ascii: "*") }?.place ?? declared.count
    var result: [Parameter] = []
    for (place, parameter) in declared.enumerated() {
      let written = file.flattened(parameter.name)
      let stars = written.prefix { $0 == "*" }.count
      let passing: Passing =
        switch stars {
        case 2...: .anyByName
        case 1: .anyByPlace
        default: place < lastByPlace ? .byPlace : place >= firstByName ? .byName : .byPlaceOrName
        }
      if stars == 1 { firstByName = min(firstByName, place + 1) }
      result.append(
        Parameter(
          name: String(written.dropFirst(stars)), passing: passing,
          type: parameter.type.map(file.flattened),
          defaultValue: parameter.defaultValue.map(file.flattened), place: place))
    }
    // `self` and `cls` are given by the call itself.
    if d.parent >= 0, d.entity.kind != .function, !d.modifiers.contains("@staticmethod"),
      result.first?.passing.hasPlace == true
    {
      result.removeFirst()
    }
    parameters = result
  }

  private func takesAny(_ passing: Passing) -> Bool {
    parameters.contains { $0.passing == passing }
  }

  /// Whether some parameter takes any number of what was given to one that is gone.
  private func swallows(_ old: Parameter) -> Bool {
    switch old.passing {
    case .byPlace, .anyByPlace: takesAny(.anyByPlace)
    case .byName, .anyByName: takesAny(.anyByName)
    case .byPlaceOrName: takesAny(.anyByPlace) && takesAny(.anyByName)
    }
  }

  /// What calls notice.
  static func findings(_ b: Declaration, _ a: Declaration) -> [Finding] {
    let (old, new) = (PythonParameters(b), PythonParameters(a))
    let byName = Dictionary(new.parameters.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
    let oldNames = Set(old.parameters.map(\.name))
    // The order of those that both have: what came or went moves the others, and is said itself.
    let oldOrder = old.parameters.filter { $0.passing.hasPlace && byName[$0.name] != nil }
      .map(\.name)
    let newOrder = new.parameters.filter { oldNames.contains($0.name) && $0.passing.hasPlace }
      .map(\.name)
    // Given by place alone, a parameter is the one at its place whatever its name.
    let places = Dictionary(
      new.parameters.filter { $0.passing.hasPlace && !oldNames.contains($0.name) }
        .map { ($0.place, $0) }, uniquingKeysWith: { a, _ in a })
    var renamed = Set<String>()
    var found: [Finding] = []
    for was in old.parameters {
      var isRenamed = false
      var match = byName[was.name]
      if match == nil, let other = places[was.place], was.passing.hasPlace {
        match = other
        isRenamed = true
        renamed.insert(other.name)
        if was.passing == .byPlaceOrName, !new.takesAny(.anyByName) {
          found.append(
            Finding(level: .major, reason: "parameter `\(was.name)` renamed to `\(other.name)`"))
        }
      }
      guard let now = match else {
        if !new.swallows(was) {
          found.append(Finding(level: .major, reason: "parameter `\(was.name)` removed"))
        }
        continue
      }
      let isReordered = oldOrder.firstIndex(of: was.name) != newOrder.firstIndex(of: was.name)
      compare(was, now, new, isRenamed: isRenamed, isReordered: isReordered, &found)
    }
    for parameter in new.parameters
    where !oldNames.contains(parameter.name) && !renamed.contains(parameter.name) {
      if parameter.isRequired {
        found.append(
          Finding(level: .major, reason: "parameter `\(parameter.name)` without default added"))
      } else if parameter.passing == .byPlaceOrName || parameter.passing == .byPlace,
        old.parameters.contains(where: { $0.passing.hasPlace && $0.place >= parameter.place })
      {
        found.append(
          Finding(
            level: .major,
            reason:
              "parameter `\(parameter.name)` added before others, which have another place now"))
      } else {
        found.append(
          Finding(level: .minor, reason: "parameter `\(parameter.name)` with default added"))
      }
    }
    return found
  }

  private static func compare(
    _ was: Parameter, _ now: Parameter, _ new: PythonParameters, isRenamed: Bool,
    isReordered: Bool, _ found: inout [Finding]
  ) {
    let name = now.name
    if was.passing != now.passing, !isRenamed || now.passing != .byPlaceOrName {
      // A parameter that took its arguments by place and by name takes them all the same.
      let isWider =
        now.passing == .byPlaceOrName && was.passing != .anyByPlace
        && was.passing != .anyByName
      let isSwallowed =
        (now.passing == .anyByPlace || now.passing == .anyByName) && new.swallows(was)
      found.append(
        Finding(
          level: isWider || isSwallowed ? .minor : .major,
          reason: "parameter `\(name)` is given \(now.passing.rawValue), "
            + "before \(was.passing.rawValue)",
          contract: ContractChange(
            .parameterPassing, before: "\(name) \(was.passing.rawValue)",
            after: "\(name) \(now.passing.rawValue)")))
      if !isWider { return }
    }
    if now.isRequired, !was.isRequired {
      found.append(Finding(level: .major, reason: "parameter `\(name)` lost its default"))
    } else if was.isRequired, !now.isRequired {
      found.append(Finding(level: .minor, reason: "parameter `\(name)` has a default now"))
    } else if was.defaultValue != now.defaultValue {
      found.append(
        Finding(
          level: .major,
          reason: "default of parameter `\(name)` changed: "
            + "\(was.defaultValue ?? "") → \(now.defaultValue ?? "")"))
    }
    if was.passing.hasPlace, now.passing.hasPlace, isReordered {
      found.append(Finding(level: .major, reason: "parameter `\(name)` has another place"))
    }
    if was.type.map(PythonAnnotation.canonical) != now.type.map(PythonAnnotation.canonical) {
      found.append(
        Finding(
          level: .minor,
          reason: "annotation of parameter `\(name)` changed: "
            + "\(was.type ?? "none") → \(now.type ?? "none")"))
    }
  }
}
