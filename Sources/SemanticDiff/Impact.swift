import Source
import Syntax

/// The API impact of one entity change and the reasons for it.
struct Impact {
  private(set) var level: APIImpact = .none
  private(set) var reasons: [String] = []

  private mutating func add(_ level: APIImpact, _ reason: String) {
    self.level = max(self.level, level)
    reasons.append(reason)
  }

  /// - Parameters:
  ///   - b: the declaration before, nil when it was added.
  ///   - a: the declaration after, nil when it was removed.
  ///   - isRequirement: whether an added one stands in what others conform to.
  ///   - visibleBefore: whether callers outside could name it before, all that hold it included.
  ///   - visibleAfter: the same for after.
  init(
    _ b: Declaration?, _ a: Declaration?, _ comparison: Comparison?, kinds: Set<ChangeKind>,
    isRequirement: Bool = false, visibleBefore: Bool, visibleAfter: Bool
  ) {
    guard let b else {
      if visibleAfter, isRequirement {
        add(.major, "requirement added: what conforms may lack it")
      } else if visibleAfter {
        add(.minor, "public \(a!.entity.kind.title) added")
      }
      return
    }
    guard let a, let comparison else {
      if visibleBefore { add(.major, "public \(b.entity.kind.title) removed") }
      return
    }
    if visibleBefore, !visibleAfter {
      add(.major, "no longer visible to callers")
      return
    }
    if !visibleBefore {
      if visibleAfter { add(.minor, "now visible to callers") }
      return
    }
    if kinds.contains(.renamed) {
      add(.major, "renamed: callers that use `\(b.name)` no longer find it")
    }
    if kinds.contains(.reordered), a.hasMeaningfulPlace {
      add(.major, "has another place, which changes its value or the layout of what holds it")
    }
    if kinds.contains(.moved) { add(.major, "moved: callers may no longer find it where it was") }
    let byName = Impact.callersNameParameters(a.file.language)
    for change in comparison.parameters {
      let name = change.name
      switch change.kind {
      case .added: add(.major, "parameter `\(name)` without default added")
      case .addedWithDefault: add(.minor, "parameter `\(name)` with default added")
      case .removed: add(.major, "parameter `\(name)` removed")
      case .reordered: add(.major, "parameter `\(name)` has another place")
      case .relabelled: add(.major, "label of parameter `\(name)` changed")
      case .retyped:
        // An annotation where there was none binds no caller of a language that does not check it.
        add(
          byName && change.before == nil ? .patch : .major,
          "type of parameter `\(name)` changed: \(change.before ?? "none") → \(change.after ?? "none")"
        )
      case .renamed:
        if byName { add(.major, "parameter `\(change.before ?? "")` renamed to `\(name)`") }
      case .defaultChanged:
        if change.after == nil {
          add(.major, "parameter `\(name)` lost its default")
        } else {
          add(change.before == nil ? .minor : .patch, "default of parameter `\(name)` changed")
        }
      }
    }
    if let type = comparison.returnType {
      add(
        byName && type.before == nil ? .patch : .major,
        "\(a.entity.kind.isCallable ? "return type" : "type") changed: \(type.before ?? "none") → \(type.after ?? "none")"
      )
    }
    if comparison.restOfSignature { add(.major, "declaration changed") }
    if kinds.contains(.visibility), reasons.isEmpty {
      add(
        a.entity.visibility > b.entity.visibility ? .minor : .major,
        "visibility changed: \(b.entity.visibility.rawValue) → \(a.entity.visibility.rawValue)")
    }
    for word in comparison.newModifiers where Impact.asksMoreOfCallers(word) {
      add(.major, "became `\(word)`")
    }
    for word in comparison.lostModifiers where Impact.changesUse.contains(word) {
      add(.major, "is no longer `\(word)`")
    }
    if kinds.contains(.modifiers) { add(.patch, "modifiers changed") }
    if kinds.contains(.body) {
      add(.patch, a.entity.kind.isCallable ? "implementation changed" : "contents changed")
    }
  }

  /// Modifiers with and without which callers write something else.
  private static let changesUse: Set<String> = [
    "async", "default", "static", "class", "get", "set", "@property", "@staticmethod",
    "@classmethod",
    "@functools.cached_property", "@cached_property",
  ]
  /// Modifiers that take something from callers.
  private static let restrictsUse: Set<String> = ["readonly", "mutating", "abstract"]

  private static func asksMoreOfCallers(_ modifier: String) -> Bool {
    changesUse.contains(modifier) || restrictsUse.contains(modifier) || modifier.hasSuffix("(set)")
  }

  /// Whether a caller's code can depend on the names of parameters (a Swift label stands apart).
  private static func callersNameParameters(_ language: Language) -> Bool {
    language == .named("python")
  }
}

extension Declaration {
  /// Whether its place among its neighbours means something: cases that are numbered, fields that
  /// are laid out in memory.
  var hasMeaningfulPlace: Bool {
    switch entity.kind {
    case .enumCase: file.language.name != "swift"
    case .field: ["c", "cpp"].contains(file.language.name)
    default: false
    }
  }
}

extension EntityKind {
  /// The kind in words.
  public var title: String {
    switch self {
    case .typealias: "type alias"
    case .enumCase: "enum case"
    default: rawValue
    }
  }
}
