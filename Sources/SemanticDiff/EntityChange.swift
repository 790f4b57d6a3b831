import Source
import Syntax

/// One of the things that can happen to a declaration; several can happen at once.
public enum ChangeKind: String, Sendable, Codable, CaseIterable, Comparable {
  case added, removed, renamed, moved, reordered, extracted, inlined, signature, body, visibility
  case modifiers, documentation, cosmetic

  public static func < (a: ChangeKind, b: ChangeKind) -> Bool {
    allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
  }
}

/// What a change of a declaration asks of the version number, by Semantic Versioning 2.0.
public enum APIImpact: String, Sendable, Codable, Comparable, CaseIterable {
  case none, patch, minor, major

  public static func < (a: APIImpact, b: APIImpact) -> Bool {
    allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
  }
}

/// What happened to one parameter of a callable.
public struct ParameterChange: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Codable {
    case added, addedWithDefault, removed, renamed, relabelled, retyped, reordered, defaultChanged
  }

  public var kind: Kind
  /// The name after the change, or before it where the parameter was removed.
  public var name: String
  /// What it was, where the kind says so: the old name, label, type or default value.
  public var before: String?
  /// What it is now.
  public var after: String?

  public init(_ kind: Kind, _ name: String, before: String? = nil, after: String? = nil) {
    self.kind = kind
    self.name = name
    self.before = before
    self.after = after
  }
}

/// A declaration by its name.
public struct EntityReference: Sendable, Hashable, Codable {
  public var qualifiedName: String
  public var path: SourcePath

  public init(qualifiedName: String, path: SourcePath) {
    self.qualifiedName = qualifiedName
    self.path = path
  }
}

/// What happened to one declaration.
public struct EntityChange: Sendable, Hashable, Codable {
  public var kind: EntityKind
  public var qualifiedName: String
  /// The name before, where it differs.
  public var oldQualifiedName: String?
  public var path: SourcePath
  /// The path before, where the declaration came from another file.
  public var oldPath: SourcePath?
  /// In the order of `ChangeKind`, never empty.
  public var changes: [ChangeKind]
  public var parameterChanges: [ParameterChange]
  /// What else changed in the contract with those who use it.
  public var contractChanges: [ContractChange] = []
  public var visibility: Visibility
  public var api: APIImpact
  /// Why `api` is what it is, for people.
  public var reasons: [String]
  /// How alike the two sides are, in [0, 1]; nil for what was added or removed.
  public var similarity: Double?
  /// Of an added function the ones, by their names and places before, whose code it took.
  public var extractedFrom: [EntityReference] = []
  /// Of a removed function the ones, by their names and places after, that took its code.
  public var inlinedInto: [EntityReference] = []
  /// Whether the body changed, and no more than by what was renamed, extracted and inlined in the same
  /// change.
  public var isExplained = false
  public var before: SourceRange?
  public var after: SourceRange?
  /// Who names it on the after side; nil where nobody looked.
  public var impact: [Dependent]? = nil
}

extension EntityChange {
  /// Reads it from a verdict of the history; what was added later is empty in older ones.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      kind: values.decode(EntityKind.self, forKey: .kind),
      qualifiedName: values.decode(String.self, forKey: .qualifiedName),
      oldQualifiedName: values.decodeIfPresent(String.self, forKey: .oldQualifiedName),
      path: values.decode(SourcePath.self, forKey: .path),
      oldPath: values.decodeIfPresent(SourcePath.self, forKey: .oldPath),
      changes: values.decode([ChangeKind].self, forKey: .changes),
      parameterChanges: values.decode([ParameterChange].self, forKey: .parameterChanges),
      contractChanges: values.decodeIfPresent([ContractChange].self, forKey: .contractChanges)
        ?? [],
      visibility: values.decode(Visibility.self, forKey: .visibility),
      api: values.decode(APIImpact.self, forKey: .api),
      reasons: values.decode([String].self, forKey: .reasons),
      similarity: values.decodeIfPresent(Double.self, forKey: .similarity),
      extractedFrom: values.decodeIfPresent([EntityReference].self, forKey: .extractedFrom) ?? [],
      inlinedInto: values.decodeIfPresent([EntityReference].self, forKey: .inlinedInto) ?? [],
      isExplained: values.decodeIfPresent(Bool.self, forKey: .isExplained) ?? false,
      before: values.decodeIfPresent(SourceRange.self, forKey: .before),
      after: values.decodeIfPresent(SourceRange.self, forKey: .after),
      impact: values.decodeIfPresent([Dependent].self, forKey: .impact))
  }
}

/// What happened in one file.
public struct FileDiff: Sendable, Hashable, Codable {
  public var path: SourcePath
  public var oldPath: SourcePath?
  public var status: FileStatus
  /// The language's name, where it is known.
  public var language: String?
  public var isBinary: Bool
  /// What the entity changes do not tell: why there are none, or that other code changed too.
  public var note: String?
  /// In the order of the file.
  public var entities: [EntityChange]

  public init(
    path: SourcePath, oldPath: SourcePath? = nil, status: FileStatus, language: String? = nil,
    isBinary: Bool = false, note: String? = nil, entities: [EntityChange] = []
  ) {
    self.path = path
    self.oldPath = oldPath
    self.status = status
    self.language = language
    self.isBinary = isBinary
    self.note = note
    self.entities = entities
  }
}
