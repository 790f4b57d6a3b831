import SemanticDiff
import Source
import Syntax

/// Comments and texts that stand for work.
struct PlaceholderDetector {
  let windows: [FileWindow]
  let lines: ChangedLines
  private(set) var suspicions: [Suspicion] = []

  mutating func run() {
    for window in windows {
      FileWindow.forEachToken(window.pair.after, window.after) { file, index in
        let kind = file.tokens.kind(index)
        if kind == .string || kind == .stringStart || kind.isComment {
          placeholder(file, index, window)
        }
      }
    }
  }

  private mutating func placeholder(_ file: SyntaxFile, _ index: Int, _ window: FileWindow) {
    let range = file.tokens.range(index)
    guard range.count < 4_000 else { return }
    let text = file.text.slice(range)
    let isComment = file.tokens.kind(index).isComment
    let phrases = isComment ? PlaceholderDetector.promised : PlaceholderDetector.filler
    guard let phrase = phrases.first(where: { text.holds($0.0) }),
      lines.isNew(at: range.start, of: file.text.bytes)
    else { return }
    // Tests and tools hold such texts as data.
    if !isComment, PathRole(window.pair.path) != .code { return }
    suspicions.append(
      Suspicion(
        "placeholder", phrase.1 - (PathRole(window.pair.path) == .code ? 0 : 0.25),
        "\(isComment ? "a comment stands" : "a text stands") for what is still to be written: `\(String(decoding: text, as: UTF8.self).prefix(60))`",
        help: "write it, or take it out", in: file, window.pair.path, at: range))
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
