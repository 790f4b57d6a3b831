/// A changelog that is kept in a file: what people wrote in it stays byte for byte.
///
/// Releases are known by their headings of the second level, `## [1.2.0] - 2026-01-31` or `## 1.2.0`; an
/// entry by the short name of its commit in its line. An entry whose commit the file names anywhere is not
/// added again, nor one of a commit up to which the file was written before, which a comment below the
/// heading `Unreleased` says: somebody took it out.
public struct ChangelogFile: Sendable {
  /// The lines with their ends.
  private var lines: [Substring]

  public static let title = "# Changelog\n"

  public init(_ text: String) {
    var lines: [Substring] = []
    var start = text.startIndex
    while start < text.endIndex {
      let end =
        text[start...].firstIndex(where: \.isNewline).map { text.index(after: $0) } ?? text.endIndex
      lines.append(text[start..<end])
      start = end
    }
    self.lines = lines
  }

  public var text: String { lines.joined() }

  private struct Section {
    /// The line of the heading.
    let start: Int
    var end: Int
    /// Nil for `Unreleased`.
    let version: Version?
  }

  // MARK: Reading

  /// The version in a heading of the second level: `.some(nil)` for `Unreleased`, nil for other lines.
  private static func version(ofHeading line: Substring) -> Version?? {
    guard line.hasPrefix("## ") else { return nil }
    let text = line.dropFirst(3).drop { $0 == " " }
    let name = text.prefix { !$0.isWhitespace && $0 != "(" }
    let bare = name.drop { $0 == "[" }.prefix { $0 != "]" }
    if bare.lowercased() == "unreleased" { return .some(nil) }
    guard let start = bare.firstIndex(where: \.isNumber),
      bare[..<start].allSatisfy({ $0.isLetter || $0 == "-" || $0 == "@" || $0 == "/" }),
      let version = Version(bare[start...])
    else { return nil }
    return .some(version)
  }

  private func sections() -> [Section] {
    var found: [Section] = []
    var codeEnd = 0
    for (place, line) in lines.enumerated() where place >= codeEnd {
      if let fence = ["```", "~~~"].first(where: { line.hasPrefix($0) }) {
        // A fence that nothing closes is a line like others.
        let end = lines[(place + 1)...].firstIndex { $0.trimmedEnd == fence }
        codeEnd = end.map { $0 + 1 } ?? place
        continue
      }
      let isHeading = line.hasPrefix("## ") || line.hasPrefix("# ")
      // Definitions of links stand at the end, and belong to no release.
      if isHeading || Self.isDefinition(line), let last = found.indices.last,
        found[last].end == lines.count
      {
        found[last].end = place
      }
      if let version = Self.version(ofHeading: line) {
        found.append(Section(start: place, end: lines.count, version: version))
      }
    }
    return found
  }

  private static func isDefinition(_ line: Substring) -> Bool {
    guard line.hasPrefix("["), let close = line.firstIndex(of: "]") else { return false }
    return line[close...].hasPrefix("]:")
  }

  /// The commit up to which the section `Unreleased` was written.
  public var writtenUpTo: String? {
    guard let section = sections().first(where: { $0.version == nil }) else { return nil }
    return lines[section.start..<section.end].lazy.compactMap(Self.mark).first
  }

  private static let markStart = "<!-- verdict: up to "

  private static func mark(_ line: Substring) -> String? {
    guard line.hasPrefix(markStart) else { return nil }
    let name = line.dropFirst(markStart.count).prefix { $0.isHexDigit }
    return name.isEmpty ? nil : String(name)
  }

  // MARK: Writing

  /// Brings in releases, the newest first.
  ///
  /// - Parameters:
  ///   - known: commits, by their full names, that the file was written up to.
  ///   - head: the commit that it is now written up to.
  public mutating func update(
    _ releases: [Changelog.Edition], known: Set<String>, head: String, _ markdown: ChangelogMarkdown
  ) {
    if lines.isEmpty { lines = [Self.title[...]] }
    let text = self.text
    for release in releases.reversed() {
      if let version = release.version, sections().contains(where: { $0.version == version }) {
        continue
      }
      let commits = release.sections.flatMap(\.entries).map(\.commit)
      var release = release
      release.sections = release.sections.compactMap { section in
        var section = section
        section.entries.removeAll {
          known.contains($0.commit) || text.contains($0.commit.prefix(8))
        }
        return section.entries.isEmpty ? nil : section
      }
      if release.version == nil {
        updateUnreleased(release, head, markdown)
      } else {
        add(release, commits, markdown)
      }
    }
  }

  private func holds(_ section: Section, _ commits: [String]) -> Bool {
    let text = lines[section.start..<section.end].joined()
    return commits.contains { text.contains($0.prefix(8)) }
  }

