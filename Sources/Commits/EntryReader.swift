import Source

/// Reads the entries of an ordinary message.
struct EntryReader {
  private let message: CommitMessage
  private let convention: MessageConvention

  init(_ message: CommitMessage, _ convention: MessageConvention) {
    self.message = message
    self.convention = convention
  }

  func entries() -> [MessageEntry] {
    let lines = MessageLines(message.text)
    let notes = BreakingNotes.all(lines)
    if var entry = entry(message.subject) {
      // The commits that were squashed into this one; what they break, it breaks.
      let squashed = listed(lines).filter { $0.isBreaking }
      entry.isBreaking = entry.isBreaking || !notes.isEmpty || !squashed.isEmpty
      entry.breakingNotes = notes + squashed.map(\.text)
      entry.references = MessageReferences.all(in: message.text)
      return [entry] + paragraphs(lines)
    }
    var listed = listed(lines) + paragraphs(lines)
    if !notes.isEmpty {
      if listed.isEmpty {
        return [
          MessageEntry(
            type: nil, text: message.subject, isBreaking: true, breakingNotes: notes,
            references: MessageReferences.all(in: message.text))
        ]
      }
      let place = listed.firstIndex { $0.isBreaking } ?? 0
      listed[place].isBreaking = true
      listed[place].breakingNotes = notes
    }
    let references = MessageReferences.all(in: message.subject)
    for place in listed.indices {
      listed[place].references += references.filter { !listed[place].references.contains($0) }
    }
    return listed
  }

  /// The subjects of squashed commits, as forges list them: `* feat: one`, `- fix: two`.
  private func listed(_ lines: MessageLines) -> [MessageEntry] {
    var found: [MessageEntry] = []
    let fenced = CodeFences.lines(lines)
    for index in 1..<max(1, lines.count) where !fenced[index] {
      let line = lines.bytes(index)
      guard let mark = line.first, mark == UInt8(ascii: "*") || mark == UInt8(ascii: "-"),
        line.dropFirst().first == 32
      else { continue }
      let text = String(decoding: MessageLines.trim(line.dropFirst()), as: UTF8.self)
      if var entry = entry(text) {
        entry.references = MessageReferences.all(in: text)
        found.append(entry)
      }
    }
    return found
  }

  /// Further things that were done, each a paragraph of one line that begins as a subject does.
  private func paragraphs(_ lines: MessageLines) -> [MessageEntry] {
    var found: [MessageEntry] = []
    let fenced = CodeFences.lines(lines)
    for index in 2..<max(2, lines.count)
    where !fenced[index] && lines.isBlank(index - 1)
      && (index + 1 == lines.count || lines.isBlank(index + 1))
    {
      // A footer may look like a subject; what kinds of work there are is known.
      guard let entry = entry(lines.line(index)), EntryReader.types.contains(entry.type ?? "")
      else { continue }
      found.append(entry)
    }
    return found
  }

  private static let types: Set<String> = [
    "feat", "fix", "perf", "refactor", "docs", "test", "chore", "build", "ci", "style",
  ]

  /// One line as an entry; nil where it names no kind of work.
  private func entry(_ line: String) -> MessageEntry? {
    if convention == .gitmoji, let entry = Gitmoji.entry(line) { return entry }
    let text = Gitmoji.withoutEmoji(line)
    guard
      let commit = (try? ConventionalCommit(parsing: text))
        ?? (try? ConventionalCommit(parsing: EntryReader.withOneBlank(text)))
    else { return nil }
    return MessageEntry(
      type: commit.type.lowercased(), scope: commit.scope, text: commit.description,
      isBreaking: commit.isBreaking)
  }
}

extension EntryReader {
  /// The line with one blank instead of several behind its first colon.
  private static func withOneBlank(_ line: String) -> String {
    guard let colon = line.firstIndex(of: ":") else { return line }
    let rest = line[line.index(after: colon)...]
    return rest.hasPrefix(" ") ? line[...colon] + " " + rest.drop { $0 == " " } : line
  }
}

/// Which lines of a message are code between two fences, after CommonMark.
enum CodeFences {
  /// For each line whether it is a fence or between two; a fence that nothing closes is a line like others.
  static func lines(_ lines: MessageLines) -> [Bool] {
    var inside = [Bool](repeating: false, count: lines.count)
    var index = 0
    while index < lines.count {
      if let fence = fence(lines.bytes(index)),
        let end = (index + 1..<max(index + 1, lines.count)).first(where: {
          closes(lines.bytes($0), fence)
        })
      {
        for line in index...end { inside[line] = true }
        index = end
      }
      index += 1
    }
    return inside
  }

  private static func fence(_ line: ArraySlice<UInt8>) -> (mark: UInt8, length: Int)? {
    let text = MessageLines.trim(line)
    guard let mark = text.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else {
      return nil
    }
    let length = text.prefix { $0 == mark }.count
    return length >= 3 ? (mark, length) : nil
  }

  private static func closes(
    _ line: ArraySlice<UInt8>, _ fence: (mark: UInt8, length: Int)
  ) -> Bool {
    let text = MessageLines.trim(line)
    return text.count >= fence.length && text.allSatisfy { $0 == fence.mark }
  }
}

/// What a message says breaks.
enum BreakingNotes {
  private static let tokens = ["BREAKING CHANGE", "BREAKING-CHANGE"].map { Array($0.utf8) }

  /// The values of lines that begin with the token, wherever in the body; not in code. A value goes on to
  /// the next blank line, or to a line that begins as a footer does.
  static func all(_ lines: MessageLines) -> [String] {
    let fenced = CodeFences.lines(lines)
    var notes: [String] = []
    var index = 1
    while index < lines.count {
      guard !fenced[index], let value = value(lines.bytes(index)) else {
        index += 1
        continue
      }
      var parts = [value]
      index += 1
      while index < lines.count, !lines.isBlank(index), !fenced[index],
        ConventionalCommit.Footer.start(lines.bytes(index)) == nil
      {
        parts.append(lines.trimmed(index))
        index += 1
      }
      notes.append(parts.filter { !$0.isEmpty }.joined(separator: " "))
    }
    return notes
  }

  private static func value(_ line: ArraySlice<UInt8>) -> String? {
    for token in tokens where line.starts(with: token) {
      let rest = line.dropFirst(token.count)
      guard rest.first == UInt8(ascii: ":") || rest.starts(with: [32, UInt8(ascii: "#")]) else {
        continue
      }
      return String(decoding: MessageLines.trim(rest.dropFirst()), as: UTF8.self)
    }
    return nil
  }
}
