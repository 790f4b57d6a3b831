import Source
import Syntax

/// How sure it is that a use of a name means a declaration; without the language's compiler nobody knows
/// which of several declarations of a name a use means.
public enum ReferenceConfidence: String, Sendable, Codable, CaseIterable, Comparable {
  /// The language's rules for names lead from the use to the declaration, as far as imports, packages and
  /// types that are written beside it tell.
  case certain
  /// Something speaks for it: the file sees the declaration's file or names its type, or nothing else in
  /// the repository has that name.
  case likely
  /// The name alone, where it is not common.
  case possible

  public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .possible: 0
    case .likely: 1
    case .certain: 2
    }
  }
}

/// A declaration that names a changed one: who is touched by the change.
public struct Dependent: Sendable, Hashable, Codable {
  public var path: SourcePath
  /// Nil for code outside of all declarations.
  public var kind: EntityKind?
  /// Empty for code outside of all declarations.
  public var qualifiedName: String
  /// The line of the first use.
  public var line: Int
  /// The number of uses.
  public var count: Int
  public var confidence: ReferenceConfidence
  /// Whether it is a test, or stands in one.
  public var isTest: Bool
  /// Whether it names what is gone: the old name of what was renamed, or what was removed.
  public var isStale: Bool

  public init(
    path: SourcePath, kind: EntityKind?, qualifiedName: String, line: Int, count: Int,
    confidence: ReferenceConfidence, isTest: Bool, isStale: Bool
  ) {
    self.path = path
    self.kind = kind
    self.qualifiedName = qualifiedName
    self.line = line
    self.count = count
    self.confidence = confidence
    self.isTest = isTest
    self.isStale = isStale
  }
}
