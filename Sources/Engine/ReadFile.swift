import Git
import SemanticDiff
import Source
import Syntax
import Verification

/// The contents of one version of a file, as far as they were read.
struct FileContents: Sendable {
  var text: SourceText?
  var isBinary = false
  /// Whether there is a text that could not be read.
  var isUnread = false
  /// Why there is no text.
  var note: String?

  init() {}

  init(isUnread: Bool = false, note: String) {
    self.isUnread = isUnread
    self.note = note
  }

  /// - Parameter bytes: nil where there is no such version.
  init(bytes: [UInt8]?) {
    guard let bytes else { return }
    if bytes.count > ChangeReader.largestFile {
      isUnread = true
      note = FileContents.tooLarge
    } else if FileContents.holdsZero(bytes, within: 8_000) {
      // Git's own rule for what is binary.
      isBinary = true
      note = "binary"
    } else if bytes.isLFSPointer {
      note = "a pointer of Git LFS, not the file itself"
    } else {
      text = SourceText(bytes)
    }
  }

  /// Whether one of the first bytes is 0.
  private static func holdsZero(_ bytes: [UInt8], within count: Int) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var found: UInt8 = 0
      for index in 0..<min(count, bytes.count) { found |= bytes[index] == 0 ? 1 : 0 }
      return found != 0
    }
  }

  static let tooLarge = "larger than 64 MiB"
}

/// A file read as its language, with the lines that differ.
struct ReadFile: Sendable {
  let file: SubjectFile
  let lines: LineCounts

  init(_ change: FileChange, before: FileContents, after: FileContents) {
    let text = after.text ?? before.text
    let oldPath = change.oldPath ?? change.path
    let language =
      text.flatMap { Language.detect(path: change.path, bytes: $0.bytes) }
      ?? Language.detect(path: change.path, bytes: [])
    let oldLanguage =
      change.oldPath == nil
      ? language : before.text.flatMap { Language.detect(path: oldPath, bytes: $0.bytes) }
    func syntax(
      _ text: SourceText?, _ language: Language?, _ path: SourcePath, checksValidity: Bool
    ) -> SyntaxFile? {
      guard let text, let language else { return nil }
      return SyntaxFile(text, as: language, path: path, checksValidity: checksValidity)
    }
    var note = (change.after == nil ? before : after).note ?? before.note
    if let mode = change.changedMode { note = note.map { "\(mode), \($0)" } ?? mode }
    if note == nil, language == nil { note = "no language that is read" }
    let isUnread = before.isUnread || after.isUnread
    file = SubjectFile(
      change: change, before: before.text, after: after.text, isUnread: after.isUnread,
      pair: FilePair(
        path: change.path, oldPath: change.oldPath, status: change.status, language: language,
        isBinary: before.isBinary || after.isBinary, note: note, isUnread: isUnread,
        // Whether the old side was valid is asked only where the new one is not.
        before: syntax(before.text, oldLanguage, oldPath, checksValidity: false),
        after: syntax(after.text, language, change.path, checksValidity: true)))
    lines =
      isUnread
      ? LineCounts(before: nil, after: nil)
      : LineCounts(before: before.text, after: after.text)
  }
}

extension FileChange {
  /// What happened to the right to execute the file; nil when nothing did.
  fileprivate var changedMode: String? {
    guard let before = before?.mode, let after = after?.mode, before != after else { return nil }
    return after == .executable
      ? "made executable" : before == .executable ? "no longer executable" : nil
  }
}

extension FilePair {
  /// A file that did not change but says how others are named; nil where there is none.
  init?(context path: SourcePath, before: [UInt8]?, after: [UInt8]?) {
    guard before != nil || after != nil else { return nil }
    func syntax(_ bytes: [UInt8]?) -> SyntaxFile? {
      guard let text = FileContents(bytes: bytes).text,
        let language = Language.detect(path: path, bytes: text.bytes)
      else { return nil }
      return SyntaxFile(text, as: language, path: path)
    }
    self.init(path: path, status: .modified, before: syntax(before), after: syntax(after))
  }
}
