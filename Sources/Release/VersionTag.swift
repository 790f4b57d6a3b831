import Git

/// How the tags of one series of versions are named: a text with `{version}` in it, such as
/// `v{version}` or `parser-v{version}`.
public struct TagPattern: Sendable, Hashable {
  public let prefix: String
  public let suffix: String

  /// Nil without exactly one `{version}`.
  public init?(_ text: String) {
    let parts = text.components(separatedBy: "{version}")
    guard parts.count == 2 else { return nil }
    (prefix, suffix) = (String(parts[0]), String(parts[1]))
  }

  public init(prefix: String) { (self.prefix, suffix) = (prefix, "") }

  /// The version that a tag of this series names; nil for every other tag.
  public func version(of tag: String) -> Version? {
    guard tag.utf8.count > prefix.utf8.count + suffix.utf8.count, tag.hasPrefix(prefix),
      tag.hasSuffix(suffix)
    else { return nil }
    return Version(tag.dropFirst(prefix.count).dropLast(suffix.count))
  }

  public func tag(of version: Version) -> String { "\(prefix)\(version)\(suffix)" }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [Substring] {
    var parts: [Substring] = []
    var rest = self[...]
    while let range = rest.firstRange(of: separator) {
      parts.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    return parts + [rest]
  }
}

/// A tag that names a version.
public struct VersionTag: Sendable, Hashable {
  public let tag: Tag
  public let version: Version

  public init(_ tag: Tag, _ version: Version) {
    self.tag = tag
    self.version = version
  }

  public var name: String { tag.name }
}

/// The tags of one series, the highest version first. Tags that name no version (`latest`, `v1`) are no
/// part of it.
public struct TagSeries: Sendable {
  public let pattern: TagPattern
  public let tags: [VersionTag]

  public init(_ tags: [Tag], _ pattern: TagPattern) {
    self.pattern = pattern
    self.tags = tags.compactMap { tag in
      pattern.version(of: tag.name).map { VersionTag(tag, $0) }
    }.sorted { ($0.version, $0.name) > ($1.version, $1.name) }
  }

  /// The series that a repository uses for itself: of the prefixes without letters but a leading `v`
  /// (`v`, nothing), else of all prefixes, the one with the highest version; `v` where no tag is one.
  public static func detected(_ tags: [Tag]) -> TagSeries {
    for prefix in ["v", ""] {
      let series = TagSeries(tags, TagPattern(prefix: prefix))
      // Both prefixes were used where a project changed its mind: the newer one has the higher versions.
      let other = TagSeries(tags, TagPattern(prefix: prefix == "v" ? "" : "v"))
      if let highest = series.tags.first,
        other.tags.first.map({ !highest.version.hasLowerPrecedence(than: $0.version) }) ?? true
      {
        return series
      }
    }
    var prefixes: Set<String> = []
    for tag in tags {
      if let start = tag.name.firstIndex(where: \.isNumber),
        Version(tag.name[start...]) != nil
      {
        prefixes.insert(String(tag.name[..<start]))
      }
    }
    let series = prefixes.sorted().map { TagSeries(tags, TagPattern(prefix: $0)) }
    return series.max { a, b in
      a.tags.count != b.tags.count
        ? a.tags.count < b.tags.count : a.pattern.prefix > b.pattern.prefix
    } ?? TagSeries([], TagPattern(prefix: "v"))
  }
}
