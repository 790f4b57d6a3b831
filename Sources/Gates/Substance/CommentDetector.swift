import SemanticDiff
import Source
import Syntax

/// Code that became a comment, and comments that stand for work.
struct CommentDetector {
  let windows: [FileWindow]
  let lines: ChangedLines
  let announcement: Announcement
  private(set) var suspicions: [Suspicion] = []

  init(_ windows: [FileWindow], _ lines: ChangedLines, _ announcement: Announcement) {
    self.windows = windows
    self.lines = lines
    self.announcement = announcement
  }

  mutating func run() {
    for window in windows {
      guard let file = window.pair.after else { continue }
      var run: [ByteRange] = []
      let tokens = file.tokens
      var last = -2
      FileWindow.forEachToken(file, window.after) { file, index in
        let kind = tokens.kind(index)
        if kind == .string || kind == .stringStart || kind.isComment {
          placeholder(file, index, window)
        }
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

  // MARK: Code in comments

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

  // MARK: Placeholders

  private mutating func placeholder(_ file: SyntaxFile, _ index: Int, _ window: FileWindow) {
    let range = file.tokens.range(index)
    guard range.count < 4_000 else { return }
    let text = file.text.slice(range)
    let isComment = file.tokens.kind(index).isComment
    let phrases = isComment ? CommentDetector.promised : CommentDetector.filler
    guard let phrase = phrases.first(where: { text.holds($0.0) }), isNew(file, range) else {
      return
    }
    // How a program that writes programs speaks of such comments.
    if !isComment, PathRole(window.pair.path) != .code { return }
    suspicions.append(
      Suspicion(
        "placeholder", phrase.1 - (PathRole(window.pair.path) == .code ? 0 : 0.25),
        "\(isComment ? "a comment stands" : "a text stands") for what is still to be written: `\(String(decoding: text.prefix(60), as: UTF8.self))`",
        help: "write it, or take it out", in: file, window.pair.path, at: range))
  }

  private func isNew(_ file: SyntaxFile, _ range: ByteRange) -> Bool {
    let bytes = file.text.bytes
    var start = range.start
    while start > 0, bytes[start - 1] != 10 { start -= 1 }
    var end = range.start
    while end < bytes.count, bytes[end] != 10 { end += 1 }
    return ChangedLines.word(bytes[start..<end]).map(lines.isNew) ?? false
  }

  /// What comments say in place of code.
  private static let promised: [(StaticString, Double)] = [
    ("your code here", 0.85), ("implementation goes here", 0.9), ("logic goes here", 0.9),
    ("code goes here", 0.85), ("add your", 0.6), ("implement me", 0.8), ("todo: implement", 0.72),
    ("todo implement", 0.72),
    ("fixme: implement", 0.72), ("implement this", 0.62), ("implement later", 0.75),
    ("placeholder implementation", 0.8),
    ("stub implementation", 0.62), ("dummy implementation", 0.62), ("rest of the code", 0.85),
    ("rest of the implementation", 0.85), ("existing code ...", 0.9), ("... existing code", 0.9),
    ("real implementation", 0.5), ("actual implementation", 0.55),
    ("simplified implementation", 0.6), ("in production", 0.45),
    ("for now, just", 0.5), ("for now just", 0.5), ("just return", 0.4),
    ("not implemented yet", 0.6), ("to be implemented", 0.6),
    ("fill in", 0.3), ("lorem ipsum", 0.7), ("add logic", 0.75), ("add implementation", 0.8),
    ("implementation here", 0.85),
    ("todo: add logic", 0.85), ("todo: write", 0.65), ("todo: finish", 0.65),
    ("todo: complete", 0.65), ("todo: fill", 0.65), ("placeholder", 0.35),
    ("todo(implement", 0.72), ("xxx: implement", 0.7), ("todo - implement", 0.7),
    ("unimplemented", 0.4),
  ]
  /// What texts hold in place of real ones.
  private static let filler: [(StaticString, Double)] = [
    ("lorem ipsum", 0.75), ("todo: implement", 0.75), ("your text here", 0.8), ("insert text", 0.6),
    ("implement me", 0.7),
    ("placeholder text", 0.75), ("changeme", 0.4), ("not implemented yet", 0.5),
    ("coming soon", 0.4), ("todo: ", 0.5), ("\"todo\"", 0.5), ("'todo'", 0.5), ("foo bar baz", 0.4),
  ]
}
