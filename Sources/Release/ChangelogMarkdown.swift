import Source

/// Addresses of a repository at its forge.
public struct ForgeLinks: Sendable, Hashable {
  /// Without a slash at its end.
  public let base: String
  private let isGitLab: Bool

  /// - Parameter remote: the address of a remote, as Git has it; nil where it leads to no known forge.
  public init?(remote: String) {
    var text = remote[...]
    if let scheme = text.firstRange(of: "://") {
      text = text[scheme.upperBound...]
      if let at = text.prefix(while: { $0 != "/" }).lastIndex(of: "@") {
        text = text[text.index(after: at)...]
      }
    } else if let at = text.firstIndex(of: "@"), let colon = text.firstIndex(of: ":"), at < colon {
      text = text[text.index(after: at)..<colon] + "/" + text[text.index(after: colon)...]
    } else {
      return nil
    }
    while text.hasSuffix("/") { text = text.dropLast() }
    if text.hasSuffix(".git") { text = text.dropLast(4) }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let isPlain = text.utf8.allSatisfy {
      48...57 ~= $0 || 97...122 ~= $0 | 32 || "-._/:~".utf8.contains($0)
    }
    guard parts.count >= 3, isPlain, let host = parts.first, host.contains(".") else { return nil }
    // A port is that of SSH as often as not.
    base = "https://\(host.prefix { $0 != ":" })/\(parts.dropFirst().joined(separator: "/"))"
    isGitLab = host.contains("gitlab")
  }

  func commit(_ id: String) -> String { "\(base)/\(isGitLab ? "-/" : "")commit/\(id)" }

  func comparison(_ old: String, _ new: String) -> String {
    "\(base)/\(isGitLab ? "-/" : "")compare/\(old)...\(new)"
  }

  func release(_ tag: String) -> String {
    isGitLab ? "\(base)/-/tags/\(tag)" : "\(base)/releases/tag/\(tag)"
  }

  /// Where an issue or pull request is found; nil where the reference does not tell.
  func reference(_ text: String) -> String? {
    if text.hasPrefix("#") { return "\(base)/\(isGitLab ? "-/" : "")issues/\(text.dropFirst())" }
    if text.hasPrefix("!"), isGitLab { return "\(base)/-/merge_requests/\(text.dropFirst())" }
    return text.hasPrefix("GH-") ? "\(base)/issues/\(text.dropFirst(3))" : nil
  }
}

/// Writes releases as Markdown, a line an entry.
public struct ChangelogMarkdown: Sendable {
  private let links: ForgeLinks?

  public init(links: ForgeLinks?) { self.links = links }

  /// The heading of a release's section, without a line end.
  func heading(_ release: Changelog.Edition) -> String {
    guard let version = release.version else { return "## [Unreleased]" }
    let link = release.tag.flatMap { tag in links.map { "(\($0.release(tag)))" } } ?? ""
    return "## [\(version)]\(link) - \(release.date)"
  }

  /// A whole release with its heading, ending in one line end.
  public func text(_ release: Changelog.Edition) -> String {
    var text = heading(release) + "\n"
    for section in release.sections { text += "\n" + self.text(section) }
    return text
  }

  func text(_ section: Changelog.Section) -> String {
    "### \(section.title)\n\n" + section.entries.map { line($0) + "\n" }.joined()
  }

  func line(_ entry: Changelog.Entry) -> String {
    var text = "- "
    if entry.isBreaking { text += "**Breaking:** " }
    if let scope = entry.scope { text += "**\(Self.escaped(scope)):** " }
    text += linked(Self.escaped(entry.text), entry.references)
    let short = String(entry.commit.prefix(8))
    text += links.map { " ([\(short)](\($0.commit(entry.commit))))" } ?? " (\(short))"
    for note in entry.breakingNotes where note != entry.text {
      text += "\n  - \(Self.escaped(note))"
    }
    for entity in entry.entities {
      text += "\n  - `\(entity.qualifiedName.replacing("`", with: "'"))`"
      if let reason = entity.reason { text += ": \(Self.escaped(reason))" }
    }
    return text
  }

  /// The text with the references in it as links, and those that only the body names behind it.
  private func linked(_ text: String, _ references: [String]) -> String {
    guard let links else { return text }
    var result = text
    var others: [String] = []
    for reference in references {
      guard let address = links.reference(reference) else { continue }
      let link = "[\(reference)](\(address))"
      if let range = result.firstRange(of: reference), !result.contains("[\(reference)]") {
        result.replaceSubrange(range, with: link)
      } else {
        others.append(link)
      }
    }
    return others.isEmpty ? result : "\(result), see \(others.joined(separator: ", "))"
  }

  /// A text of one line in which nothing opens an HTML tag, but in code.
  static func escaped(_ text: String) -> String {
    var result = ""
    var isCode = false
    for character in text {
      switch character {
      case "`": isCode.toggle()
      case "<" where !isCode: result += "\\"
      case "\r", "\n", "\r\n":
        result += " "
        continue
      default: break
      }
      result.append(character)
    }
    return result
  }
}
