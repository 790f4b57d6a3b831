import SemanticDiff
import Source
import Syntax

/// Which changes of public declarations callers outside the project feel beyond doubt. What a language
/// calls public need not be offered to anyone: a module of JavaScript exports to its neighbours.
enum OfferedAPI {
  /// Whether code that uses the declaration stops to work: it is gone, or called in another way. A type
  /// that became wider or narrower may break someone or not, which the declaration alone does not tell.
  static func breaks(_ change: CommitEvidence.Change) -> Bool {
    guard change.entity.api == .major, isOffered(change), !isDeclaredAnew(change) else {
      return false
    }
    return reason(change) != nil
  }

  /// Whether a member of JavaScript or TypeScript is gone and another kind of member has its name: a
  /// property can hold what was a method.
  private static func isDeclaredAnew(_ change: CommitEvidence.Change) -> Bool {
    let language = change.pair.language?.name
    guard change.entity.changes.contains(.removed), let file = change.pair.after,
      language == "javascript" || language == "typescript"
    else { return false }
    return file.entities.contains { file.qualifiedName($0) == change.entity.qualifiedName }
  }

  /// Whether a declaration came in that says itself that it is for callers outside.
  static func grows(_ change: CommitEvidence.Change) -> Bool {
    change.entity.api == .minor && change.entity.changes.contains(.added)
      && change.pair.language?.name == "swift" && isOffered(change)
  }

  /// What a person reads of it; nil where it is a break of another kind.
  static func reason(_ change: CommitEvidence.Change) -> String? {
    let entity = change.entity
    if grows(change) || entity.changes.contains(.removed) || entity.changes.contains(.renamed) {
      return entity.reasons.first
    }
    // JavaScript calls with any number of arguments.
    guard entity.kind.isCallable, change.pair.language?.name != "javascript",
      !entity.changes.contains(.moved),
      entity.parameterChanges.contains(where: { isFelt($0.kind) })
    else { return nil }
    return entity.reasons.first { $0.contains("parameter") }
  }

  private static func isFelt(_ kind: ParameterChange.Kind) -> Bool {
    switch kind {
    case .added, .removed, .reordered, .relabelled: true
    case .addedWithDefault, .renamed, .retyped, .defaultChanged: false
    }
  }

  private static func isOffered(_ change: CommitEvidence.Change) -> Bool {
    let path = change.entity.oldPath ?? change.entity.path
    let parts = path.components.map { String(decoding: $0, as: UTF8.self).lowercased() }
    let folders = parts.dropLast()
    guard folders.allSatisfy({ !inner.contains($0) && !$0.hasPrefix("_") && !$0.hasPrefix(".") })
    else { return false }
    switch change.pair.language?.name {
    case "javascript", "typescript": return isEntrance(parts)
    case "c", "cpp", "objectivec": return folders.contains("include")
    case "python": return parts.last?.hasPrefix("_") != true || parts.last == "__init__.py"
    case "swift", "java", "kotlin", "scala", "csharp", "go", "rust", "php", "ruby": return true
    default: return false
    }
  }

  /// Whether a module is the one by which others import a package.
  private static func isEntrance(_ parts: [String]) -> Bool {
    guard let name = parts.last else { return false }
    let isDeclaration = [".d.ts", ".d.mts", ".d.cts"].contains(where: name.hasSuffix)
    let stem = name.prefix { $0 != "." }
    guard isDeclaration || ["index", "mod", "public_api", "public-api"].contains(stem) else {
      return false
    }
    let folders = parts.dropLast()
    return folders.isEmpty || ["src", "lib", "types"].contains(folders.last)
  }

  /// Folders that hold what is no library's face.
  private static let inner: Set<String> = [
    "internal", "private", "impl", "cmd", "vendor", "third_party", "generated", "scripts", "script",
    "tools", "tool", "hack", "bin", "app", "apps", "website", "site", "build", "ci", "playground",
    "fuzz", "node_modules", "dist", "migrations",
  ]
}
