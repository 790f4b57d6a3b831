import SemanticDiff
import Source
import Syntax

/// A name that is looked for: that of a changed declaration, or the one it had.
struct ImpactTarget {
  /// The places of the change in the report.
  let file: Int
  let entity: Int
  let path: SourcePath
  let kind: EntityKind
  let qualifiedName: String
  let family: ReferenceFamily
  let language: String
  /// What uses write.
  let name: String
  /// The type that holds it; nil for what stands alone.
  let holder: String?
  /// The qualified name of the callable that it is local to; nil for what others can name.
  let scope: String?
  /// Whether nothing has that name there any more.
  let isOld: Bool
  /// Whether only uses count that call it or make one: those of an initializer.
  let mustBeCalled: Bool

  var hash: UInt32 { NameKey.of(name) }

  /// All names to look for after the changes of a file.
  static func all(_ files: [FileDiff]) -> [ImpactTarget] {
    var result: [ImpactTarget] = []
    for (fileIndex, file) in files.enumerated() {
      guard let language = file.language.flatMap(Language.named),
        language.references != nil
      else { continue }
      for (index, change) in file.entities.enumerated() where concerns(change) {
        func add(_ qualifiedName: String, _ path: SourcePath, isOld: Bool) {
          if let target = ImpactTarget(
            fileIndex, index, change.kind, qualifiedName, path, language, isOld: isOld)
          {
            result.append(target)
          }
        }
        let isRemoved = change.changes.contains(.removed)
        let isElsewhere = change.oldPath != nil || change.oldQualifiedName != nil
        if isRemoved || isElsewhere {
          add(
            change.oldQualifiedName ?? change.qualifiedName,
            change.oldPath ?? file.oldPath ?? change.path,
            isOld: true)
        }
        if !isRemoved { add(change.qualifiedName, change.path, isOld: false) }
      }
    }
    return result
  }

  /// Whether someone who names it can notice the change.
  static func concerns(_ change: EntityChange) -> Bool {
    switch change.kind {
    case .import, .key, .section, .test, .extension, .impl, .namespace, .module, .operator,
      .deinitializer, .subscript:
      return false
    default:
      return !Set(change.changes).isSubset(of: [.added, .cosmetic, .documentation])
        && !change.changes.contains(.added)
    }
  }

  private init?(
    _ file: Int, _ entity: Int, _ kind: EntityKind, _ qualifiedName: String, _ path: SourcePath,
    _ language: Language, isOld: Bool
  ) {
    self.file = file
    self.entity = entity
    self.kind = kind
    self.qualifiedName = qualifiedName
    self.path = path
    self.language = language.name
    self.isOld = isOld
    guard let family = language.references?.family else { return nil }
    self.family = family
    let parts = ImpactTarget.parts(qualifiedName, language.nameSeparator)
    guard let last = parts.last else { return nil }
    let own = String(decoding: ReferenceRecord.lastName(last), as: UTF8.self)
    let holder = parts.dropLast().last.map {
      String(decoding: ReferenceRecord.lastName($0), as: UTF8.self)
    }
    let isInitializer =
      kind == .initializer
      || ["init", "__init__", "__new__", "constructor", "__construct", "initialize"].contains(own)
        && holder != nil
    if isInitializer, let holder, !holder.isEmpty {
      name = holder
      self.holder = nil
      scope = nil
      mustBeCalled = true
    } else {
      // What the language calls by itself is never named.
      if own.isEmpty || own.hasPrefix("__") && own.hasSuffix("__") { return nil }
      name = own
      let isMember: Bool
      switch kind {
      case .method, .property, .field, .enumCase:
        isMember = holder?.isEmpty == false
      default: isMember = false
      }
      self.holder = isMember ? holder : nil
      // Elsewhere the holder of a function is a namespace.
      let isLocal =
        kind == .function && parts.count > 1
        && [.python, .ecmascript, .go, .swift].contains(family)
      scope = isLocal ? parts.dropLast().joined(separator: language.nameSeparator) : nil
      mustBeCalled = false
    }
  }

  /// The parts of a qualified name; separators inside brackets part nothing.
  private static func parts(_ name: String, _ separator: String) -> [String] {
    var result: [String] = []
    var depth = 0
    var part = ""
    var rest = Substring(name)
    while let character = rest.first {
      if depth == 0, rest.hasPrefix(separator), !part.isEmpty {
        result.append(part)
        part = ""
        rest = rest.dropFirst(separator.count)
        continue
      }
      if "<([".contains(character) { depth += 1 }
      if ">)]".contains(character) { depth = max(0, depth - 1) }
      part.append(character)
      rest = rest.dropFirst()
    }
    if !part.isEmpty { result.append(part) }
    return result
  }
}
