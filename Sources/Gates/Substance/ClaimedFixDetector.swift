import Commits
import Git
import SemanticDiff
import Source
import Syntax
import Verification

/// A message that says that something was wrong and is mended, over a change after which the program does
/// what it did.
struct ClaimedFixDetector {
  let windows: [FileWindow]
  let commits: [Commit]
  private(set) var suspicions: [Suspicion] = []

  init(_ windows: [FileWindow], _ commits: [Commit]) {
    self.windows = windows
    self.commits = commits
  }

  mutating func run(_ subject: Subject) {
    guard commits.count == 1, let commit = commits.first, commit.parents.count < 2,
      claimsFix(commit.subject)
    else { return }
    // A file that is not read may hold the work.
    for file in subject.files {
      let role = PathRole(file.path)
      if role == .test || role == .documentation || role == .changelog || role == .example {
        continue
      }
      guard file.pair.language?.hasFunctions == true, !file.pair.isUnread, file.before != nil,
        file.after != nil,
        file.change.oldPath == nil
      else { return }
    }
    let program = windows.filter {
      PathRole($0.pair.path) == .code || PathRole($0.pair.path) == .build
    }
    guard let first = program.first, let file = first.pair.after else { return }
    var strings = false
    var changes = false
    for window in program {
      guard let old = window.pair.before, let new = window.pair.after else { return }
      let a = CodeSlice(old, window.before)
      let b = CodeSlice(new, window.after)
      guard a.count == b.count else { return }
      for index in 0..<a.count where a.word(index) != b.word(index) {
        guard a.kind(index).isStringPiece, b.kind(index).isStringPiece else { return }
        // What is no prose may well be what was wrong.
        guard isProse(a.bytes(index)), isProse(b.bytes(index)) else { return }
        strings = true
      }
      // The same tokens with other white space may be another program where that means something.
      changes = changes || commentsDiffer(old, window.before, new, window.after)
    }
    guard changes || strings else { return }
    suspicions.append(
      Suspicion(
        "claimed-fix", strings ? 0.62 : 0.85,
        "`\(commit.subject.prefix(60))` says that something is mended, but only \(strings ? "texts and comments" : "comments") of the program changed",
        help: "commit what mends it, or say that only texts changed", in: file, first.pair.path,
        at: ByteRange(first.after.start, min(first.after.start + 1, first.after.end))))
  }

  private func isProse(_ text: ArraySlice<UInt8>) -> Bool {
    text.split(separator: 32).count { word in
      word.count > 1
        && word.allSatisfy { $0.isLetter || $0 == 44 || $0 == 46 || $0 == 39 || $0 == 34 }
    } >= 3
  }

  private func commentsDiffer(
    _ old: SyntaxFile, _ before: ByteRange, _ new: SyntaxFile, _ after: ByteRange
  ) -> Bool {
    func comments(_ file: SyntaxFile, _ range: ByteRange) -> [UInt8] {
      var text: [UInt8] = []
      FileWindow.forEachToken(file, range) { file, index in
        if file.tokens.kind(index).isComment {
          text += file.text.slice(file.tokens.range(index)).filter { !$0.isSpace }
        }
      }
      return text
    }
    return comments(old, before) != comments(new, after)
  }

  private func claimsFix(_ subject: String) -> Bool {
    let line = Array(subject.utf8)[...]
    guard
      line.holds(any: ["fix", "bug", "repair", "resolve", "correct ", "crash", "prevent", "handle"])
    else { return false }
    return !line.holds(any: ClaimedFixDetector.harmless)
  }

  private static let harmless: [StaticString] = [
    "typ", "lint", "mypy", "pyright", "finding", "clippy", "sonar", "cs", "doc", "comment",
    "messag", "text", "string", "wording", "spell", "gramm", "link",
    "url",
    "format", "style", "whitespac", "test", "ci", "build", "chang", "translat", "log",
    "label",
    "name", "version", "copyright", "readme", "example", "warn", "misspel", "indent", "punctuation",
    "capital", "phras", "descri", "help", "licen", "header", "todo", "fixme", "note", "english",
    "javadoc", "rdoc", "yard", "param", "annotation",
    "type", "reference", "hint", "clarif", "remark", "sentence", "word", "letter", "quote",
    "markup", "nit", "codespell",
  ]
}
