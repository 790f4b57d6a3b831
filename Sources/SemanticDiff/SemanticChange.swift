import Source
import Syntax

/// What a change is in terms of declarations, over all its files.
public struct SemanticChange: Sendable, Hashable, Codable {
  public var type: DetectedType
  /// In the order of the paths.
  public var files: [FileDiff]

  /// Unchanged files that say how users name what the files of some paths declare: packages of Python that
  /// pass on names of modules, modules of Rust that hide or pass on others. Those that exist are to be read as the context of a change.
  public static func context(of paths: [SourcePath]) -> [SourcePath] {
    PythonExports.files(around: paths) + RustModules.files(around: paths)
  }

  /// Compares the two sides of a change. A pure function of its files.
  ///
  /// - Parameter context: unchanged files, of which nothing is said.
  public init(_ pairs: [FilePair], context: [FilePair] = []) {
    let pairs = pairs.sorted { $0.path < $1.path }
    let read = pairs.indices.filter { !pairs[$0].isUnread }
    let before = Declaration.all(read.compactMap { i in pairs[i].before.map { (i, $0) } })
    let after = Declaration.all(read.compactMap { i in pairs[i].after.map { (i, $0) } })
    let matching = Matching(before: before, after: after)
    let reordered = Order.changed(matching)
    let extraction = Extraction(matching)
    let explanation = Explanation(matching, extraction)
    let declarations = DeclarationIndex(matching, pairs, context)
    var changes = [[EntityChange]](repeating: [], count: pairs.count)

    for (index, a) in after.enumerated() {
      let b = matching.origin[index] >= 0 ? matching.origin[index] : matching.furtherOrigin[index]
      // What an added declaration holds is added with it.
      if b == nil, a.parent >= 0, matching.isNew(a.parent) { continue }
      let isReordered = reordered.contains(index)
      guard var change = EntityChange(b, a, matching, index, isReordered, declarations, pairs)
      else {
        continue
      }
      if let hosts = extraction.extractedFrom[index] {
        change.changes = (change.changes + [.extracted]).sorted()
        change.extractedFrom = hosts.map { before[$0].reference(pairs[before[$0].pair].pathBefore) }
      }
      if let b, change.changes.contains(.body) {
        change.isExplained = explanation.explains(b, index)
      }
      changes[a.pair].append(change)
    }
    for (index, b) in before.enumerated() where matching.successor[index] < 0 {
      if let heir = matching.furtherSuccessor[index] {
        if let change = EntityChange(
          index, after[heir], matching, heir, false, declarations, pairs)
        {
          changes[after[heir].pair].append(change)
        }
        continue
      }
      if b.parent >= 0, matching.isGone(b.parent) { continue }
      var change = EntityChange(removed: b, declarations, pairs)
      if let hosts = extraction.inlinedInto[index] {
        change.changes = (change.changes + [.inlined]).sorted()
        change.inlinedInto = hosts.map { after[$0].reference(pairs[after[$0].pair].path) }
      }
      changes[b.pair].append(change)
    }
    changes = GoImpact.applied(to: changes, pairs)
    var parts = ChangeParts()
    files = []
    for (index, pair) in pairs.enumerated() {
      let remainder = Remainder(pair)
      let file = FileDiff(pair, changes[index], remainder)
      parts.formUnion(ChangeParts(pair, file, remainder))
      files.append(file)
    }
    type = DetectedType(parts)
  }
}

extension FileDiff {
  fileprivate init(_ pair: FilePair, _ entities: [EntityChange], _ remainder: Remainder) {
    let sorted = entities.sorted {
      ($0.line, $0.qualifiedName, $0.kind.rawValue) < ($1.line, $1.qualifiedName, $1.kind.rawValue)
    }
    self.init(
      path: pair.path, oldPath: pair.oldPath, status: pair.status, language: pair.language?.name,
      isBinary: pair.isBinary,
      note: pair.note ?? FileDiff.note(pair, sorted, remainder), entities: sorted)
  }

