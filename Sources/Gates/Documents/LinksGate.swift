import Git
import Policy
import SemanticDiff
import Source
import Syntax
import Verification

/// Links and paths in Markdown that lead nowhere after the change. Nothing is fetched: links to other machines are
/// not looked at.
public struct LinksGate: Gate {
  public init() {}

  public let schema = GateSchema(
    "links", "links in documents lead somewhere", defaultLevel: .warn)

  public var rules: [Rule] { LinksGate.ruleTexts }

  public func witnesses() -> [String]? { [] }

  public func judge(_ subject: Subject, _ settings: GateSettings) async -> GateResult {
    let documents = subject.files.filter {
      $0.pair.after?.language == .markdown && PathRole($0.path) != .test && !$0.path.isVendored
        && !GeneratedMark.isGenerated($0.pair)
    }
    let paths = TreePaths(subject)
    let changes = Removals(subject, paths)
    guard !documents.isEmpty || !changes.isEmpty else {
      return GateResult(
        .notApplicable, "no document is changed, and nothing that one could point to")
    }
    var findings: [Finding] = []
    var unverified: [String] = []
    var count = 0
    let resolver = LinkResolver(subject, paths)
    for file in documents {
      let (found, links, open) = check(file, resolver)
      findings += found
      count += links
      if let open { unverified.append(open) }
    }
    if !changes.isEmpty {
      if subject.stage == .preCommit {
        unverified.append(
          "unchanged documents are searched for links to what was removed at a push, in CI or by `verdict check`"
        )
      } else {
        findings += unchanged(subject, changes, resolver, &unverified)
      }
    }
    let seen = documents.count == 1 ? "1 document" : "\(documents.count) documents"
    return GateResult(
      findings.outcome,
      "\(count == 1 ? "1 link" : "\(count) links") to files and headings in \(seen)",
      findings: findings, unverified: unverified)
  }

  private func check(
    _ file: SubjectFile, _ resolver: LinkResolver
  ) -> (findings: [Finding], links: Int, open: String?) {
    let syntax = file.pair.after!
    let after = MarkdownLinks(syntax).links
    let before = file.pair.before.map { Set(MarkdownLinks($0).links.map(\.destination)) } ?? []
    var findings: [Finding] = []
    var looked = 0
    // How the document's other links to files fare tells whether its paths are files at all.
    var (found, missing) = (0, 0)
    for link in after {
      switch resolver.resolve(link, in: syntax, at: file.path) {
      case .elsewhere: continue
      case .found:
        looked += 1
        if !link.destination.hasPrefix("#") { found += 1 }
      case .missing(let rule, let message, let help):
        looked += 1
        let isOld = before.contains(link.destination)
        let hasLed = isOld && resolver.resolvedBefore(link, at: file.pair.pathBefore)
        if rule == "missing-file", !hasLed { missing += 1 }
        findings.append(
          finding(rule, message, help, link, file.path, syntax, isNew: !isOld || hasLed))
      }
    }
    if missing > 1, missing > found {
      return (
        findings.filter { $0.rule != "links/missing-file" }, looked,
        "\(file.path): most of its links are no paths of files, as where a program makes a site of it"
      )
    }
    return (findings, looked, nil)
  }

  private func finding(
    _ rule: String, _ message: String, _ help: String, _ link: DocumentLink, _ path: SourcePath,
    _ syntax: SyntaxFile, isNew: Bool
  ) -> Finding {
    Finding(
      rule: "links/\(rule)", severity: .error, message: message, help: help, path: path,
      text: syntax.text, range: link.range,
      entity: syntax.innermostEntity(at: link.range.start).map { syntax.qualifiedName($0) },
      isNew: isNew)
  }

  /// Links of unchanged documents to what the change took away.
  private func unchanged(
    _ subject: Subject, _ removals: Removals, _ resolver: LinkResolver, _ unverified: inout [String]
  ) -> [Finding] {
    let documents = UnchangedDocuments.read(
      subject, where: { PathRole($0) != .test && !$0.isVendored },
      holding: { removals.areNamed(in: $0) }, &unverified)
    var findings: [Finding] = []
    for (path, syntax) in documents {
      for link in MarkdownLinks(syntax).links {
        guard !link.isUndefined,
          case .missing(let rule, let message, let help) = resolver.resolve(
            link, in: syntax, at: path), resolver.resolvedBefore(link, at: path)
        else { continue }
        findings.append(finding(rule, message, help, link, path, syntax, isNew: true))
      }
    }
    return findings
  }
}

/// What a change took away that documents may point to.
private struct Removals {
  /// The last components of paths, and the names of documents that lost headings.
  private var names: Set<[UInt8]> = []

  init(_ subject: Subject, _ paths: TreePaths) {
    for path in paths.gone { names.insert(Array(path.lastComponent)) }
    for file in subject.files {
      guard let before = file.pair.before, let after = file.pair.after, after.language == .markdown
      else { continue }
      if !DocumentAnchors(before).names.isSubset(of: DocumentAnchors(after).names) {
        names.insert(Array(file.path.lastComponent))
      }
    }
  }

  var isEmpty: Bool { names.isEmpty }

  /// Whether one of the names stands in a text, alone or without its extension.
  func areNamed(in bytes: [UInt8]) -> Bool {
    names.contains { name in
      let stem = name.lastIndex(of: UInt8(ascii: ".")).map { Array(name[..<$0]) } ?? name
      return bytes.holds(stem.isEmpty ? name : stem)
    }
  }
}

extension [UInt8] {
  /// Whether some bytes stand among these.
  func holds(_ word: [UInt8]) -> Bool {
    guard let first = word.first, word.count <= count else { return false }
    return withUnsafeBufferPointer { all in
      word.withUnsafeBufferPointer { word in
        var index = 0
        let last = all.count - word.count
        while index <= last {
          if all[index] == first {
            var length = 1
            while length < word.count, all[index + length] == word[length] { length += 1 }
            if length == word.count { return true }
          }
          index += 1
        }
        return false
      }
    }
  }
}
