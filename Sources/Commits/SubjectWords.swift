import Source

/// The kind of work that a subject without a type claims by its words, where they leave no doubt.
struct SubjectWords {
  let work: CommitClaims.Work?

  init(_ words: [MessageWord]) {
    guard let first = words.first, let type = SubjectWords.type(words.map(\.lower)) else {
      work = nil
      return
    }
    work = CommitClaims.Work(type: type, isStated: false, scope: nil, range: first.range)
  }

  private static func type(_ words: [String]) -> String? {
    let first = words[0]
    let second = words.count > 1 ? words[1] : ""
    if isVersion(first), words.count == 1 { return "release" }
    if ["release", "version"].contains(first), isVersion(second), words.count < 4 {
      return "release"
    }
    if first == "bump", second == "version" || second == "to" && words.contains(where: isVersion) {
      return "release"
    }
    // As Dependabot words it.
    if first == "bump", words.contains("from"), words.contains("to") { return "build" }
    switch first {
    case "refactor", "refactors", "refactored", "refactoring", "reformat", "reformats":
      return "refactor"
    case "document", "documents": return "docs"
    default: break
    }
    let aboutOther = words.contains { other.contains($0) }
    switch first {
    case "fix", "fixes", "fixed":
      if ["typo", "typos"].contains(second), words.contains(where: documents.contains) {
        return "docs"
      }
      return aboutOther ? nil : "fix"
    case "implement", "implements", "implemented": return aboutOther ? nil : "feat"
    case "update", "updates", "improve", "improves":
      return documents.contains(second) && words.count == 2 ? "docs" : nil
    case "add", "adds", "added":
      let rest = words.dropFirst().drop {
        ["a", "unit", "regression", "more", "some"].contains($0)
      }
      guard let noun = rest.first, noun == "test" || noun == "tests" else { return nil }
      return rest.count == 1 || rest.dropFirst().first == "for" ? "test" : nil
    default: return nil
    }
  }

  /// `1.2`, `v1.2.3-rc.1`.
  private static func isVersion(_ word: String) -> Bool {
    let digits = word.hasPrefix("v") ? word.dropFirst() : word[...]
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count > 1
      && parts.prefix(2).allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
  }

  private static let documents: Set<String> = [
    "readme", "docs", "doc", "documentation", "changelog", "docstring", "docstrings", "readme.md",
  ]
  /// Words of work that is not on what the program does.
  private static let other: Set<String> = documents.union([
    "typo", "typos", "comment", "comments", "test", "tests", "testing", "spec", "specs", "ci",
    "build", "lint", "linter", "format", "formatting", "style", "whitespace", "indentation",
    "spelling", "grammar", "travis", "workflow", "pipeline", "release", "version", "example",
    "examples", "link", "links", "warning", "warnings", "makefile", "dockerfile", "license",
  ])
}
