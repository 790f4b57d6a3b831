import SemanticDiff
import Source
import Syntax

/// Code that became a comment.
struct CommentDetector {
  let windows: [FileWindow]
  let lines: ChangedLines
  let announcement: Announcement
  private(set) var suspicions: [Suspicion] = []

  mutating func run() {
    for window in windows {
      guard let file = window.pair.after else { continue }
      var run: [ByteRange] = []
      let tokens = file.tokens
      var last = -2
      FileWindow.forEachToken(file, window.after) { file, index in
        let kind = tokens.kind(index)
        guard kind.isComment, tokens.flags(index).contains(.startsLine) else { return }
        if kind == .lineComment, last == index - 1 {
          run.append(tokens.range(index))
        } else {
          commentedOut(run, file, window)
          run = [tokens.range(index)]
        }
        last = index
      }
      commentedOut(run, file, window)
    }
  }

  private mutating func commentedOut(_ run: [ByteRange], _ file: SyntaxFile, _ window: FileWindow) {
    guard let first = run.first, let end = run.last?.end else { return }
    let bytes = file.text.bytes
    var former = 0
    var all = 0
    var codeLike = 0
    for range in run {
      var start = range.start
      while start < range.end {
        var stop = start
        while stop < range.end, bytes[stop] != 10 { stop += 1 }
        defer { start = stop + 1 }
        var content = bytes[start..<stop]
        guard let whole = ChangedLines.word(content) else { continue }
        content = CommentDetector.content(content, window.conventions)
        guard let word = ChangedLines.word(content) else { continue }
        all += 1
        let size = content.count { !$0.isSpace }
        if size >= 4, lines.isGoneCode(word) {
          former += 1
        } else if lines.isNew(whole), CommentDetector.looksLikeCode(content) {
          codeLike += 1
        }
      }
    }
    let range = ByteRange(first.start, end)
    let help = "delete it; the history keeps it"
    if former > 0 {
      var confidence = former >= 3 ? 0.9 : former == 2 ? 0.82 : 0.56
      if announcement.says(["comment out", "commented out", "commenting", "disabl", "temporar"]) {
        confidence -= 0.3
      }
      if PathRole(window.pair.path) != .code { confidence -= 0.08 }
      suspicions.append(
        Suspicion(
          "commented-out", confidence,
          "\(former == 1 ? "a line of code is" : "\(former) lines of code are") commented out and not deleted",
          help: help, in: file, window.pair.path, at: range))
    } else if codeLike >= 3, codeLike * 10 >= all * 8, !CommentDetector.isExample(file, first) {
      suspicions.append(
        Suspicion(
          "commented-out", PathRole(window.pair.path) == .code ? 0.5 : 0.4,
          "\(codeLike) lines of new comments are code", help: help, in: file, window.pair.path,
          at: range))
    }
  }

  /// A line of a comment without its marks.
  private static func content(_ line: ArraySlice<UInt8>, _ conventions: Conventions) -> ArraySlice<
    UInt8
  > {
    var line = line.drop { $0.isSpace }
    if line.starts(with: "/*".utf8) {
      line = line.dropFirst(2)
    } else {
      let mark = conventions.lineComment
      let length = mark.utf8CodeUnitCount
      if line.count >= length,
        (0..<length).allSatisfy({ line[line.startIndex + $0] == mark.utf8Start[$0] })
      {
        line = line.dropFirst(length)
      } else if line.first == 42 {
        line = line.dropFirst()
      }
    }
    while let last = line.last, last.isSpace { line = line.dropLast() }
    if line.suffix(2).elementsEqual("*/".utf8) { line = line.dropLast(2) }
    return line
  }

  private static func looksLikeCode(_ line: ArraySlice<UInt8>) -> Bool {
    let line = line.drop { $0.isSpace }
    guard let last = line.last, line.count > 2 else { return false }
    if [UInt8(ascii: ";"), UInt8(ascii: "{"), UInt8(ascii: "}")].contains(last) { return true }
    if last == UInt8(ascii: ")"), let open = line.firstIndex(of: UInt8(ascii: "(")),
      open > line.startIndex
    {
      // `name(...)`, not prose with a bracket.
      return !line[..<open].contains(32) || line[..<open].contains(UInt8(ascii: "="))
    }
    if last == UInt8(ascii: ":") {
      return line.begins("def ") || line.begins("if ") || line.begins("for ") || line.begins("else")
        || line.begins("class ") || line.begins("try:") || line.begins("except")
    }
    return line.begins("return ") || line.begins("import ") || line.begins("raise ")
      || line.begins("assert ") && line.holds("==")
  }

  /// Whether a comment shows how something is used.
  private static func isExample(_ file: SyntaxFile, _ first: ByteRange) -> Bool {
    let tokens = file.tokens
    let index = tokens.firstIndex(startingAt: first.start)
    if index < tokens.count, tokens.flags(index).contains(.documentation) { return true }
    return file.text.bytes[first.start..<min(first.end, first.start + 200)].holds(any: [
      "example", "e.g", "usage", "for instance", "copyright", "license", "```", "i.e", "like",
    ])
  }
}
