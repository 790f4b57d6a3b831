/// One thing that changed in what a declaration promises to those who use it, its parameters aside.
public struct ContractChange: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// It is another kind of thing: a struct became a class.
    case kind
    /// What a function returns.
    case returnType
    /// The type of a variable, a field or an alias.
    case type
    /// What errors a function throws.
    case throwing
    /// Whether callers have to wait.
    case async
    case typeParameters
    /// Demands on type parameters behind `where`.
    case constraints
    /// A supertype, protocol, interface or trait that a type now has, or no longer has.
    case baseAdded, baseRemoved
    case visibilityRaised, visibilityLowered
    case deprecated, undeprecated
    /// The value of a constant, variable or case.
    case value
    /// Whether it may be assigned: `let` became `var`.
    case mutability
    case modifierAdded, modifierRemoved
    /// How arguments reach a parameter: by place, by name, or any number of them.
    case parameterPassing
    /// What a type gained that others construct, match or conform to.
    case caseAdded, fieldAdded, requirementAdded, requirementAddedWithDefault
    /// Any other part of the signature.
    case declaration
  }

  public var kind: Kind
  /// What it was, where there was something.
  public var before: String?
  /// What it is now, where there is something.
  public var after: String?

  public init(_ kind: Kind, before: String? = nil, after: String? = nil) {
    self.kind = kind
    self.before = before
    self.after = after
  }
}
