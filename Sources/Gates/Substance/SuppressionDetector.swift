import SemanticDiff
import Source
import Syntax

/// Marks that silence a check.
struct SuppressionDetector {
  let windows: [FileWindow]
  let lines: ChangedLines
  let announcement: Announcement
  private(set) var suspicions: [Suspicion] = []

  private struct Mark {
    let window: FileWindow
    let file: SyntaxFile
    let range: ByteRange
    /// The word that names the check or its tool.
    let word: ArraySlice<UInt8>
    let isBlanket: Bool
    let hasReason: Bool
  }

  mutating func run() {
    var found = Surplus<Mark>()
    for window in windows {
      marks(window.pair.before, window, window.before) { key, _ in found.had(key) }
      marks(window.pair.after, window, window.after) { key, mark in found.has(key, mark) }
    }
    let new = found.new
    if new.isEmpty { return }
    let isKnown = announcement.says([
      "lint", "noqa", "pyright", "type check", "type-check", "mypy", "warning", "clippy", "ruff",
      "suppress", "ignore", "rubocop", "checkstyle", "phpstan", "psalm", "flake8", "detekt",
      "sonar",
    ])
    for mark in new {
      var confidence = mark.isBlanket ? 0.74 : 0.5
      if mark.hasReason { confidence -= 0.25 }
      if silencesOldLine(mark) { confidence += 0.16 }
      if isCustom(mark) { confidence -= 0.16 }
      if isKnown { confidence -= 0.25 }
      if new.count > 4 { confidence -= 0.15 }
      if PathRole(mark.window.pair.path) != .code { confidence -= 0.2 }
      let text = mark.file.text.string(mark.range)
      suspicions.append(
        Suspicion(
          "silenced-check", confidence,
          "a check is silenced\(mark.isBlanket ? ", whatever it says" : ""): `\(text.prefix(60))`",
          help: "mend what the check says, or name the one check and why it is wrong here",
          in: mark.file, mark.window.pair.path, at: mark.range))
    }
  }

  /// Whether the line stood there before the change without the mark.
  private func silencesOldLine(_ mark: Mark) -> Bool {
    let bytes = mark.file.text.bytes
    var start = mark.range.start
    while start > 0, bytes[start - 1] != 10 { start -= 1 }
    if let code = ChangedLines.word(bytes[start..<mark.range.start]) { return lines.isGone(code) }
    // On a line of its own: the one below it.
    var end = mark.range.end
    while end < bytes.count, bytes[end] != 10 { end += 1 }
    var next = min(end + 1, bytes.count)
    let from = next
    while next < bytes.count, bytes[next] != 10 { next += 1 }
    guard let below = ChangedLines.word(bytes[from..<next]) else { return false }
    return !lines.isNew(below)
  }

  /// Whether the file had marks of the kind before.
  private func isCustom(_ mark: Mark) -> Bool {
    mark.window.pair.before?.text.bytes[...].holds(exactly: mark.word) ?? false
  }

  private func marks(
    _ file: SyntaxFile?, _ window: FileWindow, _ range: ByteRange, _ body: (Word, Mark) -> Void
  ) {
    guard let file else { return }
    let conventions = window.conventions
    let tokens = file.tokens
    FileWindow.forEachToken(file, range) { file, index in
      let kind = tokens.kind(index)
      if kind.isComment {
        let text = file.text.slice(tokens.range(index))
        guard text.count < 400, let mark = comment(text, conventions) else { return }
        let place = ByteRange(
          tokens.start(index) + (mark.start - text.startIndex), tokens.end(index))
        body(
          Word(mark.word).followed(by: Word(text.lazy.filter { !$0.isSpace })),
          Mark(
            window: window, file: file, range: place, word: mark.word, isBlanket: mark.isBlanket,
            hasReason: mark.hasReason))
      } else if kind == .directive {
        guard file.text.slice(tokens.range(index)).elementsEqual("#pragma".utf8),
          let mark = pragma(file, index, window)
        else { return }
        body(mark.0, mark.1)
      } else if kind == .identifier || kind == .keyword, !conventions.suppressionMarks.isEmpty {
        let word = Word(file.text.slice(tokens.range(index)))
        guard conventions.suppressionMarks.contains(word), index > 0 else { return }
        let before = tokens.symbol(index - 1)
        guard
          before == UInt8(ascii: "@") || before == UInt8(ascii: "[") || before == UInt8(ascii: ":")
        else { return }
        let isAttribute =
          before != UInt8(ascii: "[")
          || index > 1
            && (tokens.symbol(index - 2) == UInt8(ascii: "#")
              || tokens.symbol(index - 2) == UInt8(ascii: "!") || file.language.name == "csharp")
        guard isAttribute else { return }
        var end = index + 1
        var depth = 0
        while end < tokens.count, end < index + 40 {
          if tokens.kind(end) == .open { depth += 1 }
          if tokens.kind(end) == .close {
            depth -= 1
            if depth <= 0 { break }
          }
          if depth == 0 { break }
          end += 1
        }
        end = min(end, tokens.count - 1)
        let place = ByteRange(tokens.start(index), max(tokens.end(index), tokens.end(end)))
        let text = file.text.slice(place)
        let isBlanket = text.holds(any: [
          "\"all\"", "(warnings", "(unused)", "clippy::all", "(all)",
        ])
        body(
          Word(text.lazy.filter { !$0.isSpace }),
          Mark(
            window: window, file: file, range: place,
            word: text.prefix(tokens.end(index) - tokens.start(index)),
            isBlanket: isBlanket, hasReason: text.holds(any: ["reason", "justification"])))
      }
    }
  }