  private static func note(
    _ pair: FilePair, _ changes: [EntityChange], _ remainder: Remainder
  ) -> String? {
    if changes.isEmpty {
      if let kind = remainder.kind { return kind.note }
      return (pair.before == nil) != (pair.after == nil)
        ? "only one side is in a language that is read" : nil
    }
    let isCosmetic = changes.allSatisfy {
      Set($0.changes).isSubset(of: [.cosmetic, .documentation])
    }
    guard pair.before != nil, pair.after != nil else { return nil }
    // No declaration says it where what parts them changed.
    return remainder.codeOutsideDiffers || isCosmetic && !remainder.isReadAlike
      ? "code outside declarations changed too" : nil
  }
}

extension EntityChange {
  fileprivate var line: Int { (after ?? before)?.start.line ?? 0 }

  /// A paired or an added declaration; nil when nothing happened to it.
  fileprivate init?(
    _ origin: Int?, _ a: Declaration, _ matching: Matching, _ index: Int, _ isReordered: Bool,
    _ declarations: DeclarationIndex, _ pairs: [FilePair]
  ) {
    let b = origin.map { matching.before[$0] }
    let isUnchanged = matching.isUnchanged[index] && matching.origin[index] == origin
    var kinds: Set<ChangeKind> = b == nil ? [.added] : []
    var comparison: Comparison?
    if let b {
      let compared = isUnchanged ? Comparison() : Comparison(b, a)
      kinds = compared.kinds
      comparison = compared
      if !isUnchanged, b.memberName(in: matching.before) != a.memberName(in: matching.after) {
        kinds.insert(.renamed)
      }
      let parentMoved =
        a.parent < 0 || b.parent < 0
        ? (a.parent < 0) != (b.parent < 0) : !matching.areSame(b.parent, a.parent)
      let fileMoved = a.pair != b.pair && (a.parent < 0 || parentMoved)
      let packageMoved =
        a.parent < 0 && b.parent < 0 && a.entity.kind != .import
        && b.file.packageName != a.file.packageName
      if parentMoved || fileMoved || packageMoved {
        kinds.insert(.moved)
        // Another indentation is part of the move.
        kinds.remove(.cosmetic)
      }
      if kinds.contains(.renamed) { kinds.remove(.cosmetic) }
      if isReordered { kinds.insert(.reordered) }
      if kinds.isEmpty { return nil }
    }
    let impact =
      if let b, let comparison {
        Impact(b, a, comparison, kinds: kinds, declarations)
      } else {
        Impact(added: a, declarations)
      }
    let oldPath = b.flatMap { old in
      old.pair == a.pair ? nil : pairs[old.pair].pathBefore
    }
    self.init(
      kind: a.entity.kind, qualifiedName: a.qualifiedName,
      oldQualifiedName: b.flatMap { $0.qualifiedName == a.qualifiedName ? nil : $0.qualifiedName },
      path: pairs[a.pair].path, oldPath: oldPath, changes: kinds.sorted(),
      parameterChanges: comparison?.parameters ?? [],
      contractChanges: (comparison?.contract ?? []) + impact.contract,
      visibility: a.entity.visibility,
      api: impact.level, reasons: impact.reasons,
      similarity: b.map {
        matching.origin[index] == origin ? matching.similarity[index] : matching.likeness($0, a)
      },
      before: b.map { $0.file.text.range($0.entity.range) },
      after: a.file.text.range(a.entity.range))
  }

  fileprivate init(
    removed b: Declaration, _ declarations: DeclarationIndex, _ pairs: [FilePair]
  ) {
    let impact = Impact(removed: b, declarations)
    self.init(
      kind: b.entity.kind, qualifiedName: b.qualifiedName, oldQualifiedName: nil,
      path: pairs[b.pair].path, oldPath: nil, changes: [.removed], parameterChanges: [],
      contractChanges: impact.contract, visibility: b.entity.visibility, api: impact.level,
      reasons: impact.reasons, similarity: nil,
      before: b.file.text.range(b.entity.range), after: nil)
  }
}

extension Declaration {
  fileprivate func reference(_ path: SourcePath) -> EntityReference {
    EntityReference(qualifiedName: qualifiedName, path: path)
  }
}
