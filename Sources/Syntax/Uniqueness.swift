import Source

/// What a language forbids to declare twice in one scope. What is left open here is never reported:
/// a duplicate is one that the compiler rejects for certain.
struct Uniqueness: Sendable {
  /// Declarations of one name space must differ in their names.
  enum NameSpace: UInt8, Sendable {
    case type, alias, value, callable, initializer, `subscript`, enumCase
  }

  /// The name space of a kind; nil for kinds that may stand twice.
  let nameSpace: @Sendable (EntityKind) -> NameSpace?
  /// Whether callables of one name are told apart by their parameters.
  var isOverloaded = false
  /// Whether the names of parameters do not tell callables apart; where a parameter has a label, its
  /// name never does.
  var ignoresParameterNames = false
  /// Whether types of one name may differ in the number of their type parameters.
  var countsTypeParameters = false
  /// Words before a name that tell two declarations apart.
  var markers: Set<String> = []
  /// Words among the parameters that do not.
  var inertWords: Set<String> = []
  /// The first byte of attributes that can leave a declaration out, or give it another name.
  var attribute: Unicode.Scalar?
  /// Whether such an attribute of what holds a declaration leaves that one out too.
  var attributesReachInside = false
  /// Names that may stand any number of times.
  var free: Set<String> = ["_"]
  /// Whether a declaration is one of which there can be no second.
  var mustBeUnique: @Sendable (Outliner, Entity) -> Bool = { _, _ in true }
  /// Whether the second of two declarations of one name may stand beside the first all the same.
  var mayRepeat: @Sendable (Outliner, Entity, Entity) -> Bool = { _, _, _ in false }

  /// The name spaces of most languages.
  static func usual(_ kind: EntityKind) -> NameSpace? {
    switch kind {
    case .class, .struct, .enum, .interface, .protocol, .trait, .actor, .record, .object,
      .typealias:
      .type
    case .property, .field, .variable, .constant: .value
    case .function, .method, .test: .callable
    case .initializer: .initializer
    case .subscript: .subscript
    case .enumCase: .enumCase
    default: nil
    }
  }
}

extension Outliner {
  /// Whether a declaration has one of some modifiers.
  func has(_ words: Set<String>, _ entity: Entity) -> Bool {
    entity.modifiers.contains { words.contains(text.string($0)) }
  }

  /// Whether the file's name ends so: scripts may declare anew what they have declared.
  func hasExtension(_ ending: String) -> Bool { path?.pathExtension?.lowercased() == ending }
}
