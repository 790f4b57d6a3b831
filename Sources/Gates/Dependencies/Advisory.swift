import FoundationEssentials
import Source

/// What is known to be wrong with some versions of a package, in the Open Source Vulnerability format
/// (ossf.github.io/osv-schema).
struct Advisory: Sendable {
  let id: String
  let summary: String
  let affected: [Affected]

  struct Affected: Sendable {
    let ecosystem: String
    let name: String
    let versions: Set<String>
    let ranges: [[Event]]
  }

  enum Event: Sendable {
    case introduced(String)
    case fixed(String)
    case lastAffected(String)
    case limit(String)
  }

  /// Nil for what is none, or was withdrawn.
  init?(_ tree: JSONTree) {
    guard let id = tree["id"]?.text, tree["withdrawn"] == nil else { return nil }
    self.id = id
    summary = tree["summary"]?.text ?? ""
    affected = (tree["affected"]?.elements ?? []).compactMap { part in
      guard let package = part["package"], let name = package["name"]?.text,
        let ecosystem = package["ecosystem"]?.text
      else { return nil }
      return Affected(
        ecosystem: String(ecosystem.prefix { $0 != ":" }), name: name,
        versions: Set(part["versions"]?.elements.compactMap(\.text) ?? []),
        // Commits are no versions; where only they are given, the list of versions counts.
        ranges: (part["ranges"]?.elements ?? []).filter { $0["type"]?.text != "GIT" }.map { range in
          (range["events"]?.elements ?? []).flatMap(\.members).compactMap { key, value in
            guard let text = value.text else { return nil }
            switch key {
            case "introduced": return .introduced(text)
            case "fixed": return .fixed(text)
            case "last_affected": return .lastAffected(text)
            case "limit": return .limit(text)
            default: return nil
            }
          }
        })
    }
  }

  /// Whether a version is affected, and the first one in which that is mended; nil where it is not affected.
  func hit(_ package: LockedPackage, _ ecosystem: Ecosystem) -> (fixed: String?, Void)? {
    let name = ecosystem.normalised(package.name)
    let version = PackageVersion(package.version, ecosystem)
    for part in affected
    where part.ecosystem == ecosystem.rawValue && ecosystem.normalised(part.name) == name {
      var isHit = part.versions.contains(package.version)
      var fixed: (text: String, version: PackageVersion)?
      for events in part.ranges {
        if Advisory.isIn(events, version, ecosystem) { isHit = true }
        for case .fixed(let text) in events {
          let mended = PackageVersion(text, ecosystem)
          if mended > version, fixed.map({ mended < $0.version }) ?? true { fixed = (text, mended) }
        }
      }
      if isHit { return (fixed?.text, ()) }
    }
    return nil
  }

  /// The events are walked in the order of their versions, as the format's own algorithm does.
  private static func isIn(_ events: [Event], _ version: PackageVersion, _ ecosystem: Ecosystem)
    -> Bool
  {
    var isIn = false
    func place(_ text: String) -> PackageVersion? {
      text == "0" ? nil : PackageVersion(text, ecosystem)
    }
    let ordered = events.map { event -> (version: PackageVersion?, order: Int, event: Event) in
      switch event {
      case .introduced(let text): (place(text), 1, event)
      case .fixed(let text): (place(text), 0, event)
      case .lastAffected(let text): (place(text), 2, event)
      case .limit(let text): (place(text), 0, event)
      }
    }.sorted { a, b in
      guard let x = a.version else { return b.version != nil || a.order < b.order }
      guard let y = b.version else { return false }
      return x < y || x == y && a.order < b.order
    }
    for (mark, _, event) in ordered {
      switch event {
      case .introduced: if mark == nil || version >= mark! { isIn = true }
      case .fixed: if let mark, version >= mark { isIn = false }
      case .lastAffected: if let mark, version > mark { isIn = false }
      // `*` is no limit.
      case .limit(let text): if text != "*", let mark, version >= mark { isIn = false }
      }
    }
    return isIn
  }
}

/// A folder of advisories, one a file, as the archives of osv.dev unpack; folders in it are searched too.
struct AdvisoryFolder {
  private let paths: [String]

  /// - Throws: `Problem` where there is no such folder.
  init(_ folder: String) throws(Problem) {
    guard let names = FileManager.default.subpaths(atPath: folder) else {
      throw Problem(.usage, "the advisories in `\(folder)` cannot be read")
    }
    paths = names.filter { $0.hasSuffix(".json") }.sorted().map { folder + "/" + $0 }
  }

  var count: Int { paths.count }

  /// Those that name one of some packages, in the order of their files; and how many files could not be read.
  func advisories(naming names: Set<String>) -> (found: [Advisory], unread: Int) {
    var found: [Advisory] = []
    var unread = 0
    for path in paths {
      guard let data = FileManager.default.contents(atPath: path) else {
        unread += 1
        continue
      }
      guard let tree = JSONTree(Array(data)) else {
        unread += 1
        continue
      }
      let isNamed = (tree["affected"]?.elements ?? []).contains { part in
        part["package"]?["name"]?.text.map { names.contains($0.lowercased().separatorsAlike) }
          ?? false
      }
      if isNamed, let advisory = Advisory(tree) { found.append(advisory) }
    }
    return (found, unread)
  }
}

extension String {
  /// Names of packages by which a coarse choice is made.
  var separatorsAlike: String { String(map { "-_.".contains($0) ? "-" : $0 }) }
}