  /// `#pragma warning disable`, `#pragma GCC diagnostic ignored "-W..."`
  private func pragma(_ file: SyntaxFile, _ index: Int, _ window: FileWindow) -> (Word, Mark)? {
    let bytes = file.text.bytes
    let start = file.tokens.start(index)
    var end = start
    while end < bytes.count, bytes[end] != 10 { end += 1 }
    let line = bytes[start..<end]
    guard line.holds("disable") || line.holds("ignored") else { return nil }
    let isBlanket = line.count { !$0.isSpace } < 24
    return (
      Word(line.lazy.filter { !$0.isSpace }),
      Mark(
        window: window, file: file, range: ByteRange(start, end), word: line.prefix(15),
        isBlanket: isBlanket,
        hasReason: line.holds("//"))
    )
  }

  private func comment(
    _ text: ArraySlice<UInt8>, _ conventions: Conventions
  ) -> (start: Int, word: ArraySlice<UInt8>, isBlanket: Bool, hasReason: Bool)? {
    for wanted in conventions.suppressions {
      let length = wanted.utf8CodeUnitCount
      guard let place = text.place(of: wanted) else { continue }
      // A word in prose is none: it begins the comment, or follows its mark.
      let before = text[text.startIndex..<place]
      guard
        before.allSatisfy({ !$0.isLetter }) || before.suffix(2).elementsEqual("# ".utf8)
          || before.suffix(3).elementsEqual("// ".utf8)
      else { continue }
      if wanted.isLetterAtEnd, place + length < text.endIndex, text[place + length].isLetter,
        !wanted.isPrefix
      {
        continue
      }
      var rest = text[(place + length)...]
      // Closing marks of a comment are no text.
      while let last = rest.last, last.isSpace || last == 42 || last == 47 {
        rest = rest.dropLast()
      }
      // Where it holds is no check: `eslint-disable-next-line`.
      for place in ["-next-line", "-line", ":next", ":this", ":previous"] as [StaticString]
      where rest.begins(place) {
        rest = rest.dropFirst(place.utf8CodeUnitCount)
        break
      }
      let words = rest.split(separator: 32).count
      let isAll = rest.holds(any: ["=all", " all"]) && words <= 1
      let codes = rest.contains { $0.isLetter }
      return (
        place, text[place..<place + length], !codes || isAll,
        words > 2
          && (rest.holds(any: ["--", "because", "since", "//", "# ", "why", ": ", " - "])
            || words > 5)
      )
    }
    return nil
  }
}

extension StaticString {
  fileprivate var isLetterAtEnd: Bool { utf8Start[utf8CodeUnitCount - 1].isLetter }
  /// Whether it goes on within the same word: `eslint-disable-next-line`.
  fileprivate var isPrefix: Bool {
    let text = description
    return text.hasPrefix("eslint") || text.hasPrefix("@ts") || text.hasPrefix("@phpstan")
      || text == "nolint" || text.hasPrefix("@psalm")
  }
}
