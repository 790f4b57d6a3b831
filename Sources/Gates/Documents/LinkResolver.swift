import Git
import SemanticDiff
import Source
import Syntax
import Verification

/// Finds out whether links lead to files and headings.
final class LinkResolver {
  enum Outcome {
    /// It leads to another machine, or is no path.
    case elsewhere
    case found
    case missing(rule: String, message: String, help: String)
  }

  private let paths: TreePaths
  private let subject: Subject
  private var anchors: [SourcePath: DocumentAnchors] = [:]

  init(_ subject: Subject, _ paths: TreePaths) {
    self.subject = subject
    self.paths = paths
  }

  /// What a link comes to after the change.
  func resolve(_ link: DocumentLink, in file: SyntaxFile, at path: SourcePath) -> Outcome {
    if link.isUndefined {
      return .missing(
        rule: "undefined-reference",
        message: "no definition says where `[\(link.destination)]` leads",
        help: "add `[\(link.destination)]: DESTINATION`, or write the destination behind the text")
    }
    guard let target = LinkTarget(link.destination) else { return .elsewhere }
    if target.path.isEmpty {
      guard !target.anchor.isEmpty else { return .elsewhere }
      if anchors(of: path, file).contains(target.anchor) { return .found }
      return missingAnchor(target.anchor, in: "this document")
    }
    let candidates = target.candidates(from: path)
    guard !candidates.isEmpty else { return .elsewhere }
    if target.isAbsolute, !paths.existsAfter(target.root), !paths.existsBefore(target.root) {
      return .elsewhere
    }
    guard let place = candidates.first(where: paths.existsAfter) else {
      // What has no ending may be a label or a symbol of a documentation generator.
      if target.hasNoEnding, !candidates.contains(where: paths.existsBefore) { return .elsewhere }
      return .missing(
        rule: "missing-file", message: "`\(link.destination)` is no file of the repository",
        help: "mend the path, or remove the link")
    }
    if !target.anchor.isEmpty, Language.detect(path: place, bytes: []) == .markdown,
      let there = anchors(of: place), !there.contains(target.anchor)
    {
      return missingAnchor(target.anchor, in: "`\(place)`")
    }
    return .found
  }

  private func missingAnchor(_ anchor: String, in place: String) -> Outcome {
    .missing(
      rule: "missing-heading", message: "\(place) has no heading `#\(anchor)`",
      help: "mend the part behind `#`, or remove it")
  }

  /// Whether the link of a document led somewhere before the change.
  func resolvedBefore(_ link: DocumentLink, at path: SourcePath) -> Bool {
    guard !link.isUndefined, let target = LinkTarget(link.destination) else { return false }
    if target.path.isEmpty { return before(path, target.anchor) }
    guard let place = target.candidates(from: path).first(where: paths.existsBefore) else {
      return false
    }
    return target.anchor.isEmpty || before(place, target.anchor)
  }

  private func before(_ path: SourcePath, _ anchor: String) -> Bool {
    guard let file = subject.files.first(where: { $0.pair.pathBefore == path }) else {
      // What did not change had what it has.
      return anchors(of: path)?.contains(anchor) ?? true
    }
    guard let syntax = file.pair.before, syntax.language == .markdown else { return false }
    return DocumentAnchors(syntax).contains(anchor)
  }

  private func anchors(of path: SourcePath, _ file: SyntaxFile) -> DocumentAnchors {
    if let known = anchors[path] { return known }
    let made = DocumentAnchors(file)
    anchors[path] = made
    return made
  }

  private func anchors(of path: SourcePath) -> DocumentAnchors? {
    if let known = anchors[path] { return known }
    if let file = subject.files.first(where: { $0.path == path })?.pair.after {
      return anchors(of: path, file)
    }
    guard let bytes = paths.contentsAfter(path) else { return nil }
    return anchors(of: path, SyntaxFile(SourceText(bytes), as: .markdown, path: path))
  }
}

/// A destination taken apart.
struct LinkTarget {
  /// Percent-decoded, without query; empty for a heading of the document itself.
  let path: String
  let anchor: String
  var isAbsolute: Bool { path.hasPrefix("/") }
  /// Whether it names neither a folder nor a file with an ending.
  var hasNoEnding: Bool {
    !path.hasSuffix("/") && !(path.split(separator: "/").last ?? "").dropFirst().contains(".")
  }

  /// The first folder of an absolute path.
  var root: SourcePath {
    SourcePath(String(path.dropFirst().prefix { $0 != "/" }))
  }

  /// Nil for what is no path of a file: another machine's, a template's.
  init?(_ destination: String) {
    let bytes = Array(destination.utf8)
    guard !bytes.isEmpty, !destination.hasPrefix("//"),
      !bytes.contains(where: { "{}$<>*|\"@\\ \n".utf8.contains($0) })
    else { return nil }
    // A scheme (RFC 3986, 3.1).
    if let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
      !bytes[..<colon].contains(where: { "/#?".utf8.contains($0) })
    {
      return nil
    }
    let parts = destination.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    path = Self.decoded(String(parts[0].prefix { $0 != "?" }))
    let fragment = parts.count > 1 ? Self.decoded(String(parts[1])) : ""
    // `#:~:text=` and `#/route` are for programs.
    anchor =
      fragment.hasPrefix(":") || fragment.hasPrefix("/") || fragment.hasPrefix("!") ? "" : fragment
    if path.isEmpty, anchor.isEmpty { return nil }
  }

  private static func decoded(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
    var result: [UInt8] = []
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let value = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
      {
        result.append(value)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static let endings = [".md", ".mdx", ".markdown", ".rst", ".adoc", ".html", ".ipynb"]
  private static let indexes = [
    "/index.md", "/README.md", "/_index.md", "/index.mdx", "/index.html",
  ]

  /// The paths that a link of a document may mean, the likeliest first: as it is written, and as site generators
  /// read it, which leave out endings and make a folder of each page. None for what leaves the repository.
  func candidates(from document: SourcePath) -> [SourcePath] {
    var bases = [isAbsolute ? "" : document.parent.description]
    if !isAbsolute {
      let name = document.description
      if let ending = document.pathExtension {
        bases.append(String(name.dropLast(ending.utf8.count + 1)))
      }
    }
    var result: [SourcePath] = []
    for base in bases {
      guard let joined = Self.join(base, path) else { continue }
      result.append(SourcePath(joined))
      if joined.isEmpty { continue }
      let last = joined.split(separator: "/").last ?? ""
      if !last.contains(".") || path.hasSuffix("/") {
        result += (Self.endings + Self.indexes).map { SourcePath(joined + $0) }
      } else if last.hasSuffix(".html") || last.hasSuffix(".htm") {
        let stem = String(joined[..<joined.lastIndex(of: ".")!])
        result += Self.endings.map { SourcePath(stem + $0) }
      }
    }
    return result
  }

  /// Two paths as one without `.` and `..`; nil where it leads out of the root.
  private static func join(_ base: String, _ path: String) -> String? {
    var parts = base.split(separator: "/")
    for part in path.split(separator: "/") {
      if part == "." { continue }
      if part == ".." {
        if parts.popLast() == nil { return nil }
      } else {
        parts.append(part)
      }
    }
    return parts.joined(separator: "/")
  }
}
