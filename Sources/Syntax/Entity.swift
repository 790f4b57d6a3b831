import Source

/// What a declaration is; the raw values are those of the JSON contract.
public enum EntityKind: String, Sendable, Codable, CaseIterable {
  case module, namespace, `class`, `struct`, `enum`, interface, `protocol`, trait, `extension`, impl
  case actor, record, object, `typealias`, function, method, initializer, deinitializer, `subscript`
  case `operator`, property, field, variable, constant, enumCase, macro, `import`, test, section,
    key

  /// Whether the kind is called with arguments.
  public var isCallable: Bool {
    switch self {
    case .function, .method, .initializer, .deinitializer, .subscript, .operator, .macro, .test:
      true
    default: false
    }
  }

  /// Whether the kind holds members.
  public var isType: Bool {
    switch self {
    case .class, .struct, .enum, .interface, .protocol, .trait, .extension, .impl, .actor, .record,
      .object:
      true
    default: false
    }
  }
}

/// Who may name a declaration, from the least to the most.
public enum Visibility: String, Sendable, Codable, Comparable, CaseIterable {
  case `private`, `fileprivate`, protected, `internal`, package, `public`, open

  public static func < (a: Visibility, b: Visibility) -> Bool {
    a.rank < b.rank
  }

  private var rank: Int {
    switch self {
    case .private: 0
    case .fileprivate: 1
    case .protected: 2
    case .internal: 3
    case .package: 4
    case .public: 5
    case .open: 6
    }
  }
}

/// One parameter of a callable, as ranges into its file.
public struct Parameter: Sendable, Hashable {
  /// The name that callers write, where it differs from `name` or is written apart from it.
  public var label: ByteRange?
  public var name: ByteRange
  public var type: ByteRange?
  public var defaultValue: ByteRange?

  public init(
    label: ByteRange? = nil, name: ByteRange, type: ByteRange? = nil, defaultValue: ByteRange? = nil
  ) {
    self.label = label
    self.name = name
    self.type = type
    self.defaultValue = defaultValue
  }
}

/// A declaration in a file, as ranges into it.
public struct Entity: Sendable, Hashable {
  public var kind: EntityKind
  /// The index of the entity that holds this one in `SyntaxFile.entities`, or -1.
  public var parent: Int = -1
  /// All of it, documentation and attributes or decorators included, to the end of its body.
  public var range: ByteRange
  /// The name; for what has none (`init`, `default`) the word that stands for it, and of a name that is
  /// written in parts (a selector) the first one.
  public var nameRange: ByteRange
  /// The names of what the entity belongs to where it is declared outside of it, the outermost first, as
  /// the receiver's type of a method of Go; part of the qualified name.
  public var qualifiers: [ByteRange] = []
  /// From the first modifier or keyword to before the body, attributes excluded.
  public var signatureRange: ByteRange
  /// The body with its delimiters; for Python the indented block.
  public var bodyRange: ByteRange?
  /// The comments or the string that document it.
  public var docRange: ByteRange?
  public var parameters: [Parameter] = []
  public var returnType: ByteRange?
  public var visibility: Visibility
  /// Modifiers, attributes and decorators in the order written, visibility excluded.
  public var modifiers: [ByteRange] = []

  public init(
    kind: EntityKind, range: ByteRange, nameRange: ByteRange, signatureRange: ByteRange,
    bodyRange: ByteRange? = nil, docRange: ByteRange? = nil, visibility: Visibility
  ) {
    self.kind = kind
    self.range = range
    self.nameRange = nameRange
    self.signatureRange = signatureRange
    self.bodyRange = bodyRange
    self.docRange = docRange
    self.visibility = visibility
  }
}
