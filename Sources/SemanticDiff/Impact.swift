import Source
import Syntax

/// The API impact of one entity change and the reasons for it.
struct Impact {
  private(set) var level: APIImpact = .none
  private(set) var reasons: [String] = []
  /// What a new declaration adds to the contract of the one that holds it.
  private(set) var contract: [ContractChange] = []

  mutating func add(_ level: APIImpact, _ reason: String) {
    if level == .none || reasons.contains(reason) { return }
    self.level = max(self.level, level)
    reasons.append(reason)
  }

  /// A declaration that is new.
  init(added a: Declaration, _ index: DeclarationIndex) {
    let rules = Compatibility.of(a.file.language)
    if a.isTransparent {
      addExtension(a, index, .minor, "added")
      return
    }
    guard index.isVisible(a) else {
      // A private member can still be one that others lack.
      if let holder = index.holder(of: a), index.isVisible(holder) {
        addMember(a, holder, rules, index)
      }
      return
    }
    if let holder = index.holder(of: a), addMember(a, holder, rules, index) { return }
    add(.minor, "public \(a.entity.kind.title) added")
  }

  /// A declaration that is gone.
  init(removed b: Declaration, _ index: DeclarationIndex) {
    if b.isTransparent {
      addExtension(b, index, .major, "removed")
      return
    }
    guard index.isVisible(b) else { return }
    if b.isOverride {
      add(.patch, "override removed: the inherited \(b.entity.kind.title) remains")
      return
    }
    if let heir = index.inheritedAfter(b) {
      add(.patch, "now inherited from `\(heir)`")
      return
    }
    if index.isImported(b) {
      add(.patch, "no longer declared here, but imported: callers still find it")
      return
    }
    if let now = index.newKind(ofRemoved: b) {
      contract.append(ContractChange(.kind, before: b.entity.kind.title, after: now))
      add(.major, "\(b.entity.kind.title) removed: its name is now that of a \(now)")
      return
    }
    add(.major, "public \(b.entity.kind.title) removed")
  }

  /// A declaration on both sides.
  init(
    _ b: Declaration, _ a: Declaration, _ comparison: Comparison, kinds: Set<ChangeKind>,
    _ index: DeclarationIndex
  ) {
    let rules = Compatibility.of(a.file.language)
    let (wasVisible, isVisible) = (index.isVisible(b), index.isVisible(a))
    if a.isTransparent, b.isTransparent {
      addExtensionHeader(b, a, comparison, rules, index)
      return
    }
    if wasVisible, !isVisible {
      add(.major, "no longer visible to callers")
      return
    }
    if !wasVisible {
      if isVisible { add(.minor, "now visible to callers") }
      return
    }
    if kinds.contains(.renamed), !index.isStillNamed(b) {
      add(.major, "renamed: callers that use `\(b.name)` no longer find it")
    }
    if kinds.contains(.reordered), a.hasMeaningfulPlace {
      add(.major, "has another place, which changes its value or the layout of what holds it")
    }
    if kinds.contains(.moved) { addMove(b, a, rules, index) }
    let isRequirement = index.isRequirement(a)
    if a.file.language.name == "python" {
      addPythonParameters(b, a)
    } else {
      let names = TypeParameters.renamed(comparison.contract)
      for change in comparison.parameters {
        if change.kind == .retyped, let old = change.before, !names.isEmpty,
          TypeText.replacing(old, names) == change.after
        {
          continue
        }
        if rules.labelsAreNames, let labels = ArgumentLabel.changed(change, b, a) {
          if labels.before != labels.after {
            add(.major, "argument label changed: `\(labels.before)` → `\(labels.after)`")
          }
          continue
        }
        addParameter(change, a, rules, isRequirement: isRequirement)
      }
    }
    let names = TypeParameters.renamed(comparison.contract)
    for change in comparison.contract {
      if change.kind == .returnType, let old = change.before, !names.isEmpty,
        TypeText.replacing(old, names) == change.after
      {
        continue
      }
      addContract(change, b, a, rules, index)
    }
    if isRequirement, !index.isRequirement(b),
      index.holder(of: b)?.entity.kind == index.holder(of: a)?.entity.kind
    {
      add(.major, "lost its default implementation: what conforms may lack it")
    }
    if kinds.contains(.signature), comparison.parameters.isEmpty, comparison.contract.isEmpty {
      let isCallOfBase =
        a.entity.kind.isType && Contract.callsBases.contains(a.file.language.name)
      add(
        isCallOfBase ? .patch : .major,
        isCallOfBase ? "what is passed to the superclass changed" : "declaration changed")
    }
    if let (old, new) = Impact.both(rules.use(b), rules.use(a)), old != new {
      add(.major, "is used as \(new), before as \(old)")
    }
    let hasModifierReason =
      comparison.contract.contains {
        $0.kind == .modifierAdded || $0.kind == .modifierRemoved
      } && !reasons.isEmpty
    if kinds.contains(.modifiers), !hasModifierReason { add(.patch, "modifiers changed") }
    if kinds.contains(.body), a.entity.kind.isCallable || reasons.isEmpty {
      add(.patch, a.entity.kind.isCallable ? "implementation changed" : "contents changed")
    }
  }

