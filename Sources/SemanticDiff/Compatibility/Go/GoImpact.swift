import Source
import Syntax

/// Gives the entity changes of Go's packages the impact that the package as a whole shows: whether a
/// change of a type is a break depends on all that has or names the type.
struct GoImpact {
  /// A package by its folder and name.
  private struct Key: Hashable, Comparable {
    let folder: String
    let name: String

    static func < (a: Key, b: Key) -> Bool { (a.folder, a.name) < (b.folder, b.name) }
  }

  /// The place of an entity change.
  private struct Place: Hashable {
    let pair: Int
    let entity: Int
  }

  private let pairs: [FilePair]
  private var changes: [[EntityChange]]
  /// Those that users can name and whose body changed.
  private var changedInside: [Place] = []

  private init(_ pairs: [FilePair], _ changes: [[EntityChange]]) {
    self.pairs = pairs
    self.changes = changes
  }

  /// The changes of each pair with the impact that their packages show.
  static func applied(to changes: [[EntityChange]], _ pairs: [FilePair]) -> [[EntityChange]] {
    var impact = GoImpact(pairs, changes)
    impact.apply()
    return impact.changes
  }

  private mutating func apply() {
    var packages: [Key: (before: [SyntaxFile], after: [SyntaxFile])] = [:]
    var places: [Key: [Place]] = [:]
    var keys: [(before: Key?, after: Key?)] = []
    for pair in pairs {
      // A file on disk under two names is the same file.
      let oldPath = pair.status == .renamed ? pair.pathBefore : pair.path
      let before = pair.before.flatMap { GoImpact.key($0, oldPath) }
      let after = pair.after.flatMap { GoImpact.key($0, pair.path) }
      if let before, let file = pair.before {
        packages[before, default: ([], [])].before.append(file)
      }
      if let after, let file = pair.after { packages[after, default: ([], [])].after.append(file) }
      keys.append((before, after))
    }
    if packages.isEmpty { return }
    let pairOfPath = Dictionary(
      pairs.indices.map { (pairs[$0].pathBefore, $0) },
      uniquingKeysWith: { a, _ in a })
    for (pair, list) in changes.enumerated() {
      for (entity, change) in list.enumerated() where change.kind != .import {
        let origin = change.oldPath.flatMap { pairOfPath[$0] } ?? pair
        let own = Set([keys[origin].before, keys[pair].after].compactMap { $0 })
        if own.isEmpty { continue }
        for key in own { places[key, default: []].append(Place(pair: pair, entity: entity)) }
        reset(Place(pair: pair, entity: entity))
      }
    }
    for (key, files) in packages.sorted(by: { $0.key < $1.key }) {
      explain(GoPackage(files.before), GoPackage(files.after), places[key] ?? [])
    }
    for place in changedInside {
      let change = changes[place.pair][place.entity]
      guard change.kind.isCallable || change.reasons.isEmpty else { continue }
      changes[place.pair][place.entity].add(
        .patch, change.kind.isCallable ? "implementation changed" : "contents changed")
    }
  }

  /// The package of a file, nil when nobody outside can import it.
  private static func key(_ file: SyntaxFile, _ path: SourcePath) -> Key? {
    guard file.language.name == "go", !PathRole(path).isOutsideAPI, !file.isGoProgram else {
      return nil
    }
    let folders = path.names.dropLast()
    guard !folders.contains("internal") else { return nil }
    return Key(folder: folders.joined(separator: "/"), name: file.goPackageName)
  }

  /// Leaves of an entity's impact what no other declaration has a say in.
  private mutating func reset(_ place: Place) {
    var change = changes[place.pair][place.entity]
    let wasVisible = change.api != .none
    change.api = .none
    change.reasons = []
    for contract in change.contractChanges where wasVisible {
      if contract.kind == .deprecated { change.add(.minor, "deprecated") }
      if contract.kind == .undeprecated { change.add(.minor, "no longer deprecated") }
    }
    if wasVisible, change.changes.contains(.body) { changedInside.append(place) }
    changes[place.pair][place.entity] = change
  }

