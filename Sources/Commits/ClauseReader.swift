import Source

/// Reads the statements from the clauses of a subject: `<verb> <name>`, `rename <name> to <name>`.
struct ClauseReader {
  private let words: [MessageWord]

  init(_ words: [MessageWord]) { self.words = words }

  func statements() -> [CommitClaims.Statement] {
    var result: [CommitClaims.Statement] = []
    var startsClause = true
    for (index, word) in words.enumerated() {
      if startsClause, !word.isQuoted, let verb = Verb(word.lower),
        let statement = statement(verb, at: index)
      {
        result.append(statement)
      }
      let goesOn = startsClause && ["also", "then"].contains(word.lower)
      startsClause = word.endsClause || goesOn || ["and", "&", "+", "then"].contains(word.lower)
    }
    return result
  }

  private func statement(_ verb: Verb, at start: Int) -> CommitClaims.Statement? {
    var index = start + 1
    skip(&index, ClauseReader.fillers)
    if verb == .add, let end = testsEnd(index) { return made(.addsTests, start, end) }
    skip(&index, ClauseReader.kinds)
    guard index < words.count, !words[start].endsClause, let name = words[index].codeName else {
      return nil
    }
    switch verb {
    case .remove: return isObject(index) ? made(.removes(name), start, index) : nil
    case .add: return isObject(index) ? made(.adds(name), start, index) : nil
    case .rename, .move:
      var next = index + 1
      if words[index].endsClause { return nil }
      skip(&next, ClauseReader.kinds)
      guard next < words.count, ["to", "into", "->", "=>", "→"].contains(words[next].lower)
      else { return nil }
      if verb == .move { return made(.moves(name), start, index) }
      next += 1
      skip(&next, ClauseReader.fillers.union(ClauseReader.kinds))
      guard next < words.count, let new = words[next].codeName, new != name, isObject(next) else {
        return nil
      }
      return made(.renames(name, to: new), start, next)
    }
  }

  private func made(
    _ deed: CommitClaims.Statement.Deed, _ start: Int, _ end: Int
  ) -> CommitClaims.Statement {
    CommitClaims.Statement(
      deed: deed, range: ByteRange(words[start].range.start, words[end].range.end))
  }

  private func skip(_ index: inout Int, _ skipped: Set<String>) {
    while index < words.count - 1, !words[index].isQuoted, !words[index].endsClause,
      skipped.contains(words[index].lower)
    {
      index += 1
    }
  }

  /// Whether the name is what the verb is about, and no attribute of a noun behind it.
  private func isObject(_ index: Int) -> Bool {
    var index = index
    while true {
      if words[index].endsClause || index + 1 == words.count { return true }
      index += 1
      if words[index].isQuoted { return false }
      if ClauseReader.prepositions.contains(words[index].lower) { return true }
      if !ClauseReader.kinds.contains(words[index].lower) { return false }
    }
  }

  /// The last word of `tests`, `unit tests`, `a test case` in front of what they test.
  private func testsEnd(_ start: Int) -> Int? {
    var index = start
    skip(&index, ClauseReader.testAttributes)
    guard index < words.count,
      ["test", "tests", "unittest", "unittests"].contains(words[index].lower)
    else { return nil }
    if !words[index].endsClause, index + 1 < words.count,
      ["case", "cases", "coverage"].contains(words[index + 1].lower)
    {
      index += 1
    }
    let isLast = words[index].endsClause || index + 1 == words.count
    return isLast || ["for", "of", "that", "covering", "and"].contains(words[index + 1].lower)
      ? index : nil
  }

  private enum Verb {
    case add, remove, rename, move

    init?(_ word: String) {
      switch word {
      case "add", "adds", "added", "adding", "introduce", "introduces", "introduced": self = .add
      case "remove", "removes", "removed", "removing", "delete", "deletes", "deleted", "deleting",
        "drop", "drops", "dropped":
        self = .remove
      case "rename", "renames", "renamed", "renaming": self = .rename
      case "move", "moves", "moved", "moving": self = .move
      default: return nil
      }
    }
  }

  private static let fillers: Set<String> = [
    "a", "an", "the", "new", "missing", "unused", "obsolete", "deprecated", "legacy", "old", "dead",
    "redundant", "unnecessary", "unneeded", "useless", "internal", "private", "public", "static",
    "optional", "experimental", "global", "some", "all",
  ]
  private static let testAttributes: Set<String> = [
    "a", "an", "some", "more", "missing", "new", "unit", "integration", "regression", "additional",
    "simple", "basic", "initial", "further", "failing", "few", "the",
  ]
  /// Nouns for what a name in code stands for.
  private static let kinds: Set<String> = [
    "function", "functions", "method", "methods", "class", "struct", "enum", "interface", "trait",
    "protocol", "type", "field", "property", "prop", "variable", "constant", "const", "module",
    "macro", "option", "flag", "parameter", "param", "argument", "arg", "attribute", "hook",
    "component", "decorator", "helper", "api", "getter", "setter", "func", "fn", "var", "def",
    "annotation", "directive", "service", "utility", "util",
  ]
  private static let prepositions: Set<String> = [
    "to", "into", "from", "in", "for", "of", "on", "with", "as", "when", "because", "since", "via",
    "at", "by", "which", "that", "and", "or", "&", "+", "if", "so", "instead", "per", "(", "-", "–",
    "—", "due", "after", "before", "until", "while", "where",
  ]
}
