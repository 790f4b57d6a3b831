import Source
import Syntax

/// What a change is in terms of declarations, over all its files.
public struct SemanticChange: Sendable, Hashable, Codable {
  public var type: DetectedType
  /// In the order of the paths.
  public var files: [FileDiff]

  /// Compares the two sides of a change. A pure function of its files.
  public init(_ pairs: [FilePair]) {
    let pairs = pairs.sorted { $0.path < $1.path }
    let read = pairs.indices.filter { !pairs[$0].isUnread }
    let before = Declaration.all(read.compactMap { i in pairs[i].before.map { (i, $0) } })
    let after = Declaration.all(read.compactMap { i in pairs[i].after.map { (i, $0) } })
    let matching = Matching(before: before, after: after)
    let reordered = Order.changed(matching)
    let extraction = Extraction(matching)
    let explanation = Explanation(matching, extraction)
    var changes = [[EntityChange]](repeating: [], count: pairs.count)

    for (index, a) in after.enumerated() {
      let b = matching.origin[index] >= 0 ? matching.origin[index] : matching.furtherOrigin[index]
      // What an added declaration holds is added with it.
      if b == nil, a.parent >= 0, matching.isNew(a.parent) { continue }
      let isReordered = reordered.contains(index)
      guard var change = EntityChange(b, a, matching, index, isReordered, before, after, pairs)
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
          index, after[heir], matching, heir, false, before, after, pairs)
        {
          changes[after[heir].pair].append(change)
        }
        continue
      }
      if b.parent >= 0, matching.isGone(b.parent) { continue }
      var change = EntityChange(removed: b, before, pairs)
      if let hosts = extraction.inlinedInto[index] {
        change.changes = (change.changes + [.inlined]).sorted()
        change.inlinedInto = hosts.map { after[$0].reference(pairs[after[$0].pair].path) }
      }
      changes[b.pair].append(change)
    }
    files = pairs.enumerated().map { index, pair in FileDiff(pair, changes[index]) }
    type = DetectedType(pairs, files)
  }
}

extension FilePair {
  fileprivate var pathBefore: SourcePath { oldPath ?? path }
}

extension FileDiff {
  fileprivate init(_ pair: FilePair, _ entities: [EntityChange]) {
    let sorted = entities.sorted {
      ($0.line, $0.qualifiedName, $0.kind.rawValue) < ($1.line, $1.qualifiedName, $1.kind.rawValue)
    }
    self.init(
      path: pair.path, oldPath: pair.oldPath, status: pair.status, language: pair.language?.name,
      isBinary: pair.isBinary,
      note: pair.note ?? FileDiff.note(pair, sorted), entities: sorted)
  }

  private static func note(_ pair: FilePair, _ changes: [EntityChange]) -> String? {
    if changes.isEmpty { return Remainder(pair)?.note }
    let isCosmetic = changes.allSatisfy { Set($0.changes).isSubset(of: [.cosmetic, .documentation]) }
    guard let before = pair.before, let after = pair.after else { return nil }
    // No declaration says it where what parts them changed.
    return Remainder.codeOutsideDiffers(pair) || isCosmetic && !Remainder.readAlike(before, after)
      ? "code outside declarations changed too" : nil
  }
}

extension EntityChange {
  fileprivate var line: Int { (after ?? before)?.start.line ?? 0 }

  /// A paired or an added declaration; nil when nothing happened to it.
  fileprivate init?(
    _ origin: Int?, _ a: Declaration, _ matching: Matching, _ index: Int, _ isReordered: Bool,
    _ before: [Declaration], _ after: [Declaration], _ pairs: [FilePair]
  ) {
    let b = origin.map { before[$0] }
    let isUnchanged = matching.isUnchanged[index] && matching.origin[index] == origin
    var kinds: Set<ChangeKind> = b == nil ? [.added] : []
    var comparison: Comparison?
    if let b {
      let compared = isUnchanged ? Comparison() : Comparison(b, a)
      kinds = compared.kinds
      comparison = compared
      if !isUnchanged, b.memberName(in: before) != a.memberName(in: after) {
        kinds.insert(.renamed)
      }
      let parentMoved =
        a.parent < 0 || b.parent < 0
        ? (a.parent < 0) != (b.parent < 0) : !matching.areSame(b.parent, a.parent)
      let fileMoved = a.pair != b.pair && (a.parent < 0 || parentMoved)
      if parentMoved || fileMoved {
        kinds.insert(.moved)
        // Another indentation is part of the move.
        kinds.remove(.cosmetic)
      }
      if kinds.contains(.renamed) { kinds.remove(.cosmetic) }
      if isReordered { kinds.insert(.reordered) }
      if kinds.isEmpty { return nil }
    }
    let visibleBefore =
      b.map { $0.isVisible(in: before, pairs[$0.pair].pathBefore) } ?? false
    let visibleAfter = a.isVisible(in: after, pairs[a.pair].path)
    let holder = a.parent >= 0 ? after[a.parent].entity.kind : nil
    let impact = Impact(
      b, a, comparison, kinds: kinds, isRequirement: holder == .protocol || holder == .interface,
      visibleBefore: visibleBefore, visibleAfter: visibleAfter)
    let oldPath = b.flatMap { old in
      old.pair == a.pair ? nil : pairs[old.pair].pathBefore
    }
    self.init(
      kind: a.entity.kind, qualifiedName: a.qualifiedName,
      oldQualifiedName: b.flatMap { $0.qualifiedName == a.qualifiedName ? nil : $0.qualifiedName },
      path: pairs[a.pair].path, oldPath: oldPath, changes: kinds.sorted(),
      parameterChanges: comparison?.parameters ?? [], visibility: a.entity.visibility,
      api: impact.level, reasons: impact.reasons,
      similarity: b.map {
        matching.origin[index] == origin ? matching.similarity[index] : matching.likeness($0, a)
      },
      before: b.map { $0.file.text.range($0.entity.range) },
      after: a.file.text.range(a.entity.range))
  }

  fileprivate init(removed b: Declaration, _ before: [Declaration], _ pairs: [FilePair]) {
    let path = pairs[b.pair].pathBefore
    let impact = Impact(
      b, nil, nil, kinds: [.removed], visibleBefore: b.isVisible(in: before, path),
      visibleAfter: false)
    self.init(
      kind: b.entity.kind, qualifiedName: b.qualifiedName, oldQualifiedName: nil,
      path: pairs[b.pair].path, oldPath: nil, changes: [.removed], parameterChanges: [],
      visibility: b.entity.visibility, api: impact.level, reasons: impact.reasons, similarity: nil,
      before: b.file.text.range(b.entity.range), after: nil)
  }
}

extension Declaration {
  fileprivate func reference(_ path: SourcePath) -> EntityReference {
    EntityReference(qualifiedName: qualifiedName, path: path)
  }

  /// Whether code outside the project can name it: it and all that hold it are public, it is no part
  /// of a body, and its file is no test or example.
  fileprivate func isVisible(in all: [Declaration], _ path: SourcePath) -> Bool {
    switch entity.kind {
    case .import, .key, .section, .test: return false
    default: break
    }
    guard entity.visibility >= .public, !PathRole(path).isOutsideAPI else { return false }
    var holder = parent
    while holder >= 0 {
      let declaration = all[holder]
      if declaration.entity.kind.isCallable { return false }
      let transparent = declaration.entity.kind == .extension || declaration.entity.kind == .impl
      if !transparent, declaration.entity.visibility < .public { return false }
      holder = declaration.parent
    }
    return true
  }
}