  // MARK: Findings

  private mutating func explain(_ old: GoPackage, _ new: GoPackage, _ places: [Place]) {
    guard !places.isEmpty else { return }
    var byName: [String: [Place]] = [:]
    for place in places {
      let change = changes[place.pair][place.entity]
      guard !Set(change.changes).isSubset(of: [.documentation, .cosmetic, .reordered]) else {
        continue
      }
      for name in Set([change.qualifiedName, change.oldQualifiedName ?? change.qualifiedName]) {
        byName[name, default: []].append(place)
      }
    }
    // Of each type that is named before a dot the first member.
    let members = Dictionary(
      byName.sorted { $0.key < $1.key }.compactMap { name, places in
        name.contains(".") ? (String(name.prefix { $0 != "." }), places[0]) : nil
      }, uniquingKeysWith: { a, _ in a })
    for finding in GoComparison(old: old, new: new).findings {
      guard let place = place(of: finding, byName, members, old, new) ?? places.first else {
        continue
      }
      let change = changes[place.pair][place.entity]
      let isItself =
        finding.subject == change.qualifiedName
        || finding.subject == change.oldQualifiedName
      let level: APIImpact = finding.isBreaking ? .major : .minor
      if isItself, finding.text == "removed" || finding.text == "added" {
        changes[place.pair][place.entity].add(
          level,
          "public \(change.kind.title) \(finding.text)"
            + (change.changes.contains(.renamed) ? ": `\(finding.subject)`" : ""))
      } else {
        changes[place.pair][place.entity].add(
          level, isItself ? finding.text : "`\(finding.subject)` \(finding.text)")
      }
    }
  }

  /// The changed declaration that a finding is about, or the nearest one that brought it about.
  private func place(
    of finding: GoComparison.Finding, _ byName: [String: [Place]],
    _ members: [String: Place], _ old: GoPackage, _ new: GoPackage
  ) -> Place? {
    let parts = finding.subject.split(separator: ".").map(String.init)
    // Through an alias a member has another name.
    let aliased = parts.count > 1 ? finding.trail.map { "\($0).\(parts[1])" } : []
    for name in [finding.subject] + aliased + finding.trail {
      // Of two of one name the one that went or came tells what happened.
      if let places = byName[name] {
        let wanted: ChangeKind = finding.text == "added" ? .added : .removed
        return places.first { changes[$0.pair][$0.entity].changes.contains(wanted) } ?? places[0]
      }
    }
    if let holder = parts.first, let place = byName[holder]?.first { return place }
    // What the declaration is made of, the nearest first.
    var queue =
      parts.prefix(1) + finding.trail.compactMap { $0.split(separator: ".").first.map(String.init) }
    var seen = Set(queue)
    var next = 0
    while next < queue.count, next < 256 {
      let name = queue[next]
      next += 1
      for other in old.references(of: name) + new.references(of: name)
      where seen.insert(other).inserted {
        queue.append(other)
      }
    }
    if parts.count > 1 {
      for name in queue { if let place = byName["\(name).\(parts[1])"]?.first { return place } }
    }
    for name in queue { if let place = byName[name]?.first { return place } }
    for name in queue { if let place = members[name] { return place } }
    return nil
  }
}

extension GoPackage {
  /// The names in what a name stands for, in the order written.
  fileprivate func references(of name: String) -> [String] {
    let text: String
    switch objects[name] {
    case .type(let declaration): text = "\(declaration.type)"
    case .function(let type), .variable(let type): text = "\(type)"
    case .constant(let constant): text = constant.value
    case nil: return []
    }
    return text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
  }
}

extension EntityChange {
  /// Raises the impact, with a reason for it.
  fileprivate mutating func add(_ level: APIImpact, _ reason: String) {
    if reasons.contains(reason) { return }
    api = max(api, level)
    reasons.append(reason)
  }
}

extension SyntaxFile {
  /// The name behind `package`.
  fileprivate var goPackageName: String {
    var parser = GoTypeParser(self, at: 0)
    return parser.take("package") ? parser.text : ""
  }
}
