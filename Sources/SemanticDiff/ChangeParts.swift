import Source
import Syntax

/// The kinds of things that a change, or one file of it, touches.
public struct ChangeParts: OptionSet, Sendable, Hashable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// What the program does.
  public static let code = ChangeParts(rawValue: 1)
  /// Documents, comments, documentation of declarations.
  public static let documentation = ChangeParts(rawValue: 2)
  public static let test = ChangeParts(rawValue: 4)
  /// Examples, demos and benchmarks.
  public static let example = ChangeParts(rawValue: 8)
  /// How the program is built, checked and delivered, and what it depends on.
  public static let build = ChangeParts(rawValue: 16)
  /// Files that a package manager writes by itself.
  public static let locked = ChangeParts(rawValue: 32)
  /// The program's version, or a new version's section in the changelog.
  public static let release = ChangeParts(rawValue: 64)
  /// The changelog, without a new version.
  public static let changelog = ChangeParts(rawValue: 128)
  /// Code that was moved, renamed, reordered, extracted or inlined, and does what it did.
  public static let restructured = ChangeParts(rawValue: 256)
  /// Code whose layout alone changed.
  public static let layout = ChangeParts(rawValue: 512)

  /// What one file touches.
  public init(_ pair: FilePair, _ file: FileDiff) { self.init(pair, file, Remainder(pair)) }

  init(_ pair: FilePair, _ file: FileDiff, _ remainder: Remainder) {
    let role = PathRole(pair.path)
    switch role {
    case .documentation: self = .documentation
    case .example: self = .example
    case .test: self = .test
    case .release: self = .release
    case .changelog: self = file.entities.contains(where: \.namesVersion) ? .release : .changelog
    case .build where pair.path.isLockFile: self = .locked
    case .build, .code:
      let own: ChangeParts = role == .build ? .build : .code
      self = ChangeParts(own, pair, file, remainder)
    }
  }

  /// - Parameter own: what a change of the file's code is.
  private init(
    _ own: ChangeParts, _ pair: FilePair, _ file: FileDiff, _ remainder: Remainder
  ) {
    if file.entities.isEmpty {
      switch remainder.kind {
      case .trivia: self = ChangeParts.commentsDiffer(pair) ? .documentation : .layout
      case .nothing where pair.oldPath != nil, .declarations:
        self = own == .code ? .restructured : own
      case .nothing, .code, .noDeclaration, nil: self = own
      }
      return
    }
    self = remainder.codeOutsideDiffers ? own : []
    let isVersioned = pair.path.isManifest || own == .code
    for change in file.entities {
      if isVersioned, change.setsVersion {
        insert(.release)
      } else if own == .build {
        insert(change.changes == [.documentation] ? .documentation : .build)
      } else {
        formUnion(ChangeParts(change, pair))
      }
    }
  }

  /// What a change of a declaration in a source file touches.
  public init(_ change: EntityChange, _ pair: FilePair) {
    self = change.kind == .test || change.standsInTests(pair) ? .test : change.part
  }

  /// Whether a file in which only trivia changed has other comments than before.
  private static func commentsDiffer(_ pair: FilePair) -> Bool {
    func comments(_ file: SyntaxFile?) -> [UInt8] {
      guard let file else { return [] }
      let tokens = file.tokens
      return (0..<tokens.count).lazy.filter { tokens.kind($0).isComment }
        .flatMap { file.text.slice(tokens.range($0)).filter { !isSpace($0) } }
    }
    return comments(pair.before) != comments(pair.after)
  }
}

extension EntityChange {
  /// What a change of a declaration outside tests touches.
  fileprivate var part: ChangeParts {
    if changes == [.documentation] { return .documentation }
    if Set(changes).isSubset(of: [.cosmetic, .documentation]) { return .layout }
    // Imports follow what was moved or renamed.
    if kind == .import { return .restructured }
    var neutral: Set<ChangeKind> = [.renamed, .moved, .reordered, .cosmetic, .documentation]
    if isExplained { neutral.insert(.body) }
    // A place that means something is no matter of taste.
    let isNeutral =
      Set(changes).isSubset(of: neutral) && (api == .none || !changes.contains(.reordered))
    return isNeutral ? .restructured : .code
  }

  /// Whether it is inside the tests of a source file: a module that is built for tests alone (Rust), or
  /// a test that holds it.
  fileprivate func standsInTests(_ pair: FilePair) -> Bool {
    for (file, range) in [(pair.after, after), (pair.before, before)] {
      guard let file, let range else { continue }
      let holds = file.entities.contains { holder in
        holder.range.start <= range.bytes.start && range.bytes.end <= holder.range.end
          && (holder.kind == .test
            || holder.kind == .module
              && holder.modifiers.contains { file.flattened($0).contains("cfg(test") })
      }
      if holds { return true }
    }
    return false
  }

  /// Whether it is a section of a changelog named after a version, and is new.
  fileprivate var namesVersion: Bool {
    guard kind == .section, changes.contains(.added) || changes.contains(.renamed) else {
      return false
    }
    // A number with a dot in it: `1.2.0`, `v1.2`, `[2.0.0] - 2024-01-01`.
    let bytes = Array(qualifiedName.utf8)
    return bytes.indices.dropFirst().dropLast().contains { index in
      bytes[index] == UInt8(ascii: ".") && bytes[index - 1].isDigit && bytes[index + 1].isDigit
    }
  }

  /// Whether it gives the package another version.
  fileprivate var setsVersion: Bool {
    switch kind {
    case .key, .variable, .constant, .property, .field: break
    default: return false
    }
    guard !changes.contains(.removed), !changes.contains(.renamed) else { return false }
    let parts = qualifiedName.lowercased().split { $0 == "." || $0 == ":" }
    guard let name = parts.last, EntityChange.versionNames.contains(String(name)) else {
      return false
    }
    // The versions of what the package depends on are not its own.
    return !parts.contains { part in
      ["depend", "parent", "plugin", "engine", "require", "build"].contains {
        part.contains($0)
      }
    }
  }

  private static let versionNames: Set<String> = [
    "version", "__version__", "_version", "version_name", "versionname", "versioncode",
    "version_info", "packageversion", "versionprefix", "assemblyversion", "fileversion",
    "current_version", "appversion", "version_number",
  ]
}

extension UInt8 {
  fileprivate var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}
