extension ContractChange {
  /// What changed between the two sides of one declaration, its parameters aside.
  static func between(_ b: Declaration, _ a: Declaration) -> [ContractChange] {
    let (old, new) = (Contract(b), Contract(a))
    var found: [ContractChange] = []
    func compare(_ kind: Kind, _ before: String?, _ after: String?) {
      if before != after {
        found.append(ContractChange(kind, before: before.map(excerpt), after: after.map(excerpt)))
      }
    }
    let (x, y) = (b.entity, a.entity)
    if x.kind != y.kind, !(x.kind.isCallable && y.kind.isCallable) {
      found.append(ContractChange(.kind, before: x.kind.title, after: y.kind.title))
    }
    compare(.typeParameters, old.typeParameters, new.typeParameters)
    compare(.constraints, old.constraints, new.constraints)
    let (oldType, newType) = (
      x.returnType.map(b.file.flattened) ?? old.type, y.returnType.map(a.file.flattened) ?? new.type
    )
    compare(y.kind.isCallable ? .returnType : .type, oldType, newType)
    compare(.throwing, old.throwing, new.throwing)
    compare(.async, old.isAsync ? "async" : nil, new.isAsync ? "async" : nil)
    for base in old.bases where !new.bases.contains(base) {
      found.append(ContractChange(.baseRemoved, before: base))
    }
    for base in new.bases where !old.bases.contains(base) {
      found.append(ContractChange(.baseAdded, after: base))
    }
    if x.visibility != y.visibility {
      found.append(
        ContractChange(
          y.visibility > x.visibility ? .visibilityRaised : .visibilityLowered,
          before: x.visibility.rawValue, after: y.visibility.rawValue))
    }
    if old.isDeprecated != new.isDeprecated {
      found.append(ContractChange(new.isDeprecated ? .deprecated : .undeprecated))
    }
    for modifier in old.modifiers where !new.modifiers.contains(modifier) {
      found.append(ContractChange(.modifierRemoved, before: modifier))
    }
    for modifier in new.modifiers where !old.modifiers.contains(modifier) {
      found.append(ContractChange(.modifierAdded, after: modifier))
    }
    compare(.mutability, old.mutability, new.mutability)
    compare(.value, old.value, new.value)
    var rests = (old.rest, new.rest)
    if x.kind.isType, x.parameters.count != y.parameters.count {
      // The words of parameters that came or went are told with them.
      rests = (rests.0.filter { !ownsParameter($0) }, rests.1.filter { !ownsParameter($0) })
    }
    if x.kind == y.kind, rests.0 != rests.1 {
      compare(
        .declaration, rests.0.joined(separator: " "), rests.1.joined(separator: " "))
    }
    return found
  }

  private static func ownsParameter(_ word: String) -> Bool { word == "val" || word == "var" }

  /// The beginning of a long text: values can be as long as a file.
  private static func excerpt(_ text: String) -> String {
    text.utf8.count > 200 ? "\(text.prefix(200))…" : text
  }
}