  /// Adds a section for a version. The section `Unreleased` becomes it where the version is the newest, and
  /// its commits stand there.
  ///
  /// - Parameter commits: all of the release, by their full names.
  private mutating func add(
    _ release: Changelog.Edition, _ commits: [String], _ markdown: ChangelogMarkdown
  ) {
    let sections = sections()
    let isNewest = !sections.contains { other in
      other.version.map { $0 > release.version! } ?? false
    }
    if isNewest, let unreleased = sections.first(where: { $0.version == nil }),
      release.isUpcoming || holds(unreleased, commits)
    {
      let heading = lines[unreleased.start]
      let name = heading.drop { $0 == "#" }.drop { $0 == " " }
        .prefix { !$0.isWhitespace && $0 != "(" }
      lines[unreleased.start] =
        markdown.heading(release) + heading[name.endIndex...]
      if let mark = (unreleased.start..<unreleased.end).first(where: {
        Self.mark(lines[$0]) != nil
      }) {
        lines.remove(at: mark)
        if lines[mark - 1].allSatisfy(\.isWhitespace), mark < lines.count,
          lines[mark].allSatisfy(\.isWhitespace)
        {
          lines.remove(at: mark)
        }
      }
      insert(release.sections, below: unreleased.start, markdown)
      return
    }
    // Above the next older version.
    let place =
      sections.first { section in section.version.map { $0 < release.version! } ?? false }?.start
      ?? sections.last?.end ?? endOfIntroduction
    insert(markdown.text(release), at: place)
  }

  private mutating func updateUnreleased(
    _ release: Changelog.Edition, _ head: String, _ markdown: ChangelogMarkdown
  ) {
    if release.sections.isEmpty { return }
    let mark = "\(Self.markStart)\(head.prefix(12)) -->"
    if let section = sections().first(where: { $0.version == nil }) {
      if let place = (section.start..<section.end).first(where: { Self.mark(lines[$0]) != nil }) {
        lines[place] = mark[...] + lineEnd
      } else {
        lines.insert(contentsOf: ["" + lineEnd, mark[...] + lineEnd], at: section.start + 1)
      }
      insert(release.sections, below: section.start, markdown)
    } else {
      let place = sections().first?.start ?? endOfIntroduction
      var text = "\(markdown.heading(release))\n\n\(mark)\n"
      for section in release.sections { text += "\n" + markdown.text(section) }
      insert(text, at: place)
    }
  }

  /// Adds entries to the section that begins at a line: behind those of their group, or in a new group.
  private mutating func insert(
    _ groups: [Changelog.Section], below start: Int, _ markdown: ChangelogMarkdown
  ) {
    for group in groups {
      guard let section = sections().first(where: { $0.start == start }) else { return }
      let heading = (start..<section.end).first { place in
        lines[place].hasPrefix("### ")
          && lines[place].dropFirst(4).trimmedEnd.lowercased() == group.title.lowercased()
      }
      if let heading {
        let end = (heading + 1..<section.end).first { lines[$0].hasPrefix("### ") } ?? section.end
        add(group.entries.map(markdown.line), to: heading + 1..<end)
      } else {
        insert(markdown.text(group), at: section.end)
      }
    }
  }

  /// Adds entries behind the last one of a group, with its bullet; where it has none, at its end.
  private mutating func add(_ entries: [String], to group: Range<Int>) {
    let bullets = ["- ", "* ", "+ "]
    if let last = group.last(where: { place in bullets.contains { lines[place].hasPrefix($0) } }) {
      let bullet = lines[last].prefix(1)
      var place = last + 1
      while place < group.upperBound, lines[place].hasPrefix(" "),
        !lines[place].allSatisfy(\.isWhitespace)
      {
        place += 1
      }
      insertLines(entries.map { bullet + $0.dropFirst() + "\n" }.joined(), at: place)
    } else {
      var place = group.upperBound
      while place > group.lowerBound, lines[place - 1].allSatisfy(\.isWhitespace) { place -= 1 }
      insertLines("\n" + entries.map { $0 + "\n" }.joined(), at: place)
    }
  }

  /// Inserts a block with a blank line before and behind it.
  private mutating func insert(_ block: String, at place: Int) {
    var block = block
    if place > 0, !lines[place - 1].allSatisfy(\.isWhitespace) { block = "\n" + block }
    if place < lines.count, !lines[place].allSatisfy(\.isWhitespace) { block += "\n" }
    insertLines(block, at: place)
  }

  private mutating func insertLines(_ text: String, at place: Int) {
    if place > 0, place == lines.count, lines[place - 1].last?.isNewline != true {
      lines[place - 1] += lineEnd
    }
    let end = lineEnd
    lines.insert(
      contentsOf: ChangelogFile(text).lines.map { $0.dropLast() + end }, at: place)
  }

  /// The line end that the file has.
  private var lineEnd: Substring {
    lines.first.map { $0.hasSuffix("\r\n") ? "\r\n" : "\n" } ?? "\n"
  }

  /// The first line below what stands in front of all releases.
  private var endOfIntroduction: Int {
    lines.firstIndex(where: { Self.isDefinition($0) }) ?? lines.count
  }
}

extension Substring {
  fileprivate var trimmedEnd: Substring {
    var text = self
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
