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
    var changes = [[EntityChange]](repeating: [], count: pairs.count)

    for (index, a) in after.enumerated() {
      let origin = matching.origin[index]
      let b = origin >= 0 ? before[origin] : nil
      // What an added declaration holds is added with it.
      if b == nil, a.parent >= 0, matching.origin[a.parent] < 0 { continue }
      let isReordered = reordered.contains(index)
      if let change = EntityChange(b, a, matching, index, isReordered, before, after, pairs) {
        changes[a.pair].append(change)
      }
    }
    for (index, b) in before.enumerated() where matching.successor[index] < 0 {
      if b.parent >= 0, matching.successor[b.parent] < 0 { continue }
      changes[b.pair].append(EntityChange(removed: b, before, pairs))
    }
    files = pairs.enumerated().map { index, pair in FileDiff(pair, changes[index]) }
    type = DetectedType(pairs, files)
  }
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
    let isCosmetic = changes.allSatisfy {
      Set($0.changes).isSubset(of: [.cosmetic, .documentation])
    }
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
    _ b: Declaration?, _ a: Declaration, _ matching: Matching, _ index: Int, _ isReordered: Bool,
    _ before: [Declaration], _ after: [Declaration], _ pairs: [FilePair]
  ) {
    var kinds: Set<ChangeKind> = b == nil ? [.added] : []
    var comparison: Comparison?
    if let b {
      let compared = matching.isUnchanged[index] ? Comparison() : Comparison(b, a)
      kinds = compared.kinds
      comparison = compared
      if !matching.isUnchanged[index], b.name != a.name { kinds.insert(.renamed) }
      let parentMoved =
        a.parent < 0 || b.parent < 0
        ? (a.parent < 0) != (b.parent < 0) : matching.origin[a.parent] != b.parent
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
      b.map { $0.isVisible(in: before, pairs[$0.pair].oldPath ?? pairs[$0.pair].path) } ?? false
    let visibleAfter = a.isVisible(in: after, pairs[a.pair].path)
    let holder = a.parent >= 0 ? after[a.parent].entity.kind : nil
    let impact = Impact(
      b, a, comparison, kinds: kinds, isRequirement: holder == .protocol || holder == .interface,
      visibleBefore: visibleBefore, visibleAfter: visibleAfter)
    let oldPath = b.flatMap { old in
      old.pair == a.pair ? nil : pairs[old.pair].oldPath ?? pairs[old.pair].path
    }
    self.init(
      kind: a.entity.kind, qualifiedName: a.qualifiedName,
      oldQualifiedName: b.flatMap { $0.qualifiedName == a.qualifiedName ? nil : $0.qualifiedName },
      path: pairs[a.pair].path, oldPath: oldPath, changes: kinds.sorted(),
      parameterChanges: comparison?.parameters ?? [], visibility: a.entity.visibility,
      api: impact.level, reasons: impact.reasons,
      similarity: b == nil ? nil : matching.similarity[index],
      before: b.map { $0.file.text.range($0.entity.range) },
      after: a.file.text.range(a.entity.range))
  }

  fileprivate init(removed b: Declaration, _ before: [Declaration], _ pairs: [FilePair]) {
    let path = pairs[b.pair].oldPath ?? pairs[b.pair].path
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
