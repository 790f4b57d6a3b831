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

    /// An object with one member, whose name says what happens.
    init?(_ object: JSONValue) {
      if let version = object["introduced"]?.text {
        self = .introduced(version)
      } else if let version = object["fixed"]?.text {
        self = .fixed(version)
      } else if let version = object["last_affected"]?.text {
        self = .lastAffected(version)
      } else if let version = object["limit"]?.text {
        self = .limit(version)
      } else {
        return nil
      }
    }
  }

  /// That a version is affected.
  struct Hit {
    /// The first version in which it is mended.
    let fixed: String?
  }

  /// Nil for what is none, or was withdrawn.
  init?(_ document: JSONValue) {
    guard let id = document["id"]?.text, document["withdrawn"] == nil else { return nil }
    self.id = id
    summary = document["summary"]?.text ?? ""
    affected = (document["affected"]?.elements ?? []).compactMap { part in
      guard let package = part["package"], let name = package["name"]?.text,
        let ecosystem = package["ecosystem"]?.text
      else { return nil }
      return Affected(
        ecosystem: String(ecosystem.prefix { $0 != ":" }), name: name,
        versions: Set(part["versions"]?.elements.compactMap(\.text) ?? []),
        // Commits are no versions; where only they are given, the list of versions counts.
        ranges: (part["ranges"]?.elements ?? []).filter { $0["type"]?.text != "GIT" }.map { range in
          (range["events"]?.elements ?? []).compactMap(Event.init)
        })
    }
  }

  /// Nil where the version is not affected.
  func hit(_ package: LockedPackage, _ ecosystem: Ecosystem) -> Hit? {
    let name = ecosystem.normalised(package.name)
    for part in affected
    where part.ecosystem == ecosystem.rawValue && ecosystem.normalised(part.name) == name {
      let version = PackageVersion(package.version, ecosystem)
      var isHit = part.versions.contains(package.version)
      var fixed: (text: String, version: PackageVersion)?
      for events in part.ranges {
        if Advisory.isIn(events, version, ecosystem) { isHit = true }
        for case .fixed(let text) in events {
          let mended = PackageVersion(text, ecosystem)
          if mended > version, fixed.map({ mended < $0.version }) ?? true { fixed = (text, mended) }
        }
      }
      if isHit { return Hit(fixed: fixed?.text) }
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
      guard let data = FileManager.default.contents(atPath: path),
        let document = JSONValue(reading: data)
      else {
        unread += 1
        continue
      }
      let isNamed = (document["affected"]?.elements ?? []).contains { part in
        part["package"]?["name"]?.text.map { names.contains($0.lowercased().separatorsAlike) }
          ?? false
      }
      if isNamed, let advisory = Advisory(document) { found.append(advisory) }
    }
    return (found, unread)
  }
}

extension String {
  /// Names of packages by which a coarse choice is made.
  var separatorsAlike: String { String(map { "-_.".contains($0) ? "-" : $0 }) }
}