  // MARK: Members

  /// What a new member means for those who construct, match or implement what holds it; whether that
  /// says more than that it was added.
  @discardableResult
  private mutating func addMember(
    _ a: Declaration, _ holder: Declaration, _ rules: Compatibility, _ index: DeclarationIndex
  ) -> Bool {
    // What became another kind of type is a break already, whatever it holds now.
    guard !index.isNew(holder), !index.isAnotherKind(holder) else { return false }
    let text = a.file.signature(a.entity)
    switch (a.entity.kind, holder.entity.kind) {
    case (.enumCase, _):
      guard index.isVisible(a) else { return false }
      contract.append(ContractChange(.caseAdded, after: text))
      let (level, reason) = rules.caseAdded(holder)
      add(level, reason)
      return true
    case (.field, _), (.property, .struct), (.property, .class), (.property, .record):
      if index.isAbstract(a), index.isVisible(a) { break }
      guard let (level, reason) = rules.fieldAdded(a, holder, index.childrenBefore(of: holder))
      else { return false }
      contract.append(ContractChange(.fieldAdded, after: text))
      add(level, reason)
      return true
    default: break
    }
    guard index.isVisible(a), index.isRequirementHolder(holder) || index.isAbstract(a) else {
      return false
    }
    if rules.hasDefault(a) || index.hasDefaultInExtension(a) {
      if index.isAbstract(a) { return false }
      contract.append(ContractChange(.requirementAddedWithDefault, after: text))
      add(.minor, "requirement with default added")
    } else if rules.isSealed(holder) {
      contract.append(ContractChange(.requirementAdded, after: text))
      add(.minor, "requirement added, which nobody outside can lack")
    } else {
      contract.append(ContractChange(.requirementAdded, after: text))
      add(.major, "requirement without default added: what conforms may lack it")
    }
    return true
  }

  /// An extension or impl that came or went with all that it holds.
  private mutating func addExtension(
    _ d: Declaration, _ index: DeclarationIndex, _ level: APIImpact, _ verb: String
  ) {
    guard !DeclarationIndex.isOutsideAPI(d), index.isTypeVisible(d) else {
      return
    }
    let bases = Contract(d).bases
    for base in bases where !index.conforms(d, to: base, after: level == .major) {
      add(level, "conformance to `\(base)` \(verb)")
    }
    // What it holds comes with the protocol.
    if !bases.isEmpty, d.entity.kind == .impl || !reasons.isEmpty { return }
    for child in index.children(of: d) {
      if child.entity.visibility >= .public {
        add(level, "public \(child.entity.kind.title) `\(child.name)` \(verb)")
      }
    }
  }

  /// The header of an extension or impl that was paired with another one; its members are compared on
  /// their own.
  private mutating func addExtensionHeader(
    _ b: Declaration, _ a: Declaration, _ comparison: Comparison, _ rules: Compatibility,
    _ index: DeclarationIndex
  ) {
    guard !DeclarationIndex.isOutsideAPI(a), index.isTypeVisible(a)
    else { return }
    var hasOtherBases = false
    for change in comparison.contract {
      switch change.kind {
      case .baseRemoved:
        hasOtherBases = true
        if !index.conforms(b, to: change.before!, after: true) {
          add(.major, "conformance to `\(change.before!)` removed")
        }
      case .baseAdded:
        hasOtherBases = true
        if !index.conforms(a, to: change.after!, after: false) {
          add(.minor, "conformance to `\(change.after!)` added")
        }
      default: break
      }
    }
    // Without a protocol the demands are those of the members, which are compared on their own.
    if hasOtherBases || Contract(a).bases.isEmpty { return }
    for change in comparison.contract where change.kind == .constraints {
      addContract(change, b, a, rules, index)
    }
  }

  private static func both<Value>(_ a: Value?, _ b: Value?) -> (Value, Value)? {
    if let a, let b { (a, b) } else { nil }
  }

  // MARK: Names and places

  private mutating func addMove(
    _ b: Declaration, _ a: Declaration, _ rules: Compatibility, _ index: DeclarationIndex
  ) {
    if b.qualifiedName == a.qualifiedName, b.file.packageName == a.file.packageName {
      let (old, new) = (index.path(b, before: true), index.path(a, before: false))
      switch rules.scope {
      case .project: return
      case .folder: if old.names.dropLast() == new.names.dropLast() { return }
      case .file: break
      }
    }
    if let (old, new) = Impact.both(index.homes(of: b), index.homes(of: a)), !old.isEmpty,
      old.isSubset(of: new), b.name == a.name
    {
      add(.patch, "moved: callers still find it where it was")
    } else if b.file.packageName == a.file.packageName, index.isStillNamed(b) {
      add(.patch, "moved: callers still find it where it was")
    } else if let heir = index.inheritedAfter(b) {
      add(.patch, "moved to `\(heir)`, from which it is inherited")
    } else {
      add(.major, "moved: callers may no longer find it where it was")
    }
  }

  // MARK: Parameters

  private mutating func addParameter(
    _ change: ParameterChange, _ a: Declaration, _ rules: Compatibility, isRequirement: Bool
  ) {
    let name = change.name.isEmpty ? change.after ?? change.before ?? "" : change.name
    switch change.kind {
    case .added: add(.major, "parameter `\(name)` without default added")
    case .addedWithDefault:
      if a.entity.kind == .enumCase {
        add(.major, "associated value `\(name)` added: patterns no longer match")
      } else if isRequirement, rules.checksTypes {
        add(.major, "parameter `\(name)` added to a requirement: what conforms lacks it")
      } else {
        let isVariadic = (change.after ?? "").contains("...")
        add(
          isVariadic ? rules.variadicAdded : .minor, "parameter `\(name)` with default added")
      }
    case .removed: add(.major, "parameter `\(name)` removed")
    case .reordered: add(.major, "parameter `\(name)` has another place")
    case .relabelled: add(.major, "label of parameter `\(name)` changed")
    case .retyped:
      let text =
        "type of parameter `\(name)` changed: \(change.before ?? "none") → \(change.after ?? "none")"
      if !rules.checksTypes {
        add(.minor, text)
      } else if !isRequirement, TypeText.widens(change.before, change.after, a.file.language) {
        add(.minor, "\(text), which takes all that it took")
      } else {
        add(.major, text)
      }
    case .renamed:
      let isKeyword = (change.before ?? "").hasSuffix(":")
      add(
        isKeyword ? .major : rules.parameterNames,
        "parameter `\(change.before ?? "")` renamed to `\(name)`")
    case .defaultChanged:
      if change.after == nil {
        add(.major, "parameter `\(name)` lost its default")
      } else if change.before == nil {
        add(.minor, "parameter `\(name)` has a default now")
      } else {
        add(
          rules.defaultChanged,
          "default of parameter `\(name)` changed: \(change.before ?? "") → \(change.after ?? "")")
      }
    }
  }

  private mutating func addPythonParameters(_ b: Declaration, _ a: Declaration) {
    for finding in PythonParameters.findings(b, a) {
      add(finding.level, finding.reason)
      if let change = finding.contract { contract.append(change) }
    }
  }

  // MARK: The rest of the contract

  private mutating func addContract(
    _ change: ContractChange, _ b: Declaration, _ a: Declaration, _ rules: Compatibility,
    _ index: DeclarationIndex
  ) {
    let (old, new) = (change.before, change.after)
    let text = "\(old ?? "none") → \(new ?? "none")"
    if change.kind == .returnType || change.kind == .type, let old, let new,
      rules.canonicalType(old) == rules.canonicalType(new)
    {
      return
    }
    switch change.kind {
    case .kind:
      let isValue = a.entity.kind.isValue && b.entity.kind.isValue
      if isValue, rules.checksTypes == false || b.entity.kind == .constant { return }
      add(.major, "became another kind of declaration: \(text)")
    case .returnType:
      if !rules.checksTypes {
        add(.minor, "annotated return type changed: \(text)")
      } else if !index.isRequirement(a), TypeText.widens(new, old, a.file.language),
        a.file.language.name != "swift"
      {
        add(.minor, "return type changed: \(text), which callers can use as before")
      } else {
        add(.major, "return type changed: \(text)")
      }
    case .type:
      // What callers write themselves may be of the old type still.
      let isWritten =
        a.entity.kind == .typealias
        || index.holder(of: a).map(index.isRequirementHolder) == true
          && !a.modifiers.contains("readonly")
      if isWritten, a.file.language.name == "typescript",
        TypeText.widens(Contract(b).type, Contract(a).type, a.file.language)
      {
        add(.minor, "type changed: \(text), which takes all that it took")
      } else {
        add(rules.checksTypes ? .major : .minor, "type changed: \(text)")
      }
    case .throwing:
      if old == nil {
        add(rules.throwsAdded, "now `\(new!)`: callers must handle errors")
      } else if new == nil {
        add(rules.throwsRemoved, "no longer `\(old!)`")
      } else {
        add(rules.throwsAdded, "what is thrown changed: \(text)")
      }
    case .async:
      if new != nil {
        add(.major, "became `async`: callers must wait")
      } else {
        add(rules.asyncRemoved, "is no longer `async`")
      }
    case .typeParameters:
      let (level, reason) = TypeParameters.impact(old, new, a.file.language)
      add(level, reason)
    case .constraints:
      if new == nil {
        add(.minor, "constraints removed: \(old!)")
      } else {
        add(.major, "constraints changed: \(text)")
      }
    case .baseRemoved:
      if index.conforms(b, to: old!, after: true) { return }
      add(.major, "no longer based on `\(old!)`")
    case .baseAdded:
      if index.conforms(a, to: new!, after: false) { return }
      let binds = index.isRequirementHolder(a) && !rules.isSealed(a)
      add(
        binds ? .major : .minor,
        binds ? "now asks for `\(new!)`: what conforms may lack it" : "now based on `\(new!)`")
    case .visibilityRaised: add(.minor, "visibility changed: \(text)")
    case .visibilityLowered: add(.major, "visibility changed: \(text)")
    case .deprecated: add(.minor, "deprecated")
    case .undeprecated: add(.minor, "no longer deprecated")
    case .value:
      if a.entity.kind == .enumCase {
        add(rules.caseValueChanged, "value of the case changed: \(text)")
      } else {
        add(rules.valueChanged(old, new, a), "value changed: \(text)")
      }
    case .mutability:
      let canAssign: Set<String> = ["var"]
      if new.map(canAssign.contains) == true || old == "const" && new == "let" {
        add(.minor, "can be assigned now: \(text)")
      } else {
        add(.major, "can no longer be assigned: \(text)")
      }
    case .modifierAdded:
      if let level = rules.impact(of: new!, isAdded: true, a) { add(level, "became `\(new!)`") }
    case .modifierRemoved:
      if let level = rules.impact(of: old!, isAdded: false, b) {
        add(level, "is no longer `\(old!)`")
      }
    case .declaration:
      let gained = Set((new ?? "").split(separator: " ")).subtracting(
        (old ?? "").split(separator: " "))
      let lost = Set((old ?? "").split(separator: " ")).subtracting(
        (new ?? "").split(separator: " "))
      if lost.isEmpty, !gained.isEmpty, gained.isSubset(of: ["set", "init"]) {
        add(index.isRequirement(a) ? .major : .minor, "can be assigned now: \(text)")
      } else {
        add(.major, "declaration changed: \(text)")
      }
    case .parameterPassing, .caseAdded, .fieldAdded, .requirementAdded,
      .requirementAddedWithDefault:
      break
    }
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

  /// Whether it only adds to a type that is declared elsewhere.
  var isTransparent: Bool { entity.kind == .extension || entity.kind == .impl }

  /// Whether what it overrides is there without it too.
  var isOverride: Bool {
    modifiers.contains { $0 == "override" || $0 == "@Override" || $0 == "@override" }
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
